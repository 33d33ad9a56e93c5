namespace Sunqar.Core.Providers;

/// <summary>What a travel-rule message says of a party, without saying it: the parts that are there.</summary>
public readonly record struct TravelRuleParty(
    bool HasName,
    bool HasWallet,
    bool HasAddress,
    bool HasNationalId,
    bool HasCustomerId,
    bool HasBirth
)
{
    /// <summary>One of the four that tell two people of one name apart.</summary>
    public bool HasIdentity => HasAddress || HasNationalId || HasCustomerId || HasBirth;
}

/// <summary>What a message must carry and when duties are late: dated configuration, the terms in force at the transfer's moment
/// count.</summary>
/// <param name="FromUs">From when these terms hold, microseconds since 1970-01-01T00:00:00Z.</param>
/// <param name="IdentityUsdMicro">From this amount up (millionths of a US dollar) the originator's identity is carried.</param>
/// <param name="ReportKztMicro">From this amount up (millionths of a tenge) an operation with digital assets is reported.</param>
public sealed record DutyTerms(
    long FromUs,
    long IdentityUsdMicro,
    long ReportKztMicro,
    long TravelRuleUs,
    long ThresholdUs,
    long SuspicionUs
)
{
    private const long HourUs = 3_600_000_000;

    /// <summary>AFSA AML 11-1.1: 1,000 USD; operations with digital assets from 5,000,000 KZT. A message within a day, a report within
    /// three, a suspicion within ten of its last payment.</summary>
    public static DutyTerms Shipped { get; } = new(long.MinValue, 1_000_000_000, 5_000_000_000_000, 24 * HourUs, 72 * HourUs, 240 * HourUs);
}

/// <summary>Whether a travel-rule message is complete.</summary>
public static class TravelRule
{
    public static IReadOnlyList<TravelRuleGap> Gaps(
        long amountUsdMicro,
        TravelRuleParty originator,
        TravelRuleParty beneficiary,
        DutyTerms terms
    )
    {
        var gaps = new List<TravelRuleGap>();
        void Need(bool has, TravelRuleGap gap)
        {
            if (!has)
                gaps.Add(gap);
        }
        Need(originator.HasName, TravelRuleGap.OriginatorName);
        Need(originator.HasWallet, TravelRuleGap.OriginatorWallet);
        Need(originator.HasIdentity || amountUsdMicro < terms.IdentityUsdMicro, TravelRuleGap.OriginatorIdentity);
        Need(beneficiary.HasName, TravelRuleGap.BeneficiaryName);
        Need(beneficiary.HasWallet, TravelRuleGap.BeneficiaryWallet);
        return gaps;
    }
}
