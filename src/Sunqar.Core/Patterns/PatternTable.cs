namespace Sunqar.Core.Patterns;

/// <summary>The generic typologies, one line each; a typology itself is one file in this folder.</summary>
public static class PatternTable
{
    public static IReadOnlyList<IPattern> All { get; } =
    [
    ];
}
