using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sunqar.Core.Merkle;
using Sunqar.Work.Oversight;

namespace Sunqar.Cli.Verbs;

/// <summary><c>sunqar witness URL</c>: watches another house's oversight log with its public key alone.</summary>
internal static class WitnessVerb
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private sealed record Arguments(Uri Url, string? State, TimeSpan Silence, TimeSpan Every, string[] Compare, bool Once);

    public static Command Create()
    {
        var url = new Argument<string>("URL") { Description = "The server whose log is watched, e.g. https://sunqar.example" };
        var key = new Option<string>("--key")
        {
            Description = "File with the log's public key (data.local.log.pub of that server).",
            HelpName = "FILE",
            Required = true,
        };
        var state = new Option<string?>("--state")
        {
            Description = "Where the last good head is kept; without it a restart begins anew.",
            HelpName = "FILE",
        };
        var silence = Number("--silence", "Minutes without a new head that are an alarm.", 60, 1, 100_000);
        var every = Number("--every", "Seconds between looks.", 30, 1, 3600);
        var compare = new Option<string[]>("--compare")
        {
            Description =
                "A head that somebody else was shown, as a file (another "
                + "witness's state): it must be of the same history. May be repeated.",
            HelpName = "FILE",
        };
        var once = new Option<bool>("--once") { Description = "Look once and end." };
        var command = new Command(
            "witness",
            "Watch an oversight log from outside: cry out at a fork, a rewrite, "
                + "a lost end, another key, or silence. Exit code 1 after an alarm."
        )
        {
            url,
            key,
            state,
            silence,
            every,
            compare,
            once,
        };
        command.SetAction(
            (parsed, cancel) =>
            {
                if (!Uri.TryCreate(parsed.GetValue(url), UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
                {
                    Console.Error.WriteLine("sunqar: URL: expected a server's address, e.g. https://sunqar.example");
                    return Task.FromResult(Exit.WrongUsage);
                }
                if (VerifyLogVerb.ReadKey(parsed.GetValue(key)!) is not { } publicKey)
                    return Task.FromResult(Exit.WrongUsage);
                return WatchAsync(
                    publicKey,
                    new Arguments(
                        address,
                        parsed.GetValue(state),
                        TimeSpan.FromMinutes(parsed.GetValue(silence)),
                        TimeSpan.FromSeconds(parsed.GetValue(every)),
                        parsed.GetValue(compare) ?? [],
                        parsed.GetValue(once)
                    ),
                    cancel
                );
            }
        );
        return command;
    }

    private static Option<int> Number(string name, string description, int usual, int least, int most)
    {
        var option = new Option<int>(name)
        {
            Description = description,
            DefaultValueFactory = _ => usual,
            HelpName = "N",
        };
        option.Validators.Add(result => WholeNumber.Between(result, least, most, ""));
        return option;
    }

    private static async Task<int> WatchAsync(LogKey key, Arguments arguments, CancellationToken cancel)
    {
        using var client = new HttpClient { BaseAddress = arguments.Url, Timeout = TimeSpan.FromSeconds(30) };
        var alarmed = false;
        try
        {
            var witness = new LogWitness(client, key, arguments.State, arguments.Silence);
            while (true)
            {
                var findings = new List<WitnessFinding?> { await witness.StepAsync(cancel) };
                foreach (var other in arguments.Compare.SelectMany(LogWitness.ReadHeads))
                    findings.Add(await witness.CompareAsync(other, cancel));
                foreach (var finding in findings)
                {
                    Tell(finding);
                    if (finding is not WitnessFinding.Alarmed alarm)
                        continue;
                    alarmed = true;
                    // Silence may end; everything else is proved once and for all.
                    if (alarm.Alarm != LogAlarm.Silent)
                        return Exit.Failed;
                }
                if (arguments.Once)
                    return alarmed || witness.Last is null ? Exit.Failed : Exit.Done;
                await Task.Delay(arguments.Every, cancel);
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return alarmed ? Exit.Failed : Exit.Done;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or HttpRequestException)
        {
            await Console.Error.WriteLineAsync($"sunqar: {error.Message}");
            return Exit.Failed;
        }
    }

    private static void Tell(WitnessFinding? finding)
    {
        switch (finding)
        {
            case WitnessFinding.Advanced advanced:
                Print(
                    new
                    {
                        @event = "head",
                        size = advanced.Head.Head.Size,
                        time = advanced.Head.Head.Time,
                        leaves = advanced.Leaves,
                    }
                );
                break;
            case WitnessFinding.Reopened reopened:
                Print(new { @event = "restored", epoch = reopened.Epoch });
                Console.Error.WriteLine($"sunqar: two persons restored an older copy of the journal: epoch {reopened.Epoch}");
                break;
            case WitnessFinding.Alarmed alarm:
                var name = JsonNamingPolicy.SnakeCaseLower.ConvertName(alarm.Alarm.ToString());
                Print(
                    new
                    {
                        @event = "alarm",
                        alarm = name,
                        reason = alarm.Reason,
                        known = alarm.Known,
                        shown = alarm.Shown,
                    }
                );
                Console.Error.WriteLine($"sunqar: ALARM {name}: {alarm.Reason}");
                break;
        }
    }

    private static void Print(object line) => Console.WriteLine(JsonSerializer.Serialize(line, Plain));
}
