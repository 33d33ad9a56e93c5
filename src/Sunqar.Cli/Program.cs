using System.CommandLine;
using System.Numerics;
using System.Text.RegularExpressions;
using Sunqar.Cli;
using Sunqar.Cli.Verbs;

var root = new RootCommand("Sunqar: financial monitoring for the crypto-to-cash economy.");

// Measured by a program of its own, which the script ./sunqar starts before this one: named here so that --help tells it.
root.Add(new Command("bench", "Measure: one line of JSON a benchmark. Without a name it lists them."));
foreach (var verb in VerbTable.All)
{
    root.Add(verb());
}

static string Expected(Match error) =>
    error.Groups["type"].Value switch
    {
        var type when type.Contains("UInt64", StringComparison.Ordinal) =>
            "; expected a whole number from 0 to 18,446,744,073,709,551,615.",
        var type when type.Contains("Int", StringComparison.Ordinal) => BigInteger.TryParse(error.Groups["typed"].Value, out _)
            ? "; expected a whole number that is not so large."
            : "; expected a whole number.",
        var type when type.Contains("System.IO.", StringComparison.Ordinal) => "; expected the name of a file or folder.",
        _ => error.Value,
    };

var parsed = root.Parse(args);
if (parsed.Errors.Count > 0)
{
    foreach (var error in parsed.Errors)
    {
        // The parser names .NET's types where a person knows numbers and names of files.
        Console.Error.WriteLine(
            $"sunqar: {Regex.Replace(error.Message, @"(?<=argument '(?<typed>[^']*)'.*) as expected type '(?<type>[^']*)'\.$", Expected)}"
        );
    }
    Console.Error.WriteLine("Try --help.");
    return Exit.WrongUsage;
}
if (JournalArguments.Unfit() is { } unfit)
{
    Console.Error.WriteLine($"sunqar: {unfit}");
    return Exit.WrongUsage;
}
try
{
    // A server that is told to stop answers what it has taken and keeps its state; the library would end it after two seconds.
    var patience = parsed.CommandResult.Command.Name is "serve" or "run" ? TimeSpan.FromMinutes(1) : TimeSpan.FromSeconds(2);
    return await parsed.InvokeAsync(
        new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = patience }
    );
}
catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
{
    // What the verb itself did not foresee of the disk: no stack trace, which would say nothing to who runs it.
    Console.Error.WriteLine($"sunqar: {failure.Message}");
    return Exit.Failed;
}
