using System.CommandLine;
using Sunqar.Cli;

var root = new RootCommand("Sunqar: financial monitoring for the crypto-to-cash economy.");
foreach (var verb in VerbTable.All)
{
    root.Add(verb());
}

var parsed = root.Parse(args);
if (parsed.Errors.Count > 0)
{
    foreach (var error in parsed.Errors)
    {
        Console.Error.WriteLine($"sunqar: {error.Message}");
    }
    Console.Error.WriteLine("Try --help.");
    return Exit.WrongUsage;
}
return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
