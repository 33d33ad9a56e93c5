namespace Sunqar.Core.Rulebook;

/// <summary>Whole-number arithmetic of rules. What does not fit 64 bits is held at the end of the range: a rule that compares it still
/// answers right.</summary>
internal static class Arithmetic
{
    public static long Add(long a, long b) => Hold((Int128)a + b);

    public static long Subtract(long a, long b) => Hold((Int128)a - b);

    public static long Multiply(long a, long b) => Hold((Int128)a * b);

    /// <summary>A share in millionths of a value, rounded down.</summary>
    public static long Share(long millionths, long value) => Hold((Int128)millionths * value / 1_000_000);

    /// <summary>The smaller as a share of the larger, in millionths, rounded down: of what comes in and what goes out, how much passes
    /// through. 0 where one is 0 or below.</summary>
    public static long Against(long a, long b) => a <= 0 || b <= 0 ? 0 : (long)((Int128)Math.Min(a, b) * 1_000_000 / Math.Max(a, b));

    /// <summary>Ids are the same; "absent" is the same as nothing.</summary>
    public static bool Same(ulong a, ulong b) => a != 0 && a == b;

    public static bool SameText(string? a, string? b) => a is not null && string.Equals(a, b, StringComparison.Ordinal);

    private static long Hold(Int128 value) =>
        value > long.MaxValue ? long.MaxValue
        : value < long.MinValue ? long.MinValue
        : (long)value;
}
