namespace Sunqar.Storage.Journal;

/// <summary>Limits on everything, the same for each implementation.</summary>
public static class JournalLimits
{
    /// <summary>One encoded fact, bytes.</summary>
    public const int RecordBytesMax = 1 << 20;

    /// <summary>What one call may append, encoded, bytes.</summary>
    public const int BatchBytesMax = 16 << 20;

    /// <summary>Facts that one call may append.</summary>
    public const int BatchFactsMax = 1 << 18;

    /// <summary>Encoded bytes that may wait for the disk in one writer.</summary>
    public const int PendingBytesMax = 32 << 20;

    /// <summary>Length of a stream's or a fold's name.</summary>
    public const int NameLengthMax = 64;

    /// <summary>One snapshot, bytes.</summary>
    public const int SnapshotBytesMax = 1 << 30;

    /// <summary>Refuses a stream's or fold's name that is not 1 to 64 of <c>a-z 0-9 -</c>.</summary>
    internal static void CheckName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var good = name.Length is > 0 and <= NameLengthMax;
        foreach (var c in name)
        {
            good &= char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-';
        }
        if (!good)
        {
            throw new ArgumentException(
                $"'{name}' is no name of a stream or fold: 1 to {NameLengthMax} of a-z 0-9 - are expected.",
                nameof(name)
            );
        }
    }
}
