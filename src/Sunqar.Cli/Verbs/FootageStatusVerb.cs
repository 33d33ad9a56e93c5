using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using Sunqar.Core.Footage;
using Sunqar.Core.Merkle;
using Sunqar.Formats;
using Sunqar.Formats.Footage;
using Sunqar.Work.Footage;

namespace Sunqar.Cli.Verbs;

/// <summary><c>sunqar footage status</c>: what is wrong with a bank's footage, by its manifest alone.</summary>
internal static class FootageStatusVerb
{
    private static readonly JsonSerializerOptions Plain = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    public static Command Create()
    {
        var manifest = new Argument<string>("MANIFEST") { Description = "As the bank handed it over." };
        var key = FootageCheckVerbs.BankKey();
        var uptime = Table("--uptime", "When terminals should have been recorded: terminal,from,to[,camera].");
        var withdrawals = Table("--withdrawals", "Payments in the API's JSON: each cash withdrawal must be seen.");
        var holds = Table("--holds", "What is kept past its time: terminal,from,to,until,reason.");
        var receipts = Table("--receipts", "When the agency received the signed heads: size,received.");
        var at = new Option<string?>("--at") { Description = "The moment of the review; now when left out.", HelpName = "TIME" };
        at.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } text && Moment(text) is null)
                result.AddError($"--at: expected {TextTime.Expected}.");
        });
        var command = new Command(
            "status",
            "Review a manifest: gaps, overlaps, clocks, black pictures, late commitments, deletions, withdrawals without footage; one line a "
                + "finding, then one a terminal with its score, the bank's last. Exit code 1 where the manifest is not what was signed."
        )
        {
            manifest,
            key,
            uptime,
            withdrawals,
            holds,
            receipts,
            at,
        };
        command.SetAction(parsed =>
            Run(
                new StatusSources(
                    parsed.GetValue(manifest)!,
                    parsed.GetValue(uptime),
                    parsed.GetValue(withdrawals),
                    parsed.GetValue(holds),
                    parsed.GetValue(receipts)
                ),
                parsed.GetValue(key),
                parsed.GetValue(at) is { } text ? Moment(text)!.Value : NowUs
            )
        );
        return command;
    }

    internal static long NowUs => (DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    private static long? Moment(string text) => TextTime.TryParseIso(System.Text.Encoding.UTF8.GetBytes(text), out var us) ? us : null;

    private static Option<string?> Table(string name, string description) => new(name) { Description = description, HelpName = "FILE" };

    private static int Run(StatusSources sources, string? keyFile, long nowUs)
    {
        LogKey? key = null;
        if (keyFile is not null && (key = VerifyLogVerb.ReadKey(keyFile)) is null)
            return Exit.WrongUsage;
        using var output = new StreamWriter(Console.OpenStandardOutput(), bufferSize: 1 << 16);
        switch (StatusJob.Run(sources, key, nowUs, finding => Say(output, Line(finding))))
        {
            case StatusOutcome.Reviewed done:
                foreach (var score in done.Scores)
                    Say(output, Line(score, done.Bank));
                return Exit.Done;
            case StatusOutcome.Refused refused:
                Console.Error.WriteLine($"sunqar footage status: {refused.Why}");
                return Exit.WrongUsage;
            case StatusOutcome.Broken broken:
                Console.Error.WriteLine($"sunqar footage status: {broken.Why}");
                return Exit.Failed;
            default:
                throw new InvalidOperationException("An outcome that this verb does not know.");
        }
    }

    private static void Say(StreamWriter output, object line) => output.WriteLine(JsonSerializer.Serialize(line, Plain));

    private static object Line(FootageFinding finding) =>
        new
        {
            Finding = finding.Fault,
            Terminal = Named(finding.Terminal),
            Camera = Named(finding.Camera),
            From = ManifestLines.Time(finding.FromUs),
            To = ManifestLines.Time(finding.ToUs),
            finding.Count,
            Withdrawal = finding.About,
        };

    private static object Line(FootageScore score, string bank) =>
        new
        {
            Bank = score.Terminal.Length == 0 ? bank : null,
            Terminal = Named(score.Terminal),
            Score = score.Percent,
            OwedSeconds = score.OwedUs / 1_000_000,
            SeenSeconds = score.SeenUs / 1_000_000,
            score.Segments,
            score.OnTime,
            score.Withdrawals,
            score.Found,
            score.Grave,
        };

    private static string? Named(string text) => text.Length == 0 ? null : text;
}
