using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Sunqar.Core.Patterns;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;

namespace Sunqar.Cli.Verbs;

/// <summary><c>sunqar cycles</c>: the exact enumeration of simple temporal cycles, for comparison with others.</summary>
internal static class CyclesVerb
{
    private const long HourUs = 3_600_000_000;

    /// <summary>A hundred years: longer than any file, short enough for microseconds in 63 bits.</summary>
    private const int HoursMax = 876_600;

    public static Command Create()
    {
        var file = new Argument<FileInfo>("FILE") { Description = "Transfers, in any layout that import knows." };
        var window = new Option<int>("--window")
        {
            Description = "Most hours from the first to the last transfer of a cycle.",
            Required = true,
            HelpName = "HOURS",
        };
        var longest = new Option<int?>("--max-length")
        {
            Description = "The longest cycle counted, in transfers; without it, any.",
            HelpName = "N",
        };
        window.Validators.Add(result => WholeNumber.Between(result, 1, HoursMax, " hours"));
        longest.Validators.Add(result => WholeNumber.Between(result, 2, int.MaxValue));
        var map = MapOption.Create();
        var command = new Command(
            "cycles",
            "Count all simple temporal cycles: times strictly increase, last minus first within the window, parallel transfers apart."
        )
        {
            file,
            window,
            longest,
            map,
        };
        command.SetAction(parsed =>
            Run(parsed.GetValue(file)!, parsed.GetValue(window), parsed.GetValue(longest) ?? int.MaxValue, parsed.GetValue(map))
        );
        return command;
    }

    private static int Run(FileInfo file, int hours, int lengthMax, string? map)
    {
        if (TransferFiles.Read([file], Currency.Unstated, map) is not { } table)
            return Exit.WrongUsage;
        var graph = TransferGraph.Build(table);
        var clock = Stopwatch.StartNew();
        var counts = TemporalCycles.Prepare(graph, hours * HourUs).Count(lengthMax);
        var seconds = clock.Elapsed.TotalSeconds;
        for (var length = 2; length < counts.Count; length++)
        {
            if (counts[length] > 0)
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{{\"length\":{length},\"count\":{counts[length]}}}"));
        }
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"mined in {seconds:F3} s"));
        return Exit.Done;
    }
}
