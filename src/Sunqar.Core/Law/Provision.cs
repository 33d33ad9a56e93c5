using System.Globalization;

namespace Sunqar.Core.Law;

/// <summary>How a line of the register came to be known.</summary>
public enum LawStanding : byte
{
    /// <summary>Held against a public copy of the edition that the act names.</summary>
    Read = 1,

    /// <summary>As news reports tell it.</summary>
    Press = 2,

    /// <summary>From memory or a form; counsel has to confirm it.</summary>
    Unreviewed = 3,
}

/// <summary>An act of legislation, or rules of an authority.</summary>
/// <param name="Code">By which lines name it: <c>191-IV</c>.</param>
/// <param name="Edition">Which edition was read, and what was not.</param>
public sealed record LawAct(string Code, string Title, string Edition);

/// <summary>Who held lines against the law's text, and when.</summary>
public sealed record LawReview(DateOnly Day, string Who);

/// <summary>One rule of law: a figure, a term or a basis, in force for a time.</summary>
/// <param name="Key">By which the house asks for it: <c>suspension.agency</c>.</param>
/// <param name="Value">The figure in its unit; null of a basis alone.</param>
/// <param name="Unit">One of <see cref="LawRegister.Units"/>; <c>-</c> of a basis alone.</param>
/// <param name="From">First day in force; null where it is not known to have begun.</param>
/// <param name="Until">Last day in force; null where no end is known.</param>
/// <param name="Article">Where in the act; <c>-</c> where the act says nothing else.</param>
/// <param name="Meaning">What it says, in one sentence.</param>
/// <param name="Review">Null where nobody has reviewed it.</param>
public sealed record Provision(
    string Key,
    long? Value,
    string Unit,
    DateOnly? From,
    DateOnly? Until,
    LawAct Act,
    string Article,
    LawStanding Standing,
    string Meaning,
    LawReview? Review = null
)
{
    private const long HourUs = 3_600_000_000;

    /// <summary>Act and article, and how far they are to be trusted: what a page or report says beside a figure.</summary>
    public string Citation
    {
        get
        {
            var place = Article == "-" ? Act.Title : $"{Act.Title}, {Article}";
            return Review is { } review ? string.Create(CultureInfo.InvariantCulture, $"{place} (reviewed {review.Day:yyyy-MM-dd})")
                : Standing == LawStanding.Read ? place
                : $"{place} ({(Standing == LawStanding.Press ? "as the press tells it" : "unreviewed")})";
        }
    }

    public bool HoldsOn(DateOnly day) => (From is null || From <= day) && (Until is null || day <= Until);

    /// <summary>
    /// When a term that begins at a moment is over, microseconds since 1970-01-01T00:00:00Z. Hours run from the moment; of rolling hours an
    /// end on a non-working day rolls to the end of the next working day; working days, days, months and years are counted from the next
    /// day and end with the last of them.
    /// </summary>
    /// <exception cref="InvalidOperationException">It is no term.</exception>
    public long EndUs(long fromUs, WorkingDays calendar)
    {
        var day = calendar.Clock.Day(fromUs);
        if (Value is not { } count)
            throw new InvalidOperationException($"{Key} is no term.");
        switch (Unit)
        {
            case "hours":
                return fromUs + (count * HourUs);
            case "rolling_hours":
                return calendar.RolledUs(fromUs + (count * HourUs));
            case "working_days":
                return calendar.Clock.EndUs(calendar.Add(day, (int)count));
            case "days":
                return calendar.Clock.EndUs(day.AddDays((int)count));
            case "months":
                return calendar.Clock.EndUs(day.AddMonths((int)count));
            case "years":
                return calendar.Clock.EndUs(day.AddYears((int)count));
            default:
                throw new InvalidOperationException($"{Key} is no term.");
        }
    }

    /// <summary>The figure with its unit, as people write it: "3 working days", "10,000,000 KZT"; empty of a basis alone.</summary>
    public string Figure => Value is { } value ? string.Create(CultureInfo.InvariantCulture, $"{value:N0} {UnitOf(value)}") : "";

    private string UnitOf(long value)
    {
        var unit = Unit.Replace('_', ' ');
        return value == 1 && unit.EndsWith('s') ? unit[..^1] : unit;
    }

    public override string ToString() => Figure.Length == 0 ? Key : $"{Key}: {Figure}";
}
