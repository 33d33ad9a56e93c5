using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Sunqar.Core.Networks;
using Sunqar.Core.Patterns;
using Sunqar.Core.Patterns.Scores;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;
using Sunqar.Formats.Findings;
using Sunqar.Server.Oversight;
using Sunqar.Storage.Keys;
using Sunqar.Work.Mining;
using Sunqar.Work.Oversight;

namespace Sunqar.Cli.Verbs;

/// <summary><c>sunqar find</c>: transfers in, findings out.</summary>
internal static class FindVerb
{
    public static Command Create()
    {
        var files = new Argument<FileInfo[]>("FILE")
        {
            Description =
                "Transfers, in any layout that import knows, CSV or Parquet; several, or a folder of them, are joined, and a row that an "
                + "earlier file told already (same id, time, ends, amount and currency) counts once. Without one: the data folder ($SUNQAR_DATA, else ./data.local).",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var output = new Option<FileInfo>("--out")
        {
            Description = "Where the findings go, NDJSON, one a line.",
            Required = true,
            HelpName = "FILE",
        };
        var window = new Option<int>("--window")
        {
            Description =
                $"Most hours from the first to the last transfer of a finding, up to {MiningGround.WindowHoursMax}; "
                + $"mules, tills, structuring and what networks do are read over the whole time.",
            DefaultValueFactory = _ => MiningGround.WindowHoursMax,
            HelpName = "HOURS",
        };
        window.Validators.Add(result => WholeNumber.Between(result, 1, MiningGround.WindowHoursMax, " hours"));
        var (currency, map) = (CurrencyOption.Create(), MapOption.Create());
        var command = new Command("find", "Find laundering typologies among transfers.") { files, output, window, currency, map };
        command.Validators.Add(result =>
        {
            if (result.GetValue(currency) is not null && result.GetValue(files) is null or [])
                result.AddError("--currency is said of files; transfers of the data folder are of the currency that import was told");
        });
        command.SetAction(parsed =>
            Run(
                parsed.GetValue(files)!,
                parsed.GetValue(output)!,
                parsed.GetValue(window),
                CurrencyOption.Of(parsed.GetValue(currency)),
                parsed.GetValue(map)
            )
        );
        return command;
    }

    private static int Run(FileInfo[] files, FileInfo output, int hours, Currency currency, string? map)
    {
        // The place is opened first: who mistypes it learns so before hours of mining.
        var isMined = false;
        var isWritten = OutputFile.Write(
            output.ToString(),
            stream =>
            {
                if (Mine(files, hours, currency, map) is not { } findings)
                    return;
                foreach (var finding in findings)
                {
                    FindingJson.Write(stream, finding);
                }
                isMined = true;
            },
            () => isMined
        );
        return isWritten && isMined ? Exit.Done : Exit.WrongUsage;
    }

    private static IReadOnlyList<Finding>? Mine(FileInfo[] files, int hours, Currency currency, string? map)
    {
        var clock = new Stopwatch();
        TransferTable table;
        IReadOnlyList<Finding> findings;
        if (files.Length > 0)
        {
            if (TransferFiles.Read(files, currency, map) is not { } read)
                return null;
            table = read;
            clock.Start();
            findings = FileFindings.Mine(TypologyTable.Shipped, ScoreWeights.Shipped, table, hours);
        }
        else
        {
            using var folder = ReplayVerb.OpenHistory("find");
            if (folder is null)
                return null;
            clock.Start();
            (table, var found) = FileFindings.Mine(TypologyTable.Shipped, ScoreWeights.Shipped, folder.Journal, hours);
            findings = [.. NamedFindings.Shown(found, [], new PseudonymKey(folder.Keys).In)];
        }
        Console.Error.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"found {findings.Count} among {table.Count} transfers, mined in {clock.Elapsed.TotalSeconds:F3} s"
            )
        );
        return findings;
    }
}
