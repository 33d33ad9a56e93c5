using System.CommandLine;
using System.Text.Json;
using Sunqar.Storage;
using Sunqar.Storage.Postgres;
using Sunqar.Work.Summaries;

namespace Sunqar.Cli.Verbs;

/// <summary><c>sunqar migrate</c>: the data folder's journal from its files into PostgreSQL and back.</summary>
internal static class MigrateVerb
{
    private const string Files = "files",
        Named = "postgres";

    public static Command Create()
    {
        var from = Place("--from");
        var to = Place("--to");
        var command = new Command(
            "migrate",
            "Move the data folder's journal from its files into PostgreSQL, or back, while nothing runs on it: every batch as it is, verified "
                + "by the hash chain (docs/nodes.md). Keys and the rest of the folder stay."
        )
        {
            from,
            to,
        };
        command.SetAction(parsed => Run(parsed.GetValue(from)!, parsed.GetValue(to)!));
        return command;
    }

    private static Option<string> Place(string name) =>
        new(name)
        {
            Description = "files: the data folder; postgres: what SUNQAR_JOURNAL names; or postgres://HOST/DATABASE without a password.",
            HelpName = "PLACE",
            Required = true,
        };

    private static int Run(string from, string to)
    {
        var isOut = from == Files;
        if (isOut == (to == Files))
            return Refused("one of --from and --to is files, the other postgres or postgres://HOST/DATABASE.", Exit.WrongUsage);
        var files = DataFiles.FromEnvironment();
        PostgresPlace? place;
        try
        {
            var text = isOut ? to : from;
            place = text == Named ? files.Journal : PostgresPlace.Read(text);
            if (place is null)
                return Refused($"{DataFiles.JournalVariable} names no journal.", Exit.WrongUsage);
            if (text != Named && place.HasPassword)
            {
                return Refused(
                    $"a password does not belong on a command line; name the journal by {DataFiles.JournalVariable}.",
                    Exit.WrongUsage
                );
            }
        }
        catch (FormatException error)
        {
            return Refused(error.Message, Exit.WrongUsage);
        }
        try
        {
            var read = 0L;
            var move = new JournalMove(
                files.Path,
                place,
                Console.Error.WriteLine,
                bytes => Console.Error.Write($"\r{(read += bytes) >> 20:N0} MiB")
            );
            var heads = isOut ? move.Out() : move.In();
            Console.Error.WriteLine();
            foreach (var head in heads)
                Console.WriteLine(JsonSerializer.Serialize(new { stream = head.Stream, facts = head.Next }));
            return Exit.Done;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Refused(error.Message, Exit.Failed);
        }
    }

    private static int Refused(string why, int code)
    {
        Console.Error.WriteLine($"sunqar migrate: {why}");
        return code;
    }
}
