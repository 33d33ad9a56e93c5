using Sunqar.Core.Acts;

namespace Sunqar.Work.Acting;

/// <summary>How a command ended.</summary>
public enum ActStatus : byte
{
    /// <summary>Done, and on disk.</summary>
    Done = 0,

    /// <summary>Refused, and the refusal is on disk.</summary>
    Refused = 1,

    /// <summary>Nothing happened: too much waits, or the disk takes nothing. Ask again.</summary>
    Unavailable = 2,
}

/// <summary>What whoever asked is told.</summary>
/// <param name="Kind">Why it was refused; <see cref="RefusalKind.None"/> where it was not.</param>
/// <param name="Text">What the command came to, e.g. the id of what was made; or why it was refused.</param>
/// <param name="Field">The member that is wrong; null where no single one is.</param>
/// <param name="Sequence">Where the act stands in its stream: its leaf in the oversight log; -1 where nothing was stored.</param>
/// <param name="IsRepeat">The same command came before under the same key; this is the answer it got.</param>
public sealed record ActAnswer(ActStatus Status, RefusalKind Kind, string Text, string? Field, long Sequence, bool IsRepeat)
{
    public bool IsDone => Status == ActStatus.Done;

    internal static ActAnswer Of(Act act, long sequence) =>
        act.Refusal is { } refusal
            ? new ActAnswer(ActStatus.Refused, refusal.Kind, refusal.Reason, refusal.Field, sequence, false)
            : new ActAnswer(ActStatus.Done, RefusalKind.None, act.Answer, null, sequence, false);

    internal static ActAnswer Unavailable(string reason) => new(ActStatus.Unavailable, RefusalKind.None, reason, null, -1, false);
}
