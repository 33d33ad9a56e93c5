using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;

namespace Sunqar.Core.Canvas;

/// <summary>What a node of a picture is, beside what an account is.</summary>
public enum CanvasNodeKind : byte
{
    Account = 0,

    /// <summary>A person with all of his accounts that are drawn.</summary>
    Holder = 1,

    /// <summary>Nodes that somebody put together.</summary>
    Group = 2,

    /// <summary>All others that an expansion reached.</summary>
    Crowd = 3,

    /// <summary>Nodes for which the picture has no room.</summary>
    Rest = 4,
}

/// <summary>A sum of transfers in one currency.</summary>
/// <param name="AmountMicro">Millionths of one unit.</param>
public readonly record struct CanvasSum(Currency Currency, int Transfers, Int128 AmountMicro);

/// <summary>A node of a picture.</summary>
/// <param name="Account">What it is, or what its members are where they are alike.</param>
/// <param name="Accounts">Whom it stands for, ascending.</param>
/// <param name="Inside">What its members moved among themselves, which no line shows.</param>
/// <param name="BeyondIn">Transfers to it that pass the canvas's filter and that no line shows.</param>
/// <param name="BeyondOut">Likewise from it.</param>
public sealed record CanvasNode(
    string Name,
    CanvasNodeKind Kind,
    AccountKind Account,
    IReadOnlyList<int> Accounts,
    IReadOnlyList<CanvasSum> Inside,
    int BeyondIn,
    int BeyondOut,
    CanvasMark Mark
);

/// <summary>A line: transfers of one currency from one node to another.</summary>
/// <param name="Rows">Which, by time.</param>
/// <param name="IsWay">Whether one of them belongs to a way that was asked for.</param>
public sealed record CanvasFlow(string From, string To, bool IsChain, CanvasSum Sum, IReadOnlyList<int> Rows, bool IsWay);

/// <summary>Legs of exchanges that no transfer joins: tenge one way and tokens the other, at the rate of the hour less a
/// spread.</summary>
/// <param name="Bank">The node of the tenge leg.</param>
/// <param name="Wallet">The node of the token leg.</param>
/// <param name="IsSale">Tenge came in and tokens went out; else the other way round.</param>
/// <param name="Pairs">Rows of each pair, the earlier first.</param>
/// <param name="Expected">How many pairs chance gives, measured on the same legs shifted in time.</param>
/// <param name="Log10Odds">log10 of the probability of so many pairs by chance.</param>
public sealed record CanvasMatch(
    string Bank,
    string Wallet,
    bool IsSale,
    IReadOnlyList<(int First, int Second)> Pairs,
    double Expected,
    double Log10Odds
);

/// <summary>A canvas as it is drawn. Every transfer that is shown is in one line or inside one node, so sums over them are sums of
/// transfers.</summary>
/// <param name="Nodes">By name.</param>
/// <param name="FirstUs">First and last moment of what is shown, microseconds since 1970-01-01T00:00:00Z; 0 where nothing is.</param>
/// <param name="Merged">Nodes that had no room and are in a node of the rest.</param>
/// <param name="Bundled">Transfers that would be lines of their own and share one for want of room.</param>
/// <param name="MatchesLeft">Matched pairs that had no room.</param>
public sealed record CanvasPicture(
    CanvasState State,
    IReadOnlyList<CanvasNode> Nodes,
    IReadOnlyList<CanvasFlow> Flows,
    IReadOnlyList<CanvasMatch> Matches,
    long FirstUs,
    long LastUs,
    int Merged,
    int Bundled,
    int MatchesLeft
);
