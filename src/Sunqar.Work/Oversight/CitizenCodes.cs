using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Sunqar.Core.Identity;
using Sunqar.Storage.Disk;

namespace Sunqar.Work.Oversight;

/// <summary>How somebody proves that an IIN is theirs. The device key of "Verify" takes the place of codes later.</summary>
public interface ICitizenProof
{
    /// <summary>Begins, and answers with a handle whether or not a code went out: nobody learns from it whether the number is
    /// anybody's.</summary>
    string Begin(Iin iin, long nowUs);

    /// <summary>The IIN that was proved; null where the code is wrong, late or used up. A proved handle proves the same IIN again, without
    /// a code, for a while.</summary>
    Iin? Prove(string handle, string code, long nowUs);
}

/// <summary>Takes a code to its citizen: an SMS gateway, which knows the number that belongs to an IIN.</summary>
public interface ICodeOutbox
{
    void Send(Iin iin, string code, long expiresUs);
}

/// <summary>One-time codes of six digits, ten minutes and five tries. Kept in memory as salted hashes: a restart forgets them. For any
/// number of threads.</summary>
public sealed class CitizenCodes(ICodeOutbox outbox) : ICitizenProof
{
    public const long LifeUs = 10 * 60 * 1_000_000L;

    /// <summary>How long a record may be read and objected to after a proof.</summary>
    public const long ProvedUs = 15 * 60 * 1_000_000L;

    public const int TriesMax = 5;

    /// <summary>Codes to one IIN in an hour.</summary>
    public const int CodesPerHourMax = 3;

    /// <summary>Handles that wait at one time; above it nothing is begun.</summary>
    public const int WaitingMax = 10_000;

    private const long HourUs = 3_600_000_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Waiting> _waiting = new(StringComparer.Ordinal);
    private readonly Dictionary<Iin, List<long>> _sent = [];

    private sealed class Waiting(Iin iin, byte[] salt, byte[] hash, long expiresUs)
    {
        public Iin Iin { get; } = iin;

        public long ExpiresUs { get; set; } = expiresUs;

        public int Tries { get; set; }

        public bool IsProved { get; set; }

        public bool Fits(string code) =>
            CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(salt, Encoding.UTF8.GetBytes(code)), hash);
    }

    public string Begin(Iin iin, long nowUs)
    {
        var handle = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var code = RandomNumberGenerator.GetInt32(1_000_000).ToString("D6", CultureInfo.InvariantCulture);
        lock (_gate)
        {
            Forget(nowUs);
            if (_waiting.Count >= WaitingMax || !MaySend(iin, nowUs))
                return handle;
            var salt = RandomNumberGenerator.GetBytes(16);
            _waiting[handle] = new Waiting(iin, salt, HMACSHA256.HashData(salt, Encoding.UTF8.GetBytes(code)), nowUs + LifeUs);
        }
        outbox.Send(iin, code, nowUs + LifeUs);
        return handle;
    }

    public Iin? Prove(string handle, string code, long nowUs)
    {
        lock (_gate)
        {
            Forget(nowUs);
            if (!_waiting.TryGetValue(handle, out var waiting))
                return null;
            if (waiting.IsProved)
                return waiting.Iin;
            if (!waiting.Fits(code))
            {
                if (++waiting.Tries >= TriesMax)
                    _waiting.Remove(handle);
                return null;
            }
            (waiting.IsProved, waiting.ExpiresUs) = (true, nowUs + ProvedUs);
            return waiting.Iin;
        }
    }

    private bool MaySend(Iin iin, long nowUs)
    {
        if (!_sent.TryGetValue(iin, out var sent))
            _sent[iin] = sent = [];
        if (sent.Count >= CodesPerHourMax)
            return false;
        sent.Add(nowUs);
        return true;
    }

    private void Forget(long nowUs)
    {
        foreach (var (handle, _) in _waiting.Where(one => nowUs >= one.Value.ExpiresUs).ToList())
            _waiting.Remove(handle);
        foreach (var (iin, sent) in _sent.ToList())
        {
            sent.RemoveAll(atUs => nowUs >= atUs + HourUs);
            if (sent.Count == 0)
                _sent.Remove(iin);
        }
    }
}

/// <summary>
/// Puts each code into a file of its own beside the data folder, readable by its owner alone, for a gateway that takes the file away. What
/// nobody took when the code has expired is deleted.
/// </summary>
public sealed class FileOutbox(Func<string?> folder) : ICodeOutbox
{
    public void Send(Iin iin, string code, long expiresUs)
    {
        if (folder() is not { } path)
            return;
        PrivateFolder.Make(path);
        foreach (var old in Directory.EnumerateFiles(path, "code-*"))
        {
            if (DateTime.UtcNow - File.GetLastWriteTimeUtc(old) > TimeSpan.FromMicroseconds(CitizenCodes.LifeUs))
                File.Delete(old);
        }
        var name = Path.Combine(path, "code-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)));
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.None,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var stream = new StreamWriter(new FileStream(name + ".part", options)))
        {
            stream.Write(
                $$"""{"iin":"{{iin}}","code":"{{code}}","expires":"{{DateTimeOffset.UnixEpoch.AddMicroseconds(expiresUs):O}}"}""" + "\n"
            );
        }
        File.Move(name + ".part", name + ".json");
    }
}
