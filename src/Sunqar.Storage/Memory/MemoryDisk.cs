using Sunqar.Storage.Disk;
using Sunqar.Storage.Keys;

namespace Sunqar.Storage.Memory;

/// <summary>A key store that lives as long as its object: for deciding a file without a data folder. Nothing of it reaches a
/// disk.</summary>
public static class MemoryKeys
{
    /// <summary>An empty key store under a root key of its own.</summary>
    public static KeyStore Open() => new(new MemoryDisk(), "keys", "root.key", new KeyStoreOptions());
}

/// <summary>Files in memory, by path.</summary>
internal sealed class MemoryDisk : IDisk
{
    private readonly Dictionary<string, MemoryFile> _files = [];

    public IReadOnlyList<string> Files(string folder) =>
        [
            .. _files
                .Keys.Where(path => Path.GetDirectoryName(path) == folder)
                .Select(path => Path.GetFileName(path))
                .Order(StringComparer.Ordinal),
        ];

    public IReadOnlyList<string> Folders(string folder) => [];

    public bool FileExists(string path) => _files.ContainsKey(path);

    public long? Version(string path) => _files.TryGetValue(path, out var file) ? file.Length : null;

    public void CreateFolder(string folder) { }

    public IDiskFile Create(string path, bool secret = false) =>
        _files.TryAdd(path, new MemoryFile()) ? _files[path] : throw new IOException($"There is a file {path} already.");

    public IDiskFile Open(string path) => _files.TryGetValue(path, out var file) ? file : throw new FileNotFoundException(path);

    public void Rename(string from, string to)
    {
        _files[to] = _files[from];
        _files.Remove(from);
    }

    public void Delete(string path) => _files.Remove(path);

    public void FlushFolder(string folder) { }

    public IDisposable? TryLock(string path) => new MemoryFile();

    private sealed class MemoryFile : IDiskFile
    {
        private byte[] _bytes = [];
        private int _length;

        public long Length => _length;

        public int Read(long offset, Span<byte> into)
        {
            var there = _bytes.AsSpan(0, _length)[(int)Math.Min(offset, _length)..];
            var read = Math.Min(there.Length, into.Length);
            there[..read].CopyTo(into);
            return read;
        }

        public void Write(long offset, ReadOnlySpan<byte> data)
        {
            var end = (int)offset + data.Length;
            if (end > _bytes.Length)
            {
                Array.Resize(ref _bytes, Math.Max(end, Math.Max(4096, _bytes.Length * 2)));
            }
            data.CopyTo(_bytes.AsSpan((int)offset));
            _length = Math.Max(_length, end);
        }

        public void Truncate(long length) => _length = (int)length;

        public void Flush() { }

        public void Dispose() { }
    }
}
