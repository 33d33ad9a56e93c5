using System.Collections.Frozen;

namespace Sunqar.Core.Cases;

/// <summary>What an alert says beside its figures, by rule. The innocent explanations are those of the rules' pages in docs/rules; a test
/// holds the two together.</summary>
/// <param name="Typology">What the rule looks for, in the field's words.</param>
/// <param name="IsAboutSender">The rule speaks of who pays, not of who is paid.</param>
/// <param name="Counterfactual">What would not have alerted; <c>{observed}</c> and <c>{limit}</c> stand for the values.</param>
/// <param name="Innocent">The innocent explanation that fits best.</param>
public sealed record AlertNote(string Rule, string Typology, bool IsAboutSender, string Counterfactual, string Innocent)
{
    public string CounterfactualFor(string observed, string limit) =>
        Counterfactual.Replace("{observed}", observed, StringComparison.Ordinal).Replace("{limit}", limit, StringComparison.Ordinal);
}

/// <summary>The notes of the rules that ship; a rule that an analyst adds gets the plain one.</summary>
public static class AlertNotes
{
    private const string Below = "Less than {limit} instead of {observed}.";
    private const string Listed = "A standing of {limit} instead of {observed}.";

    private static readonly FrozenDictionary<string, AlertNote> All = new AlertNote[]
    {
        new(
            "sender_iin",
            "unverified sender",
            true,
            "At most {limit} instead of {observed}, or a valid IIN with the confirmation in the bank's app.",
            "A relative helps with a wedding or a car. Nothing is suspected: the check is a duty of the bank, and one tap ends it."
        ),
        new(
            "invalid_iin",
            "false identity",
            true,
            "An IIN that can have been issued.",
            "A clerk's typing slip. The bank corrects the number, sends the payment again, and nothing remains."
        ),
        new(
            "many_cards_one_device",
            "shared device",
            true,
            "At most {limit} cards from the device instead of {observed}, or an identified sender.",
            "A family that shares a tablet; a shop assistant's terminal. The limit of five cards leaves room for most of them."
        ),
        new(
            "cards_over_limit",
            "droppers",
            false,
            "At most {limit} cards instead of {observed}.",
            "Cards replaced after loss are counted while the old one was active within the 90 days."
        ),
        new(
            "cards_enhanced",
            "droppers",
            false,
            "Fewer than {limit} cards instead of {observed}.",
            "Travellers and freelancers with cards for several currencies."
        ),
        new(
            "biometric_cash",
            "cash operation without a check",
            true,
            "Less than {limit} instead of {observed}, or an attested face or fingerprint.",
            "Everybody: this is a duty, not a suspicion."
        ),
        new(
            "structuring",
            "structuring",
            false,
            "One such top-up fewer in the window, amounts outside of the band, or an "
                + "identified sender ({observed} together, the check begins above {limit}).",
            "A seller of used cars who receives instalments; a landlord of several flats."
        ),
        new(
            "structuring_confirmed",
            "structuring",
            true,
            "At most {limit} such top-ups in the window instead of {observed}.",
            "Somebody who pays three workers on pay day."
        ),
        new(
            "many_senders",
            "fan-in",
            false,
            "At most {limit} different senders instead of {observed}, or a smaller sum.",
            "A taxi driver, a home baker, a collector of money for a wedding or a school trip."
        ),
        new(
            "dropper_pass_through",
            "pass-through",
            true,
            "Less than {limit} leaving the card instead of {observed}, fewer senders, or a longer stay on the card.",
            "Friends pool money for a purchase and one of them withdraws it."
        ),
        new(
            "atm_ring",
            "cash-out ring",
            true,
            "Fewer than {limit} cards at the machine instead of {observed}, or an attested check.",
            "Pay day at a factory's only ATM."
        ),
        new(
            "unlicensed_platform",
            "unlicensed counterparty",
            true,
            Listed,
            "A licensed platform that pays from a code that its register entry lacks: the supervisor adds it."
        ),
        new(
            "unknown_platform",
            "unknown counterparty",
            true,
            Listed,
            "A bank's typing slip in the code; a platform licensed this morning."
        ),
        new("sanctioned_wallet", "sanctions", true, Listed, "A mistaken listing; it is the list's owner who corrects it."),
        new("seized_wallet", "seized wallet", true, Listed, "A customer repays a debt without knowing of the order."),
        new(
            "measure_frozen",
            "measure in force",
            true,
            "A measure of {limit} instead of {observed}.",
            "The order may be lifted: the measure's own dates decide."
        ),
        new(
            "measure_suspended",
            "measure in force",
            true,
            "A measure of {limit} instead of {observed}.",
            "The suspension is a question, not an answer: most end by themselves."
        ),
        new("threshold_digital_assets", "threshold report", true, Below, "Any wealthy investor: a report is no suspicion."),
        new("threshold_cash", "threshold report", true, Below, "Any cash business: a report is no suspicion."),
        new("threshold_real_estate", "threshold report", true, Below, "Any buyer of a flat: a report is no suspicion."),
        new(
            "e_money_balance",
            "unidentified e-money",
            true,
            "At most {limit} stored instead of {observed}, or a valid IIN.",
            "An owner who spent in shops whose bank does not ask here."
        ),
        new(
            "e_money_unidentified",
            "unidentified e-money",
            true,
            "At most {limit} in a day instead of {observed}, or a valid IIN.",
            "Somebody who has not yet shown a document; showing it ends the limit."
        ),
        new(
            "travel_rule",
            "travel rule",
            true,
            "The sender's name, a valid IIN and the wallet's address beside {observed}; or less than {limit}.",
            "An older interface of a platform that leaves the name out."
        ),
        new(
            "travel_rule_small",
            "travel rule",
            true,
            "The sender's name and the wallet's address beside {observed}.",
            "An older interface of a platform that leaves the name out."
        ),
    }
        .Concat(HabitNotes.All)
        .ToFrozenDictionary(note => note.Rule);

    private static readonly AlertNote Plain = new(
        "",
        "rule",
        false,
        "{limit} instead of {observed}, as the rule asks.",
        "None is written down for this rule yet."
    );

    public static AlertNote Of(string rule) => All.TryGetValue(rule, out var note) ? note : Plain with { Rule = rule };
}
