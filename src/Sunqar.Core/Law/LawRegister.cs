using System.Globalization;

namespace Sunqar.Core.Law;

/// <summary>What came of reading a register.</summary>
public abstract record RegisterReading
{
    private RegisterReading() { }

    /// <summary>Every line fits.</summary>
    public sealed record Read(LawRegister Register) : RegisterReading;

    /// <param name="Line">From 1; 0 where something is missing from the whole.</param>
    public sealed record Refused(int Line, string Reason) : RegisterReading;
}

/// <summary>
/// The register of law: <c>rulebooks/law/kazakhstan.law</c>, embedded so that program and law cannot part. Code, pages and reports take
/// figures, terms and articles from it by key and day; a change of law is a line of the file.
/// </summary>
public sealed class LawRegister
{
    private static readonly Lazy<LawRegister> Loaded = new(() =>
        Parse(Law.Shipped.TextOf("kazakhstan.law")) switch
        {
            RegisterReading.Read read => read.Register,
            RegisterReading.Refused refused => throw new InvalidOperationException(
                $"kazakhstan.law, line {refused.Line}: {refused.Reason}."
            ),
            _ => throw new InvalidOperationException("An outcome that is not known."),
        }
    );

    private readonly ILookup<string, Provision> _byKey;

    private LawRegister(DateOnly version, IReadOnlyList<LawAct> acts, IReadOnlyList<Provision> all) =>
        (Version, Acts, All, _byKey) = (version, acts, all, all.ToLookup(one => one.Key));

    /// <summary>Units of figures. Terms are those that <see cref="Provision.EndUs"/> counts.</summary>
    public static IReadOnlyList<string> Units { get; } =
    ["hours", "rolling_hours", "working_days", "days", "months", "years", "count", "percent", "KZT", "USD", "-"];

    /// <summary>The register of this build. Loaded once; the tests check it, so a fault in it is a bug.</summary>
    public static LawRegister Shipped => Loaded.Value;

    /// <summary>The day of the last change.</summary>
    public DateOnly Version { get; }

    public IReadOnlyList<LawAct> Acts { get; }

    /// <summary>Every line, in the order of the file.</summary>
    public IReadOnlyList<Provision> All { get; }

    /// <summary>The line of a key that holds on a day; null where none does yet, or any more.</summary>
    public Provision? Find(string key, DateOnly day) => _byKey[key].FirstOrDefault(one => one.HoldsOn(day));

    /// <summary>The line of a key that holds on a day; where the law is not yet in force, the first that will be, since the house never
    /// goes without a term.</summary>
    /// <exception cref="KeyNotFoundException">The register has no such key: a bug.</exception>
    public Provision Of(string key, DateOnly day) =>
        Find(key, day) ?? _byKey[key].OrderBy(one => one.From ?? DateOnly.MinValue).FirstOrDefault() ?? throw new KeyNotFoundException(key);

    /// <summary>When a term that begins at a moment is over, by the law of that day and the country's calendar; both microseconds since
    /// 1970-01-01T00:00:00Z.</summary>
    /// <exception cref="KeyNotFoundException">The register has no such key: a bug.</exception>
    public long EndUs(string key, long fromUs) => Of(key, WorkingDays.Kazakhstan.Clock.Day(fromUs)).EndUs(fromUs, WorkingDays.Kazakhstan);

    /// <summary>The newest line of a key.</summary>
    /// <exception cref="KeyNotFoundException">The register has no such key: a bug.</exception>
    public Provision Newest(string key) =>
        _byKey[key].OrderByDescending(one => one.From ?? DateOnly.MinValue).FirstOrDefault() ?? throw new KeyNotFoundException(key);

    /// <summary>
    /// Reads the file as its head describes it. Lines of one key never hold on one day together, acts stand before what names them, and a
    /// review names keys that stand before it.
    /// </summary>
    public static RegisterReading Parse(string text)
    {
        DateOnly? version = null;
        var acts = new Dictionary<string, LawAct>(StringComparer.Ordinal);
        var all = new List<Provision>();
        foreach (var (number, whole) in text.Split('\n').Index())
        {
            var line = whole.Trim();
            if (line.Length == 0 || line[0] == '#')
                continue;
            if (Split(line) is not { } words)
                return new RegisterReading.Refused(number + 1, "a text in quotes does not end");
            var fault = words switch
            {
                ["version", var day] => TryDay(day, out var parsed) && version is null ? Set(ref version, parsed) : "expected one version",
                ["act", var code, var title, var edition] => acts.TryAdd(code, new LawAct(code, title, edition))
                    ? null
                    : $"the act {code} stands twice",
                ["review", var day, var who, .. var keys] => Review(all, day, who, keys),
                [var key, var value, var unit, var days, var act, var article, var standing, var meaning] => Take(
                    all,
                    acts,
                    (key, value, unit, days),
                    (act, article, standing, meaning)
                ),
                _ => "expected act, review, version, or a key with value, unit, days, act, article, standing and meaning",
            };
            if (fault is not null)
                return new RegisterReading.Refused(number + 1, fault);
        }
        return version is { } at
            ? new RegisterReading.Read(new LawRegister(at, [.. acts.Values], all))
            : new RegisterReading.Refused(0, "expected a line with the version");
    }

    private static string? Set(ref DateOnly? version, DateOnly day)
    {
        version = day;
        return null;
    }

    private static string? Review(List<Provision> all, string dayText, string who, string[] keys)
    {
        if (!TryDay(dayText, out var day) || keys.Length == 0)
            return "expected the day of a review, who made it, and the keys";
        if (keys.FirstOrDefault(key => all.TrueForAll(one => one.Key != key)) is { } unknown)
            return $"no line of {unknown} stands before its review";
        for (var place = 0; place < all.Count; place++)
        {
            if (keys.Contains(all[place].Key))
                all[place] = all[place] with { Review = new LawReview(day, who) };
        }
        return null;
    }

    private static string? Take(
        List<Provision> all,
        Dictionary<string, LawAct> acts,
        (string Key, string Value, string Unit, string Days) what,
        (string Act, string Article, string Standing, string Meaning) where
    )
    {
        long? value = null;
        if (what.Value != "-")
        {
            if (!long.TryParse(what.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                return $"'{what.Value}' is no whole number";
            value = number;
        }
        if (!Units.Contains(what.Unit) || (what.Unit == "-") != (value is null))
            return $"'{what.Unit}' is no unit of it; expected {string.Join(", ", Units)}";
        DateOnly? from = null,
            until = null;
        if (what.Days.Split("..") is not [var first, var last] || !TryEnd(first, ref from) || !TryEnd(last, ref until) || from > until)
            return $"'{what.Days}' is no time; expected FROM..UNTIL, days such as 2026-01-01, either of them open";
        if (!acts.TryGetValue(where.Act, out var act))
            return $"no act {where.Act} stands before";
        if (!Enum.TryParse<LawStanding>(where.Standing, ignoreCase: true, out var standing) || char.IsAsciiDigit(where.Standing[0]))
            return $"'{where.Standing}' is no standing; expected read, press or unreviewed";
        var provision = new Provision(what.Key, value, what.Unit, from, until, act, where.Article, standing, where.Meaning);
        if (all.Find(one => one.Key == what.Key && Overlap(one, provision)) is not null)
            return $"{what.Key} holds twice on one day";
        all.Add(provision);
        return null;
    }

    private static bool Overlap(Provision one, Provision other) =>
        (one.From ?? DateOnly.MinValue) <= (other.Until ?? DateOnly.MaxValue)
        && (other.From ?? DateOnly.MinValue) <= (one.Until ?? DateOnly.MaxValue);

    private static bool TryEnd(string text, ref DateOnly? day)
    {
        if (text.Length == 0)
            return true;
        if (!TryDay(text, out var parsed))
            return false;
        day = parsed;
        return true;
    }

    private static bool TryDay(string text, out DateOnly day) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);

    /// <summary>Words, and texts in quotes as one word each; null where a quote is not closed.</summary>
    private static string[]? Split(string line)
    {
        var parts = line.Split('"');
        return parts.Length % 2 == 0
            ? null
            : [.. parts.SelectMany((part, i) => i % 2 == 1 ? [part] : part.Split(' ', StringSplitOptions.RemoveEmptyEntries))];
    }
}
