using System.Collections.Concurrent;
using Sunqar.Core.Acts;
using Sunqar.Core.People;
using Sunqar.Storage.Keys;

namespace Sunqar.Work.Acting;

/// <summary>
/// Puts the institutions' keys on record: a key that the file has opens nothing before its making is an act, and one whose end is an act
/// stays ended, also where an older file came back. For any number of threads.
/// </summary>
public sealed class KeyRecord
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(500);

    private readonly ActDesk _desk;
    private readonly InstitutionKeyFile _file;
    private readonly ConcurrentDictionary<string, long> _untilUs;

    public KeyRecord(ActDesk desk, InstitutionKeyFile file)
    {
        (_desk, _file) = (desk, file);
        _untilUs = new(desk.Read(state => state.Of<InstitutionKeys>().UntilUs.ToDictionary()));
        file.IsRecorded = key => IsGood(key) ?? RecordAsync(key).GetAwaiter().GetResult();
    }

    /// <summary>Why the file of keys cannot be read as it is now; null where it can.</summary>
    public string? Trouble => _file.Trouble;

    /// <summary>Null where the key is on no record yet.</summary>
    private bool? IsGood(InstitutionKey key) => _untilUs.TryGetValue(key.Id, out var untilUs) ? _desk.NowUs < untilUs : null;

    /// <summary>False where nothing can be put on record now: then the key opens nothing now.</summary>
    private async Task<bool> RecordAsync(InstitutionKey key)
    {
        var answer = await _desk.DoAsync(
            new RecordInstitutionKey("key-made-" + key.Id, key.Id, key.Institution, key.Role, key.Scope ?? "", Us(key.Created)),
            Actor.House
        );
        if (answer.IsDone)
            _untilUs.TryAdd(key.Id, long.MaxValue);
        return answer.IsDone;
    }

    /// <summary>Puts on record what the file has and the acts have not.</summary>
    public async Task SyncAsync()
    {
        foreach (var key in _file.List())
        {
            if (IsGood(key) is null && !await RecordAsync(key))
                return;
            if (key.Revoked is not { } revoked || _untilUs[key.Id] <= Us(revoked))
                continue;
            if (
                (
                    await _desk.DoAsync(new RecordInstitutionKeyEnd($"key-ended-{key.Id}-{Us(revoked)}", key.Id, Us(revoked)), Actor.House)
                ).IsDone
            )
            {
                _untilUs[key.Id] = Us(revoked);
            }
        }
    }

    /// <summary>Keeps the record until cancelled: a key is an act within a second of its making, used or not.</summary>
    /// <param name="warn">Is told once of a file that cannot be read.</param>
    public async Task RunAsync(Action<string> warn, CancellationToken cancel)
    {
        if (_file.HasUnsealed)
        {
            warn(
                "The file bank-keys.ndjson is of an older version, without a seal of the root key: none of its keys opens anything. Look at it, then run sunqar keys seal."
            );
        }
        try
        {
            for (var told = ""; ; await Task.Delay(Between, cancel))
            {
                try
                {
                    await SyncAsync();
                    told = "";
                }
                catch (IOException error) when (error.Message != told)
                {
                    warn($"Institutions' keys: {told = error.Message}");
                }
                catch (IOException)
                {
                    // Told before.
                }
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    private static long Us(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks / 10;
}
