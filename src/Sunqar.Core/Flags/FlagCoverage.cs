namespace Sunqar.Core.Flags;

/// <summary>What may cover red flags.</summary>
public enum FinderKind : byte
{
    /// <summary>A rule of the rulebook: it speaks while a payment is decided.</summary>
    Rule = 0,

    /// <summary>A typology: it is found by mining.</summary>
    Typology = 1,
}

/// <summary>A rule or typology with the flags that it says it covers.</summary>
/// <param name="Name">The rule's name or the typology's kind: also of its page in docs.</param>
/// <param name="Flags">Ids of <see cref="RedFlag"/>; none is a mark that is missing, and shows.</param>
public sealed record FlagFinder(FinderKind Kind, string Name, string Title, IReadOnlyList<string> Flags);

/// <summary>A flag and what covers it, in part at least; nothing where it is a gap.</summary>
public sealed record FlagLine(RedFlag Flag, IReadOnlyList<FlagFinder> Finders);

/// <summary>Red flags against what looks for them: every flag of the register stands here, so a gap shows.</summary>
public sealed class FlagCoverage
{
    private FlagCoverage(FlagRegister register, IReadOnlyList<FlagLine> lines, IReadOnlyList<FlagFinder> unmarked) =>
        (Register, Lines, Unmarked) = (register, lines, unmarked);

    public FlagRegister Register { get; }

    /// <summary>In the order of the register; finders in the order in which they were given.</summary>
    public IReadOnlyList<FlagLine> Lines { get; }

    /// <summary>What marks no flag.</summary>
    public IReadOnlyList<FlagFinder> Unmarked { get; }

    /// <exception cref="ArgumentException">A mark names a flag that the register does not have.</exception>
    public static FlagCoverage Of(FlagRegister register, IEnumerable<FlagFinder> finders)
    {
        var all = finders.ToList();
        foreach (var finder in all)
        {
            if (finder.Flags.FirstOrDefault(id => register.Find(id) is null) is { } unknown)
                throw new ArgumentException($"'{finder.Name}' marks the flag {unknown}, which red.flags does not have.");
        }
        var byFlag = all.SelectMany(finder => finder.Flags.Distinct().Select(id => (Id: id, Finder: finder)))
            .ToLookup(pair => pair.Id, pair => pair.Finder);
        return new FlagCoverage(
            register,
            [.. register.All.Select(flag => new FlagLine(flag, [.. byFlag[flag.Id]]))],
            [.. all.Where(finder => finder.Flags.Count == 0)]
        );
    }
}
