using Sunqar.Core.Decisions;

namespace Sunqar.Work.Deciding;

/// <summary>What came of a question to the desk.</summary>
public enum DeskStatus : byte
{
    /// <summary>Decided now, and on disk.</summary>
    Decided = 0,

    /// <summary>The same question with the same content was answered before: this is that answer.</summary>
    Duplicate = 1,

    /// <summary>The id was used for another content.</summary>
    Conflict = 2,

    /// <summary>The institution never sent a payment of this id.</summary>
    Unknown = 3,

    /// <summary>The payment's standing decision leaves nothing to confirm or undo.</summary>
    NothingToDo = 4,

    /// <summary>Too many questions wait already; nothing was decided, ask again.</summary>
    Busy = 5,

    /// <summary>Nothing could be made durable, or the desk is not open; whether anything was decided shows a repeat of the
    /// question.</summary>
    Unavailable = 6,

    /// <summary>A measure stands before decisions, or no longer does, as asked for; on disk, and done once however often it is asked
    /// for.</summary>
    Noted = 7,

    /// <summary>The payment is dated further back than the rulebook's lateness: nothing was decided. History comes by a door of its
    /// own.</summary>
    TooLate = 8,

    /// <summary>The institution's mere word counts no more: a signature is asked for. Nothing was decided.</summary>
    WordEnded = 9,
}

/// <summary>An answer of the desk. A value, not a class hierarchy: the hot path returns them by the hundred thousand and must not
/// allocate.</summary>
/// <param name="Decision">The decision that the answer tells; null where there is none.</param>
/// <param name="Sequence">Of the fact that holds it.</param>
/// <param name="Reason">One sentence for a person where the status is none of the first two.</param>
public readonly record struct DeskAnswer(DeskStatus Status, Decision? Decision, long Sequence, string? Reason)
{
    /// <summary>There is a decision to tell.</summary>
    public bool IsDecision => Status is DeskStatus.Decided or DeskStatus.Duplicate;

    internal static DeskAnswer Unavailable(string reason) => new(DeskStatus.Unavailable, null, -1, reason);

    internal static DeskAnswer Busy { get; } =
        new(DeskStatus.Busy, null, -1, "Too many payments wait to be decided; ask again in a second.");

    internal static DeskAnswer Unknown { get; } = new(DeskStatus.Unknown, null, -1, "This institution sent no payment of this id.");

    /// <param name="latenessUs">How far back a payment may be dated, microseconds.</param>
    internal static DeskAnswer TooLate(long latenessUs) =>
        new(
            DeskStatus.TooLate,
            null,
            -1,
            $"The payment is dated more than {latenessUs / 3_600_000_000} hours back; what is older is sent as history, by a key for it."
        );

    /// <param name="sequence">Of the fact that holds the payment.</param>
    internal static DeskAnswer WordEnded(long sequence) =>
        new(
            DeskStatus.WordEnded,
            null,
            sequence,
            "For payments of this day the institution's word counts no more: send the answer to a challenge (docs/confirmation.md)."
        );

    /// <param name="sequence">Of the fact that holds the payment of this id.</param>
    public static DeskAnswer Conflict(long sequence) =>
        new(DeskStatus.Conflict, null, sequence, "A payment of this id was sent before with another content.");
}

/// <summary>What shows that the customer agreed to a payment.</summary>
public enum Confirmation : byte
{
    /// <summary>The sender confirmed in the bank's app.</summary>
    Sender = 1,

    /// <summary>The customer's face or fingerprint was checked: the sender's, or the recipient's where cash comes in.</summary>
    Biometrics = 2,

    /// <summary>The sender's device signed a challenge of the payment.</summary>
    SignedSender = 3,

    /// <summary>The institution's verifier attested face or fingerprint for a challenge of the payment.</summary>
    SignedBiometrics = 4,
}
