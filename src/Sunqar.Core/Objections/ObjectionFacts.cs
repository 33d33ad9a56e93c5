using Sunqar.Core.Decisions;
using Sunqar.Core.Facts;
using Sunqar.Core.Identity;

namespace Sunqar.Core.Objections;

/// <summary>Whom a decision concerns objects to it, or a bank on their behalf: a person has to answer.</summary>
/// <param name="ObjectionId">Derived from the payment and the person.</param>
/// <param name="Subject">Whose objection it is.</param>
/// <param name="IsByBank">The bank sent it on the person's behalf.</param>
/// <param name="Outcome">What was decided.</param>
/// <param name="Rules">By which rules, by name.</param>
/// <param name="Parties">Everybody and everything of both parties: whoever took a measure against one of these does not answer.</param>
/// <param name="Text">What they say, sealed with the person's own key: it dies with it.</param>
/// <param name="DueUs">First moment when the answer is late, by the law of the day; microseconds since 1970-01-01T00:00:00Z.</param>
public sealed record DecisionObjected(
    string ObjectionId,
    string Institution,
    string PaymentId,
    SubjectId Subject,
    bool IsByBank,
    Outcome Outcome,
    IReadOnlyList<string> Rules,
    IReadOnlyList<SubjectId> Parties,
    SealedText Text,
    long DueUs
) : Fact;

/// <summary>How an objection was answered. Kept in facts: never renumber.</summary>
public enum ObjectionOutcome : byte
{
    None = 0,

    /// <summary>The decision stands.</summary>
    Upheld = 1,

    /// <summary>The decision was wrong: a hold that still stands ends.</summary>
    Lifted = 2,

    /// <summary>What the decision rested on was wrong and is put right; the payment can be sent again, and a hold that still stands
    /// ends.</summary>
    Corrected = 3,
}

/// <summary>A person answered an objection.</summary>
/// <param name="Reason">For the person who objected; without identifiers of anybody.</param>
public sealed record ObjectionAnswered(string ObjectionId, ObjectionOutcome Outcome, string Reason) : Fact;
