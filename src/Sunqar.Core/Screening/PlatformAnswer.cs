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

    /// <summary>A trading platform whose registration is in force.</summary>
    Registered = 2,

    /// <summary>An entry of the regulator's that permits nothing.</summary>
    EntryOnly = 3,

    /// <summary>The press says that it is licensed; the register does not.</summary>
    PressOnly = 4,

    /// <summary>Never licensed, or no longer; blocked, sanctioned, or named as a fraud.</summary>
    Unlicensed = 5,
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
            return new(
                PlatformVerdict.Licensed,
                $"Licensed{(licence.Kind == PlatformListing.Exchanger ? " exchange operator" : "")} {Until(licence)}: {licence.Permission} ({licence.Regulator}, {licence.Regime}).",
                matchedBy,
                licence,
                null
            );
        }
        if (registry.RegistrationAt(code, nowUs) is { } registration)
        {
            var since = LocalTime.Kazakhstan.IsoDay(registration.ValidFromUs);
            return new(
                PlatformVerdict.Registered,
                $"Registered trading platform since {since}, {Until(registration)}: {registration.Permission} "
                    + $"({registration.Regulator}, {registration.Regime}). A registration is no licence to exchange.",
                matchedBy,
                registration,
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
            ? new(PlatformVerdict.EntryOnly, Why(worst, nowUs) + ": it may not take your money for digital assets.", matchedBy, worst, null)
            : new(PlatformVerdict.Unlicensed, $"Unlicensed: do not pay. {Why(worst, nowUs)}", matchedBy, worst, null);
    }

    private static string Why(PlatformListing row, long nowUs) =>
        row.Status switch
        {
            PlatformListing.Licensed when row.ValidToUs <= nowUs => $"Its licence ended on {LocalTime.Kazakhstan.IsoDay(row.ValidToUs)}.",
            PlatformListing.Licensed => $"Its licence begins on {LocalTime.Kazakhstan.IsoDay(row.ValidFromUs)}.",
            PlatformListing.Suspended => $"Its licence is suspended{Since(row)}.",
            PlatformListing.Revoked => $"Its licence was revoked{Since(row)}.",
            PlatformListing.Registered when row.Regime == PlatformListing.National && row.ValidToUs <= nowUs =>
                $"Its registration ended on {LocalTime.Kazakhstan.IsoDay(row.ValidToUs)}",
            PlatformListing.Registered when row.Regime == PlatformListing.National && row.ValidFromUs > nowUs =>
                $"Its registration begins on {LocalTime.Kazakhstan.IsoDay(row.ValidFromUs)}",
            PlatformListing.Registered => "Registered, not licensed",
            "blocked" => $"It is blocked{Since(row)}.",
            _ => "It never held a licence that the register knows.",
        };

    private static string Until(PlatformListing row) =>
        row.ValidToUs == long.MaxValue ? "without an end date" : $"until {LocalTime.Kazakhstan.IsoDay(row.ValidToUs)}";

    private static string Since(PlatformListing row) =>
        row.StatusSinceUs == long.MinValue ? "" : $" since {LocalTime.Kazakhstan.IsoDay(row.StatusSinceUs)}";
}
