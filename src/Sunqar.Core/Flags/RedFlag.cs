namespace Sunqar.Core.Flags;

/// <summary>Where red flags come from.</summary>
/// <param name="Key">A word in lower case; ids begin with it.</param>
/// <param name="Reading">How it was read.</param>
public sealed record FlagSource(string Key, string Title, string Reading);

/// <summary>A part of a source.</summary>
/// <param name="Prefix">Ids of its flags without their number, <c>fatf.t</c>.</param>
public sealed record FlagCategory(string Prefix, FlagSource Source, string Title);

/// <summary>Something that a publication says should be looked for.</summary>
/// <param name="Id"><c>fatf.t1</c>; never taken away nor given another meaning, since rulebooks in journals name it.</param>
/// <param name="Words">Our own.</param>
/// <param name="Beyond">What would show it, which the house does not get; null where what it gets may show it.</param>
public sealed record RedFlag(string Id, FlagCategory Category, string Words, string? Beyond);
