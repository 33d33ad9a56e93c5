using Sunqar.Core.Decisions;
using Sunqar.Core.Payments;

namespace Sunqar.Core.Cases.Reports;

/// <summary>Why an operation is reported.</summary>
public enum Fm1Basis : byte
{
    /// <summary>It reached a threshold of the law: a report is no suspicion.</summary>
    Threshold = 1,

    /// <summary>It belongs to a case.</summary>
    Suspicious = 2,
}

/// <summary>What became of the operation.</summary>
public enum Fm1State : byte
{
    Performed = 1,

    /// <summary>It was held, and the hold has not ended.</summary>
    Suspended = 2,

    /// <summary>It was blocked.</summary>
    Refused = 3,

    /// <summary>It was undone afterwards.</summary>
    Reversed = 4,
}

/// <summary>Section one: who reports.</summary>
/// <param name="Code">BIC or platform code.</param>
/// <param name="Name">As the register has it; null where it has none.</param>
public sealed record Fm1Entity(string Code, string? Name, string? Bin);

/// <summary>Section two: the form.</summary>
/// <param name="Number">Follows from basis, institution and payment, so the same operation is the same form.</param>
/// <param name="Grounds">The rules that spoke with their sources, or the cases.</param>
public sealed record Fm1Form(string Number, Fm1Basis Basis, IReadOnlyList<string> Grounds);

/// <summary>Section three: the operation.</summary>
/// <param name="AmountKzt">At the day's rate; null where none was in force.</param>
public sealed record Fm1Operation(
    string Id,
    PaymentKind Kind,
    long TimeUs,
    Money Amount,
    Money? AmountKzt,
    Fm1State State,
    string? Terminal,
    string? City,
    string? Platform,
    string? Wallet,
    string? Asset,
    TokenQuantity? Quantity
);

/// <summary>Section four: a participant.</summary>
/// <param name="Role"><c>payer</c> or <c>payee</c>.</param>
/// <param name="Person">Pseudonym; null where the payment names nobody. The same of the others.</param>
/// <param name="IsMember">Belongs to the network of a case.</param>
public sealed record Fm1Participant(string Role, string? Person, string? Account, string? Card, IinStatus Iin, bool Named, bool IsMember);

/// <summary>
/// An operation in the structure of form FM-1: reporting entity, form, operation, participants. The members' names are ours; as published
/// it is written by Formats. Participants are pseudonyms of one file.
/// </summary>
public sealed record Fm1Report(Fm1Entity Entity, Fm1Form Form, Fm1Operation Operation, IReadOnlyList<Fm1Participant> Participants)
{
    /// <summary>Rules whose speaking is a threshold report begin so.</summary>
    public const string ThresholdPrefix = "threshold_";

    public static bool IsThreshold(Reason reason) => reason.Rule.StartsWith(ThresholdPrefix, StringComparison.Ordinal);
}
