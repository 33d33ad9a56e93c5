using System.CommandLine;
using System.Text.Json;
using Sunqar.Work.Footage;

namespace Sunqar.Cli.Verbs;

/// <summary><c>sunqar footage deliver</c>: the bank's nightly errand at the agency's door.</summary>
internal static class FootageDeliverVerb
{
    private const string KeyVariable = "SUNQAR_API_KEY";

    public static Command Create()
    {
        var manifest = new Argument<string>("MANIFEST") { Description = "As seal and delete wrote it." };
        var to = new Option<string>("--to")
        {
            Description = "The agency's server.",
            Required = true,
            HelpName = "URL",
        };
        var answer = new Option<string?>("--answer")
        {
            Description = "The folder of the recordings, from which the agency's challenges are answered.",
            HelpName = "DIR",
        };
        var holds = new Option<string?>("--holds")
        {
            Description = "Where the table of what must be kept goes, for footage delete.",
            HelpName = "FILE",
        };
        var command = new Command(
            "deliver",
            "Hand over what the agency has not got of a manifest, answer what it asks, learn what must be kept. The bank's API key is in "
                + $"{KeyVariable}."
        )
        {
            manifest,
            to,
            answer,
            holds,
        };
        command.SetAction(
            (parsed, cancel) =>
                RunAsync(parsed.GetValue(manifest)!, parsed.GetValue(to)!, parsed.GetValue(answer), parsed.GetValue(holds), cancel)
        );
        return command;
    }

    private static async Task<int> RunAsync(string manifest, string to, string? recordings, string? holds, CancellationToken cancel)
    {
        if (Environment.GetEnvironmentVariable(KeyVariable) is not { Length: > 0 } key)
            return Wrong($"{KeyVariable} is not set; expected the bank's API key, as sunqar keys create printed it");
        if (!Uri.TryCreate(to.TrimEnd('/') + "/", UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http"))
            return Wrong("--to: expected the http or https address of the agency's server");
        if (recordings is not null && !Directory.Exists(recordings))
            return Wrong($"{recordings}: there is no such folder; expected the folder of the recordings");
        using var client = new HttpClient { BaseAddress = url, Timeout = TimeSpan.FromMinutes(10) };
        try
        {
            switch (await new DeliverJob(client, key.Trim()).RunAsync(manifest, recordings, cancel))
            {
                case DeliverOutcome.Done done:
                    Console.WriteLine(
                        JsonSerializer.Serialize(
                            new
                            {
                                sent = done.Bytes,
                                size = done.Size,
                                answered = done.Answered,
                                missing = done.Missing,
                                waiting = done.Open,
                                holds = done.Holds.Count,
                            }
                        )
                    );
                    if (holds is not null)
                        await File.WriteAllLinesAsync(holds, ["terminal,from,to,until,reason", .. done.Holds], cancel);
                    return Exit.Done;
                case DeliverOutcome.Refused refused:
                    await Console.Error.WriteLineAsync($"sunqar footage deliver: {refused.Why}");
                    return Exit.Failed;
                default:
                    throw new InvalidOperationException("An outcome that this verb does not know.");
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or HttpRequestException)
        {
            await Console.Error.WriteLineAsync($"sunqar footage deliver: {error.Message}");
            return Exit.Failed;
        }
    }

    private static int Wrong(string why)
    {
        Console.Error.WriteLine($"sunqar footage deliver: {why}");
        return Exit.WrongUsage;
    }
}
