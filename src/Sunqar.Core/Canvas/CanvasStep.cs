using Sunqar.Core.Transfers;

namespace Sunqar.Core.Canvas;

/// <summary>What is done to a canvas. Kept in facts: never renumber.</summary>
public enum CanvasAct : byte
{
    /// <summary>Begins with accounts of the case. Always the first step, and may come again.</summary>
    Seed = 1,

    /// <summary>Draws whom nodes dealt with, the <see cref="CanvasStep.Number"/> that moved most; the rest is one crowd a
    /// direction.</summary>
    Expand = 2,

    /// <summary>Takes an expansion back: its crowds go, and who hangs on the node alone.</summary>
    Collapse = 3,

    /// <summary>Takes nodes away.</summary>
    Remove = 4,

    /// <summary>Draws members of the crowd that <see cref="CanvasStep.Text"/> names.</summary>
    Draw = 5,

    /// <summary>Draws nodes as one that is called <see cref="CanvasStep.Text"/>.</summary>
    Group = 6,

    Ungroup = 7,

    /// <summary>From now on at the <see cref="CanvasLevel"/> that <see cref="CanvasStep.Number"/> is.</summary>
    Level = 8,

    /// <summary>From now on only what passes the sieve, in every expansion too.</summary>
    Sift = 9,

    /// <summary>Draws the ways from the first node to the second of at most <see cref="CanvasStep.Number"/> transfers.</summary>
    Path = 10,

    /// <summary>Nodes stay where <see cref="CanvasStep.Places"/> puts them.</summary>
    Pin = 11,

    /// <summary>Nodes may be moved again.</summary>
    Free = 12,

    /// <summary>Paints nodes in the colour <see cref="CanvasStep.Number"/>, 1 to <see cref="CanvasLimits.ColoursMax"/>; 0 in their
    /// own.</summary>
    Colour = 13,

    /// <summary>Writes <see cref="CanvasStep.Text"/> beside a node; nothing takes it away.</summary>
    Note = 14,
}

/// <summary>What a node of the picture stands for, and what a line does. Kept in facts: never renumber.</summary>
public enum CanvasLevel : byte
{
    /// <summary>Nodes are accounts, and between two of them is a line a currency.</summary>
    Account = 0,

    /// <summary>Nodes are accounts, and every transfer is a line.</summary>
    Transfer = 1,

    /// <summary>Nodes are people, as far as it is known who holds an account.</summary>
    Holder = 2,
}

/// <summary>Which way value goes, seen from a node. Kept in facts: never renumber.</summary>
public enum CanvasWay : byte
{
    Both = 0,
    In = 1,
    Out = 2,
}

/// <summary>Which transfers are meant.</summary>
/// <param name="FromUs">First moment, microseconds since 1970-01-01T00:00:00Z; 0 for any.</param>
/// <param name="ToUs">Last moment; 0 for any.</param>
/// <param name="LeastKztMicro">What it was worth at least, millionths of a tenge at the rate of its moment; 0 for any. What no rate values
/// passes only where nothing is asked.</param>
/// <param name="MostKztMicro">Likewise at most; 0 for any.</param>
/// <param name="Kinds">None for all.</param>
public sealed record CanvasSieve(
    CanvasWay Way,
    long FromUs,
    long ToUs,
    long LeastKztMicro,
    long MostKztMicro,
    IReadOnlyList<TransferKind> Kinds
)
{
    public static CanvasSieve All { get; } = new(CanvasWay.Both, 0, 0, 0, 0, []);

    public bool IsAll => this is { Way: CanvasWay.Both, FromUs: 0, ToUs: 0, LeastKztMicro: 0, MostKztMicro: 0, Kinds.Count: 0 };

    internal bool Passes(CanvasGround ground, int row, CanvasWay way)
    {
        var table = ground.Table;
        if (Way != CanvasWay.Both && way != CanvasWay.Both && way != Way)
            return false;
        if (table.TimeUs[row] < FromUs || (ToUs != 0 && table.TimeUs[row] > ToUs))
            return false;
        if (Kinds.Count > 0 && !Kinds.Contains(table.KindOf(row)))
            return false;
        if (LeastKztMicro == 0 && MostKztMicro == 0)
            return true;
        var worth = ground.Worth(row);
        return worth > 0 && worth >= LeastKztMicro && (MostKztMicro == 0 || worth <= MostKztMicro);
    }
}

/// <summary>Where a node was put, in units of the drawing.</summary>
public readonly record struct CanvasPlace(string Node, int X, int Y);

/// <summary>One thing that was done to a canvas. Which members matter is said at <see cref="CanvasAct"/>; the others are empty.</summary>
/// <param name="Nodes">Names as the picture gave them.</param>
public sealed record CanvasStep(CanvasAct Act, IReadOnlyList<string> Nodes)
{
    public string Text { get; init; } = "";

    public int Number { get; init; }

    public CanvasSieve Sieve { get; init; } = CanvasSieve.All;

    public IReadOnlyList<CanvasPlace> Places { get; init; } = [];
}

/// <summary>What a canvas may hold and cost. Beyond it is refused, or grouped and said.</summary>
public static class CanvasLimits
{
    /// <summary>Nodes, lines and matched pairs of a picture: more is neither fluid nor told apart.</summary>
    public const int ElementsMax = 1000;

    /// <summary>Matched pairs drawn, the least likely by chance first.</summary>
    public const int MatchesMax = 150;

    /// <summary>Steps of a canvas.</summary>
    public const int StepsMax = 1000;

    /// <summary>Nodes that one step names.</summary>
    public const int NodesOfStepMax = 1000;

    /// <summary>Accounts drawn, one by one or together.</summary>
    public const int AccountsMax = 5000;

    /// <summary>Whom one expansion draws one by one.</summary>
    public const int ExpandMax = 500;

    /// <summary>Rows that one picture, or one search of ways, looks at: some tenths of a second.</summary>
    public const int RowsWalkedMax = 5_000_000;

    /// <summary>Transfers of a way.</summary>
    public const int HopsMax = 8;

    /// <summary>Ways that one step draws.</summary>
    public const int WaysMax = 5;

    public const int ColoursMax = 8;

    /// <summary>Characters of a note or a group's name.</summary>
    public const int TextMax = 200;

    /// <summary>How far from the middle a node may be put.</summary>
    public const int PlaceMax = 1_000_000;

    /// <summary>Parts of a picture's time, for its bars.</summary>
    public const int Bars = 120;
}
