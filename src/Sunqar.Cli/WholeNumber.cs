using System.CommandLine.Parsing;
using System.Globalization;

namespace Sunqar.Cli;

/// <summary>Options that take a whole number within bounds. What is no number at all is left to the option's own conversion, which reports
/// it.</summary>
internal static class WholeNumber
{
    /// <summary>The value as typed; null where none was typed or it is no whole number.</summary>
    public static long? Typed(OptionResult? result) =>
        long.TryParse(result?.Tokens.FirstOrDefault()?.Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value)
            ? value
            : null;

    /// <param name="what">What is counted, e.g. " hours", or nothing.</param>
    public static void Between(OptionResult result, long low, long high, string what = "")
    {
        if (Typed(result) is { } value && (value < low || value > high))
        {
            result.AddError(
                string.Create(CultureInfo.InvariantCulture, $"{result.Option.Name} takes {low:N0} to {high:N0}{what}, not {value:N0}.")
            );
        }
    }
}
