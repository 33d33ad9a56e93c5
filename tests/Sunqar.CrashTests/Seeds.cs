using System.Globalization;
using Xunit;

namespace Sunqar.CrashTests;

/// <summary>
/// Runs a scenario under many seeds: always the same first ones, and new ones each time. A failure names its seed;
/// <c>SUNQAR_CRASH_SEED=N ./test CrashTests</c> runs that one again, <c>SUNQAR_CRASH_SEEDS=N</c> sets how many.
/// </summary>
internal static class Seeds
{
    private const int Default = 500;

    public static void Run(Action<int> scenario)
    {
        foreach (var seed in Chosen())
        {
            try
            {
                scenario(seed);
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"Failed with SUNQAR_CRASH_SEED={seed}: {error.Message}", error);
            }
        }
    }

    private static IEnumerable<int> Chosen()
    {
        if (Number("SUNQAR_CRASH_SEED") is { } one)
            return [one];
        var count = Number("SUNQAR_CRASH_SEEDS") ?? Default;
        var first = new Random().Next(1_000_000, int.MaxValue - count);
        TestContext.Current.TestOutputHelper?.WriteLine($"seeds 0..{count / 2 - 1} and {first}..{first + count / 2 - 1}");
        return Enumerable.Range(0, count / 2).Concat(Enumerable.Range(first, count / 2));
    }

    private static int? Number(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
}
