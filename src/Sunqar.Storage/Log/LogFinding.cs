namespace Sunqar.Storage.Log;

/// <summary>What was done to a log.</summary>
public enum LogFault : byte
{
    /// <summary>Nothing; the line only says what a reader should know.</summary>
    None = 0,

    /// <summary>A file of the journal does not hold: checksum, order or hash chain.</summary>
    Damaged = 1,

    /// <summary>A record is not what it was.</summary>
    Changed = 2,

    /// <summary>Records are gone from the middle.</summary>
    Dropped = 3,

    /// <summary>A record was put in.</summary>
    Inserted = 4,

    /// <summary>Records stand in another order.</summary>
    Reordered = 5,

    /// <summary>The end is gone.</summary>
    Truncated = 6,

    /// <summary>Two different trees of one size are signed.</summary>
    Forked = 7,

    /// <summary>A head is signed by another key.</summary>
    OtherKey = 8,

    /// <summary>A head claims the key, and the signature is not of it.</summary>
    Forged = 9,

    /// <summary>A line of the heads is no head, or out of order.</summary>
    Malformed = 10,

    /// <summary>No head is kept: nothing says what the log was.</summary>
    Unsigned = 11,

    /// <summary>The stored hashes are wrong, the journal is right: they can be made again.</summary>
    HashesWrong = 12,

    /// <summary>A stream beside the log is an older copy of itself, or another: it is not what a leaf marked.</summary>
    RolledBack = 13,
}

/// <summary>One line of what a verification found.</summary>
/// <param name="Leaf">The first leaf that is touched; -1 where none can be named.</param>
/// <param name="Place">File, and where it helps the offset or line.</param>
public sealed record LogFinding(LogFault Fault, long Leaf, string Place, string What)
{
    public bool IsFault => Fault != LogFault.None;
}

/// <summary>What a verification went through.</summary>
/// <param name="Leaves">Leaves of the log.</param>
/// <param name="Heads">Signed heads, each checked against the tree of its size.</param>
/// <param name="Records">Records of all streams, whose hash chains were followed.</param>
/// <param name="Covered">Leaves under the largest head that holds; what comes after them nobody has signed yet.</param>
public sealed record LogVerified(long Leaves, long Heads, long Records, long Covered, int Faults);
