using Sunqar.Server.Pages.State;

namespace Sunqar.Server.Pages.Wording;

/// <summary>
/// A finding's named observations as rows that a person reads. An observation <c>x_min</c> or <c>x_max</c> is the threshold of <c>x</c> and stands beside it.
/// </summary>
public static class EvidenceWords
{
    private static readonly Dictionary<string, (string Name, string? Meaning)> Known = new(StringComparer.Ordinal)
    {
        ["matched_exchanges"] = ("Matched exchanges", "Tenge on one side and tokens on the other, close in time and value at the day's rate."),
        ["expected_by_chance"] = ("Matches that chance gives", "The same legs paired at random; the finding rests on the difference."),
        ["odds"] = ("Odds against chance", null),
        ["sold"] = ("Crypto sold", "Exchanges in which the desk took tenge and sent tokens."),
        ["bought"] = ("Crypto bought", "Exchanges in which the desk took tokens and paid tenge."),
        ["customers"] = ("Customers", "Bystanders: counted, not listed."),
        ["senders"] = ("Senders", "Bystanders: counted, not listed."),
        ["cards"] = ("Cards", null),
        ["cash_terminals"] = ("Cash terminals", null),
        ["meetings"] = ("Meetings at a terminal", "Two of the cards drew cash at the same machine within minutes."),
        ["meetings_by_chance"] = ("Meetings that chance gives", "Cards that use the same machines independently of each other."),
        ["cash_over_inflow"] = ("Cash out over money in", "Of what others sent to the cards, this part left in cash."),
        ["median_dwell_hours"] = ("Median hours before it left", "From a card's income to its next withdrawal."),
        ["collectors"] = ("Collectors", "Accounts that gather for the cards."),
        ["out_over_in"] = ("Out over in", null),
        ["rates"] = ("Rates", null),
        ["gini"] = ("Gini coefficient of payouts", "0: all get the same; 1: one gets all."),
    };

    /// <summary>In the order the finding gives them.</summary>
    public static IReadOnlyList<EvidenceRow> Rows(IReadOnlyDictionary<string, string> evidence)
    {
        var rows = new List<EvidenceRow>();
        foreach (var (key, value) in evidence)
        {
            if (IsThreshold(key, evidence))
            {
                continue;
            }
            var (name, meaning) = Known.TryGetValue(key, out var known) ? known : (Words.Plain(key), null);
            var threshold = evidence.TryGetValue(key + "_min", out var least) ? $"≥ {least}"
                : evidence.TryGetValue(key + "_max", out var most) ? $"≤ {most}"
                : null;
            rows.Add(new EvidenceRow(name, value, threshold, meaning));
        }
        return rows;
    }

    private static bool IsThreshold(string key, IReadOnlyDictionary<string, string> evidence) =>
        key.Length > 4 && key[^4..] is "_min" or "_max" && evidence.ContainsKey(key[..^4]);
}
