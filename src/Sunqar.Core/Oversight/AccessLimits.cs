namespace Sunqar.Core.Oversight;

/// <summary>
/// How narrow a look is. No law states these figures; they are the house's, chosen and argued in
/// docs/decisions/0025-purpose-bound-looks.md, and an agency may tighten them. Times in microseconds.
/// </summary>
public static class AccessLimits
{
    public const long DayUs = 86_400_000_000L;

    /// <summary>Subjects of one request: a family and their accounts, not a list.</summary>
    public const int SubjectsPerGrantMax = 10;

    /// <summary>Requests of one account in a local day.</summary>
    public const int RequestsPerDayMax = 20;

    /// <summary>Days for which a grant may be asked.</summary>
    public const int ValidDaysMax = 14;

    /// <summary>Period of data that one grant covers.</summary>
    public const long PeriodUsMax = 366 * DayUs;

    /// <summary>A request that nobody answers lapses.</summary>
    public const long PendingUs = 7 * DayUs;

    /// <summary>What is urgent works so long without a second person.</summary>
    public const long UrgentUs = DayUs;

    /// <summary>Within which the drawn person must have looked at it.</summary>
    public const long ReviewUs = 3 * DayUs;

    /// <summary>For so long the same person answers for the same subject, whoever asks and in whichever case: asking again draws nobody
    /// new.</summary>
    public const long DrawHoldsUs = 90 * DayUs;

    /// <summary>Distinct subjects that one account looks at in one case and local day.</summary>
    public const int SubjectsPerCaseDayMax = 20;

    /// <summary>Distinct subjects that one account looks at in one local day.</summary>
    public const int SubjectsPerDayMax = 40;

    /// <summary>Subjects of one exported file: there is no bulk export.</summary>
    public const int SubjectsPerExportMax = 1;

    /// <summary>Rows of one exported file.</summary>
    public const int ExportRowsMax = 500;

    /// <summary>Characters of a purpose, note or reason.</summary>
    public const int TextLengthMax = 500;

    /// <summary>Looks in a case are hidden from the citizen until it closes, and never longer than this.</summary>
    public const long HiddenUsMax = 365 * DayUs;
}
