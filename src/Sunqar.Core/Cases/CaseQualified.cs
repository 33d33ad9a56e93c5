using Sunqar.Core.Facts;

namespace Sunqar.Core.Cases;

/// <summary>How grave a crime is, by the Criminal Code's categories that have a limitation here. Kept in facts: never renumber.</summary>
public enum CrimeGravity : byte
{
    /// <summary>Nobody recorded it.</summary>
    None = 0,
    Medium = 1,
    Grave = 2,
    EspeciallyGrave = 3,
}

/// <summary>The matter of a case was qualified: under which article, and how grave that is. The last one counts, before and after the case
/// is closed.</summary>
/// <param name="Article">As the qualification names it.</param>
public sealed record CaseQualified(string CaseId, CrimeGravity Gravity, string Article) : Fact;
