using Sunqar.Core.Chain;
using Sunqar.Core.Identity;
using Sunqar.Storage.Journal;

namespace Sunqar.Work.Following;

/// <summary>What issuers of tokens did to a wallet, as the chain shows it: freezes, their ends, what was destroyed.</summary>
public static class IssuerActs
{
    /// <summary>In order of time; what a reorganised chain took back, and did not show again, is left out.</summary>
    /// <param name="wallet">In any of the forms in which its chain writes it.</param>
    public static IReadOnlyList<TokenEvent> On(IJournal journal, string wallet)
    {
        var form = AccountForm.Of(wallet);
        var seen = journal
            .Read<TokenEventsSeen>(Streams.Chain)
            .SelectMany(fact => fact.Events)
            .Where(one => one.Wallet.Length > 0 && AccountForm.Of(one.Wallet) == form)
            .ToList();
        if (seen.Count == 0)
            return [];
        var back = journal.Read<ChainRolledBack>(Streams.Chain).SelectMany(fact => fact.Ids).ToLookup(id => id, StringComparer.Ordinal);
        return
        [
            .. seen.GroupBy(one => one.Id, StringComparer.Ordinal)
                .Where(same => same.Count() > back[same.Key].Count())
                .Select(same => same.Last())
                .OrderBy(one => one.TimeUs)
                .ThenBy(one => one.Id, StringComparer.Ordinal),
        ];
    }
}
