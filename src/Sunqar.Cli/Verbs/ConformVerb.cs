using System.CommandLine;
using System.Net.Http.Headers;
using System.Text.Json;
using Command = System.CommandLine.Command;

namespace Sunqar.Cli.Verbs;

/// <summary><c>sunqar conform</c>: what a sandbox saw of an integration, and what is missing (docs/sandbox.md).</summary>
internal static class ConformVerb
{
    private const string KeyVariable = "SUNQAR_SANDBOX_KEY";
    private const int AnswerMax = 1 << 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static Command Create()
    {
        var url = new Argument<string>("URL") { Description = "Where the sandbox listens." };
        url.Validators.Add(result =>
        {
            if (!Uri.TryCreate(result.GetValueOrDefault<string>(), UriKind.Absolute, out var at) || at.Scheme is not ("http" or "https"))
                result.AddError("URL: expected http://HOST:PORT, as the sandbox said.");
        });
        var json = new Option<bool>("--json") { Description = "The sandbox's report as it is." };
        var reset = new Option<bool>("--reset") { Description = "Forget what was seen, and begin anew." };
        var command = new Command(
            "conform",
            $"Say what a sandbox saw of the integration whose key is in {KeyVariable}, what it did wrong and what is missing. "
                + "Ends with 1 unless all is shown."
        )
        {
            url,
            json,
            reset,
        };
        command.SetAction(
            (parsed, cancel) => RunAsync(new Uri(parsed.GetValue(url)!), parsed.GetValue(json), parsed.GetValue(reset), cancel)
        );
        return command;
    }

    private static async Task<int> RunAsync(Uri url, bool isJson, bool isReset, CancellationToken cancel)
    {
        if (Environment.GetEnvironmentVariable(KeyVariable) is not { Length: > 0 } key)
        {
            await Console.Error.WriteLineAsync($"sunqar: {KeyVariable} is not set; expected the key that the sandbox printed.");
            return Exit.WrongUsage;
        }
        try
        {
            using var client = new HttpClient
            {
                BaseAddress = url,
                Timeout = Patience,
                MaxResponseContentBufferSize = AnswerMax,
            };
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
            using var answer = isReset
                ? await client.PostAsync(new Uri("/sandbox/conformance/reset", UriKind.Relative), null, cancel)
                : await client.GetAsync(new Uri("/sandbox/conformance", UriKind.Relative), cancel);
            var text = await answer.Content.ReadAsStringAsync(cancel);
            if (!answer.IsSuccessStatusCode || answer.Content.Headers.ContentType?.MediaType != "application/json")
            {
                await Console.Error.WriteLineAsync(
                    $"sunqar: {url} answered {(int)answer.StatusCode}; expected a sandbox (sunqar sandbox) and a key that it printed."
                );
                return Exit.Failed;
            }
            using var report = JsonDocument.Parse(text);
            if (isJson)
                Console.WriteLine(text);
            else
                Print(report.RootElement);
            return isReset || report.RootElement.GetProperty("conforms").GetBoolean() ? Exit.Done : Exit.Failed;
        }
        catch (Exception error)
            when (error is HttpRequestException or JsonException or TaskCanceledException && !cancel.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync($"sunqar: {url}: {error.Message}");
            return Exit.Failed;
        }
    }

    private static void Print(JsonElement report)
    {
        foreach (var line in report.GetProperty("checks").EnumerateArray())
        {
            var verdict = line.GetProperty("verdict").GetString()!;
            Console.WriteLine($"{verdict, -8} {line.GetProperty("check").GetString(), -21} {line.GetProperty("asks").GetString()}");
            if (line.TryGetProperty("next", out var next))
                Console.WriteLine($"{"", -8} {"", -21} next: {next.GetString()}");
            if (line.TryGetProperty("why", out var why))
            {
                var ids = line.GetProperty("payments").EnumerateArray().Select(id => id.GetString());
                Console.WriteLine($"{"", -8} {"", -21} {why.GetString()} {string.Join(", ", ids)}");
            }
        }
        var never = report.GetProperty("never_sent").EnumerateArray().Select(field => field.GetString()).ToList();
        if (never.Count > 0)
            Console.WriteLine($"fields that were never sent: {string.Join(", ", never)}");
        if (report.GetProperty("unjudged").GetInt64() is > 0 and var beyond)
            Console.WriteLine($"{beyond} calls came after the book was full and were not judged: --reset begins anew");
    }
}
