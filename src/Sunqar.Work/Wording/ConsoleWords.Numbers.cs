using System.Globalization;
using Sunqar.Core.Payments;
using Sunqar.Core.Times;
using Sunqar.Work.Summaries;

namespace Sunqar.Work.Wording;

/// <summary>Amounts, times and shares as the reader's language writes them. English ones are those of <see cref="Amounts"/> and
/// <see cref="When"/>.</summary>
public sealed partial class ConsoleWords
{
    private const long DayUs = 86_400_000_000;

    /// <summary>A space that breaks no line: between groups of digits, before a unit.</summary>
    private const char Gap = '\u00A0';

    private bool IsEnglish => Language == "en";

    /// <inheritdoc cref="Amounts.Short(Int128)"/>
    public string Short(Int128 micro) => Written(Amounts.Short(micro));

    /// <inheritdoc cref="Amounts.Short(Int128, Currency)"/>
    public string Short(Int128 micro, Currency currency) => Written(Amounts.Short(micro, currency));

    /// <inheritdoc cref="Amounts.Both"/>
    public string Both(Turnover turnover) => Written(Amounts.Both(turnover));

    /// <inheritdoc cref="Amounts.Full(Int128)"/>
    public string Full(Int128 micro) => Written(Amounts.Full(micro));

    /// <inheritdoc cref="Amounts.Full(Money)"/>
    public string Full(Money money) => Written(Amounts.Full(money));

    /// <inheritdoc cref="Words.Percent"/>
    public string Percent(double? share) => Written(Words.Percent(share));

    /// <inheritdoc cref="Words.Score"/>
    public string Score(double score) => Written(Words.Score(score));

    /// <summary>A probability as a person takes it in: "99 of 100".</summary>
    public string OfHundred(double score) => Of("time.of_hundred", Math.Clamp((int)Math.Round(score * 100), 1, 99));

    /// <summary>In whose time clocks stand.</summary>
    public string Zone => this["time.zone"];

    /// <summary>"2026-01-15 09:30:00", "15.01.2026 09:30:00".</summary>
    public string Exact(long timeUs) => IsEnglish ? When.Exact(timeUs) : At(timeUs, "dd.MM.yyyy HH:mm:ss");

    /// <summary>"3 Jan – 14 Feb 2026", "03.01 – 14.02.2026"; a single day stands alone.</summary>
    public string Period(long firstUs, long lastUs)
    {
        if (IsEnglish)
            return When.Period(firstUs, lastUs);
        var last = Day(lastUs);
        var first = At(firstUs, At(firstUs, "yyyy") == At(lastUs, "yyyy") ? "dd.MM" : "dd.MM.yyyy");
        return Day(firstUs) == last ? last : $"{first} – {last}";
    }

    /// <inheritdoc cref="When.Span"/>
    public string Span(long firstUs, long lastUs)
    {
        var span = TimeSpan.FromMicroseconds(lastUs - firstUs);
        return lastUs - firstUs >= 2 * DayUs ? Plural("count.day", (long)Math.Round(span.TotalDays))
            : span.TotalHours >= 2 ? Of("time.hours", Math.Round(span.TotalHours))
            : Of("time.minutes", Math.Round(span.TotalMinutes));
    }

    /// <inheritdoc cref="When.Left"/>
    public string Left(long dueUs, long nowUs)
    {
        var late = dueUs <= nowUs;
        var minutes = (Math.Abs(dueUs - nowUs) + (late ? 0 : 59_999_999)) / 60_000_000;
        var text =
            minutes >= 2 * 1440 ? Plural("count.day", minutes / 1440)
            : minutes >= 60 ? Of("time.hours_minutes", minutes / 60, minutes % 60)
            : Of("time.minutes", minutes);
        return late ? Of("time.late_by", text) : text;
    }

    /// <summary>"0.84 s", "12.4 s", "3 min 5 s".</summary>
    public string Seconds(double seconds) =>
        seconds switch
        {
            < 10 => Of("time.seconds", Written(seconds.ToString("0.00", CultureInfo.InvariantCulture))),
            < 100 => Of("time.seconds", Written(seconds.ToString("0.0", CultureInfo.InvariantCulture))),
            _ => Of("time.minutes_seconds", (long)seconds / 60, (long)seconds % 60),
        };

    /// <summary>A number that was written in English, with its scale and currency, as the language writes it: "24.1 bn KZT" →
    /// "24,1 млрд KZT". Only what stands between digits is touched.</summary>
    public string Written(string english)
    {
        if (IsEnglish)
            return english;
        var text = english.ToCharArray();
        for (var at = 1; at < text.Length - 1; at++)
        {
            if (char.IsAsciiDigit(english[at - 1]) && char.IsAsciiDigit(english[at + 1]))
            {
                text[at] = english[at] switch
                {
                    ',' => Gap,
                    '.' => ',',
                    _ => text[at],
                };
            }
        }
        return Scale().Replace(new string(text), match => Gap + this["time.scale_" + match.Groups["scale"].Value]);
    }

    private static string At(long timeUs, string pattern) =>
        LocalTime.Kazakhstan.Clock(timeUs).ToString(pattern, CultureInfo.InvariantCulture);

    [System.Text.RegularExpressions.GeneratedRegex("(?<=[0-9]) (?<scale>tn|bn|m)(?![\\p{L}0-9])")]
    private static partial System.Text.RegularExpressions.Regex Scale();
}
