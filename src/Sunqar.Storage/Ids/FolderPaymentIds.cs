using Sunqar.Storage.Disk;

namespace Sunqar.Storage.Ids;

/// <summary>
/// Fingerprints on disk. The newest are in memory; when they are many they become a run, and runs of about one size become one, so that
/// there are few however long the history is. Memory stays the same. Runs are written by another thread: the desk never waits for one. What
/// was only in memory is filled again from the journal.
/// </summary>
internal sealed class FolderPaymentIds : IPaymentIds
{
    /// <summary>How many entries become a run: some 8 MB of memory.</summary>
    public const int MemoryEntries = 1 << 18;

    private readonly IDisk _disk;
    private readonly string _folder;
    private readonly Action<string> _warn;
    private readonly Lock _gate = new();
    private readonly List<IdRun> _runs = [];
    private MemoryIds _newest;
    private MemoryIds? _becomingRun;
    private Task _writing = Task.CompletedTask;
    private readonly int _memoryEntries;
    private int _limit;

    public FolderPaymentIds(IDisk disk, string folder, Action<string> warn, int memoryEntries = MemoryEntries)
    {
        (_disk, _folder, _warn, _memoryEntries, _limit) = (disk, folder, warn, memoryEntries, memoryEntries);
        disk.CreateFolder(folder);
        _newest = MemoryIds.From(OpenRuns());
    }

    public long Next
    {
        get
        {
            lock (_gate)
                return _newest.Next;
        }
    }

    /// <summary>Files that a search looks into.</summary>
    public int Runs
    {
        get
        {
            lock (_gate)
                return _runs.Count;
        }
    }

    public void Add(ulong fingerprint, long sequence)
    {
        lock (_gate)
        {
            _newest.Add(fingerprint, sequence);
            // One writer at a time: while it still joins older runs, what comes waits in memory.
            if (_newest.Count >= _limit && _writing.IsCompleted)
                BeginRun();
        }
    }

    public void Advance(long next)
    {
        lock (_gate)
            _newest.Advance(next);
    }

    public void Find(ulong fingerprint, List<long> into)
    {
        lock (_gate)
        {
            // Oldest first: so the sequences come in order.
            foreach (var run in _runs)
                run.Find(fingerprint, into);
            _becomingRun?.Find(fingerprint, into);
            _newest.Find(fingerprint, into);
        }
    }

    public void Clear()
    {
        WaitForRun();
        lock (_gate)
        {
            foreach (var run in _runs)
                Drop(run);
            _runs.Clear();
            _newest = new MemoryIds();
        }
    }

    /// <summary>Returns when no run is being written.</summary>
    public void WaitForRun()
    {
        Task writing;
        lock (_gate)
            writing = _writing;
        writing.Wait();
    }

    /// <summary>The runs that follow each other from the first fact on; whatever else lies there is left from a crash.</summary>
    private long OpenRuns()
    {
        var names = _disk.Files(_folder);
        foreach (var name in names.Where(name => name.EndsWith(IdRunWriter.Unfinished, StringComparison.Ordinal)))
            _disk.Delete(Path.Combine(_folder, name));
        var found = names
            .Where(name => IdRun.TryName(name, out _, out _))
            .Select(name => (Name: name, IdRun.TryName(name, out var from, out var to) ? (from, to) : default))
            .ToList();
        var next = 0L;
        while (
            found.Where(file => file.Item2.from == next && file.Item2.to > next).OrderByDescending(file => file.Item2.to).FirstOrDefault()
                is { Name: { } best } file
        )
        {
            found.Remove(file);
            if (IdRun.Open(_disk, Path.Combine(_folder, best), next, file.Item2.to) is not { } run)
            {
                _disk.Delete(Path.Combine(_folder, best));
                continue;
            }
            _runs.Add(run);
            next = run.To;
        }
        foreach (var (name, _) in found)
            _disk.Delete(Path.Combine(_folder, name));
        return next;
    }

    private void BeginRun()
    {
        _becomingRun = _newest;
        _newest = MemoryIds.From(_becomingRun.Next);
        _writing = Task.Run(WriteRun);
    }

    private void WriteRun()
    {
        var memory = _becomingRun!;
        try
        {
            var from = _runs.Count > 0 ? _runs[^1].To : 0;
            var run = IdRunWriter.Write(_disk, _folder, from, memory.Next, memory.Count, memory.Sorted());
            lock (_gate)
            {
                _runs.Add(run);
                _becomingRun = null;
                _limit = _memoryEntries;
            }
            // Each run more than twice the next: so there are as many as doublings in the history.
            while (_runs.Count > 1 && _runs[^2].Count <= 2 * _runs[^1].Count)
                MergeLast();
        }
        catch (IOException error)
        {
            // The entries stay in memory, and a later run takes them all.
            _warn($"The index of payments could not be written ({error.Message}); it stays in memory for now.");
            lock (_gate)
            {
                if (_becomingRun is null)
                    return;
                foreach (var entry in _newest.Sorted().OrderBy(entry => entry.After))
                    memory.Add(entry.Fingerprint, entry.After - 1);
                memory.Advance(_newest.Next);
                (_newest, _becomingRun) = (memory, null);
                _limit = _newest.Count * 2;
            }
        }
    }

    private void MergeLast()
    {
        var (older, newer) = (_runs[^2], _runs[^1]);
        var merged = IdRunWriter.Write(
            _disk,
            _folder,
            older.From,
            newer.To,
            older.Count + newer.Count,
            IdRunWriter.Merge(older.All(), newer.All())
        );
        lock (_gate)
        {
            _runs.RemoveRange(_runs.Count - 2, 2);
            _runs.Add(merged);
            Drop(older);
            Drop(newer);
        }
    }

    private void Drop(IdRun run)
    {
        run.Dispose();
        _disk.Delete(run.Path);
    }

    public void Dispose()
    {
        WaitForRun();
        lock (_gate)
        {
            foreach (var run in _runs)
                run.Dispose();
            _runs.Clear();
        }
    }
}
