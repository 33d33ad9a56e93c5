using System.Diagnostics;
using System.Globalization;
using Spectre.Console;
using Sunqar.Core.Cases;
using Sunqar.Core.Rulebook;
using Sunqar.Server.Pages.State;
using Sunqar.Server.Reports;

namespace Sunqar.Cli;

/// <summary>The summary of a run for a person at a terminal.</summary>
internal static class SummaryTable
{
    private const int WidthMin = 110;

    /// <param name="year">The year's report; null where there is none.</param>
    public static void Print(RunSummary summary, AnnualReport? year)
    {
        var console = AnsiConsole.Console;
        console.Profile.Width = Math.Max(console.Profile.Width, WidthMin);
        Console.WriteLine();
        Console.WriteLine(summary.Source);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{summary.Payments:N0} payments decided, {summary.Transfers:N0} transfers mined"));
        Console.WriteLine(string.Join(", ", summary.Outcomes.Select(outcome =>
            string.Create(CultureInfo.InvariantCulture, $"{outcome.Outcome.Name()} {outcome.Payments:N0}"))));
        var table = new Table { Border = TableBorder.Simple };
        foreach (var (name, left) in new[] { ("kind", true), ("planted", false), ("found", false), ("correct", false), ("precision", false), ("recall", false), ("found KZT", false), ("found USD", false) })
        {
            table.AddColumn(new TableColumn(name) { Alignment = left ? Justify.Left : Justify.Right, NoWrap = true });
        }
        foreach (var kind in summary.Kinds)
        {
            table.AddRow(
                kind.Kind, Number(kind.Planted), Number(kind.Found), Number(kind.Correct), Share(kind.Precision), Share(kind.Recall),
                Amount(kind.Turnover.KztMicro), Amount(kind.Turnover.UsdMicro));
        }
        console.Write(table);
        if (year is not null) Console.WriteLine(AnnualText.Write(year));
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{string.Join(", ", summary.Steps.Select(step => string.Create(CultureInfo.InvariantCulture, $"{step.Name} {step.Seconds:F1} s")))}; peak memory {process.PeakWorkingSet64 / (double)(1 << 30):F1} GiB"));
    }

    private static string Number(int? value) => value?.ToString("N0", CultureInfo.InvariantCulture) ?? "-";

    private static string Share(double? value) => value?.ToString("F3", CultureInfo.InvariantCulture) ?? "-";

    private static string Amount(Int128 micro) => ((double)(micro / 1_000_000) / 1e6).ToString("N1", CultureInfo.InvariantCulture) + " m";
}
