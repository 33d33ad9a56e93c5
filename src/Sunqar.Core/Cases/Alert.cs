using Sunqar.Core.Decisions;
using Sunqar.Core.Identity;
using Sunqar.Core.Payments;

namespace Sunqar.Core.Cases;

/// <summary>What became of a payment after the decision that raised an alert.</summary>
public enum PaymentFate : byte
{
    /// <summary>The decision stands.</summary>
    Stands = 0,

    /// <summary>The customer confirmed, and the rule no longer speaks.</summary>
    Confirmed = 1,

    /// <summary>Nobody suspended it: the hold lapsed and the payment went on.</summary>
    Lapsed = 2,

    /// <summary>The payment was undone.</summary>
    Reversed = 3,
}

/// <summary>A payment about which a rule spoke.</summary>
/// <param name="TimeUs">Event time, microseconds since 1970-01-01T00:00:00Z.</param>
/// <param name="Sequence">Where the decision stands in the journal's stream of payments.</param>
/// <param name="From">Card, account or person that pays; none where the payment names none.</param>
/// <param name="Observed">The value that the rule met, in its own unit.</param>
/// <param name="Limit">The rule's limit of that moment.</param>
public sealed record AlertedPayment(
    string Institution,
    string Id,
    long TimeUs,
    long Sequence,
    PaymentKind Kind,
    Money Amount,
    SubjectId From,
    SubjectId To,
    Outcome Outcome,
    string Observed,
    string Limit,
    UInt128 ContentHash,
    PaymentFate Fate
) : IComparable<AlertedPayment>
{
    /// <summary>By event time, then by name: the same order in whichever order the facts came.</summary>
    public int CompareTo(AlertedPayment? other)
    {
        if (other is null)
            return 1;
        var byTime = TimeUs.CompareTo(other.TimeUs);
        if (byTime != 0)
            return byTime;
        var byInstitution = string.CompareOrdinal(Institution, other.Institution);
        return byInstitution != 0 ? byInstitution : string.CompareOrdinal(Id, other.Id);
    }
}

/// <summary>
/// What one rule said of one subject in one week, once: with everything that somebody needs to judge it, and pseudonyms only. It carries
/// the contract of reference "what an alert must carry": typology and version, ordered payments, thresholds with observed values,
/// counterfactual, innocent explanation, input hash.
/// </summary>
/// <param name="Id">Derived from subject, rule and week: the same alert again has the same id.</param>
/// <param name="Role">What the subject is in these payments: sender, recipient or device.</param>
/// <param name="WeekUs">The week's first moment (Monday, local), microseconds since 1970-01-01T00:00:00Z.</param>
/// <param name="Versions">Content hashes of the rulebooks that decided, in order of their text.</param>
/// <param name="Text">The rule's reason of the last payment, which sees all before it.</param>
/// <param name="Payments">The first <see cref="AlertFold.PaymentsMax"/> of them, in order of event time.</param>
/// <param name="PaymentsBeyond">Payments that count and are not listed.</param>
/// <param name="Counterfactual">What would not have alerted.</param>
/// <param name="InputHash">Hash over rule, versions and every payment's content: a replay that comes to the same alert comes to the same
/// hash.</param>
/// <param name="SuppressedBy">The suppression that covers all of it; null for an alert that waits for a look.</param>
/// <param name="Afterwards">Who decided what afterwards, in words, in order.</param>
public sealed record Alert(
    string Id,
    SubjectId Subject,
    string Role,
    string Rule,
    string Typology,
    long WeekUs,
    IReadOnlyList<string> Versions,
    Outcome Outcome,
    string Text,
    string Source,
    long FirstUs,
    long LastUs,
    IReadOnlyList<AlertedPayment> Payments,
    long PaymentsBeyond,
    string Counterfactual,
    string Innocent,
    string InputHash,
    AlertSuppressed? SuppressedBy,
    IReadOnlyList<string> Afterwards
)
{
    public long PaymentCount => Payments.Count + PaymentsBeyond;
}
