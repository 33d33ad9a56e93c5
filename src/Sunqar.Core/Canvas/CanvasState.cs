using System.Collections.Immutable;

namespace Sunqar.Core.Canvas;

/// <summary>Somebody's dealings were asked for.</summary>
/// <param name="Sieve">As it was asked: it stays with the expansion, whatever is expanded later.</param>
internal sealed record CanvasExpansion(int Account, CanvasSieve Sieve);

/// <summary>What was put on a node.</summary>
/// <param name="Colour">0 for its own.</param>
/// <param name="IsPinned">Whether it stays at <paramref name="X"/>, <paramref name="Y"/>.</param>
public sealed record CanvasMark(int Colour = 0, string Note = "", bool IsPinned = false, int X = 0, int Y = 0)
{
    public static CanvasMark None { get; } = new();
}

/// <summary>What a canvas's steps come to, before it is drawn. Accounts go by their numbers in one table.</summary>
public sealed record CanvasState
{
    public static CanvasState Empty { get; } = new();

    /// <summary>Accounts on the canvas, one by one or in groups.</summary>
    public ImmutableSortedSet<int> Drawn { get; init; } = [];

    /// <summary>Those it began with.</summary>
    public ImmutableSortedSet<int> Seeds { get; init; } = [];

    internal ImmutableList<CanvasExpansion> Expansions { get; init; } = [];

    /// <summary>Groups by name.</summary>
    public ImmutableSortedDictionary<string, ImmutableSortedSet<int>> Groups { get; init; } =
        ImmutableSortedDictionary.Create<string, ImmutableSortedSet<int>>(StringComparer.Ordinal);

    /// <summary>Marks by the names of nodes, also of those that are not drawn just now.</summary>
    public ImmutableSortedDictionary<string, CanvasMark> Marks { get; init; } =
        ImmutableSortedDictionary.Create<string, CanvasMark>(StringComparer.Ordinal);

    /// <summary>Rows of the ways that were found.</summary>
    public ImmutableSortedSet<int> Ways { get; init; } = [];

    public CanvasLevel Level { get; init; }

    public CanvasSieve Sieve { get; init; } = CanvasSieve.All;
}

/// <summary>What folding steps comes to.</summary>
public abstract record CanvasOutcome
{
    private CanvasOutcome() { }

    /// <summary>Every step was taken.</summary>
    public sealed record Folded(CanvasState State) : CanvasOutcome;

    /// <summary>A step cannot be taken, and so nothing is.</summary>
    /// <param name="Step">The step that cannot be taken, 0-based.</param>
    /// <param name="Reason">One sentence for whoever asked.</param>
    public sealed record Refused(int Step, string Reason) : CanvasOutcome;
}
