using Sunqar.Core.Networks;
using Sunqar.Core.Networks.CashOut;

namespace Sunqar.Core.Cases;

/// <summary>Kinds of cases that reports name. A case about a network has the network's kind; others are of their own.</summary>
public static class CaseKinds
{
    public const string Exchanger = Networks.Exchanger.Name;
    public const string CashOutNetwork = Networks.CashOut.CashOutNetwork.Name;
    public const string Pyramid = Networks.Pyramid.Name;
    public const string Mining = MiningFarm.Name;

    /// <summary>Access to one site was restricted.</summary>
    public const string SiteBlock = "site_block";

    /// <summary>A watchlist that changed may mean people of payments.</summary>
    public const string WatchlistHit = "watchlist_hit";

    /// <summary>No case, but a month of cash from ATMs as published, which stands in the year's report beside them.</summary>
    public const string AtmVolume = "atm_volume";

    /// <summary>One of many, counted and not listed one by one.</summary>
    public static bool IsCounted(string kind) => kind is SiteBlock or AtmVolume;
}
