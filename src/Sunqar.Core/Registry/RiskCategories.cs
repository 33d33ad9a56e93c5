namespace Sunqar.Core.Registry;

/// <summary>
/// The categories of wallets to which an exposure means risk: those that a rule and a list of high-risk wallets may name. GraphSense's
/// concepts of entities and abuses (INTERPOL Dark Web and Virtual Assets Taxonomy), and words for what the house's own registers say.
/// Services that are none by themselves (exchange, bridge, wallet_service) end the way of value and are not among them.
/// </summary>
public static class RiskCategories
{
    /// <summary>On a sanctions list in force.</summary>
    public const string Sanctioned = "sanctioned";

    /// <summary>Its value crossed bridges twice within a day; said by the survey alone.</summary>
    public const string ChainHopping = "chain_hopping";

    private static readonly HashSet<string> Words = new(StringComparer.Ordinal)
    {
        Sanctioned,
        "black_list",
        "seized",
        "frozen",
        "terrorism",
        "extremism",
        "child_abuse",
        "ransomware",
        "hack",
        "theft",
        "scam",
        "phishing",
        "ponzi_scheme",
        "pyramid",
        "abuse",
        "darknet_market",
        "drug_shop",
        "market",
        "mixing_service",
        "gambling",
        "unlicensed_exchange",
        ChainHopping,
    };

    public static IReadOnlyCollection<string> All => Words;

    public static bool IsKnown(string category) => Words.Contains(category);
}
