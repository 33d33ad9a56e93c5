using Sunqar.Core.Merkle;
using Sunqar.Storage.Disk;
using Sunqar.Storage.Journal;
using Sunqar.Storage.Keys;

namespace Sunqar.Storage.Log;

/// <summary>How an oversight log behaves; the defaults are for real use.</summary>
public sealed record OversightLogOptions
{
    /// <summary>The stream whose records are the leaves.</summary>
    public string Stream { get; init; } = "acts";

    /// <summary>A head is signed at least this often, even where nothing was added: a witness takes silence for an alarm.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Is told what a person must look into.</summary>
    public Action<string> Warn { get; init; } = _ => { };
}

/// <summary>
/// The Merkle log over one stream: takes in what the journal holds, signs heads, gives proofs. Before it signs anything it makes sure that
/// the journal still gives the last head it signed; where it does not, it signs nothing more (docs/oversight-log.md). One thread advances
/// it; any number ask for proofs.
/// </summary>
public sealed class OversightLog : IDisposable
{
    /// <summary>Where in a data folder it lies.</summary>
    public const string FolderName = "log";

    /// <summary>Leaf hashes given at once.</summary>
    public const int LeavesMax = 4096;

    private const int PieceLeaves = 1 << 14;

    private readonly IJournal _journal;
    private readonly OversightLogOptions _options;
    private readonly LogSigner _signer;
    private readonly HashFiles _hashes;
    private readonly HeadFile _heads;
    private volatile HeadReading.Good? _head;
    private volatile string? _trouble,
        _failing;

    /// <param name="folder">The log's own folder; made where absent.</param>
    /// <param name="keyPath">The private key's file: see <see cref="LogKeyFile"/>.</param>
    /// <exception cref="IOException">The key is missing or none.</exception>
    public OversightLog(string folder, string keyPath, IJournal journal, OversightLogOptions? options = null)
        : this(OsDisk.Instance, folder, journal, options ?? new OversightLogOptions(), mayCreate => LogKeyFile.Open(keyPath, mayCreate)) { }

    /// <summary>The log of nodes that share what lies beside the journal: its heads and its sealed key are there, and whoever leads signs.
    /// Its hashes are each node's own, and made again where they are missing.</summary>
    /// <param name="key">The key's file of a node that was alone before, which is taken over; else one is made.</param>
    public static OversightLog Shared(string folder, string key, KeyStore keys, IJournal journal, OversightLogOptions options) =>
        new(
            OsDisk.Instance,
            folder,
            journal,
            options,
            mayCreate => LogKeyFile.OpenShared(keys, Path.GetDirectoryName(folder)!, key, mayCreate),
            keys.Disk
        );

    /// <param name="headsDisk">Where the heads lie; null for where all lies.</param>
    internal OversightLog(
        IDisk disk,
        string folder,
        IJournal journal,
        OversightLogOptions options,
        Func<bool, LogSigner> signer,
        IDisk? headsDisk = null
    )
    {
        (_journal, _options) = (journal, options);
        disk.CreateFolder(folder);
        _heads = new HeadFile(headsDisk ?? disk, folder);
        _hashes = new HashFiles(disk, folder);
        try
        {
            _signer = signer(_heads.LastNote is null);
            Resume();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public LogKey Key => _signer.Key;

    /// <summary>The signed note in a line of kept heads; empty where it holds none.</summary>
    public static string HeadOfLine(string line) => HeadFile.Note(line);

    /// <summary>The newest signed head; null before the first.</summary>
    public HeadReading.Good? Head => _head;

    /// <summary>Why nothing is signed, now or any more; null as long as all is well.</summary>
    public string? Trouble => _trouble ?? _failing;

    /// <summary>Takes in what is new and signs a head where one is due. After it found the journal at odds with a head it does
    /// nothing.</summary>
    /// <exception cref="IOException">The disk takes nothing now; the next call may do better.</exception>
    public void Advance(long nowUs)
    {
        try
        {
            SignWhatIsDue(nowUs);
            _failing = null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            _failing = $"No head of the oversight log can be signed: {error.Message}";
            throw;
        }
    }

    private void SignWhatIsDue(long nowUs)
    {
        if (_trouble is not null)
            return;
        var known = _head?.Head;
        var before = _hashes.Size;
        TakeIn();
        if (_journal.Head(_options.Stream).Next < before)
        {
            Stop($"the journal's stream {_options.Stream} has become shorter than the log");
            return;
        }
        var isNew = known is null || _hashes.Size != known.Size;
        // A clock that was set back must not make a head older than the one before.
        var timeUs = Math.Max(nowUs, known?.TimeUs ?? 0);
        if (!isNew && timeUs - known!.TimeUs < _options.Heartbeat.Ticks / TimeSpan.TicksPerMicrosecond)
            return;
        Sign(timeUs, isNew);
    }

    private void Sign(long timeUs, bool isNew)
    {
        var root = MerkleProof.Root(_hashes, _hashes.Size);
        if (!isNew && !_head!.Head.HasRoot(root))
        {
            Stop("the stored hashes no longer give the root that was signed");
            return;
        }
        if (isNew)
            _hashes.Flush();
        var signed = _signer.Sign(_hashes.Size, root, timeUs);
        if (isNew)
            _heads.Append(signed.Note);
        _head = signed;
    }

    /// <summary>That a leaf is in the tree of a size; null where there is no such leaf or the tree has not come so far.</summary>
    public LeafProof? Inclusion(long leaf, long size)
    {
        if (leaf < 0 || leaf >= size || size > (_head?.Head.Size ?? 0))
            return null;
        var hash = new byte[MerkleTree.HashBytes];
        _hashes.ReadLeaves(leaf, hash);
        return new LeafProof(hash, MerkleProof.Inclusion(_hashes, leaf, size), MerkleProof.Root(_hashes, size));
    }

    /// <summary>A leaf's record as it stands in the journal; null where the newest head does not cover it.</summary>
    public LeafRecord? Record(long leaf)
    {
        if (leaf < 0 || leaf >= (_head?.Head.Size ?? 0))
            return null;
        var first = new First();
        _journal.ReadRecords(_options.Stream, leaf, first);
        return first.Taken is { } taken && taken.Sequence == leaf ? taken : null;
    }

    /// <summary>The records of leaves from one on, as they stand in the journal, none that the newest head does not cover.</summary>
    public IReadOnlyList<LeafRecord> Records(long from, int count)
    {
        var some = new Some(Math.Min(from + count, _head?.Head.Size ?? 0));
        if (from >= 0 && from < some.Until)
            _journal.ReadRecords(_options.Stream, from, some);
        return some.Taken;
    }

    /// <summary>That a tree begins with a smaller one; null where there are no such trees.</summary>
    public IReadOnlyList<byte[]>? Consistency(long from, long to) =>
        from < 1 || from > to || to > (_head?.Head.Size ?? 0) ? null : MerkleProof.Consistency(_hashes, from, to);

    /// <summary>Leaf hashes from one on, at most <see cref="LeavesMax"/> and none beyond the newest head.</summary>
    public IReadOnlyList<byte[]> Leaves(long from, int count)
    {
        var there = (int)Math.Clamp((_head?.Head.Size ?? 0) - from, 0, Math.Min(count, LeavesMax));
        var bytes = new byte[there * MerkleTree.HashBytes];
        if (there > 0)
            _hashes.ReadLeaves(from, bytes);
        return [.. bytes.Chunk(MerkleTree.HashBytes)];
    }

    /// <summary>Takes the first record alone.</summary>
    private sealed class First : IRecordSink
    {
        public LeafRecord? Taken { get; private set; }

        public void Add(long sequence, long recordedUs, ReadOnlySpan<byte> record) =>
            Taken ??= new LeafRecord(sequence, recordedUs, record.ToArray());
    }

    /// <summary>Takes records before one.</summary>
    private sealed class Some(long until) : IRecordSink
    {
        public long Until => until;

        public List<LeafRecord> Taken { get; } = [];

        public void Add(long sequence, long recordedUs, ReadOnlySpan<byte> record)
        {
            if (sequence < until)
                Taken.Add(new LeafRecord(sequence, recordedUs, record.ToArray()));
        }
    }

    /// <summary>Goes on from the last head: its hashes as they lie there, or made again from the journal, give its root, or nothing more is
    /// signed.</summary>
    private void Resume()
    {
        if (_heads.LastNote is not { } note)
        {
            _hashes.OpenAt(0);
            return;
        }
        if (Key.Read(note) is not HeadReading.Good good)
        {
            // Where the key signed the one before, a power loss tore the last, as well as it may: no more is lost than who cuts a line away
            // could take, and witnesses hold what was shown.
            if (_heads.NoteBefore is not { Length: > 0 } before || Key.Read(before) is not HeadReading.Good earlier)
            {
                _hashes.OpenAt(0);
                Stop($"the last kept head is not signed by {Key.Name} {Key.Id}: the key or the heads have been exchanged");
                return;
            }
            _options.Warn("The log's last kept head is torn and was shown to nobody; it goes on from the one before.");
            _heads.DropLast();
            good = earlier;
        }
        _head = good;
        var size = good.Head.Size;
        if (_journal.Head(_options.Stream).Next < size)
        {
            _hashes.OpenAt(size);
            Stop(
                $"the journal's stream {_options.Stream} ends with record {_journal.Head(_options.Stream).Next - 1}, "
                    + $"and a head over {size} of them was signed at {good.Head.Time}"
            );
            return;
        }
        if (_hashes.OpenAt(size) && good.Head.HasRoot(MerkleProof.Root(_hashes, size)))
            return;
        _options.Warn("The log's stored hashes do not give its last head; they are made again from the journal.");
        _hashes.CutTo(0);
        TakeIn();
        if (!good.Head.HasRoot(MerkleProof.Root(_hashes, size)))
        {
            Stop(
                $"the journal's stream {_options.Stream} no longer gives the root "
                    + $"that was signed at {good.Head.Time} over its first {size} records"
            );
        }
    }

    private void Stop(string why)
    {
        _trouble = $"The oversight log signs nothing more: {why}. Keep the folder as it is; ./sunqar verify-log says more.";
        _options.Warn(_trouble);
    }

    private void TakeIn()
    {
        if (_journal.Head(_options.Stream).Next <= _hashes.Size)
            return;
        var intake = new Intake(_hashes);
        _journal.ReadRecords(_options.Stream, _hashes.Size, intake);
        intake.Finish();
    }

    public void Dispose()
    {
        _heads.Dispose();
        _hashes.Dispose();
    }

    private sealed class Intake(HashFiles hashes) : IRecordSink
    {
        private readonly LeafHasher _hasher = new();

        public void Add(long sequence, long recordedUs, ReadOnlySpan<byte> record)
        {
            _hasher.Add(sequence, recordedUs, record);
            if (_hasher.Count == PieceLeaves)
                Finish();
        }

        public void Finish()
        {
            hashes.Append(_hasher.Finish());
            _hasher.Clear();
        }
    }
}

/// <summary>That a leaf is in a tree.</summary>
/// <param name="Path">From the leaf's sister up.</param>
/// <param name="Root">Of that tree; trust it only as far as a signed head says the same.</param>
public sealed record LeafProof(byte[] LeafHash, IReadOnlyList<byte[]> Path, byte[] Root);
