using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Sunqar.Formats.Footage;

namespace Sunqar.Work.Footage;

/// <summary>What came of a delivery to the agency.</summary>
public abstract record DeliverOutcome
{
    private DeliverOutcome() { }

    /// <param name="Bytes">Of the manifest, sent now.</param>
    /// <param name="Size">Lines under the head that the agency has.</param>
    /// <param name="Answered">Challenges that were answered.</param>
    /// <param name="Missing">Leaves that could not be shown.</param>
    /// <param name="Open">Challenges that wait: no folder was given to answer them from.</param>
    /// <param name="Holds">What must be kept, as lines of a table of holds.</param>
    public sealed record Done(long Bytes, long Size, int Answered, int Missing, int Open, IReadOnlyList<string> Holds) : DeliverOutcome;

    /// <summary>The agency, or the file, says no.</summary>
    public sealed record Refused(string Why) : DeliverOutcome;
}

/// <summary>The bank's side of the agency's door: hands over what the agency has not got of a manifest, and shows what it is asked
/// for.</summary>
public sealed class DeliverJob
{
    private const int AnswerBytesMax = 1 << 20;

    private readonly HttpClient _client;

    /// <param name="client">Its base address is the agency's server.</param>
    /// <param name="key">The bank's API key.</param>
    public DeliverJob(HttpClient client, string key)
    {
        _client = client;
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    /// <param name="recordings">The folder whose <c>sealed</c> has what is asked for; null to answer nothing.</param>
    /// <exception cref="HttpRequestException">The agency cannot be reached.</exception>
    /// <exception cref="IOException">The manifest cannot be read.</exception>
    public async Task<DeliverOutcome> RunAsync(string manifest, string? recordings, CancellationToken cancel)
    {
        using var standing = await _client.GetAsync("v1/footage", cancel);
        if (await RefusalAsync(standing, cancel) is { } refusal)
            return refusal;
        using var known = JsonDocument.Parse(await standing.Content.ReadAsStringAsync(cancel));
        var (from, size) = (known.RootElement.GetProperty("bytes").GetInt64(), known.RootElement.GetProperty("size").GetInt64());
        await using var file = new FileStream(manifest, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1 << 16, useAsync: true);
        var length = file.Length;
        if (length < from)
        {
            return new DeliverOutcome.Refused(
                $"{manifest}: it has {length} bytes, and the agency has {from} of it; expected the whole manifest"
            );
        }
        if (length > from)
        {
            file.Position = from;
            using var body = new StreamContent(file);
            using var taken = await _client.PostAsync(
                string.Create(CultureInfo.InvariantCulture, $"v1/footage/manifest?from={from}"),
                body,
                cancel
            );
            if (await RefusalAsync(taken, cancel) is { } why)
                return why;
            using var receipt = JsonDocument.Parse(await taken.Content.ReadAsStringAsync(cancel));
            size = receipt.RootElement.GetProperty("size").GetInt64();
        }
        var (answered, missing, open) = (0, 0, 0);
        foreach (var asked in known.RootElement.GetProperty("challenges").EnumerateArray())
        {
            if (recordings is null)
            {
                open++;
                continue;
            }
            switch (await AnswerAsync(asked.GetProperty("id").GetString()!, recordings, cancel))
            {
                case (var lacking, null):
                    (answered, missing) = (answered + 1, missing + lacking);
                    break;
                case (_, { } why):
                    return why;
            }
        }
        return new DeliverOutcome.Done(length - from, size, answered, missing, open, Holds(known.RootElement));
    }

    private async Task<(int Missing, DeliverOutcome.Refused? Why)> AnswerAsync(string id, string recordings, CancellationToken cancel)
    {
        using var asked = await _client.GetAsync($"v1/footage/challenges/{id}", cancel);
        if (await RefusalAsync(asked, cancel) is { } refusal)
            return (0, refusal);
        if (
            ChallengeFile.Read(await asked.Content.ReadAsByteArrayAsync(cancel), id) is not ChallengeReading.Read challenge
            || challenge.Challenge.Id != id
        )
        {
            return (0, new DeliverOutcome.Refused($"challenge {id}: what the agency sent is not it"));
        }
        using var answer = new MemoryStream();
        var missing = ChallengeJob.Answer(challenge.Challenge, recordings, answer);
        answer.Position = 0;
        using var body = new StreamContent(answer);
        using var taken = await _client.PostAsync($"v1/footage/challenges/{id}/answer", body, cancel);
        return (missing, await RefusalAsync(taken, cancel));
    }

    /// <summary>The rows of a table of holds, as <c>footage delete --holds</c> reads it.</summary>
    private static List<string> Holds(JsonElement known) =>
        [
            .. known
                .GetProperty("holds")
                .EnumerateArray()
                .Select(hold =>
                    string.Join(',', new[] { "terminal", "from", "to", "until", "id" }.Select(name => hold.GetProperty(name).GetString()))
                ),
        ];

    private static async Task<DeliverOutcome.Refused?> RefusalAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        if (response.StatusCode is HttpStatusCode.OK or HttpStatusCode.Created)
            return null;
        var text = await response.Content.ReadAsStringAsync(cancel);
        return new DeliverOutcome.Refused(
            $"the agency answered {(int)response.StatusCode}: {Detail(text[..Math.Min(text.Length, AnswerBytesMax)])}"
        );
    }

    private static string Detail(string problem)
    {
        try
        {
            using var json = JsonDocument.Parse(problem);
            return json.RootElement.TryGetProperty("detail", out var detail) ? detail.GetString() ?? "" : "no reason was given";
        }
        catch (JsonException)
        {
            return "no reason was given";
        }
    }
}
