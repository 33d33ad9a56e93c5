using System.Text.Json.Serialization;
using Sunqar.Core.Acts;
using Sunqar.Core.Facts;

namespace Sunqar.Core.Registry;

/// <summary>A supervisor changed a licence's status; the register's row as it stands from now on.</summary>
public sealed record LicenceChanged(PlatformListing Listing, string Reason) : Fact, IHoldsSince
{
    public Fact Since(long nowUs) => this with { Listing = Listing with { StatusSinceUs = nowUs } };
}

/// <summary>Asks that a licence be suspended, its suspension lifted, or the licence revoked for good. Another supervisor or a head agrees;
/// the answer is the proposal's id.</summary>
/// <param name="Basis">The law's article or the order.</param>
/// <param name="Platform">The platform's code.</param>
/// <param name="Permission">Which of its licences; empty where it has one.</param>
/// <param name="Status">suspended, licensed or registered (the suspension is lifted), or revoked.</param>
/// <param name="Registry">The register of this moment; not part of what is asked.</param>
public sealed record ChangeLicence(
    string Key,
    string? CaseId,
    string Basis,
    string Platform,
    string Permission,
    string Status,
    string Reason,
    [property: JsonIgnore] RegistrySnapshot Registry
) : Command(Key, CaseId, Basis)
{
    public const int ReasonLengthMax = 500;

    private static readonly Role[] Seconds = [Role.Supervisor, Role.Head];

    public override string Name => "licence.change";

    public override CommandOutcome Decide(ActState state, Acts.Actor actor, long nowUs)
    {
        if (actor.Role != Role.Supervisor)
            return Refused(RefusalKind.Forbidden, "A supervisor changes licences.");
        if (string.IsNullOrWhiteSpace(Basis))
            return Refused(RefusalKind.Invalid, "A change of a licence names its legal basis.", "basis");
        if (Reason.Length is 0 or > ReasonLengthMax)
            return Refused(RefusalKind.Invalid, $"A change of a licence gives its reason, in 1 to {ReasonLengthMax} characters.", "reason");
        if (Status is not (PlatformListing.Licensed or PlatformListing.Registered or PlatformListing.Suspended or PlatformListing.Revoked))
        {
            return Refused(
                RefusalKind.Invalid,
                "A licence is suspended, licensed again, or revoked; a registration likewise registered again.",
                "status"
            );
        }
        var licences = Registry
            .Listings(Platform)
            .Where(l =>
                l is { IsPressClaim: false, Regime.Length: > 0 }
                && (l.Status is PlatformListing.Licensed or PlatformListing.Suspended or PlatformListing.Revoked || IsRegistration(l))
            )
            .Where(l => Permission.Length == 0 || l.Permission == Permission)
            .ToList();
        if (licences.Count == 0)
            return Refused(RefusalKind.NotFound, "The register holds no such licence.", "platform");
        if (licences.Count > 1)
            return Refused(RefusalKind.Conflict, "The platform holds several licences; say which by its permission.", "permission");
        var licence = licences[0];
        if (licence.Status == PlatformListing.Revoked)
            return Refused(RefusalKind.Conflict, "A revoked licence does not come back; a new one is entered.", "status");
        if (licence.Status == Status)
            return Refused(RefusalKind.Conflict, $"The licence is {Status} already.", "status");
        // A suspension is lifted to what was suspended: a registration does not become a licence by it, nor the other way round.
        if (Status is PlatformListing.Licensed or PlatformListing.Registered && Status != Held(licence))
            return Refused(RefusalKind.Conflict, $"What was suspended was {Held(licence)}.", "status");
        return Proposed(
            state,
            actor,
            nowUs,
            Seconds,
            licence.Code,
            $"The licence of {licence.Code}{(licence.Permission.Length > 0 ? $" ({licence.Permission})" : "")} becomes {Status}.",
            new LicenceChanged(licence with { Status = Status, StatusSinceUs = nowUs, Evidence = Basis }, Reason)
        );
    }

    private static bool IsRegistration(PlatformListing listing) =>
        listing is { Status: PlatformListing.Registered, Kind: "platform", Regime: PlatformListing.National, Permission.Length: > 0 };

    private string Held(PlatformListing licence) =>
        licence.Status is PlatformListing.Licensed or PlatformListing.Registered
            ? licence.Status
            : Registry
                .Past(licence.Code)
                .LastOrDefault(past => past.Key == licence.Key && (past.Status is PlatformListing.Licensed or PlatformListing.Registered))
                ?.Status
                ?? PlatformListing.Licensed;
}
