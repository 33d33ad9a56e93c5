using Sunqar.Core.Law;
using Sunqar.Core.Times;

namespace Sunqar.Core.Footage;

/// <summary>What a bank owes, in calendar days of the country.</summary>
public static class FootageTerms
{
    /// <summary>Whole calendar days for which footage of cash machines is kept after the day that it ends on: <c>video.atm</c> of the
    /// register of law.</summary>
    public static int DaysMin { get; } = (int)LawRegister.Shipped.Newest("video.atm").Value!.Value;

    /// <summary>Longest that a recording may be; a file is cut by the hour, seldom by the day.</summary>
    public const long LengthUsMax = 2 * DayUs;

    /// <summary>Eight hours: a night's run seals the day before, and what is committed later is late.</summary>
    public const long CommitGraceUs = 28_800_000_000L;

    /// <summary>Recorders lose a moment at each new file; less than this is no gap and no overlap.</summary>
    public const long SeamUs = 2_000_000;

    /// <summary>A clock that is disciplined does not move further between two files, milliseconds.</summary>
    public const int ClockStepMs = 2_000;

    /// <summary>From here on a withdrawal is looked for at the wrong moment of the picture, milliseconds.</summary>
    public const int ClockOffMs = 60_000;

    /// <summary>A day: within it a bank answers a challenge.</summary>
    public const long AnswerUs = DayUs;

    /// <summary>Of the recordings that one hold is about, and of how long it lasts: a year; it can be asked for again.</summary>
    public const long HoldUsMax = 366 * DayUs;

    internal const long DayUs = 86_400_000_000L;

    /// <summary>The first moment at which a recording may be deleted.</summary>
    public static long OwedUntilUs(long endUs) => KeptUntilUs(endUs, DaysMin);

    /// <summary>The moment at which so many whole calendar days after the day that a recording ends on are over.</summary>
    public static long KeptUntilUs(long endUs, int days) => LocalTime.Kazakhstan.EndUs(LocalTime.Kazakhstan.Day(endUs).AddDays(days));

    /// <summary>The first moment at which a commitment to a recording is late.</summary>
    public static long CommitDueUs(long endUs) => LocalTime.Kazakhstan.EndUs(LocalTime.Kazakhstan.Day(endUs)) + CommitGraceUs;

    /// <summary>Whether the last day that a recording is owed on is the day of this moment: the day of the final draw.</summary>
    public static bool IsLastDay(long endUs, long nowUs) =>
        LocalTime.Kazakhstan.Day(endUs).AddDays(DaysMin) == LocalTime.Kazakhstan.Day(nowUs);
}
