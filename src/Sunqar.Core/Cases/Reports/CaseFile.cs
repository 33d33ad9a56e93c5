using Sunqar.Core.Cases.Ledger;
using Sunqar.Core.Networks;
using Sunqar.Core.Patterns;
using Sunqar.Core.Payments;

namespace Sunqar.Core.Cases.Reports;

/// <summary>What a party of a report is.</summary>
public enum PartyKind : byte
{
    Person = 0,
    Account = 1,
    Card = 2,
    Wallet = 3,

    /// <summary>An ATM or a point of sale.</summary>
    Terminal = 4,

    /// <summary>A platform that trades digital assets, or another service.</summary>
    Platform = 5,

    /// <summary>A web site, by its domain.</summary>
    Site = 6,

    /// <summary>An account of a messenger, <c>@name</c>.</summary>
    Handle = 7,
}

/// <summary>Who a party is: personal data. It is in a report only where somebody asked for it on a stated basis, which is an act; else
/// there is the pseudonym alone.</summary>
/// <param name="Name">As the bank sent it.</param>
/// <param name="Iin">Twelve digits, as the bank sent them: a claim.</param>
/// <param name="Number">The account's IBAN, or the card's token; never a card number.</param>
public sealed record PartyIdentity(string? Name, string? Iin, string? Number);

/// <summary>Somebody or something in a report.</summary>
/// <param name="Id">Subject, address, terminal's id, code, domain or handle: what operations name it by.</param>
/// <param name="Role">The role of a member of the network; empty for everybody else: customers, victims, bystanders.</param>
/// <param name="Pseudonym">What a reader sees; good for one case.</param>
/// <param name="Institution">BIC of the bank that keeps it; null where not known.</param>
/// <param name="Identity">Null unless asked for.</param>
public sealed record ReportedParty(
    string Id,
    PartyKind Kind,
    string Role,
    string Pseudonym,
    string? Institution = null,
    PartyIdentity? Identity = null
)
{
    /// <summary>Belongs to the network.</summary>
    public bool IsMember => Role.Length > 0;
}

/// <summary>A payment or transfer of a report.</summary>
/// <param name="Id">The institution's id of the payment, or the chain's transaction.</param>
/// <param name="TimeUs">Microseconds since 1970-01-01T00:00:00Z.</param>
/// <param name="Kind">A kind of payment by its wire name (<see cref="PaymentKinds"/>); <c>transfer</c> on chain.</param>
/// <param name="From">Id of a <see cref="ReportedParty"/>; the same of <paramref name="To"/>.</param>
/// <param name="AmountMicro">Millionths of one unit of <paramref name="Currency"/>.</param>
/// <param name="ValueKztMicro">The same in tenge at the day's rate; 0 where no rate was in force.</param>
/// <param name="Institution">Who reported the payment; null for a transfer that the chain shows.</param>
public sealed record ReportedOperation(
    string Id,
    long TimeUs,
    string Kind,
    string From,
    string To,
    Int128 AmountMicro,
    Currency Currency,
    Int128 ValueKztMicro,
    string? Institution
)
{
    /// <summary>Ids under which the same movement is told again, and not counted again: the chain's leg of a platform's record.</summary>
    public IReadOnlyList<string> AlsoTold { get; init; } = [];
}

/// <summary>A piece of evidence.</summary>
/// <param name="Sha256">64 hexadecimal digits.</param>
/// <param name="Custody">Who had it from when, in words, oldest first; no names.</param>
public sealed record ReportedEvidence(string Id, string Title, string Sha256, long AtUs, IReadOnlyList<string> Custody);

/// <summary>A measure as a report shows it.</summary>
/// <param name="Target">Id of a <see cref="ReportedParty"/>, or words where the target is none.</param>
/// <param name="Steps">Requested, approved, sent, confirmed, lifted: in words with their times, oldest first.</param>
public sealed record ReportedMeasure(
    string Id,
    string Kind,
    string Target,
    string Status,
    long RequestedUs,
    string Basis,
    IReadOnlyList<string> Steps
);

/// <summary>Something that was done or noted in the case.</summary>
/// <param name="Author">An account's id; null for what the house did.</param>
public sealed record ReportedEntry(long AtUs, string Text, string? Author = null);

/// <summary>
/// A case with everything that its reports need, taken together at one moment: the case file, the STR, the event for partners and the
/// requests to banks are written from this and from nothing else.
/// </summary>
/// <param name="Kind">exchanger, cash_out_network, pyramid, mining, ...</param>
/// <param name="Status">In words.</param>
/// <param name="ClosedUs">Null while it is open.</param>
/// <param name="AsOfUs">The moment at which it was put together, microseconds since 1970-01-01T00:00:00Z.</param>
/// <param name="Basis">The legal basis on which it is reported.</param>
/// <param name="Story">What happened, in plain sentences without names.</param>
/// <param name="Parties">Members first; everybody whom an operation, a measure or a movement names.</param>
/// <param name="Operations">In order of time, then id.</param>
/// <param name="Flow">Value between groups.</param>
public sealed record CaseFile(
    string CaseId,
    string Kind,
    string Title,
    string Status,
    long OpenedUs,
    long? ClosedUs,
    long AsOfUs,
    string Basis,
    Int128 TurnoverKztMicro,
    Int128 TurnoverUsdMicro,
    IReadOnlyList<string> Story,
    IReadOnlyList<ReportedParty> Parties,
    IReadOnlyList<ReportedOperation> Operations,
    IReadOnlyList<FlowPart> Flow,
    IReadOnlyList<ReportedEvidence> Evidence,
    IReadOnlyList<ReportedMeasure> Measures,
    IReadOnlyList<AssetMoved> Assets,
    IReadOnlyList<ReportedEntry> Entries
);
