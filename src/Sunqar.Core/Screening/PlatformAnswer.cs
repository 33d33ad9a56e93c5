using Sunqar.Core.Blocking;
using Sunqar.Core.Registry;
using Sunqar.Core.Times;

namespace Sunqar.Core.Screening;

/// <summary>What a citizen is told of a platform, the worst last.</summary>
public enum PlatformVerdict : byte
{
    /// <summary>No register knows it.</summary>
    NotKnown = 0,

    /// <summary>A licence is in force.</summary>
    Licensed = 1,

    /// <summary>Known to the regulator, which is no licence.</summary>
    Registered = 2,

    /// <summary>The press says that it is licensed; the register does not.</summary>
    PressOnly = 3,

    /// <summary>Never licensed, or no longer; blocked, sanctioned, or named as a fraud.</summary>
    Unlicensed = 4,
}

/// <summary>An answer to "is this platform licensed?".</summary>
/// <param name="Text">The answer in one plain line.</param>
/// <param name="MatchedBy">name, brand, code, domain, wallet, handle, app, list or actor; empty where nothing was met.</param>
/// <param name="Listing">The row that decided; null where there is none.</param>
/// <param name="Caution">The platform that what was asked for only looks like; null where it looks like none.</param>
public sealed record PlatformAnswer(PlatformVerdict Verdict, string Text, string MatchedBy, PlatformListing? Listing, string? Caution)
{
    /// <summary>What the rows of one platform come to at a moment: a licence in force first, then what is worst.</summary>
    public static PlatformAnswer Of(RegistrySnapshot registry, string code, string matchedBy, long nowUs)
    {
        var rows = registry.Listings(code);
        if (registry.LicenceAt(code, nowUs) is { } licence)
        {
            var until =
                licence.ValidToUs == long.MaxValue ? "without an end date" : $"until {LocalTime.Kazakhstan.IsoDay(licence.ValidToUs)}";
            return new(
                PlatformVerdict.Licensed,
                $"Licensed {until}: {licence.Permission} ({licence.Regulator}, {licence.Regime}).",
                matchedBy,
                licence,
                null
            );
        }
        var own = rows.Where(r => !r.IsPressClaim).ToList();
        if (own.Count == 0)
        {
            return new(
                PlatformVerdict.PressOnly,
                $"The press names it as licensed; the register does not say so. Source: {rows[0].Evidence}.",
                matchedBy,
                rows[0],
                null
            );
        }
        var worst = own.MaxBy(r => (r.Status == PlatformListing.Registered ? 0 : 1, r.ValidToUs))!;
        return worst.Status == PlatformListing.Registered
            ? new(
                PlatformVerdict.Registered,
                "Registered, not licensed: it may not take your money for digital assets.",
                matchedBy,
                worst,
                null
            )
            : new(PlatformVerdict.Unlicensed, $"Unlicensed: do not pay. {Why(worst, nowUs)}", matchedBy, worst, null);
    }

    private static string Why(PlatformListing row, long nowUs) =>
        row.Status switch
        {
            PlatformListing.Licensed when row.ValidToUs <= nowUs => $"Its licence ended on {LocalTime.Kazakhstan.IsoDay(row.ValidToUs)}.",
            PlatformListing.Licensed => $"Its licence begins on {LocalTime.Kazakhstan.IsoDay(row.ValidFromUs)}.",
            PlatformListing.Suspended => $"Its licence is suspended{Since(row)}.",
            PlatformListing.Revoked => $"Its licence was revoked{Since(row)}.",
            "blocked" => $"It is blocked{Since(row)}.",
            _ => "It never held a licence that the register knows.",
        };

    private static string Since(PlatformListing row) =>
        row.StatusSinceUs == long.MinValue ? "" : $" since {LocalTime.Kazakhstan.IsoDay(row.StatusSinceUs)}";
}
