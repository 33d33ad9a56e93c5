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
    private readonly LogKey _key;
    private readonly string? _statePath;
    private readonly TimeProvider _time;
    private readonly Witnessing _witnessing;
    private WitnessedStreams _streams = WitnessedStreams.None;

    /// <param name="client">Its base address is the log's server.</param>
    /// <param name="statePath">Where the last good head is kept; null for nowhere.</param>
    /// <param name="silence">How old the newest head may be.</param>
    /// <exception cref="IOException">The kept head is not of this key.</exception>
    public LogWitness(HttpClient client, LogKey key, string? statePath, TimeSpan silence, TimeProvider? time = null)
    {
        (_client, _key, _statePath, _time) = (client, key, statePath, time ?? TimeProvider.System);
        HeadReading.Good? last = null;
        if (statePath is not null && File.Exists(statePath))
        {
            last =
                ReadHeads(statePath).Select(key.Read).LastOrDefault() as HeadReading.Good
                ?? throw new IOException($"{statePath} holds no head that {key.Name} {key.Id} signed; name another file, or look into it.");
            _streams = KeptStreams(statePath);
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
        var known = _streams;
        finding = await AgainstStreamsAsync(finding, cancel);
        if (Last is { } last && (!ReferenceEquals(last, before) || !ReferenceEquals(known, _streams)))
            Keep(last);
        return finding;
    }

    /// <summary>Holds what the log's leaves say of the journal's streams against what they said before. A server that says nothing of them
    /// is judged by its heads alone.</summary>
    private async Task<WitnessFinding> AgainstStreamsAsync(WitnessFinding finding, CancellationToken cancel)
    {
        var head = finding switch
        {
            WitnessFinding.Advanced advanced => advanced.Head,
            WitnessFinding.Same same => same.Head,
            WitnessFinding.Alarmed { Alarm: LogAlarm.Shrunk or LogAlarm.Rewrite or LogAlarm.Fork } alarm => _key.Read(alarm.Shown)
                as HeadReading.Good,
            _ => null,
        };
        if (head is null || await GetAsync("/v1/log/streams", cancel) is not { } text)
            return finding;
        if (WitnessedStreams.Proved(text, head.Head) is not (var seen, var isRestore))
            return finding;
        if (finding is WitnessFinding.Alarmed charge)
        {
            return isRestore || seen.Epoch > _streams.Epoch && _streams.Epoch >= 0
                ? charge with
                {
                    Alarm = LogAlarm.Restored,
                    Reason = $"{charge.Reason}; the log says that two persons restored an older copy (epoch {seen.Epoch})",
                }
                : charge;
        }
        var known = _streams;
        if (known.Shorter(seen) is { } stream)
        {
            return new WitnessFinding.Alarmed(
                LogAlarm.RolledBack,
                $"{stream} is shorter than the log said before, and no restore by two persons lies between",
                Last?.Note ?? "",
                head.Note
            );
        }
        _streams = known.With(seen);
        return known.Epoch >= 0 && seen.Epoch > known.Epoch ? new WitnessFinding.Reopened(seen.Epoch) : finding;
    }

    private static WitnessedStreams KeptStreams(string path)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadLines(path).LastOrDefault() ?? "");
            return json.RootElement.TryGetProperty("streams", out var streams) && json.RootElement.TryGetProperty("epoch", out var epoch)
                ? new WitnessedStreams(
                    epoch.GetInt64(),
                    streams.EnumerateObject().ToDictionary(one => one.Name, one => one.Value.GetInt64())
                )
                : WitnessedStreams.None;
        }
        catch (JsonException)
        {
            // A head alone, as another keeps it.
            return WitnessedStreams.None;
        }
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
        File.WriteAllText(
            aside,
            JsonSerializer.Serialize(
                new
                {
                    head = head.Note,
                    epoch = _streams.Epoch,
                    streams = _streams.Next,
                },
                Plain
            ) + "\n"
        );
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
