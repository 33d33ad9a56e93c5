using Sunqar.Core.Facts;
using Sunqar.Core.Law;

namespace Sunqar.Core.Cases.Measures;

/// <summary>What a measure is directed at. Kept in facts: never renumber.</summary>
public enum TargetKind : byte
{
    None = 0,

    /// <summary>A held payment: its institution and id.</summary>
    Payment = 1,

    /// <summary>A person, account or card by its pseudonym, and the bank that keeps it.</summary>
    Subject = 2,

    /// <summary>A wallet on a chain, and who can stop it: a platform or the token's issuer.</summary>
    Wallet = 3,

    /// <summary>An asset of the case's ledger.</summary>
    Asset = 4,

    /// <summary>An internet domain.</summary>
    Domain = 5,

    /// <summary>A platform's code.</summary>
    Platform = 6,

    /// <summary>Another authority.</summary>
    Authority = 7,
}

/// <param name="Id">The payment's id, 16 hexadecimal digits, the address, the asset, the domain, the code.</param>
/// <param name="Holder">The institution, platform, issuer or authority that carries it out; empty where nobody does.</param>
/// <param name="Chain">Of a wallet; empty for others.</param>
public sealed record MeasureTarget(TargetKind Kind, string Id, string Holder, string Chain);

/// <summary>What of value it is about; a quantity of 0 where none is known.</summary>
/// <param name="Asset">The ledger's name of it.</param>
/// <param name="Unit">A currency's code or a token's ticker.</param>
/// <param name="QuantityMicro">Millionths of one unit.</param>
public sealed record MeasureValue(string Asset, string Unit, Int128 QuantityMicro)
{
    public static MeasureValue None { get; } = new("", "", 0);
}

/// <summary>An officer asks for a measure; nothing has happened yet.</summary>
/// <param name="MeasureId">Unique in the house.</param>
/// <param name="Kind">Name of the <see cref="MeasureKind"/>.</param>
/// <param name="Document">The court's or prosecutor's act that it rests on, with number and date; empty where none is needed.</param>
/// <param name="Reason">Why, in words.</param>
/// <param name="DecideByUs">It lapses undecided at this moment, microseconds since 1970-01-01T00:00:00Z.</param>
/// <param name="ValidForUs">How long it is in force from its approval; 0 for the term, or until it is lifted where there is none.</param>
/// <param name="Term">The term of law that ends it (<see cref="LawRegister"/>); empty where none does, and in facts of old folders, which
/// carry its length.</param>
public sealed record MeasureRequested(
    string MeasureId,
    string CaseId,
    string Kind,
    MeasureTarget Target,
    MeasureValue Value,
    string Document,
    string Reason,
    long DecideByUs,
    long ValidForUs,
    string Term = ""
) : Fact
{
    /// <summary>First moment when the measure is over that was approved at a moment, by the law of that day;
    /// <see cref="long.MaxValue"/> where only lifting ends it.</summary>
    public long UntilUs(long approvedUs)
    {
        var termUs = Term.Length == 0 ? long.MaxValue : LawRegister.Shipped.EndUs(Term, approvedUs);
        return ValidForUs == 0 ? termUs : Math.Min(termUs, approvedUs + ValidForUs);
    }
}

/// <summary>A step in a measure's life. Kept in facts: never renumber.</summary>
public enum MeasureStep : byte
{
    None = 0,

    /// <summary>A second person agrees; it goes out.</summary>
    Approve = 1,

    /// <summary>The second person does not.</summary>
    Reject = 2,

    /// <summary>Whoever asked takes it back before it is approved.</summary>
    Withdraw = 3,

    /// <summary>Everybody who has to know has received it.</summary>
    Send = 4,

    /// <summary>It is carried out: by the partner's word, the chain, or a document.</summary>
    Confirm = 5,

    /// <summary>Whoever has to carry it out cannot or will not.</summary>
    Refuse = 6,

    /// <summary>It ends before its time.</summary>
    Lift = 7,

    /// <summary>Somebody whom it befell objects.</summary>
    Appeal = 8,

    /// <summary>The objection is turned down.</summary>
    Uphold = 9,

    /// <summary>The objection is right; the measure is lifted in the same act.</summary>
    Grant = 10,

    /// <summary>What confirmed it did not happen after all: the chain was reorganised.</summary>
    TakeBack = 11,
}

/// <param name="Reason">Why, or what shows it, in words.</param>
/// <param name="Reference">A document, a transaction, a partner's number; empty where none.</param>
/// <param name="QuantityMicro">Of a confirmation, what was caught; 0 where nothing is known.</param>
public sealed record MeasureStepped(string MeasureId, MeasureStep Step, string Reason, string Reference, Int128 QuantityMicro) : Fact;
