namespace Sunqar.Storage.Disk;

/// <summary>
/// The only way from Storage to files, kept small so that the crash tests can stand in for it. What was not flushed may be lost, torn or
/// reordered by a crash: a file's bytes until <see cref="IDiskFile.Flush"/>, a created, renamed or deleted name until
/// <see cref="FlushFolder"/>.
/// </summary>
internal interface IDisk
{
    /// <summary>Names of the files in a folder, in ordinal order; none where the folder is absent.</summary>
    IReadOnlyList<string> Files(string folder);

    /// <summary>Names of the folders in a folder, in ordinal order.</summary>
    IReadOnlyList<string> Folders(string folder);

    bool FileExists(string path);

    /// <summary>Whether a network lies between: then nobody who answers in a moment asks it.</summary>
    bool IsFar => false;

    /// <summary>Another number after each replacement of a file; null where there is none.</summary>
    long? Version(string path);

    /// <summary>An existing file that is not written.</summary>
    IDiskFile OpenToRead(string path) => Open(path);

    /// <summary>Creates a folder and its parents where they are absent; durable when it returns.</summary>
    void CreateFolder(string folder);

    /// <summary>A new, empty file for reading and writing; an existing one of that name is an error.</summary>
    /// <param name="secret">Readable by its owner alone.</param>
    IDiskFile Create(string path, bool secret = false);

    /// <summary>An existing file for reading and writing.</summary>
    IDiskFile Open(string path);

    /// <summary>Atomic; replaces what is there.</summary>
    void Rename(string from, string to);

    void Delete(string path);

    void FlushFolder(string folder);

    /// <summary>Takes a lock that ends with the process at the latest; null where another holds it.</summary>
    IDisposable? TryLock(string path);
}

/// <summary>An open file. Reads may run beside writes of other places.</summary>
internal interface IDiskFile : IDisposable
{
    long Length { get; }

    /// <summary>Reads what is there, less only at the end of the file.</summary>
    int Read(long offset, Span<byte> into);

    /// <exception cref="DiskFullException">No room; a part may have been written.</exception>
    void Write(long offset, ReadOnlySpan<byte> data);

    void Truncate(long length);

    /// <summary>Returns when everything written is on the disk itself (fsync). A failure leaves open what is.</summary>
    void Flush();
}

/// <summary>There is no room left on the device, or the quota is used up.</summary>
public sealed class DiskFullException(string path, Exception? inner = null)
    : IOException($"There is no room on the disk to write {path}; make room, then try again.", inner);
