using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Spectre.Console;
using Sunqar.Rehearsal;
using Sunqar.Simulation;

namespace Sunqar.Cli.Verbs;

/// <summary><c>sunqar simulate</c>: writes a seeded country to files, and its truth apart.</summary>
internal static class SimulateVerb
{
    public static Command Create()
    {
        var country = new CountryArguments();
        var output = new Option<DirectoryInfo>("--out")
        {
            Description = "Folder for the data.",
            Required = true,
            HelpName = "DIR",
        };
        var truth = new Option<DirectoryInfo>("--truth")
        {
            Description = "Folder for the truth, apart from the data.",
            Required = true,
            HelpName = "DIR2",
        };
        var command = new Command(
            "simulate",
            "Write a simulated country: payments, bank and chain transfers, labels, registry, rates, machines, "
                + "last year's cases; the truth apart. Its files of an earlier run are replaced (docs/simulation.md)."
        )
        {
            output,
            truth,
        };
        country.AddTo(command);
        command.SetAction(parsed =>
        {
            var (data, apart) = (parsed.GetValue(output)!.FullName, parsed.GetValue(truth)!.FullName);
            if (
                Path.EndsInDirectorySeparator(data)
                    ? apart.StartsWith(data, StringComparison.Ordinal)
                    : (apart + "/").StartsWith(data + "/", StringComparison.Ordinal)
            )
            {
                Console.Error.WriteLine(
                    "sunqar simulate: --truth lies in the folder of the data; whoever searches there would find the answers. Name another."
                );
                return Exit.WrongUsage;
            }
            if (!TryMake(data) || !TryMake(apart))
            {
                return Exit.WrongUsage;
            }
            return Run(country.Read(parsed), data, apart);
        });
        return command;
    }

    private static bool TryMake(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            return true;
        }
        catch (Exception why) when (why is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(
                $"sunqar simulate: {folder}: {(File.Exists(folder) ? "this is a file" : "no folder can be made there")}; "
                    + $"expected a folder that can be written"
            );
            return false;
        }
    }

    private static int Run(CountryOptions options, string folder, string truthFolder)
    {
        var clock = Stopwatch.StartNew();
        try
        {
            var country = Country.Create(options);
            var result = Progress(report => SimulateJob.Write(country, folder, truthFolder, report));
            Console.Error.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{result.Payments:N0} payments and {result.Transfers:N0} chain transfers of {options.People:N0} "
                        + $"people in {options.Days} days; {result.TruthRows:N0} rows of truth; {clock.Elapsed.TotalSeconds:F1} s"
                )
            );
            return Exit.Done;
        }
        catch (UnauthorizedAccessException why)
        {
            Console.Error.WriteLine($"sunqar simulate: {why.Message.TrimEnd('.')}; expected folders that can be written");
            return Exit.WrongUsage;
        }
        catch (IOException failure)
        {
            Console.Error.WriteLine($"sunqar simulate: {failure.Message}");
            return Exit.Failed;
        }
    }

    private static SimulateResult Progress(Func<Action<double>, SimulateResult> work)
    {
        if (Console.IsErrorRedirected)
        {
            return work(_ => { });
        }
        var terminal = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return terminal
            .Progress()
            .Start(bars =>
            {
                var bar = bars.AddTask("simulating", maxValue: 1);
                return work(done => bar.Value = done);
            });
    }
}
