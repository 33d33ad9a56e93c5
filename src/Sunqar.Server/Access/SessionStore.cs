using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Sunqar.Core.People;
using Sunqar.Server.Entrance;
using Sunqar.Storage.Keys;
using Sunqar.Work.Acting;

namespace Sunqar.Server.Access;

/// <summary>Somebody's stay: what the cookie's secret stands for.</summary>
/// <param name="Id">A hash of the secret; may be shown and kept.</param>
/// <param name="Version">The account's version when it began: it ends when the account changes.</param>
/// <param name="LastSeen">When it was asked for last, as far as it was kept.</param>
/// <param name="IdentityId">By which identity of the provider it began; null where by none.</param>
/// <param name="ProviderSid">The provider's own session.</param>
internal sealed record Session(
    string Id,
    string AccountId,
    int Version,
    DateTimeOffset Began,
    DateTimeOffset LastSeen,
    string? IdentityId = null,
    string? ProviderSid = null
)
{
    private long _seenTicks = LastSeen.UtcTicks;

    public DateTimeOffset Seen
    {
        get => new(Interlocked.Read(ref _seenTicks), TimeSpan.Zero);
        set => Interlocked.Exchange(ref _seenTicks, value.UtcTicks);
    }
}

/// <summary>
/// Who is signed in: in memory, and in a file under the root key, so that a restart of the server ends nobody's work. The file lets
/// nobody in: only hashes of the secrets are held, and after a restart a session goes on only if the acts know of its beginning and of no
/// end. For any number of threads.
/// </summary>
internal sealed class SessionStore(AccessDoor access, ActDoor acts)
{
    /// <summary>Without a request for so long, it is over (ASVS 3.3.2).</summary>
    public static readonly TimeSpan IdleMax = TimeSpan.FromMinutes(20);

    /// <summary>A working day; then everybody signs in again.</summary>
    public static readonly TimeSpan LifeMax = TimeSpan.FromHours(10);

    private static readonly TimeSpan KeepEvery = TimeSpan.FromMinutes(1);

    private const int SecretBytes = 32,
        IdCharacters = 32;

    private readonly ConcurrentDictionary<string, Session> _sessions = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private volatile SealedFile? _loaded;
    private long _keptTicks;

    /// <summary>A secret that nobody can guess; with it the id that it will have.</summary>
    public static (string Secret, string Id) Fresh()
    {
        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        return (secret, IdOf(secret));
    }

    public static string IdOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)))[..IdCharacters];

    /// <summary>Begins a session under an id of <see cref="Fresh"/>.</summary>
    public void Begin(string id, Account account)
    {
        Load();
        lock (_gate)
        {
            var now = access.Time.GetUtcNow();
            Clear();
            var own = Of(account.Id);
            foreach (var oldest in own.Take(own.Count - (Staff.SessionsMax - 1)))
                End(oldest);
            _sessions[id] = new Session(id, account.Id, account.Version, now, now);
            Keep();
        }
    }

    /// <summary>Whether a session goes on.</summary>
    public bool Goes(Session session) => _sessions.TryGetValue(session.Id, out var known) && !IsOver(known);

    /// <summary>The session of a secret, if it goes on; being asked for keeps it alive.</summary>
    /// <param name="isLive">A page asks by itself, and nobody may be there: then it keeps nothing alive.</param>
    public Session? Find(string secret, bool isLive = false)
    {
        Load();
        if (secret.Length > 64 || !_sessions.TryGetValue(IdOf(secret), out var session))
            return null;
        if (IsOver(session))
        {
            End(session.Id);
            return null;
        }
        if (isLive)
            return session;
        var now = session.Seen = access.Time.GetUtcNow();
        if (now - new DateTimeOffset(Interlocked.Read(ref _keptTicks), TimeSpan.Zero) > KeepEvery)
            Keep();
        return session;
    }

    /// <summary>The session began by the provider's word.</summary>
    public void Provided(string id, ProvidedIdentity identity)
    {
        lock (_gate)
        {
            if (_sessions.TryGetValue(id, out var session))
                _sessions[id] = session with { IdentityId = identity.IdentityId, ProviderSid = identity.SessionId };
            Keep();
        }
    }

    /// <summary>Sessions of an identity; of one of its sessions at the provider, where that is named.</summary>
    public IReadOnlyList<Session> OfIdentity(ProvidedIdentity identity) =>
        [
            .. _sessions.Values.Where(one =>
                one.IdentityId == identity.IdentityId
                && (identity.SessionId is null || one.ProviderSid is null || one.ProviderSid == identity.SessionId)
            ),
        ];

    /// <summary>Ids of an account's sessions, the longest unseen first.</summary>
    internal IReadOnlyList<string> Of(string accountId) =>
        [.. _sessions.Values.Where(one => one.AccountId == accountId).OrderBy(one => one.Seen).Select(one => one.Id)];

    public void End(string id)
    {
        if (_sessions.TryRemove(id, out _))
            Keep();
    }

    /// <summary>Takes up what was kept over a restart, once for each time that this process leads.</summary>
    private void Load()
    {
        if (access.SessionFile is not { } file || ReferenceEquals(_loaded, file) || acts.Current is not { } desk)
            return;
        lock (_gate)
        {
            if (ReferenceEquals(_loaded, file))
                return;
            // A node that leads once more knows nothing of what others did meanwhile.
            _sessions.Clear();
            _loaded = file;
            try
            {
                foreach (var kept in JsonSerializer.Deserialize<List<Session>>(file.Read() ?? "[]"u8.ToArray())!)
                {
                    var (account, isOpen) = desk.Read(state =>
                        (state.Of<Staff>().Find(kept.AccountId), state.Of<Staff>().HasSession(kept.AccountId, kept.Id))
                    );
                    if (isOpen && account?.Version == kept.Version && !IsOver(kept))
                        _sessions.TryAdd(kept.Id, kept);
                }
            }
            catch (Exception error) when (error is IOException or JsonException)
            {
                Console.Error.WriteLine($"Sessions of before the start have ended: {error.Message}");
            }
        }
    }

    /// <summary>Keeps them as they are now. Where that fails a restart ends some; nothing else depends on it.</summary>
    private void Keep()
    {
        if (access.SessionFile is not { } file || !ReferenceEquals(_loaded, file))
            return;
        lock (_gate)
        {
            Interlocked.Exchange(ref _keptTicks, access.Time.GetUtcNow().UtcTicks);
            try
            {
                file.Write(JsonSerializer.SerializeToUtf8Bytes(_sessions.Values.Select(one => one with { LastSeen = one.Seen }).ToList()));
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                Console.Error.WriteLine($"Sessions cannot be kept over a restart now: {error.Message}");
            }
        }
    }

    private bool IsOver(Session session)
    {
        var now = access.Time.GetUtcNow();
        return now - session.Seen > IdleMax || now - session.Began > LifeMax;
    }

    private void Clear()
    {
        foreach (var session in _sessions.Values.Where(IsOver))
            End(session.Id);
    }
}
