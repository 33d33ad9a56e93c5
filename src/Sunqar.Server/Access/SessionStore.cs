using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Sunqar.Core.People;
using Sunqar.Server.Entrance;

namespace Sunqar.Server.Access;

/// <summary>Somebody's stay: what the cookie's secret stands for.</summary>
/// <param name="Id">A hash of the secret; may be shown and kept.</param>
/// <param name="Version">The account's version when it began: it ends when the account changes.</param>
internal sealed record Session(string Id, string AccountId, int Version, DateTimeOffset Began)
{
    private long _seenTicks = Began.UtcTicks;

    public DateTimeOffset Seen
    {
        get => new(Interlocked.Read(ref _seenTicks), TimeSpan.Zero);
        set => Interlocked.Exchange(ref _seenTicks, value.UtcTicks);
    }
}

/// <summary>
/// Who is signed in, in memory alone: a restart ends every session, and no file lets anybody in. Only hashes of the secrets are held. For
/// any number of threads.
/// </summary>
internal sealed class SessionStore(AccessDoor access)
{
    /// <summary>Without a request for so long, it is over (ASVS 3.3.2).</summary>
    public static readonly TimeSpan IdleMax = TimeSpan.FromMinutes(20);

    /// <summary>A working day; then everybody signs in again.</summary>
    public static readonly TimeSpan LifeMax = TimeSpan.FromHours(10);

    /// <summary>Of one account at once; the oldest makes room.</summary>
    public const int OfAccountMax = 3;

    private const int SecretBytes = 32,
        IdCharacters = 32;

    private readonly ConcurrentDictionary<string, Session> _sessions = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

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
        lock (_gate)
        {
            Clear();
            var own = _sessions.Values.Where(one => one.AccountId == account.Id).OrderBy(one => one.Seen).ToList();
            foreach (var oldest in own.Take(own.Count - (OfAccountMax - 1)))
                End(oldest.Id);
            _sessions[id] = new Session(id, account.Id, account.Version, access.Time.GetUtcNow());
        }
    }

    /// <summary>The session of a secret, if it goes on; being asked for keeps it alive.</summary>
    public Session? Find(string secret)
    {
        if (secret.Length > 64 || !_sessions.TryGetValue(IdOf(secret), out var session))
            return null;
        if (IsOver(session))
        {
            End(session.Id);
            return null;
        }
        session.Seen = access.Time.GetUtcNow();
        return session;
    }

    public void End(string id) => _sessions.TryRemove(id, out _);

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
