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
