using System.Buffers.Text;
using System.CommandLine;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Sunqar.Work.Blinding;

namespace Sunqar.Cli.Verbs;

/// <summary><c>sunqar verifier token</c>: the token of an exact identifier, which the server evaluates without seeing it.</summary>
internal static class VerifierTokenVerb
{
    private const int AnswerBytesMax = 1 << 16;

    public static Command Create()
    {
        var identifier = new Argument<string>("IDENTIFIER")
        {
            Description = "A document's number or an IIN; it does not leave this machine.",
        };
        var server = new Option<string>("--server") { Description = "The house.", DefaultValueFactory = _ => "http://127.0.0.1:5080" };
        var key = new Option<string>("--bank-key") { Description = "File with the bank's key.", Required = true };
        var command = new Command("token", "Ask a server that runs with --exact-match for the token of an identifier.")
        {
            identifier,
            server,
            key,
        };
        command.SetAction(
            async (parsed, cancel) =>
            {
                var input = Encoding.UTF8.GetBytes(parsed.GetValue(identifier)!);
                if (!Uri.TryCreate(parsed.GetValue(server)!.TrimEnd('/') + "/", UriKind.Absolute, out var address))
                    return WalletVerb.Wrong("--server: expected a server's address, e.g. https://sunqar.example");
                if (input.Length is 0 or > 256)
                    return WalletVerb.Wrong("IDENTIFIER: expected 1 to 256 bytes");
                try
                {
                    using var client = new HttpClient { BaseAddress = address, MaxResponseContentBufferSize = AnswerBytesMax };
                    client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
                        "Bearer",
                        (await File.ReadAllTextAsync(parsed.GetValue(key)!, cancel)).Trim()
                    );
                    return await AskAsync(client, input, cancel);
                }
                catch (Exception error)
                    when (error is IOException or UnauthorizedAccessException or HttpRequestException or JsonException or FormatException)
                {
                    await Console.Error.WriteLineAsync($"sunqar: {error.Message}");
                    return Exit.Failed;
                }
            }
        );
        return command;
    }

    private static async Task<int> AskAsync(HttpClient client, byte[] input, CancellationToken cancel)
    {
        var blind = RistrettoOprf.NewBlind();
        var blinded = Base64Url.EncodeToString(RistrettoOprf.Blind(input, blind)!);
        using var content = new StringContent(JsonSerializer.Serialize(new { blinded }), Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync(new Uri("v1/exact-match", UriKind.Relative), content, cancel);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancel));
        if (!answer.IsSuccessStatusCode)
        {
            Console.WriteLine(json.RootElement.GetRawText());
            return Exit.Failed;
        }
        var evaluated = Base64Url.DecodeFromChars(json.RootElement.GetProperty("evaluated").GetString());
        if (RistrettoOprf.Finish(input, blind, evaluated) is not { } token)
        {
            await Console.Error.WriteLineAsync("sunqar: the server answered what is no element");
            return Exit.Failed;
        }
        Console.WriteLine(JsonSerializer.Serialize(new { token = Convert.ToHexStringLower(token) }));
        return Exit.Done;
    }
}
