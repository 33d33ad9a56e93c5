using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Sunqar.Core.Cases;
using Sunqar.Core.Identity;
using Sunqar.Server.Jobs;

namespace Sunqar.Cli.Verbs;

/// <summary><c>sunqar alerts</c>: what rules said of whom, deduplicated; <c>sunqar alerts suppress</c>: somebody answers for it that one needs no look.</summary>
internal static class AlertsVerb
{
    public static Command Create()
    {
        var output = new Option<FileInfo?>("--out") { Description = "Where the alerts go, NDJSON, one a line; standard output when left out.", HelpName = "FILE" };
        var suppressed = new Option<bool>("--suppressed") { Description = "List suppressed alerts too." };
        var command = new Command("alerts", "List the data folder's alerts: one for a subject, a rule and a week, with payments, limits and what speaks against it.") { output, suppressed };
        command.SetAction((parsed, cancel) => Task.FromResult(Run(parsed.GetValue(output), parsed.GetValue(suppressed), cancel)));
        command.Add(Suppress());
        return command;
    }

    private static int Run(FileInfo? output, bool withSuppressed, CancellationToken cancel)
    {
        using var folder = ReplayVerb.OpenHistory("alerts");
        if (folder is null) return Exit.WrongUsage;
        var book = new AlertBook(folder.Journal);
        book.Advance(int.MaxValue, cancel);
        var alerts = book.List();
        try
        {
            book.Keep();
            if (output is null)
            {
                using var stream = Console.OpenStandardOutput();
                Write(stream, alerts, withSuppressed);
            }
            else
            {
                // Beside its place and then moved there: a reader never meets half a file.
                var part = output + ".part";
                using (var stream = File.Create(part)) Write(stream, alerts, withSuppressed);
                File.Move(part, output.ToString(), overwrite: true);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"sunqar alerts: {output}: {e.Message}");
            return Exit.WrongUsage;
        }
        var hidden = alerts.Count(alert => alert.SuppressedBy is not null);
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{alerts.Count} alerts, {hidden} of them suppressed; {book.Forgotten} let go, {book.Unattributed} about nobody known"));
        return Exit.Done;
    }

    private static void Write(Stream stream, IReadOnlyList<Alert> alerts, bool withSuppressed)
    {
        using var buffered = new BufferedStream(stream, 1 << 16);
        foreach (var alert in alerts)
        {
            if (withSuppressed || alert.SuppressedBy is null) AlertJson.Write(buffered, alert);
        }
    }

    private static Command Suppress()
    {
        var subject = new Argument<string>("subject") { Description = "The alert's subject, 16 hexadecimal digits." };
        var rule = new Argument<string>("rule") { Description = "The alert's rule." };
        var author = new Option<string>("--author") { Description = "Who answers for it.", Required = true };
        var reason = new Option<string>("--reason") { Description = "Why no look is needed.", Required = true };
        var from = new Option<string>("--from") { Description = "First day covered, YYYY-MM-DD in Kazakhstan, by the payments' times.", Required = true };
        var expires = new Option<string>("--expires") { Description = "First day no longer covered.", Required = true };
        var command = new Command("suppress", "Hide what one rule says of one subject for a time; it stays counted.") { subject, rule, author, reason, from, expires };
        command.SetAction(parsed => Suppress(
            parsed.GetValue(subject)!, parsed.GetValue(rule)!, parsed.GetValue(author)!, parsed.GetValue(reason)!, parsed.GetValue(from)!, parsed.GetValue(expires)!));
        return command;
    }

    private static int Suppress(string subjectText, string rule, string author, string reason, string from, string expires)
    {
        if (!ulong.TryParse(subjectText, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var subject) || subject == 0)
        {
            Console.Error.WriteLine($"sunqar alerts suppress: '{subjectText}' is no subject; expected 16 hexadecimal digits.");
            return Exit.WrongUsage;
        }
        if (rule.Length == 0 || string.IsNullOrWhiteSpace(author) || string.IsNullOrWhiteSpace(reason))
        {
            Console.Error.WriteLine("sunqar alerts suppress: a rule, an author and a reason are expected.");
            return Exit.WrongUsage;
        }
        if (!RulesVerb.TryDay(from, 0, 0, out var fromUs) || !RulesVerb.TryDay(expires, 0, 0, out var expiresUs)) return Exit.WrongUsage;
        if (expiresUs <= fromUs)
        {
            Console.Error.WriteLine($"sunqar alerts suppress: --expires {expires} is not after --from {from}.");
            return Exit.WrongUsage;
        }
        using var folder = ReplayVerb.OpenHistory("alerts suppress");
        if (folder is null) return Exit.WrongUsage;
        using var writer = folder.Journal.Open(Streams.Cases);
        writer.AppendAsync(new AlertSuppressed(new SubjectId(subject), rule, author, reason, fromUs, expiresUs)).AsTask().GetAwaiter().GetResult().OrThrow();
        Console.WriteLine(JsonSerializer.Serialize(new { subject = subjectText, rule, author, from, expires }));
        return Exit.Done;
    }
}
