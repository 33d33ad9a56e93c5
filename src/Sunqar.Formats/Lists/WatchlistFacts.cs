using System.Globalization;
using Sunqar.Core.Registry;

namespace Sunqar.Formats.Lists;

/// <summary>A watchlist that was read whole, as facts.</summary>
internal static class WatchlistFacts
{
    /// <param name="list">The list's name in the house: no two publishers' lists share one.</param>
    /// <param name="publishedUs">The list's own date, microseconds since 1970-01-01T00:00:00Z; its day is the version.</param>
    public static void HandOver(ListReading reading, string list, long publishedUs, IReadOnlyList<WatchlistEntry> entries)
    {
        var version = DateTime.UnixEpoch.AddTicks(publishedUs * 10).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        reading.TakeRuns(entries, Bytes, run => new WatchlistEntries(list, version, run));
        reading.Take(new WatchlistPublished(list, version, publishedUs, entries.Count));
    }

    private static int Bytes(WatchlistEntry entry) =>
        ListReading.Bytes([
            entry.Id,
            .. entry.Programs,
            .. entry.Birth,
            .. entry.Names.Select(name => name.Text + name.Script),
            .. entry.Wallets.Select(wallet => wallet.Currency + wallet.Chain + wallet.Address),
        ]);

    /// <summary>ISO 15924 code of the letters a name is written in, by its first letter; empty where there is none.</summary>
    public static string ScriptOf(string name) =>
        name.FirstOrDefault(char.IsLetter) switch
        {
            '\0' => "",
            < '\u0250' or (>= '\u1e00' and < '\u1f00') => "Latn",
            >= '\u0370' and < '\u0400' => "Grek",
            >= '\u0400' and < '\u0530' => "Cyrl",
            >= '\u0530' and < '\u0590' => "Armn",
            >= '\u0590' and < '\u0600' => "Hebr",
            (>= '\u0600' and < '\u0780') or (>= '\ufb50' and < '\uff00') => "Arab",
            >= '\u0900' and < '\u0980' => "Deva",
            >= '\u10a0' and < '\u1100' => "Geor",
            >= '\u3040' and < '\u3100' => "Jpan",
            >= '\u3400' and < '\ua000' => "Hani",
            >= '\uac00' and < '\ud7b0' => "Hang",
            _ => "Zyyy",
        };
}
