using System.Security.Cryptography;
using Sunqar.Core.Identity;
using Sunqar.Storage.Disk;
using Sunqar.Storage.Journal;

namespace Sunqar.Storage.Keys;

/// <summary>
/// Apart from the journal: which subject stands for which identifier, and each subject's data key. It holds no identifier, only keyed
/// hashes, encrypted under a root key that lies elsewhere. All spellings of an account are one subject (<see cref="AccountForm"/>).
/// Destroying an entry forgets the subject: no identifier leads to its facts any more, and nobody can open its texts. For any number of
/// threads.
/// </summary>
public sealed partial class KeyStore : IDisposable
{
    private const string LockName = "lock";
    private const string Unfinished = ".tmp";

    private readonly IDisk _disk;
    private readonly string _folder;
    private readonly KeyStoreOptions _options;
    private readonly RootKey _root;
    private readonly IDisposable? _lock;
    private readonly Lock _gate = new();
    private readonly SubjectTable _table = new();
    private readonly RecentSubjects _recent = new();
    private readonly IdentifierHashes _hashes;
    private readonly ChancePool _chance;
    private readonly Introductions _introductions = new();
    private readonly List<int> _touched = [];
    private KeyFile _file;
    private HashSet<ulong>? _met;
    private bool _hasUnformed;
    private int _durable;
    private bool _closed;

    /// <param name="rootKeyPath">The root key's file; made at first use.</param>
    /// <exception cref="KeyStoreException">The root key is missing or another store's, or the store is damaged.</exception>
    /// <exception cref="FolderInUseException">Another process has it open.</exception>
    public KeyStore(string folder, string rootKeyPath, KeyStoreOptions? options = null)
        : this(OsDisk.Instance, folder, rootKeyPath, options ?? new KeyStoreOptions()) { }

    internal KeyStore(IDisk disk, string folder, string rootKeyPath, KeyStoreOptions options)
    {
        (_disk, _folder, _options) = (disk, folder, options);
        _chance = new ChancePool(options.Chance);
        disk.CreateFolder(folder);
        _lock = disk.TryLock(Path.Combine(folder, LockName)) ?? throw new FolderInUseException(folder);
        try
        {
            var generations = Generations();
            WipeUnfinished();
            // The root key is never where the store is that it opens.
            var rootDisk = disk.IsFar ? OsDisk.Instance : disk;
            _root = RootKey.Open(rootDisk, rootKeyPath, mayCreate: generations.Length == 0, options.Chance);
            _hashes = new IdentifierHashes(_root, options.Chance);
            _file = generations.Length == 0 ? FirstGeneration() : Load(generations);
        }
        catch
        {
            _lock.Dispose();
            throw;
        }
    }

    /// <summary>Subjects that have an entry.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _table.Count;
        }
    }

    /// <summary>Every subject that has an entry, in the order of their introduction.</summary>
    public IReadOnlyList<SubjectId> Subjects()
    {
        lock (_gate)
        {
            // A subject of an older store may be reached by two hashes.
            return [.. Enumerable.Range(0, _table.Count).Select(slot => new SubjectId(_table[slot].Id)).Distinct()];
        }
    }

    internal RootKey Root => _root;

    /// <summary>Where it lies, and with it what else is kept beside the journal.</summary>
    internal IDisk Disk => _disk;

    /// <summary>The file of sessions in a data folder, under this root key.</summary>
    public SealedFile SessionFile(string folder) => new(_disk, folder, "sessions", "SUNQARS1", _root.ForSeals("sessions"));

    /// <summary>The file of the log's signing key, where nodes share it.</summary>
    internal SealedFile LogKeyFile(string folder) => new(_disk, folder, "log.key", "SUNQARL1", _root.ForSeals("log key"));

    /// <summary>The key of what the server gives out to be brought back (AES-256-GCM).</summary>
    public byte[] TicketKey() => _root.ForSeals("tickets");

    /// <summary>The seed of the key that blinded identifiers are evaluated under.</summary>
    public byte[] ExactMatchSeed() => _root.ForSeals("exact match");

    /// <summary>Seals side files of one use.</summary>
    public FolderSeal Seal(string use) => new(_root.ForSeals(use));

    /// <summary>Turns card numbers into tokens under a key of their own; the same number gives the same token as long as the root key is
    /// the same.</summary>
    public ICardTokeniser CardTokeniser() => new KeyedCardTokeniser(_root.ForCards());

    internal Lock Gate => _gate;

    /// <summary>The subject of an identifier, without making one; none where it was never met or was destroyed.</summary>
    public SubjectId Find(SubjectKind kind, ReadOnlySpan<char> identifier)
    {
        lock (_gate)
        {
            var slot = Slot(kind, identifier, out _, out _);
            return slot < 0 || slot >= _durable ? SubjectId.None : new SubjectId(_table[slot].Id);
        }
    }

    /// <summary>The subject of an identifier, made where it was never met, so that lists and requests can name it; it is introduced to the
    /// journal when it is met.</summary>
    /// <exception cref="KeyStoreException">The disk failed, or has no room.</exception>
    public SubjectId Reserve(SubjectKind kind, ReadOnlySpan<char> identifier)
    {
        lock (_gate)
        {
            var subject = Resolve(kind, identifier, out _, out var introduce);
            FlushPending();
            if (introduce)
                ForgetIntroductions([subject]);
            return subject;
        }
    }

    /// <summary>Seals a text with a subject's own key; empty where the subject was destroyed.</summary>
    public SealedText Seal(SubjectId subject, string text, SealedField field)
    {
        lock (_gate)
        {
            var slot = _table.Find(subject);
            if (slot < 0)
                return default;
            using var sealer = new TextSealer(in _table[slot]);
            return sealer.Seal(text, field, _chance);
        }
    }

    /// <summary>Opens a sealed text, for those whom the access rules allow; null where the subject was destroyed or the seal is not this
    /// subject's.</summary>
    public string? Unseal(SubjectId subject, SealedText text, SealedField field)
    {
        lock (_gate)
        {
            var slot = _table.Find(subject);
            if (slot < 0)
                return null;
            using var sealer = new TextSealer(in _table[slot]);
            return sealer.Open(text, field);
        }
    }

    /// <summary>
    /// The slot of an identifier; a new entry where it is met first. <paramref name="introduce"/> says that the journal may not hold
    /// its introduction yet. The caller holds <see cref="Gate"/> and calls <see cref="FlushPending"/> before any fact leaves.
    /// </summary>
    internal SubjectId Resolve(SubjectKind kind, ReadOnlySpan<char> identifier, out int slot, out bool introduce)
    {
        _hashes.Quick(kind, identifier, out var tag, out var spread);
        introduce = false;
        if (_recent.TryGet(tag, spread, out var id, out slot))
        {
            _met?.Add(id);
            return new SubjectId(id);
        }
        slot = Slot(kind, identifier, out var hash, out var isUnformed);
        if (isUnformed)
            _table.Add(_table[slot] with { HashLow = hash.Low, HashHigh = hash.High, Form = AccountForm.Version });
        if (slot < 0)
        {
            slot = AddEntry(kind, hash.Low, hash.High);
            introduce = true;
        }
        else if (_introductions.TakeLost(slot))
        {
            Touch(slot);
            introduce = true;
        }
        id = _table[slot].Id;
        _met?.Add(id);
        _recent.Put(tag, spread, id, slot);
        return new SubjectId(id);
    }

    internal ref SubjectEntry Entry(int slot) => ref _table[slot];

    internal ChancePool Chance => _chance;

    private int AddEntry(SubjectKind kind, ulong low, ulong high)
    {
        ulong id;
        do
        {
            id = _chance.Next64();
        } while (id == 0 || _table.Find(new SubjectId(id)) >= 0);
        return _table.Add(
            new SubjectEntry
            {
                Kind = kind,
                Form = _options.Form,
                HashLow = low,
                HashHigh = high,
                Id = id,
                KeyLow = _chance.Next64(),
                KeyHigh = _chance.Next64(),
            }
        );
    }

    /// <summary>An entry that is on disk already changed: it is written again with the new ones, and replaces the earlier.</summary>
    internal void Touch(int slot)
    {
        if (slot < _durable)
            _touched.Add(slot);
    }

    /// <summary>Makes new entries durable: one write and one flush for all. On failure they are forgotten again.</summary>
    internal KeyMark FlushPending()
    {
        if (_touched.Count == 0 && _table.Count == _durable)
            return new KeyMark(_file.Generation, _file.Written);
        var slots = _touched.Concat(Enumerable.Range(_durable, _table.Count - _durable)).ToArray();
        try
        {
            if (slots.Length > 0)
            {
                WriteSlots(_file, slots, _introductions.Noted);
                _file.Flush();
                _durable = _table.Count;
                foreach (var slot in slots)
                    _introductions.Wrote(slot);
            }
            return new KeyMark(_file.Generation, _file.Written);
        }
        catch
        {
            ForgetPending();
            throw;
        }
        finally
        {
            _touched.Clear();
        }
    }

    /// <summary>As if nothing new had been met: the next meeting begins again.</summary>
    internal void ForgetPending()
    {
        foreach (var slot in _touched)
        {
            _introductions.AddLost(slot);
            _table[slot].NameMark = 0;
        }
        _touched.Clear();
        _table.CutTo(_durable);
        _recent.Clear();
    }

    /// <summary>The journal lacks these subjects' introductions or names: the next meeting gives both again.</summary>
    internal void ForgetIntroductions(IEnumerable<SubjectId> subjects)
    {
        foreach (var slot in subjects.Select(_table.Find).Where(slot => slot >= 0))
        {
            _introductions.AddLost(slot);
            _table[slot].NameMark = 0;
        }
        _recent.Clear();
    }

    private void WriteSlots(KeyFile file, ReadOnlySpan<int> slots, long confirmed)
    {
        var plain = new byte[SubjectEntry.Size * Math.Min(KeyFile.BatchEntriesMax, slots.Length)];
        while (slots.Length > 0)
        {
            var count = Math.Min(KeyFile.BatchEntriesMax, slots.Length);
            for (var i = 0; i < count; i++)
                _table[slots[i]].Write(plain.AsSpan(i * SubjectEntry.Size));
            file.Write(plain.AsSpan(0, count * SubjectEntry.Size), confirmed);
            slots = slots[count..];
        }
        CryptographicOperations.ZeroMemory(plain);
    }

    /// <summary>Says that the journal holds every introduction up to a mark.</summary>
    internal void Confirm(KeyMark mark)
    {
        lock (_gate)
        {
            if (mark.Generation == _file.Generation)
                _introductions.Confirm(mark.Written);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_closed)
                return;
            _hashes.Dispose();
            _closed = true;
            try
            {
                if (!_isFollowing)
                    NoteIntroductions();
            }
            catch (IOException error)
            {
                _options.Warn(
                    $"The key store could not note what the journal holds ({error.Message}); some subjects will be introduced again."
                );
            }
            _file?.Dispose();
            _table.Clear();
            _root.Dispose();
            _lock?.Dispose();
        }
    }

    private void NoteIntroductions()
    {
        var confirmed = _introductions.Confirmed;
        if (confirmed <= _file.Confirmed)
            return;
        int[] lost = [.. _introductions.Lost];
        if (lost.Length == 0)
            _file.Write([], confirmed);
        // One batch a flush: only so is a torn one known to be the last.
        foreach (var batch in lost.Chunk(KeyFile.BatchEntriesMax))
        {
            WriteSlots(_file, batch, batch.Length == lost.Length ? confirmed : _introductions.Noted);
            _file.Flush();
        }
        if (lost.Length > KeyFile.BatchEntriesMax)
            _file.Write([], confirmed);
        _file.Flush();
    }
}

/// <summary>How far the key store had been written when subjects were introduced.</summary>
internal readonly record struct KeyMark(long Generation, long Written);
