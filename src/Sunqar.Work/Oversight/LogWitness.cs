using System.Globalization;
using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sunqar.Core.Merkle;

namespace Sunqar.Work.Oversight;

/// <summary>
/// Watches one log from outside with nothing but its public key: fetches heads and proofs, judges them (<see cref="Witnessing"/>), and
/// keeps the last good head in a file, so that what it once saw cannot be taken back while it was stopped.
/// </summary>
public sealed class LogWitness
{
    /// <summary>More is no head and no proof.</summary>
    public const int AnswerBytesMax = 1 << 16;

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly HttpClient _client;
    private readonly string? _statePath;
    private readonly TimeProvider _time;
    private readonly Witnessing _witnessing;

    /// <param name="client">Its base address is the log's server.</param>
    /// <param name="statePath">Where the last good head is kept; null for nowhere.</param>
    /// <param name="silence">How old the newest head may be.</param>
    /// <exception cref="IOException">The kept head is not of this key.</exception>
    public LogWitness(HttpClient client, LogKey key, string? statePath, TimeSpan silence, TimeProvider? time = null)
    {
        (_client, _statePath, _time) = (client, statePath, time ?? TimeProvider.System);
        HeadReading.Good? last = null;
        if (statePath is not null && File.Exists(statePath))
        {
            last =
                ReadHeads(statePath).Select(key.Read).LastOrDefault() as HeadReading.Good
                ?? throw new IOException($"{statePath} holds no head that {key.Name} {key.Id} signed; name another file, or look into it.");
        }
        _witnessing = new Witnessing(key, last, silence.Ticks / TimeSpan.TicksPerMicrosecond, NowUs);
    }

    /// <summary>The last good head.</summary>
    public HeadReading.Good? Last => _witnessing.Last;

    private long NowUs => (_time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>Looks once. Null where nothing was served, and has not been for less time than is allowed.</summary>
    public async Task<WitnessFinding?> StepAsync(CancellationToken cancel)
    {
        WitnessFinding finding;
        var before = Last;
        try
        {
            if (await GetAsync("/v1/log/head", cancel) is not { } note)
                return _witnessing.Nothing(NowUs, "the server shows none");
            finding = await _witnessing.JudgeAsync(note, NowUs, (from, to) => ProofAsync(from, to, cancel));
        }
        catch (Exception error)
            when (error is HttpRequestException or IOException || error is OperationCanceledException && !cancel.IsCancellationRequested)
        {
            return _witnessing.Nothing(NowUs, error.Message);
        }
        if (Last is { } last && !ReferenceEquals(last, before))
            Keep(last);
        return finding;
    }

    /// <summary>Holds a head that another witness was shown against the own; null where both are of one history.</summary>
    public ValueTask<WitnessFinding?> CompareAsync(string note, CancellationToken cancel) =>
        _witnessing.CompareAsync(note, (from, to) => ProofAsync(from, to, cancel));

    /// <summary>The heads in a file: a signed note, or lines of JSON as a data folder and a witness keep them.</summary>
    public static IReadOnlyList<string> ReadHeads(string path)
    {
        var text = File.ReadAllText(path);
        return text.StartsWith('{')
            ? [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Storage.Log.OversightLog.HeadOfLine)]
            : [text];
    }

    private void Keep(HeadReading.Good head)
    {
        if (_statePath is null)
            return;
        // Beside its place and then moved there: a stop in between leaves the head before.
        var aside = _statePath + ".part";
        File.WriteAllText(aside, JsonSerializer.Serialize(new { head = head.Note }, Plain) + "\n");
        File.Move(aside, _statePath, overwrite: true);
    }

    private async ValueTask<IReadOnlyList<byte[]>?> ProofAsync(long from, long to, CancellationToken cancel)
    {
        var text = await GetAsync(string.Create(CultureInfo.InvariantCulture, $"/v1/log/proof/consistency?from={from}&to={to}"), cancel);
        if (text is null)
            return null;
        try
        {
            using var json = JsonDocument.Parse(text);
            return [.. json.RootElement.GetProperty("proof").EnumerateArray().Select(hash => hash.GetBytesFromBase64())];
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    /// <summary>The answer's text; null where the server has none (404, 503).</summary>
    private async Task<string?> GetAsync(string path, CancellationToken cancel)
    {
        using var response = await _client.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, cancel);
        if (response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.ServiceUnavailable)
            return null;
        response.EnsureSuccessStatusCode();
        await response.Content.LoadIntoBufferAsync(AnswerBytesMax, cancel);
        return await response.Content.ReadAsStringAsync(cancel);
    }
}
