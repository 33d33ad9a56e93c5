using Sunqar.Core.Facts;

namespace Sunqar.Core.Providers;

/// <summary>What a licensed platform owes the supervisor. Kept in facts: never renumber.</summary>
public enum DutyKind : byte
{
    None = 0,

    /// <summary>The travel-rule message of a transfer to another platform (FATF Recommendation 16; AFSA AML 11-1.1).</summary>
    TravelRule = 1,

    /// <summary>The report of an operation at or above the threshold (form FM-1).</summary>
    Threshold = 2,

    /// <summary>The report of suspicious activity.</summary>
    Suspicion = 3,
}

/// <summary>Something that a platform owes, with its time.</summary>
/// <param name="Reference">What it is about: a transaction, a payment, a finding. With kind and platform it names the duty.</param>
/// <param name="AmountUsdMicro">Millionths of a US dollar; 0 where no sum is meant.</param>
/// <param name="AroseUs">Microseconds since 1970-01-01T00:00:00Z.</param>
/// <param name="DueUs">First moment when it is late.</param>
public sealed record Duty(string Platform, DutyKind Kind, string Reference, long AmountUsdMicro, long AroseUs, long DueUs);

/// <summary>The engines compared what happened with what is owed. The same duty again changes nothing.</summary>
public sealed record DutiesArose(IReadOnlyList<Duty> Duties) : Fact;

/// <summary>What lacks in a travel-rule message, by the amount of its transfer. Kept in facts: never renumber.</summary>
public enum TravelRuleGap : byte
{
    None = 0,
    OriginatorName = 1,
    OriginatorWallet = 2,

    /// <summary>From the threshold up one of: address, national identifier, customer number, date and place of birth.</summary>
    OriginatorIdentity = 3,
    BeneficiaryName = 4,
    BeneficiaryWallet = 5,
}

/// <summary>A platform filed the travel-rule message of a transfer. Whom it names stays with the platform, which must keep it; here is what
/// was checked.</summary>
/// <param name="MessageId">The platform's own id.</param>
/// <param name="Transaction">The transfer's transaction on its chain.</param>
/// <param name="Gaps">Empty for a complete message; an incomplete one discharges no duty.</param>
/// <param name="Version">2020 or 2023: by which IVMS101 it was written.</param>
public sealed record TravelRuleFiled(
    string MessageId,
    string Chain,
    string Transaction,
    string From,
    string To,
    long AmountUsdMicro,
    long SentUs,
    string Version,
    IReadOnlyList<TravelRuleGap> Gaps
) : Fact;

/// <summary>A platform reported an operation or a suspicion.</summary>
/// <param name="References">Payments, transactions or wallets that it is about.</param>
public sealed record ProviderReported(string ReportId, DutyKind Kind, IReadOnlyList<string> References, long OccurredUs) : Fact;

/// <summary>What a platform filed by another way than the desk of acts: an archive that was taken over, or a simulated country.</summary>
/// <param name="Filings">What was filed, by kind and reference, and when, microseconds since 1970-01-01T00:00:00Z.</param>
public sealed record FilingsTaken(string Platform, IReadOnlyList<Filing> Filings) : Fact;

/// <summary>One of <see cref="FilingsTaken"/>.</summary>
public readonly record struct Filing(DutyKind Kind, string Reference, long AtUs);

/// <summary>A supervisor took up a platform's breaches.</summary>
/// <param name="SupervisionId">Names the supervision; measures on the licence refer to it.</param>
/// <param name="Breaches">How many duties were late or missing then.</param>
public sealed record SupervisionOpened(string SupervisionId, string Platform, int Breaches) : Fact;
