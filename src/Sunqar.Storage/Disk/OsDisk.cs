using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Sunqar.Storage.Disk;

/// <summary>The real disk.</summary>
internal sealed partial class OsDisk : IDisk
{
    public static OsDisk Instance { get; } = new();

    public IReadOnlyList<string> Files(string folder) => Names(folder, Directory.EnumerateFiles);

    public IReadOnlyList<string> Folders(string folder) => Names(folder, Directory.EnumerateDirectories);

    private static string[] Names(string folder, Func<string, IEnumerable<string>> list)
    {
        if (!Directory.Exists(folder))
            return [];
        var names = list(folder).Select(path => Path.GetFileName(path)).ToArray();
        Array.Sort(names, StringComparer.Ordinal);
        return names;
    }

    public bool FileExists(string path) => File.Exists(path);

    public long? Version(string path)
    {
        var info = new FileInfo(path);
        return info.Exists ? unchecked(info.LastWriteTimeUtc.Ticks * 31 + info.Length) : null;
    }

    IDiskFile IDisk.OpenToRead(string path) => OpenToRead(path);

    public void CreateFolder(string folder)
    {
        var full = Path.GetFullPath(folder);
        if (Directory.Exists(full))
            return;
        var parent = Path.GetDirectoryName(full);
        if (parent is null)
            return;
        CreateFolder(parent);
        Directory.CreateDirectory(full);
        FlushFolder(parent);
    }

    public IDiskFile Create(string path, bool secret = false)
    {
        try
        {
            var options = new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.ReadWrite,
                Share = FileShare.ReadWrite,
                BufferSize = 0,
            };
            if (secret && !OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            return new OsFile(path, new FileStream(path, options));
        }
        catch (IOException error) when (IsFull(error))
        {
            throw new DiskFullException(path, error);
        }
    }

    public IDiskFile Open(string path) =>
        new OsFile(
            path,
            new FileStream(
                path,
                new FileStreamOptions
                {
                    Mode = FileMode.Open,
                    Access = FileAccess.ReadWrite,
                    Share = FileShare.ReadWrite,
                    BufferSize = 0,
                }
            )
        );

    /// <summary>An existing file, for an examiner who may change nothing and perhaps cannot.</summary>
    public static IDiskFile OpenToRead(string path) =>
        new OsFile(
            path,
            new FileStream(
                path,
                new FileStreamOptions
                {
                    Mode = FileMode.Open,
                    Access = FileAccess.Read,
                    Share = FileShare.ReadWrite | FileShare.Delete,
                    BufferSize = 0,
                }
            )
        );

    public void Rename(string from, string to) => File.Move(from, to, overwrite: true);

    public void Delete(string path) => File.Delete(path);

    /// <summary>The names in a folder are data of the folder: without this a crash may forget a file whose bytes are safe.</summary>
    public void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        var handle = OpenFolder(folder, 0);
        if (handle < 0)
            throw new IOException($"The folder {folder} cannot be opened (errno {Marshal.GetLastPInvokeError()}).");
        try
        {
            if (FlushHandle(handle) != 0)
                throw new IOException($"The folder {folder} cannot be flushed (errno {Marshal.GetLastPInvokeError()}).");
        }
        finally
        {
            _ = CloseHandle(handle);
        }
    }

    public IDisposable? TryLock(string path)
    {
        try
        {
            // On Linux FileShare.None takes an advisory lock (flock) that the kernel releases with the process.
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error)
            when (error is not (DirectoryNotFoundException or PathTooLongException or FileNotFoundException)
                && !IsFull(error)
                && !IsReadOnly(error)
            )
        {
            return null;
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFolder(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FlushHandle(int handle);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int CloseHandle(int handle);

    /// <summary>ENOSPC, EDQUOT, EFBIG; ERROR_DISK_FULL and ERROR_HANDLE_DISK_FULL.</summary>
    private static bool IsFull(IOException error) =>
        error.HResult is 28 or 122 or 27 || unchecked((uint)error.HResult) is 0x80070070 or 0x80070027;

    /// <summary>EROFS: nobody holds a lock there, nobody can.</summary>
    private static bool IsReadOnly(IOException error) => error.HResult is 30;

    /// <summary>Reads and writes name their place, so they need no position and may run beside each other.</summary>
    private sealed class OsFile(string path, FileStream stream) : IDiskFile
    {
        private readonly SafeFileHandle _handle = stream.SafeFileHandle;

        public long Length => RandomAccess.GetLength(_handle);

        public int Read(long offset, Span<byte> into)
        {
            var done = 0;
            while (done < into.Length)
            {
                var count = RandomAccess.Read(_handle, into[done..], offset + done);
                if (count == 0)
                    break;
                done += count;
            }
            return done;
        }

        public void Write(long offset, ReadOnlySpan<byte> data)
        {
            try
            {
                RandomAccess.Write(_handle, data, offset);
            }
            catch (IOException error) when (IsFull(error))
            {
                throw new DiskFullException(path, error);
            }
        }

        public void Truncate(long length) => RandomAccess.SetLength(_handle, length);

        public void Flush() => RandomAccess.FlushToDisk(_handle);

        public void Dispose() => stream.Dispose();
    }
}
