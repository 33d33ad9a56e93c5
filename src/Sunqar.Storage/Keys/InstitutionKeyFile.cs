using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Sunqar.Core.Acts;
using Sunqar.Storage.Disk;

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
/// The institutions' API keys: a small file of lines, each a key made or revoked, under a seal of the root key and replaced as a whole. It
/// lies apart from the journal because a key is made beside a running server, which holds the journal; the server looks at the file again
/// when it changed, and takes a key only once it is an act. A key is <c>sunqar_ID_SECRET</c>; only a salted hash of the secret is kept. For
/// any number of threads and processes.
/// </summary>
public sealed class InstitutionKeyFile
{
    private const string Prefix = "sunqar_",
        SealUse = "institution keys";
    private const int IdBytes = 8,
        SecretBytes = 32,
        SaltBytes = 16,
        BytesMax = 16 << 20;
    private const int IdCharacters = IdBytes * 2;
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly TimeProvider _clock;
    private readonly IDisk _disk;
    private readonly FolderSeal _seal;
    private readonly string _folder,
        _path,
        _unsealed;
    private readonly Lock _gate = new();
    private volatile Dictionary<string, Entry> _keys = [];
    private volatile string? _trouble;
    private long? _seen;
    private long _lookedAt;

    public InstitutionKeyFile(string folder, KeyStore keys, TimeProvider? clock = null)
        : this(keys.Disk, folder, keys.Seal(SealUse), clock) { }

    internal InstitutionKeyFile(string folder, FolderSeal seal, TimeProvider? clock = null)
        : this(OsDisk.Instance, folder, seal, clock) { }

    private InstitutionKeyFile(IDisk disk, string folder, FolderSeal seal, TimeProvider? clock)
    {
        (_disk, _folder, _seal, _clock) = (disk, folder, seal, clock ?? TimeProvider.System);
        (_path, _unsealed) = (Path.Combine(folder, "institution-keys"), Path.Combine(folder, "bank-keys.ndjson"));
    }

    /// <summary>For the folder's owner, beside a running server or before the first start.</summary>
    /// <param name="rootKey">The root key's file; null for the one beside the folder.</param>
    /// <exception cref="KeyStoreException">The root key is missing.</exception>
    internal static InstitutionKeyFile Beside(IDisk disk, string folder, string? rootKey)
    {
        PrivateFolder.Make(folder, Console.Error.WriteLine);
        return new(disk, folder, FolderSeal.Beside(disk, folder, rootKey, SealUse), null);
    }

    /// <summary>Whether a key may be used that the file has, asked at each use; null where the file alone says it.</summary>
    public Func<InstitutionKey, bool>? IsRecorded { get; set; }

    /// <summary>Why the file cannot be read as it is now, so that the keys read before still hold; null where it can.</summary>
    public string? Trouble => _trouble;

    /// <summary>Whether there is a file of keys that an older version wrote without a seal: none of them opens anything.</summary>
    public bool HasUnsealed => File.Exists(_unsealed);

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
        if (!_disk.IsFar && _clock.GetElapsedTime(Interlocked.Read(ref _lookedAt)) > LookAgain)
            Refresh();
        if (!TryGet(id, out var entry))
        {
            // Perhaps it was made a moment ago. A file that lies far away is looked at by who keeps its record, twice a second.
            if (_disk.IsFar)
                return null;
            Refresh();
            if (!TryGet(id, out entry))
                return null;
        }
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Hash(entry.Salt, key[(Prefix.Length + IdCharacters + 1)..], hash);
        return CryptographicOperations.FixedTimeEquals(hash, entry.Hash) && IsGood(entry.Key) && IsRecorded?.Invoke(entry.Key) != false
            ? entry.Key
            : null;
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

    /// <summary>Takes over the keys of a file that an older version wrote, so that they are under the seal; its owner looked at them
    /// first.</summary>
    /// <returns>How many.</returns>
    /// <exception cref="KeyStoreException">A line of it is none; one cut short at the end is passed over.</exception>
    public int SealOlder()
    {
        if (!HasUnsealed)
            return 0;
        var text = File.ReadAllText(_unsealed);
        var older = text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var keys = new Dictionary<string, Entry>();
        for (var number = 1; number <= older.Length; number++)
            Take(keys, older[number - 1], number, _unsealed);
        Change(lines => [.. older, .. lines]);
        File.Delete(_unsealed);
        return keys.Count;
    }

    private void Append(Line line) => Change(lines => [.. lines, JsonSerializer.Serialize(line, Line.Options)]);

    /// <summary>Writes the file anew beside itself and lets it take the old one's place, so that nobody ever meets half of it.</summary>
    private void Change(Func<string[], string[]> change)
    {
        PrivateFolder.Make(_folder);
        using var alone = LockPatiently();
        var body = string.Concat(change(_disk.FileExists(_path) ? Lines() : []).Select(line => line + "\n"));
        var disk = _disk;
        var aside = _path + ".tmp";
        disk.Delete(aside);
        using (var file = disk.Create(aside, secret: true))
        {
            file.Write(0, Encoding.UTF8.GetBytes(body + _seal.Of(Encoding.UTF8.GetBytes(body)) + "\n"));
            file.Flush();
        }
        disk.Rename(aside, _path);
        disk.FlushFolder(_folder);
    }

    /// <exception cref="KeyStoreException">The file is not as the holder of the root key wrote it.</exception>
    private string[] Lines()
    {
        using var file = _disk.OpenToRead(_path);
        var bytes = new byte[Math.Min(file.Length, BytesMax + 1)];
        var length = file.Read(0, bytes);
        var whole = bytes.AsSpan(0, length);
        var sealFrom = whole.TrimEnd((byte)'\n').LastIndexOf((byte)'\n') + 1;
        if (length > BytesMax || !_seal.Holds(whole[..sealFrom], Encoding.ASCII.GetString(whole[sealFrom..].TrimEnd((byte)'\n'))))
        {
            throw new KeyStoreException(
                $"{_path} is not as it was written with this folder's root key: it was changed by another hand, or belongs to another folder."
            );
        }
        return Encoding.UTF8.GetString(whole[..sealFrom]).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Reads the file again where it changed. One that cannot be read changes nothing: what was read before holds.</summary>
    private void Refresh()
    {
        try
        {
            Load();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            _trouble = error.Message;
        }
    }

    /// <exception cref="KeyStoreException">The file is not as the holder of the root key wrote it.</exception>
    private void Load()
    {
        lock (_gate)
        {
            Interlocked.Exchange(ref _lookedAt, _clock.GetTimestamp());
            var version = _disk.Version(_path);
            if (version is null || (_seen == version && _trouble is null))
                return;
            var keys = new Dictionary<string, Entry>();
            var lines = Lines();
            for (var number = 1; number <= lines.Length; number++)
                Take(keys, lines[number - 1], number, _path);
            _seen = version;
            (_keys, _trouble) = (keys, null);
        }
    }

    private static void Take(Dictionary<string, Entry> keys, string text, int number, string path)
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
            throw new KeyStoreException($"{path}, line {number}: this is no line of a key file.", error);
        }
    }

    /// <summary>Another process may change the file at this moment.</summary>
    private IDisposable LockPatiently()
    {
        for (var began = _clock.GetTimestamp(); ; )
        {
            if (_disk.TryLock(_path + ".lock") is { } held)
                return held;
            if (_clock.GetElapsedTime(began) > Patience)
                throw new IOException($"{_path} is being changed by another process; try again.");
            Thread.Sleep(5);
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
