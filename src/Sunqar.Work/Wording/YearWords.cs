using Sunqar.Core.Cases;
using Sunqar.Core.Payments;

namespace Sunqar.Work.Wording;

/// <summary>The year's report as an officer reads it.</summary>
public static class YearWords
{
    /// <summary>"130", "16.7 m USDT", "24.1 bn KZT"; a dash where nothing is known.</summary>
    public static string Figure(AnnualFigure? figure, AnnualUnit unit) => Figure(figure?.Value, unit);

    /// <inheritdoc cref="Figure(AnnualFigure?, AnnualUnit)"/>
    public static string Figure(Int128? value, AnnualUnit unit) =>
        value is not { } known
            ? "–"
            : unit switch
            {
                AnnualUnit.Count => Amounts.Count((long)known),
                AnnualUnit.Usdt => Amounts.Short(known, Currency.Usdt),
                AnnualUnit.Usd => Amounts.Short(known, Currency.Usd),
                _ => Amounts.Short(known, Currency.Kzt),
            };

    /// <summary>What the columns say, in order.</summary>
    public static IReadOnlyList<string> Columns(AnnualReport report) =>
        [$"{report.Year - 1}, closed", $"{report.Year}, closed", "found, not closed", "planted (simulated)"];

    /// <summary>The four cells of a line.</summary>
    public static IReadOnlyList<string> Cells(AnnualLine line) =>
        [Figure(line.LastYear, line.Unit), Figure(line.Closed, line.Unit), Figure(line.Found, line.Unit), Figure(line.Planted, line.Unit)];

    /// <summary>A line that belongs to the one above it begins with a small letter.</summary>
    public static bool IsPart(AnnualLine line) => char.IsLower(line.Title[0]);
}
