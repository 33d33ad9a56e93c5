using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Sunqar.Core.Acts;

namespace Sunqar.Storage.Keys;

/// <summary>A key that an institution calls the API with, as it is kept: nothing in it lets anyone call.</summary>
/// <param name="Id">Names the key in lists and revocations; also the first part of the key itself.</param>
/// <param name="Role">What the institution is: a bank or a platform.</param>
/// <param name="Scope">The rooms of addresses that it opens, e.g. <c>payments</c>; null for all that the role does.</param>
/// <param name="Revoked">When it stops being good; null where it does not.</param>
public sealed record InstitutionKey(
    string Id,
    string Institution,
    Role Role,
    string? Scope,
    DateTimeOffset Created,
    DateTimeOffset? Revoked
)
{
    /// <summary>Where payments of any time before now are taken: a right of its own, so a key opens it by name alone.</summary>
    public const string HistoryRoom = "history";

    /// <summary>Whether it opens an address; the part of its name before the colon is its room.</summary>
    public bool Admits(ReadOnlySpan<char> endpoint)
    {
        var colon = endpoint.IndexOf(':');
        var room = endpoint[..(colon < 0 ? endpoint.Length : colon)];
        return Scope is null ? !room.SequenceEqual(HistoryRoom) : room.SequenceEqual(Scope);
    }
}

/// <summary>
/// The institutions' API keys: a small file of lines, each a key made or revoked, that is only ever appended to. It lies apart from the
/// journal because a key is made beside a running server, which holds the journal; the server looks at the file again when it changed. A
/// key is <c>sunqar_ID_SECRET</c>; only a salted hash of the secret is kept. For any number of threads and processes.
/// </summary>
public sealed class InstitutionKeyFile(string folder, TimeProvider? clock = null)
{
    private const string Prefix = "sunqar_";
    private const int IdBytes = 8,
        SecretBytes = 32,
        SaltBytes = 16;
    private const int IdCharacters = IdBytes * 2;
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly TimeProvider _clock = clock ?? TimeProvider.System;
    private readonly string _path = System.IO.Path.Combine(folder, "bank-keys.ndjson");
    private readonly Lock _gate = new();
    private volatile Dictionary<string, Entry> _keys = [];
    private (DateTime Written, long Bytes) _seen;
    private long _lookedAt;

    private sealed record Entry(InstitutionKey Key, byte[] Salt, byte[] Hash);

    /// <summary>Makes a key and puts it on disk. It is given out this once; nobody can read it again.</summary>
    /// <param name="scope">The one room of addresses that it opens; null for all that the role does.</param>
    public string Create(string institution, Role role = Role.Bank, string? scope = null)
    {
        if (role is not (Role.Bank or Role.Platform))
            throw new ArgumentOutOfRangeException(nameof(role), role, "Keys are banks' and platforms'.");
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes));
        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        Append(
            new Line
            {
                Key = id,
                Institution = institution,
                Role = role == Role.Bank ? null : (int)role,
                Scope = scope,
                Salt = Convert.ToHexStringLower(salt),
                Hash = Convert.ToHexStringLower(Hash(salt, secret)),
                At = _clock.GetUtcNow(),
            }
        );
        return $"{Prefix}{id}_{secret}";
    }

    /// <summary>Ends a key, from a second later on or after <paramref name="grace"/>; false where there is none of this id that is
    /// good.</summary>
    public bool Revoke(string id, TimeSpan grace = default)
    {
        Load();
        if (!_keys.TryGetValue(id, out var entry) || !IsGood(entry.Key))
            return false;
        Append(new Line { Revoke = id, At = _clock.GetUtcNow() + grace });
        Load();
        return true;
    }

    /// <summary>A new key for the same institution, role and scope; the old one stays good for <paramref name="overlap"/>, so that nothing
    /// stops meanwhile. Null where there is no such key.</summary>
    public string? Rotate(string id, TimeSpan overlap)
    {
        Load();
        if (!_keys.TryGetValue(id, out var entry) || !IsGood(entry.Key))
            return null;
        var key = Create(entry.Key.Institution, entry.Key.Role, entry.Key.Scope);
        Revoke(id, overlap);
        return key;
    }

    private bool IsGood(InstitutionKey key) => key.Revoked is not { } until || _clock.GetUtcNow() < until;

    /// <summary>Every key ever made, oldest first.</summary>
    public IReadOnlyList<InstitutionKey> List()
    {
        Load();
        return [.. _keys.Values.Select(entry => entry.Key).OrderBy(key => key.Created)];
    }

    /// <summary>What a key stands for; null where it is not good.</summary>
    public InstitutionKey? Find(ReadOnlySpan<char> key)
    {
        if (key.Length <= Prefix.Length + IdCharacters || !key.StartsWith(Prefix) || key[Prefix.Length + IdCharacters] != '_')
            return null;
        var id = key.Slice(Prefix.Length, IdCharacters);
        if (_clock.GetElapsedTime(Interlocked.Read(ref _lookedAt)) > LookAgain)
            Load();
        if (!TryGet(id, out var entry))
        {
            // Perhaps it was made a moment ago.
            Load();
            if (!TryGet(id, out entry))
                return null;
        }
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Hash(entry.Salt, key[(Prefix.Length + IdCharacters + 1)..], hash);
        return CryptographicOperations.FixedTimeEquals(hash, entry.Hash) && IsGood(entry.Key) ? entry.Key : null;
    }

    private bool TryGet(ReadOnlySpan<char> id, out Entry entry) =>
        _keys.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(id, out entry!);

    private static byte[] Hash(byte[] salt, string secret)
    {
        var hash = new byte[SHA256.HashSizeInBytes];
        Hash(salt, secret, hash);
        return hash;
    }

    // The secret has 256 random bits: one round of a keyed hash is enough, a slow one would only slow the bank.
    private static void Hash(byte[] salt, ReadOnlySpan<char> secret, Span<byte> hash)
    {
        Span<byte> ascii = stackalloc byte[64];
        if (secret.Length > ascii.Length)
        {
            hash.Clear();
            return;
        }
        var length = Encoding.ASCII.GetBytes(secret, ascii);
        HMACSHA256.HashData(salt, ascii[..length], hash);
        ascii.Clear();
    }

    private void Append(Line line)
    {
        Directory.CreateDirectory(folder);
        var text = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(line, Line.Options) + "\n");
        using var file = OpenPatiently(FileMode.Append, FileAccess.Write, FileShare.None);
        file.Write(text);
        file.Flush(flushToDisk: true);
    }

    /// <summary>Reads the file again where it changed.</summary>
    private void Load()
    {
        lock (_gate)
        {
            Interlocked.Exchange(ref _lookedAt, _clock.GetTimestamp());
            var info = new FileInfo(_path);
            if (!info.Exists || _seen == (info.LastWriteTimeUtc, info.Length))
                return;
            var keys = new Dictionary<string, Entry>();
            using (var reader = new StreamReader(OpenPatiently(FileMode.Open, FileAccess.Read, FileShare.ReadWrite)))
            {
                for (var number = 1; reader.ReadLine() is { } text; number++)
                    Take(keys, text, number);
            }
            _seen = (info.LastWriteTimeUtc, info.Length);
            _keys = keys;
        }
    }

    private void Take(Dictionary<string, Entry> keys, string text, int number)
    {
        try
        {
            var line = JsonSerializer.Deserialize<Line>(text, Line.Options)!;
            if (line.Revoke is { } revoked)
            {
                if (keys.TryGetValue(revoked, out var entry))
                    keys[revoked] = entry with { Key = entry.Key with { Revoked = line.At } };
                return;
            }
            keys[line.Key!] = new Entry(
                new InstitutionKey(line.Key!, line.Institution!, (Role)(line.Role ?? (int)Role.Bank), line.Scope, line.At, null),
                Convert.FromHexString(line.Salt!),
                Convert.FromHexString(line.Hash!)
            );
        }
        catch (Exception error) when (error is JsonException or FormatException or ArgumentNullException)
        {
            throw new KeyStoreException($"{_path}, line {number}: this is no line of a key file.", error);
        }
    }

    /// <summary>Another process may hold the file for the moment of an append.</summary>
    private FileStream OpenPatiently(FileMode mode, FileAccess access, FileShare share)
    {
        var options = new FileStreamOptions
        {
            Mode = mode,
            Access = access,
            Share = share,
        };
        if (mode == FileMode.Append && !OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        for (var began = _clock.GetTimestamp(); ; )
        {
            try
            {
                return new FileStream(_path, options);
            }
            catch (IOException error)
                when (error is not (FileNotFoundException or DirectoryNotFoundException) && _clock.GetElapsedTime(began) < Patience)
            {
                Thread.Sleep(5);
            }
        }
    }

    private sealed class Line
    {
        public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
        {
            DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
        };

        public string? Key { get; init; }

        public string? Institution { get; init; }

        /// <summary>Absent in the lines of banks, which are as they always were.</summary>
        public int? Role { get; init; }

        public string? Scope { get; init; }

        public string? Salt { get; init; }

        public string? Hash { get; init; }

        public string? Revoke { get; init; }

        public DateTimeOffset At { get; init; }
    }
}
