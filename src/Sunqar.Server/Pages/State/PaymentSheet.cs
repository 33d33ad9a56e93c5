using Sunqar.Core.Acts;
using Sunqar.Core.Cases;
using Sunqar.Core.Cases.Measures;
using Sunqar.Core.Objections;
using Sunqar.Core.Payments;
using Sunqar.Core.Queue;
using Sunqar.Core.Rulebook;
using Sunqar.Work.Deciding;

namespace Sunqar.Server.Pages.State;

/// <summary>A party of a payment as people see it.</summary>
/// <param name="Name">By a name that holds on this page; of a member of a case by the case's.</param>
/// <param name="Cases">Cases that have it as a member: id, name and role there.</param>
public sealed record PartyView(string What, string Name, SealedParty Party, IReadOnlyList<(string CaseId, string Name, string Role)> Cases);

/// <summary>Something that came after the decision.</summary>
/// <param name="AtUs">Microseconds since 1970-01-01T00:00:00Z; 0 where only its order is known.</param>
public sealed record PaymentEvent(long AtUs, string Text, string? Path = null, string? LinkText = null);

/// <summary>All that the page of one payment shows.</summary>
/// <param name="Rules">The rulebook that is in force, for the titles of the rules that spoke.</param>
/// <param name="Measures">Measures on this payment.</param>
/// <param name="Alerts">Alerts that list it.</param>
/// <param name="OwnCases">Open cases of whoever looks, by id: a suspension is asked for in one.</param>
/// <param name="Challenges">How often the customer was asked to confirm within the last day.</param>
public sealed record PaymentSheet(
    PaymentHistory History,
    IReadOnlyList<PartyView> Parties,
    LoadedRulebook Rules,
    IReadOnlyList<PaymentEvent> After,
    IReadOnlyList<Measure> Measures,
    IReadOnlyList<Objection> Objections,
    IReadOnlyList<Alert> Alerts,
    IReadOnlyList<Case> OwnCases,
    int Challenges,
    Release? Release,
    string Owner,
    Actor By,
    long NowUs
)
{
    public SealedPayment Payment => History.Payment;

    /// <summary>Held now, by the decision and by nobody's measure.</summary>
    public bool IsHeld => History.Standing.Outcome == Core.Decisions.Outcome.Hold && History.ReversedUs == 0;

    /// <summary>Whether who looks may suspend or release it now; the commands judge again.</summary>
    public bool MayAct =>
        IsHeld
        && By.Role is (Role.Officer or Role.Head)
        && Release is null
        && Measures.All(one => !one.StatusAt(NowUs).IsPending() && !one.StatusAt(NowUs).IsInForce());
}
