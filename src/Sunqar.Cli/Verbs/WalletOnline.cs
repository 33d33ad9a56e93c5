using System.Buffers.Text;
using System.CommandLine;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Sunqar.Core.Confirmations;

namespace Sunqar.Cli.Verbs;

/// <summary>What the wallet does by a bank's key at a running server.</summary>
internal static class WalletOnline
{
    private const int AnswerBytesMax = 1 << 20;

    public static Command Enrol()
    {
        var (path, server, key) = (WalletVerb.FileArgument(), Server(), Key());
        var command = new Command("enrol", "Bind the telephone's key to its person at a server.") { path, server, key };
        command.SetAction(
            (parsed, cancel) =>
                WithAsync(
                    parsed.GetValue(path)!,
                    parsed.GetValue(server)!,
                    parsed.GetValue(key)!,
                    async (wallet, client) =>
                    {
                        var sent = JsonSerializer.Serialize(
                            new
                            {
                                iin = wallet.Iin,
                                device = wallet.Device,
                                key = wallet.PublicKey(),
                            }
                        );
                        var (isGood, answer) = await SendAsync(client, "v1/devices", sent, cancel);
                        if (!isGood)
                            return Told(answer);
                        var enrolled = wallet with
                        {
                            Enrolment = answer.GetProperty("key").GetString()!,
                            Person = answer.GetProperty("person").GetString()!,
                        };
                        enrolled.Write(parsed.GetValue(path)!);
                        Console.WriteLine(answer.GetRawText());
                        return Exit.Done;
                    }
                )
        );
        return command;
    }

    public static Command Waiting()
    {
        var (path, server, key) = (WalletVerb.FileArgument(), Server(), Key());
        var command = new Command("waiting", "Show the challenges that wait for the wallet's person, a line each.") { path, server, key };
        command.SetAction(
            (parsed, cancel) =>
                WithAsync(
                    parsed.GetValue(path)!,
                    parsed.GetValue(server)!,
                    parsed.GetValue(key)!,
                    async (wallet, client) =>
                    {
                        using var sent = await client.GetAsync(new Uri("v1/challenges", UriKind.Relative), cancel);
                        var answer = await ReadAsync(sent, cancel);
                        if (!sent.IsSuccessStatusCode)
                            return Told(answer);
                        foreach (var one in answer.GetProperty("challenges").EnumerateArray())
                        {
                            if (one.GetProperty("person").GetString() == wallet.Person)
                                Console.WriteLine(one.GetRawText());
                        }
                        return Exit.Done;
                    }
                )
        );
        return command;
    }

    public static Command Decide(string name, string description, bool agrees)
    {
        var (path, server, key) = (WalletVerb.FileArgument(), Server(), Key());
        var payment = new Argument<string>("PAYMENT") { Description = "The payment's id." };
        var command = new Command(name, description) { path, payment, server, key };
        command.SetAction(
            (parsed, cancel) =>
                WithAsync(
                    parsed.GetValue(path)!,
                    parsed.GetValue(server)!,
                    parsed.GetValue(key)!,
                    async (wallet, client) =>
                    {
                        var address = "v1/payments/" + Uri.EscapeDataString(parsed.GetValue(payment)!);
                        var (isGood, asked) = await SendAsync(client, address + "/challenges", """{"by":"device"}""", cancel);
                        if (!isGood)
                            return Told(asked);
                        var text = asked.GetProperty("challenge").GetString() ?? "";
                        if (!Base64Url.IsValid(text) || ConfirmationChallenge.Read(Base64Url.DecodeFromChars(text)) is not { } challenge)
                            return WalletVerb.Wrong("the server gave out what is no challenge");
                        await Console.Error.WriteLineAsync(WalletVerb.Shown(challenge));
                        if (challenge.Person != wallet.Person)
                            return WalletVerb.Wrong("the challenge is another person's");
                        var body = agrees
                            ? wallet.Answer(challenge)
                            : JsonSerializer.Serialize(
                                new
                                {
                                    by = "device",
                                    challenge = text,
                                    declined = true,
                                }
                            );
                        (isGood, var answer) = await SendAsync(client, address + "/confirmations", body, cancel);
                        if (!isGood)
                            return Told(answer);
                        Console.WriteLine(answer.GetRawText());
                        return Exit.Done;
                    }
                )
        );
        return command;
    }

    private static Option<string> Server() =>
        new("--server") { Description = "The house.", DefaultValueFactory = _ => "http://127.0.0.1:5080" };

    private static Option<string> Key() =>
        new("--bank-key") { Description = "File with the bank's key, as sunqar keys create printed it.", Required = true };

    private static async Task<int> WithAsync(string path, string server, string keyFile, Func<WalletFile, HttpClient, Task<int>> work)
    {
        var (wallet, why) = WalletFile.Read(path);
        if (wallet is null)
            return WalletVerb.Wrong(why);
        if (!Uri.TryCreate(server.TrimEnd('/') + "/", UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            return WalletVerb.Wrong("--server: expected a server's address, e.g. https://sunqar.example");
        try
        {
            var key = (await File.ReadAllTextAsync(keyFile)).Trim();
            using var client = new HttpClient { BaseAddress = address, MaxResponseContentBufferSize = AnswerBytesMax };
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
            return await work(wallet, client);
        }
        catch (Exception error)
            when (error is IOException or UnauthorizedAccessException or HttpRequestException or JsonException or FormatException)
        {
            await Console.Error.WriteLineAsync($"sunqar: {error.Message}");
            return Exit.Failed;
        }
    }

    private static async Task<(bool IsGood, JsonElement Answer)> SendAsync(
        HttpClient client,
        string path,
        string json,
        CancellationToken cancel
    )
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync(new Uri(path, UriKind.Relative), content, cancel);
        return (answer.IsSuccessStatusCode, await ReadAsync(answer, cancel));
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage answer, CancellationToken cancel)
    {
        using var document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancel));
        return document.RootElement.Clone();
    }

    private static int Told(JsonElement problem)
    {
        Console.WriteLine(problem.GetRawText());
        return Exit.Failed;
    }
}
