namespace Sunqar.Server.Pages.State;

/// <summary>What somebody says a wallet is.</summary>
/// <param name="Sure">How the source knows, and the weight of that.</param>
public sealed record TraceFact(string Says, string Category, string Source, string Sure, string Actor);

/// <summary>A share of what a wallet received or sent that was so far from a kind of wallet.</summary>
public sealed record TraceExposure(string Category, string Way, int Hop, string Share, string Source, string AsOf);

/// <summary>One transfer of a way.</summary>
public sealed record TraceHop(string Time, string From, string To, string Amount, string Id);

/// <summary>A way to or from a labelled wallet, hop by hop.</summary>
public sealed record TraceWay(string Label, string Wallet, IReadOnlyList<TraceHop> Hops);

/// <summary>All that the page of a trace shows.</summary>
/// <param name="Onward">Where its value went.</param>
/// <param name="Back">Where it came from.</param>
/// <param name="Holdings">Balance and dwell in words, a currency each.</param>
/// <param name="IsCut">Whether more ways were not looked for.</param>
public sealed record TraceSheet(
    string Wallet,
    IReadOnlyList<TraceFact> Facts,
    IReadOnlyList<TraceExposure> Exposures,
    IReadOnlyList<TraceWay> Onward,
    IReadOnlyList<TraceWay> Back,
    IReadOnlyList<string> Holdings,
    bool IsCut,
    int Transfers
);
