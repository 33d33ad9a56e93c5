using Sunqar.Storage.Disk;

namespace Sunqar.CrashTests;

/// <summary>The power goes. Not an IOException: nothing in the product may catch it and carry on.</summary>
public sealed class PowerLostException() : Exception("the simulated power is gone");

/// <summary>
/// A disk in memory that loses power when told to. What was not flushed then survives in part: a write by its sectors, each or none; a
/// length without its bytes; names created, renamed or deleted without their folder's flush, in any combination.
/// </summary>
internal sealed class SimulatedDisk(int seed) : IDisk
{
    private const int SectorBytes = 32;

    private readonly Random _random = new(seed);
    private readonly object _gate = new();
    private readonly HashSet<string> _folders = [];
    private readonly HashSet<string> _locks = [];
    private readonly List<(string Folder, Action<Dictionary<string, Content>> Apply)> _unflushedNames = [];
    private Dictionary<string, Content> _live = [];
    private Dictionary<string, Content> _durable = [];

    /// <summary>Operations that change something, so far.</summary>
    public int Writes { get; private set; }

    /// <summary>The power goes in the middle of this write.</summary>
    public int PowerLostAt { get; set; } = int.MaxValue;

    /// <summary>This write, if it is a flush, is answered with an error.</summary>
    public int FlushFailsAt { get; set; } = int.MaxValue;

    /// <summary>Bytes that all files together may hold.</summary>
    public long Capacity { get; set; } = long.MaxValue;

    public bool IsOff { get; private set; }

    /// <summary>Every byte of every file, flushed or not, for searches.</summary>
    public IEnumerable<(string Path, byte[] Bytes)> AllFiles()
    {
        lock (_gate)
            return [.. _live.Select(pair => (pair.Key, pair.Value.Live.ToArray()))];
    }

    /// <summary>Changes stored bytes behind everybody's back.</summary>
    public void Rot(string path, Action<List<byte>> change)
    {
        lock (_gate)
        {
            change(_live[path].Live);
            _live[path].Flush();
        }
    }

    public void Lose(string path)
    {
        lock (_gate)
        {
            _live.Remove(path);
            _durable.Remove(path);
        }
    }

    /// <summary>Takes away what was not flushed, in part, and switches on again.</summary>
    public void Restart()
    {
        lock (_gate)
        {
            var mood = _random.Next(3);
            foreach (var (_, apply) in _unflushedNames)
            {
                if (Survives(mood))
                    apply(_durable);
            }
            _unflushedNames.Clear();
            foreach (var content in _durable.Values.Distinct().ToArray())
                content.LosePower(_random, () => Survives(_random.Next(3)));
            _live = new Dictionary<string, Content>(_durable);
            _locks.Clear();
            IsOff = false;
            (PowerLostAt, FlushFailsAt) = (int.MaxValue, int.MaxValue);
        }
    }

    private bool Survives(int mood) =>
        mood switch
        {
            0 => true,
            1 => false,
            _ => _random.Next(2) == 0,
        };

    /// <summary>Counts a change; in the fatal one <paramref name="half"/> may still happen in part.</summary>
    private void Change(Action? half = null)
    {
        if (IsOff)
            throw new PowerLostException();
        if (++Writes < PowerLostAt)
            return;
        if (_random.Next(2) == 0)
            half?.Invoke();
        IsOff = true;
        throw new PowerLostException();
    }

    private void Rename(string folder, Action<Dictionary<string, Content>> apply)
    {
        Change(() => _unflushedNames.Add((folder, apply)));
        apply(_live);
        _unflushedNames.Add((folder, apply));
    }

    private T Locked<T>(Func<T> read)
    {
        lock (_gate)
        {
            if (IsOff)
                throw new PowerLostException();
            return read();
        }
    }

    private static string FolderOf(string path) => Path.GetDirectoryName(path)!;

    public IReadOnlyList<string> Files(string folder) =>
        Locked(() =>
            _live
                .Keys.Where(path => FolderOf(path) == folder)
                .Select(path => Path.GetFileName(path))
                .Order(StringComparer.Ordinal)
                .ToArray()
        );

    public IReadOnlyList<string> Folders(string folder) =>
        Locked(() =>
            _folders.Where(path => FolderOf(path) == folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal).ToArray()
        );

    public long? Version(string path) => FileExists(path) ? 0 : null;

    public bool FileExists(string path) => Locked(() => _live.ContainsKey(path));

    public void CreateFolder(string folder)
    {
        lock (_gate)
        {
            if (_folders.Contains(folder))
                return;
            Change();
            _folders.Add(folder);
        }
    }

    public IDiskFile Create(string path, bool secret = false)
    {
        lock (_gate)
        {
            if (_live.ContainsKey(path))
                throw new IOException($"{path} exists.");
            if (Used() >= Capacity)
                throw new DiskFullException(path);
            var content = new Content();
            Rename(FolderOf(path), names => names[path] = content);
            return new SimulatedFile(this, path, content);
        }
    }

    public IDiskFile Open(string path) =>
        Locked(() => new SimulatedFile(this, path, _live.GetValueOrDefault(path) ?? throw new FileNotFoundException(path)));

    public void Rename(string from, string to)
    {
        lock (_gate)
        {
            var content = _live[from];
            Rename(
                FolderOf(to),
                names =>
                {
                    names.Remove(from);
                    names[to] = content;
                }
            );
        }
    }

    public void Delete(string path)
    {
        lock (_gate)
            Rename(FolderOf(path), names => names.Remove(path));
    }

    public void FlushFolder(string folder)
    {
        lock (_gate)
        {
            Change();
            foreach (var (_, apply) in _unflushedNames.Where(change => change.Folder == folder))
                apply(_durable);
            _unflushedNames.RemoveAll(change => change.Folder == folder);
        }
    }

    public IDisposable? TryLock(string path)
    {
        lock (_gate)
        {
            if (IsOff)
                throw new PowerLostException();
            return _locks.Add(path) ? new Release(this, path) : null;
        }
    }

    private long Used() => _live.Values.Sum(content => (long)content.Live.Count);

    private sealed class Release(SimulatedDisk disk, string path) : IDisposable
    {
        public void Dispose()
        {
            lock (disk._gate)
                disk._locks.Remove(path);
        }
    }

    /// <summary>A file's bytes as a reader sees them, as they are on the platter, and the changes between.</summary>
    private sealed class Content
    {
        public readonly List<byte> Live = [];
        private readonly List<byte> _platter = [];
        private readonly List<(int Offset, byte[]? Data)> _unflushed = [];

        public void Write(long offset, ReadOnlySpan<byte> data)
        {
            Put(Live, (int)offset, data);
            _unflushed.Add(((int)offset, data.ToArray()));
        }

        public void Truncate(long length)
        {
            Cut(Live, (int)length);
            _unflushed.Add(((int)length, null));
        }

        public void Flush()
        {
            _platter.Clear();
            _platter.AddRange(Live);
            _unflushed.Clear();
        }

        public void LosePower(Random random, Func<bool> survives)
        {
            foreach (var (offset, data) in _unflushed)
            {
                if (data is null)
                {
                    if (survives())
                        Cut(_platter, offset);
                    continue;
                }
                if (survives())
                    Put(_platter, Math.Max(0, offset + data.Length - 1), _platter.Count >= offset + data.Length ? [] : new byte[1]);
                var perSector = random.Next(3);
                for (var at = 0; at < data.Length; )
                {
                    var sector = Math.Min(data.Length - at, SectorBytes - (offset + at) % SectorBytes);
                    if (perSector == 0 || perSector == 2 && random.Next(2) == 0)
                        Put(_platter, offset + at, data.AsSpan(at, sector));
                    at += sector;
                }
            }
            _unflushed.Clear();
            Live.Clear();
            Live.AddRange(_platter);
        }

        private static void Put(List<byte> bytes, int offset, ReadOnlySpan<byte> data)
        {
            while (bytes.Count < offset + data.Length)
                bytes.Add(0);
            for (var i = 0; i < data.Length; i++)
                bytes[offset + i] = data[i];
        }

        private static void Cut(List<byte> bytes, int length)
        {
            if (bytes.Count > length)
                bytes.RemoveRange(length, bytes.Count - length);
        }
    }

    private sealed class SimulatedFile(SimulatedDisk disk, string path, Content content) : IDiskFile
    {
        public long Length => disk.Locked(() => (long)content.Live.Count);

        public int Read(long offset, Span<byte> into)
        {
            lock (disk._gate)
            {
                if (disk.IsOff)
                    throw new PowerLostException();
                var count = (int)Math.Clamp(content.Live.Count - offset, 0, into.Length);
                for (var i = 0; i < count; i++)
                    into[i] = content.Live[(int)offset + i];
                return count;
            }
        }

        public void Write(long offset, ReadOnlySpan<byte> data)
        {
            lock (disk._gate)
            {
                var part = data[..disk._random.Next(data.Length + 1)].ToArray();
                disk.Change(() => content.Write(offset, part));
                var room = disk.Capacity - disk.Used() + Math.Max(0, content.Live.Count - offset);
                if (room < data.Length)
                {
                    content.Write(offset, data[..(int)Math.Max(0, room)]);
                    throw new DiskFullException(path);
                }
                content.Write(offset, data);
            }
        }

        public void Truncate(long length)
        {
            lock (disk._gate)
            {
                disk.Change(() => content.Truncate(length));
                content.Truncate(length);
            }
        }

        public void Flush()
        {
            lock (disk._gate)
            {
                disk.Change(() => content.Flush());
                if (disk.Writes >= disk.FlushFailsAt)
                {
                    disk.FlushFailsAt = int.MaxValue;
                    throw new IOException("Input/output error");
                }
                content.Flush();
            }
        }

        public void Dispose() { }
    }
}
