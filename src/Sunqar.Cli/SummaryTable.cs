using System.Diagnostics;
using System.Globalization;
using Spectre.Console;
using Sunqar.Core.Cases;
using Sunqar.Core.Rulebook;
using Sunqar.Server.Pages.State;
using Sunqar.Server.Reports;
using Sunqar.Work.Reports;
using Sunqar.Work.Summaries;

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
        Console.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{summary.Payments:N0} payments decided, {summary.Transfers:N0} transfers mined")
        );
        Console.WriteLine(
            string.Join(
                ", ",
                summary.Outcomes.Select(outcome =>
                    string.Create(CultureInfo.InvariantCulture, $"{outcome.Outcome.Name()} {outcome.Payments:N0}")
                )
            )
        );
        var table = new Table { Border = TableBorder.Simple };
        foreach (
            var (name, left) in new[]
            {
                ("kind", true),
                ("planted", false),
                ("found", false),
                ("correct", false),
                ("precision", false),
                ("recall", false),
                ("found KZT", false),
                ("found USD", false),
            }
        )
        {
            table.AddColumn(new TableColumn(name) { Alignment = left ? Justify.Left : Justify.Right, NoWrap = true });
        }
        foreach (var kind in summary.Kinds)
        {
            table.AddRow(
                kind.Kind,
                Number(kind.Planted),
                Number(kind.Found),
                Number(kind.Correct),
                Share(kind.Precision),
                Share(kind.Recall),
                Amount(kind.Turnover.KztMicro),
                Amount(kind.Turnover.UsdMicro)
            );
        }
        console.Write(table);
        if (summary.Rules.Count > 0)
            console.Write(Rules(summary.Rules));
        if (summary.Providers.Count > 0)
            Console.WriteLine(Providers(summary.Providers));
        if (summary.Footage.Count > 0)
            Console.WriteLine(Footage(summary.Footage));
        if (summary.Confirmations is { } confirmations)
        {
            Console.WriteLine(Confirmed("top-ups that waited for their sender's device", confirmations.TopUps));
            Console.WriteLine(Confirmed("withdrawals that waited for finger and face", confirmations.Withdrawals));
            Console.WriteLine(Compared("  by the finger alone", confirmations.Finger));
            Console.WriteLine(Compared("  by the face alone", confirmations.Face));
        }
        if (year is not null)
            Console.WriteLine(AnnualText.Write(year));
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{string.Join(", ", summary.Steps.Select(step => string.Create(CultureInfo.InvariantCulture, $"{step.Name} {step.Seconds:F1} s")))}; "
                    + $"peak memory {process.PeakWorkingSet64 / (double)(1 << 30):F1} GiB"
            )
        );
    }

    /// <summary>Which banks keep their footage badly, planted against found.</summary>
    private static string Footage(IReadOnlyList<FootageResult> banks)
    {
        var said = banks.Where(bank => bank.IsFound).Select(bank => $"{bank.Bank} {bank.Found}");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"banks that keep footage badly: planted {banks.Count(bank => bank.IsFailing)}, found {banks.Count(bank => bank.IsFound)}, "
                + $"of these planted {banks.Count(bank => bank is { IsFound: true, IsFailing: true })}; "
                + $"withdrawals without footage: {banks.Sum(bank => bank.Unseen)}{(banks.Any(bank => bank.IsFound) ? ": " : "")}{string.Join(", ", said)}"
        );
    }

    /// <summary>Counted by person: who was planted, of whom rules spoke.</summary>
    private static Table Rules(IReadOnlyList<RuleKindResult> rules)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn(new TableColumn("people, by rules") { NoWrap = true });
        foreach (var name in new[] { "planted", "spoken of", "found", "in any scheme", "precision", "recall" })
            table.AddColumn(new TableColumn(name) { Alignment = Justify.Right, NoWrap = true });
        foreach (var kind in rules)
        {
            table.AddRow(
                kind.Kind,
                Number(kind.Planted),
                Number(kind.Spoken),
                Number(kind.Found),
                Number(kind.Guilty),
                Share(kind.Precision),
                Share(kind.Recall)
            );
        }
        return table;
    }

    /// <summary>"platforms: 20 owed 512 reports; breaches found at 2 (P19 late: 9 late, 0 missing; …), planted at 2".</summary>
    private static string Providers(IReadOnlyList<ProviderResult> providers)
    {
        var found = providers.Where(provider => provider.IsFound).ToList();
        var planted = providers.All(provider => provider.Planted is null)
            ? ""
            : $", planted at {providers.Count(provider => provider.Planted is not (null or "diligent"))}";
        var details = string.Join(
            "; ",
            found.Select(provider =>
                $"{provider.Platform}{(provider.Planted is { } how ? $" {how}" : "")}: "
                + $"{provider.Late} late, {provider.Missing} missing, {provider.Step}"
            )
        );
        return string.Create(
            CultureInfo.InvariantCulture,
            $"platforms: {providers.Count} owed {providers.Sum(provider => provider.Due):N0} "
                + $"messages and reports; breaches found at {found.Count} ({details}){planted}"
        );
    }

    /// <summary>"top-ups that waited …: 312 held, 262 confirmed, 21 late or refused; impostors: 29 planted, 20 caught, 9 missed".</summary>
    private static string Confirmed(string what, ConfirmedPayments payments) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{what}: {payments.Held:N0} held, {payments.Confirmed:N0} confirmed, {payments.LateOrRefused:N0} late or refused, "
                + $"{payments.TurnedAway:N0} turned away in error; impostors: {payments.Impostors:N0} planted, {payments.Caught:N0} caught, "
                + $"{payments.Missed:N0} missed"
        );

    private static string Compared(string what, ComparedSamples samples) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{what}: {samples.HoldersMissed:N0} of {samples.Holders:N0} holders missed; impostors: {samples.Caught:N0} of "
                + $"{samples.Impostors:N0} caught, {samples.Missed:N0} missed"
        );

    private static string Number(int? value) => value?.ToString("N0", CultureInfo.InvariantCulture) ?? "-";

    private static string Share(double? value) => value?.ToString("F3", CultureInfo.InvariantCulture) ?? "-";

    private static string Amount(Int128 micro) => ((double)(micro / 1_000_000) / 1e6).ToString("N1", CultureInfo.InvariantCulture) + " m";
}
