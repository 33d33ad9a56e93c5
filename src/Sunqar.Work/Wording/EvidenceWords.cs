namespace Sunqar.Work.Wording;

/// <summary>An observation beside the threshold it met.</summary>
/// <param name="Observed">The value with its unit, ready to read.</param>
/// <param name="Threshold">The limit it is held against; null where the value only describes.</param>
/// <param name="Meaning">Why it counts, one sentence; null where the name says it all.</param>
public sealed record EvidenceRow(string Name, string Observed, string? Threshold, string? Meaning);

/// <summary>
/// A finding's named observations as rows that a person reads. An observation <c>x_min</c> or <c>x_max</c> is the threshold of <c>x</c> and
/// stands beside it.
/// </summary>
public static class EvidenceWords
{
    private static readonly Dictionary<string, (string Name, string? Meaning)> Known = new(StringComparer.Ordinal)
    {
        ["matched_exchanges"] = (
            "Matched exchanges",
            "Tenge on one side and tokens on the other, close in time and value at the day's rate."
        ),
        ["expected_by_chance"] = ("Matches that chance gives", "The same legs paired at random; the finding rests on the difference."),
        ["odds"] = ("Odds against chance", null),
        ["sold"] = ("Crypto sold", "Exchanges in which the desk took tenge and sent tokens."),
        ["bought"] = ("Crypto bought", "Exchanges in which the desk took tokens and paid tenge."),
        ["customers"] = ("Customers", "Bystanders: counted, not listed."),
        ["transfers"] = ("Transfers", "Those that make the pattern; listed below."),
        ["accounts"] = ("Accounts", "Members and, where they are named, those who pay them."),
        ["span_hours"] = ("Hours from first to last", null),
        ["window_hours"] = ("Hours it may last", "The window that was searched."),
        ["passes"] = ("Passes", "How often money came and left again within two hours."),
        ["dwell_minutes"] = ("Minutes before it left", "On average."),
        ["iins_never_issued"] = ("IINs never issued", "Their check digit or date is impossible."),
        ["cards_on_one_device"] = ("Cards on one device", null),
        ["holders_shown"] = ("Holders that the IINs show", null),
        ["filled"] = ("Filled", "Of all pairs of a sender and a receiver, the part that paid."),
        ["receivers"] = ("Receivers", null),
        ["threshold"] = ("Threshold", "From here on a check or a report begins; these amounts stay just below it."),
        ["amounts"] = ("Amounts, least and most", "In whole units: the narrower and the nearer to the threshold, the less it is chance."),
        ["share_of_received"] = (
            "Share of all received",
            "Of all transfers that the account ever received, this part lies below the threshold. One that also receives above it hides nothing."
        ),
        ["source"] = ("Source of the threshold", null),
        ["because_of"] = (
            "Found because of",
            "What tells it from ordinary traffic: value that moves once between two and never back, a chain, a relay, or a break with habit."
        ),
        ["lasting_pairs"] = (
            "Pairs that last",
            "Pairs among them that also pay each other at other times: they speak against the pattern."
        ),
        ["order"] = ("Order in time", "Whether each leg followed the one before."),
        ["senders"] = ("Senders", "Bystanders: counted, not listed."),
        ["cards"] = ("Cards", null),
        ["cash_terminals"] = ("Cash terminals", null),
        ["meetings"] = ("Meetings at a terminal", "Two of the cards drew cash at the same machine within minutes."),
        ["meetings_by_chance"] = ("Meetings that chance gives", "Cards that use the same machines independently of each other."),
        ["cash_over_inflow"] = ("Cash out over money in", "Of what others sent to the cards, this part left in cash."),
        ["median_dwell_hours"] = ("Median hours before it left", "From a card's income to its next withdrawal."),
        ["collectors"] = ("Collectors", "Accounts that gather for the cards."),
        ["out_over_in"] = ("Out over in", null),
        ["rates"] = ("Rates", "Where the day's rate between tenge and tokens comes from."),
        ["payers"] = ("Payers", "Bystanders: counted, not listed."),
        ["payees"] = ("Payees", "Bystanders and members: counted."),
        ["payees_that_paid_before"] = (
            "Payees that had paid in before",
            "Part of those paid who had paid in earlier: payouts come from deposits."
        ),
        ["never_paid_back"] = ("Never paid back", "Payers who got less than they gave."),
        ["payouts_from_who_joined_later"] = ("Payouts that later members brought", "Newest money first; 1: all of it."),
        ["depth"] = ("Depth", "Members in the longest line in which each was paid with what the next, who joined later, had brought."),
        ["gini_of_payouts"] = ("Gini coefficient of payouts", "0: all get the same; 1: one gets all."),
        ["median_days_to_first_payout"] = ("Median days to a first payout", null),
        ["days_after_last_round_of_payouts"] = ("Days after the last round of payouts", "Deposits went on while nobody was paid any more."),
        ["days_of_life"] = ("Days of life", null),
        ["payouts"] = ("Payouts from pools", null),
        ["earned_usdt"] = ("Earned, USDT", null),
        ["pools"] = ("Pools", null),
        ["register"] = ("Register of licences", null),
        ["quick_cash_over_inflow"] = ("Quick cash over money in", "Of what others sent to the cards, this part left in cash within hours."),
        ["wallets_behind_platforms"] = ("Wallets behind platforms", "Their deposits come out of a platform as tenge on a member's card."),
        ["mules"] = ("Mules", null),
        ["middles"] = ("Accounts in the middle", null),
        ["middles_by_chance"] = ("Of them by chance", "So many would stand between two such accounts anyway."),
        ["sources"] = ("Sources", null),
        ["destinations"] = ("Destinations", null),
        ["counterparties"] = ("Counterparties", null),
        ["smaller_side"] = ("Smaller side", "Accounts on the side of the block that has fewer."),
        ["length"] = ("Steps", null),
        ["conserved"] = ("Handed on", "The smaller over the larger of what came in and what went on; 1: all of it."),
        ["accounts_without_other_life"] = ("Accounts without other life", "They do nothing else in these transfers."),
        ["usual_pairs"] = ("Usual counterparties", "How many the account has at other times."),
        ["usual_in_five_days"] = ("Usual in five days", "How many the account has in five days at other times."),
        ["surprise"] = ("Surprise", "How far beyond chance the shape is; each step of one makes chance less likely by a factor of 2.7."),
        ["odds_by_shape"] = ("Odds by the shape alone", "Right to wrong, before it is weighed how such findings turned out elsewhere."),
        ["alike_per_100k"] = ("Shapes alike", "In 100,000 transfers: where one group does so, others do."),
        ["currency_told"] = ("Currency is stated", "1: as payments of a country are; 0: bare numbers."),
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
            // In a bipartite block senders are members, told beside its receivers.
            if (key == "senders" && evidence.ContainsKey("receivers"))
                meaning = null;
            var threshold =
                evidence.TryGetValue(key + "_min", out var least) ? $"≥ {least}"
                : evidence.TryGetValue(key + "_max", out var most) ? $"≤ {most}"
                : null;
            var observed = long.TryParse(
                value,
                System.Globalization.NumberStyles.None,
                System.Globalization.CultureInfo.InvariantCulture,
                out var count
            )
                ? Amounts.Count(count)
                : value;
            rows.Add(new EvidenceRow(name, observed, threshold, meaning));
        }
        return rows;
    }

    private static bool IsThreshold(string key, IReadOnlyDictionary<string, string> evidence) =>
        key.Length > 4 && key[^4..] is "_min" or "_max" && evidence.ContainsKey(key[..^4]);
}
