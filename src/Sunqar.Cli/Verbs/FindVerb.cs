using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Sunqar.Core.Patterns;
using Sunqar.Core.Transfers;
using Sunqar.Formats.Findings;
using Sunqar.Server.Jobs;

namespace Sunqar.Cli.Verbs;

/// <summary><c>sunqar find</c>: transfers in, findings out.</summary>
internal static class FindVerb
{
    public static Command Create()
    {
        var files = new Argument<FileInfo[]>("FILE") { Description = "Transfers, in any layout that import knows; several are joined.", Arity = ArgumentArity.OneOrMore };
        var output = new Option<FileInfo>("--out") { Description = "Where the findings go, NDJSON, one a line.", Required = true, HelpName = "FILE" };
        var window = new Option<int>("--window")
        {
            Description = $"Most hours from the first to the last transfer of a finding, up to {MiningGround.WindowHoursMax}.", DefaultValueFactory = _ => MiningGround.WindowHoursMax, HelpName = "HOURS",
        };
        window.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > MiningGround.WindowHoursMax) result.AddError($"--window takes 1 to {MiningGround.WindowHoursMax} hours.");
        });
        var command = new Command("find", "Find laundering typologies among transfers.") { files, output, window };
        command.SetAction(parsed => Run(parsed.GetValue(files)!, parsed.GetValue(output)!, parsed.GetValue(window)));
        return command;
    }

    private static int Run(FileInfo[] files, FileInfo output, int hours)
    {
        if (TransferFiles.Read(files) is not { } table) return Exit.WrongUsage;
        var clock = Stopwatch.StartNew();
        var findings = FileFindings.Mine(table, hours);
        var seconds = clock.Elapsed.TotalSeconds;
        try
        {
            // Beside its place and then moved there: a reader never meets half a file.
            var part = output + ".part";
            using (var stream = File.Create(part))
            {
                foreach (var finding in findings)
                {
                    FindingJson.Write(stream, finding);
                }
            }
            File.Move(part, output.ToString(), overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"sunqar: {output}: {e.Message}; expected a file that can be written");
            return Exit.WrongUsage;
        }
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"found {findings.Count} among {table.Count} transfers, mined in {seconds:F3} s"));
        return Exit.Done;
    }
}
