using Sunqar.Core.Identity;

namespace Sunqar.Core.Oversight;

/// <summary>Why the overseer is called. Part of an alarm's id: never renumber.</summary>
public enum AlarmKind : byte
{
    None = 0,

    /// <summary>Somebody wanted to look at a person without a case.</summary>
    NoCase = 1,

    /// <summary>At oneself.</summary>
    Self = 2,

    /// <summary>At somebody the account's holder has declared as close.</summary>
    Close = 3,

    /// <summary>At another account's holder.</summary>
    Colleague = 4,

    /// <summary>At a person in public life.</summary>
    PublicLife = 5,

    /// <summary>At a planted identity, to which no case leads.</summary>
    Decoy = 6,

    /// <summary>Between 22:00 and 06:00, local time.</summary>
    Night = 7,

    /// <summary>At many people on one day, or at more than the limit allows.</summary>
    Bulk = 8,

    /// <summary>At many people, by an account that has never opened a case.</summary>
    NeverOpens = 9,

    /// <summary>A look, urgent or on a document, was not reviewed in time.</summary>
    Unreviewed = 10,

    /// <summary>A look, urgent or on a document, was found unjustified.</summary>
    Unjustified = 11,

    /// <summary>An account that approves, watches or acts on platforms is to be made, renewed, limited or suspended, or was.</summary>
    Guarded = 12,

    /// <summary>A licence is to be changed, or was.</summary>
    Licence = 13,

    /// <summary>Whoever holds the root key acted at the machine itself, where it else takes two.</summary>
    RootKey = 14,

    /// <summary>A head who was drawn to answer for a request was made unfit before she did.</summary>
    DrawMoved = 15,

    /// <summary>A partner is to be entered or was, or was struck: whoever is told of people.</summary>
    Partner = 16,

    /// <summary>An older copy of the journal was put in place, or is to be.</summary>
    Restored = 17,

    /// <summary>An objection to a decision was not answered in time.</summary>
    ObjectionLate = 18,

    /// <summary>A breach of personal data was recorded; its notice is due, or late.</summary>
    Breach = 19,
}

/// <summary>One act that an alarm rests on.</summary>
/// <param name="AtUs">Microseconds since 1970-01-01T00:00:00Z.</param>
/// <param name="ActKey">With the alarm's account it names the act in the log.</param>
/// <param name="Subject">At whom; none where the act names nobody.</param>
/// <param name="Said">What happened, in words without names.</param>
public sealed record AlarmEvidence(long AtUs, string Command, string ActKey, string? CaseId, SubjectId Subject, string Said);

/// <summary>One kind of alarm about one account on one local day, with what it rests on.</summary>
/// <param name="Id">Derived from kind, account and day, or from the request: the same alarm again has the same id.</param>
/// <param name="Evidence">The first <see cref="AlarmBook.EvidenceMax"/> acts, oldest first.</param>
/// <param name="Beyond">Acts that count and are not listed.</param>
public sealed record Alarm(
    string Id,
    AlarmKind Kind,
    string Account,
    string Unit,
    long FirstUs,
    IReadOnlyList<AlarmEvidence> Evidence,
    int Beyond
);
