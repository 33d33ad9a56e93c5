using System.CommandLine;

namespace Sunqar.Cli.Verbs;

/// <summary><c>sunqar version</c>: which build this is.</summary>
internal static class VersionVerb
{
    public static Command Create()
    {
        var command = new Command("version", "Print the version.");
        command.SetAction(_ =>
        {
            Console.WriteLine(typeof(VersionVerb).Assembly.GetName().Version?.ToString(3));
            return Exit.Done;
        });
        return command;
    }
}
