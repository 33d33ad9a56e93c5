using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Sunqar.Core.Cases;
using Sunqar.Storage.Journal;
using Sunqar.Storage.Keys;
using Sunqar.Work.Alerts;

namespace Sunqar.Cli.Verbs;

/// <summary><c>sunqar alerts</c>: what rules said of whom, deduplicated; <c>sunqar alerts suppress</c>: somebody answers for it that one
/// needs no look.</summary>
internal static class AlertsVerb
{
    public static Command Create()
    {
        var output = new Option<FileInfo?>("--out")
        {
            Description = "Where the alerts go, NDJSON, one a line; standard output when left out.",
            HelpName = "FILE",
        };
        var suppressed = new Option<bool>("--suppressed") { Description = "List suppressed alerts too." };
        var command = new Command(
            "alerts",
            "List the data folder's alerts: one for a subject, a rule and a week, with payments, limits and what speaks against it."
        )
        {
            output,
            suppressed,
        };
        command.SetAction((parsed, cancel) => Task.FromResult(Run(parsed.GetValue(output), parsed.GetValue(suppressed), cancel)));
        command.Add(Suppress());
        return command;
    }

    private static int Run(FileInfo? output, bool withSuppressed, CancellationToken cancel)
    {
        using var folder = ReplayVerb.OpenHistory("alerts");
        if (folder is null)
            return Exit.WrongUsage;
        var book = new AlertBook(folder.Journal);
        book.Advance(int.MaxValue, cancel);
        var alerts = book.List();
        var names = new PseudonymKey(folder.Keys);
        try
        {
            book.Keep();
            if (output is null)
            {
                using var stream = Console.OpenStandardOutput();
                Write(stream, alerts, names, withSuppressed);
            }
            else
            {
                // Beside its place and then moved there: a reader never meets half a file.
                var part = output + ".part";
                using (var stream = File.Create(part))
                    Write(stream, alerts, names, withSuppressed);
                File.Move(part, output.ToString(), overwrite: true);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"sunqar alerts: {output}: {e.Message}");
            return Exit.WrongUsage;
        }
        var hidden = alerts.Count(alert => alert.SuppressedBy is not null);
        Console.Error.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{alerts.Count} alerts, {hidden} of them suppressed; {book.Forgotten} let go, {book.Unattributed} about nobody known"
            )
        );
        return Exit.Done;
    }

    private static void Write(Stream stream, IReadOnlyList<Alert> alerts, PseudonymKey names, bool withSuppressed)
    {
        using var buffered = new BufferedStream(stream, 1 << 16);
        foreach (var alert in alerts)
        {
            if (withSuppressed || alert.SuppressedBy is null)
                AlertJson.Write(buffered, alert, names.In(alert.Id));
        }
    }

    private static Command Suppress()
    {
        var alert = new Argument<string>("alert") { Description = "The id of an alert about the subject and by the rule." };
        var author = new Option<string>("--author") { Description = "Who answers for it.", Required = true };
        var reason = new Option<string>("--reason") { Description = "Why no look is needed.", Required = true };
        var from = new Option<string>("--from")
        {
            Description = "First day covered, YYYY-MM-DD in Kazakhstan, by the payments' times.",
            Required = true,
        };
        var expires = new Option<string>("--expires") { Description = "First day no longer covered.", Required = true };
        var command = new Command("suppress", "Hide what an alert's rule says of its subject for a time; it stays counted.")
        {
            alert,
            author,
            reason,
            from,
            expires,
        };
        command.SetAction(
            (parsed, cancel) =>
                Task.FromResult(
                    Suppress(
                        parsed.GetValue(alert)!,
                        parsed.GetValue(author)!,
                        parsed.GetValue(reason)!,
                        parsed.GetValue(from)!,
                        parsed.GetValue(expires)!,
                        cancel
                    )
                )
        );
        return command;
    }

    private static int Suppress(string id, string author, string reason, string from, string expires, CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(author) || string.IsNullOrWhiteSpace(reason))
        {
            Console.Error.WriteLine("sunqar alerts suppress: an author and a reason are expected.");
            return Exit.WrongUsage;
        }
        if (!RulesVerb.TryDay(from, 0, 0, out var fromUs) || !RulesVerb.TryDay(expires, 0, 0, out var expiresUs))
            return Exit.WrongUsage;
        if (expiresUs <= fromUs)
        {
            Console.Error.WriteLine($"sunqar alerts suppress: --expires {expires} is not after --from {from}.");
            return Exit.WrongUsage;
        }
        using var folder = ReplayVerb.OpenHistory("alerts suppress");
        if (folder is null)
            return Exit.WrongUsage;
        var book = new AlertBook(folder.Journal);
        book.Advance(int.MaxValue, cancel);
        if (book.List().FirstOrDefault(one => one.Id == id) is not { } alert)
        {
            Console.Error.WriteLine("sunqar alerts suppress: there is no alert of that id; ./sunqar alerts lists them.");
            return Exit.WrongUsage;
        }
        using var writer = folder.Journal.Open(Streams.Cases);
        writer
            .AppendAsync(new AlertSuppressed(alert.Subject, alert.Rule, author, reason, fromUs, expiresUs))
            .AsTask()
            .GetAwaiter()
            .GetResult()
            .OrThrow();
        Console.WriteLine(
            JsonSerializer.Serialize(
                new
                {
                    alert = id,
                    rule = alert.Rule,
                    author,
                    from,
                    expires,
                }
            )
        );
        return Exit.Done;
    }
}
