using System.Globalization;
using System.Reflection;

namespace Sunqar.Core.Registry;

/// <summary>What a list is held to.</summary>
/// <param name="LateAfterDays">Days after the list's own date from which it is late.</param>
/// <param name="ShrinkMaxPercent">Percent of its parties that a new version may lack.</param>
/// <param name="Source">Who publishes it.</param>
public sealed record WatchlistLimit(int LateAfterDays, int ShrinkMaxPercent, string Source);

/// <summary>A list's source, date, age and whether it is late.</summary>
/// <param name="AgeDays">Whole days since the list's own date.</param>
public sealed record WatchlistStanding(string List, string Version, int Parties, int AgeDays, bool IsLate, WatchlistLimit Limit)
{
    /// <summary>What is to be said aloud of a late list; null where it is in time.</summary>
    public string? Alarm =>
        IsLate
            ? $"{List} of {Version} is {AgeDays} days old, {Limit.LateAfterDays} "
                + $"at most: who was listed since is not met. Source: {Limit.Source}"
            : null;
}

/// <summary>How old watchlists may grow and how far they may shrink: rulebooks/watchlists.limits, embedded so that program and limits
/// cannot part.</summary>
public static class WatchlistLimits
{
    private const string OwnLists = "names";

    private static readonly Dictionary<string, WatchlistLimit> ByList = Read();

    /// <summary>A list that the file does not name is held to what a list of one's own is.</summary>
    public static WatchlistLimit Of(string list) =>
        ByList.GetValueOrDefault(list.IndexOf(':') is > 0 and var colon ? list[..colon] : list) ?? ByList[OwnLists];

    /// <summary>Every watchlist that a registry has in force, as it stands at a moment.</summary>
    /// <param name="nowUs">Microseconds since 1970-01-01T00:00:00Z.</param>
    public static IReadOnlyList<WatchlistStanding> Standing(RegistrySnapshot registry, long nowUs) =>
        [
            .. registry.Watchlists.Select(list =>
                StandingOf(
                    list,
                    registry.WatchlistVersion(list)!,
                    registry.Watchlist(list).Count,
                    registry.WatchlistPublishedUs(list),
                    nowUs
                )
            ),
        ];

    /// <summary>A version of a list as it stands at a moment, in force or not.</summary>
    /// <param name="publishedUs">The list's own date, microseconds since 1970-01-01T00:00:00Z, as <paramref name="nowUs"/>.</param>
    public static WatchlistStanding StandingOf(string list, string version, int parties, long publishedUs, long nowUs)
    {
        var limit = Of(list);
        var age = (int)Math.Clamp((nowUs - publishedUs) / 86_400_000_000L, 0, int.MaxValue);
        return new(list, version, parties, age, age > limit.LateAfterDays, limit);
    }

    /// <summary>Whether a version of a list lacks more of the parties of the one before than it may.</summary>
    public static bool HasShrunk(string list, long before, long now) => now * 100 < before * (100 - Of(list).ShrinkMaxPercent);

    private static Dictionary<string, WatchlistLimit> Read()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("watchlists.limits")!;
        using var reader = new StreamReader(stream);
        return Parse(reader.ReadToEnd());
    }

    /// <exception cref="FormatException">A line is none; the message names it.</exception>
    internal static Dictionary<string, WatchlistLimit> Parse(string text)
    {
        var limits = new Dictionary<string, WatchlistLimit>();
        foreach (var (index, line) in text.Split('\n').Index())
        {
            if (line.Trim().Length == 0 || line[0] == '#' || line.StartsWith("version ", StringComparison.Ordinal))
                continue;
            var quote = line.IndexOf('"', StringComparison.Ordinal);
            if (
                quote < 0
                || line.TrimEnd()[^1] != '"'
                || line[..quote].Split(' ', StringSplitOptions.RemoveEmptyEntries)
                    is not [var list, var days, "days", var percent, "percent"]
                || !int.TryParse(days, NumberStyles.None, CultureInfo.InvariantCulture, out var late)
                || !int.TryParse(percent, NumberStyles.None, CultureInfo.InvariantCulture, out var shrink)
                || shrink > 100
                || !limits.TryAdd(list, new(late, shrink, line[quote..].Trim().Trim('"')))
            )
            {
                throw new FormatException(
                    $"watchlists.limits:{index + 1}: expected a list, once, with its days, its percent and its source in quotes."
                );
            }
        }
        return limits.ContainsKey(OwnLists) ? limits : throw new FormatException($"watchlists.limits: no line for {OwnLists}.");
    }
}
