namespace Sunqar.Storage.Journal;

/// <summary>
/// Stored facts are damaged or missing where that cannot come from a crash in the middle of the last write: nothing is repaired by guess,
/// the start is refused and a person decides.
/// </summary>
public sealed class JournalDamagedException(string place, long offset, long sequence, string what)
    : IOException($"{place}: {what} (offset {offset}, sequence {sequence}).")
{
    /// <summary>The file or table.</summary>
    public string Place { get; } = place;

    /// <summary>Where in it, bytes from its start.</summary>
    public long Offset { get; } = offset;

    /// <summary>The first sequence that cannot be trusted.</summary>
    public long Sequence { get; } = sequence;
}

/// <summary>Another process has the data folder open.</summary>
public sealed class FolderInUseException(string folder)
    : IOException($"{folder} is in use by another process; one process at a time may open a data folder.");
