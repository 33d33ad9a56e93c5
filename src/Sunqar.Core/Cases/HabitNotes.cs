namespace Sunqar.Core.Cases;

/// <summary>The notes of the rules on habits: spending, cash abroad, sums in parts, herds, accounts without a life
/// (rulebooks/sunqar).</summary>
internal static class HabitNotes
{
    private const string Below = "Less than {limit} instead of {observed}.";

    private static readonly AlertNote[] OfSpending =
    [
        new(
            "wallet_at_risk",
            "high-risk wallet",
            true,
            "A wallet that no list or label names as a high-risk one.",
            "A label is wrong or out of date: its source, date and confidence stand with the wallet."
        ),
        new(
            "wallet_exposed",
            "exposed wallet",
            true,
            "Less than {limit} of the wallet's value instead of {observed}.",
            "A seller on a P2P market whom somebody paid with such money; a service's wallet that nobody has labelled yet."
        ),
        new(
            "wallet_exposed_some",
            "exposed wallet",
            true,
            "Less than {limit} of the wallet's value instead of {observed}.",
            "A seller on a P2P market whom somebody paid with such money: a report is no suspicion."
        ),
        new(
            "wallet_chain_hopped",
            "chain-hopping",
            true,
            "Less than {limit} of the wallet's value instead of {observed}.",
            "A trader on two chains who uses a new wallet for every trip."
        ),
        new(
            "wallet_look_alike",
            "address poisoning",
            true,
            "The address that was paid before, or a confirmed sender.",
            "A new address of the same holder whose ends happen to agree: hardly ever. The sender is warned, not suspected."
        ),
        new(
            "wallet_untraced",
            "untraced wallet",
            true,
            "A wallet that was traced within the time, a confirmed sender, or less than {limit} instead of {observed}.",
            "A new wallet of one's own, or a chain that the house does not follow: one tap ends the check."
        ),
        new(
            "online_casino",
            "online gambling",
            true,
            "A licence of the platform that takes the stakes, or a casino at home, instead of category {observed}.",
            "A tourist plays in a casino abroad."
        ),
        new(
            "exchange_abroad",
            "unlicensed counterparty",
            true,
            "A seller at home or a licensed platform instead of one in {observed}.",
            "A licensed platform takes cards through a company abroad: it names itself as the platform."
        ),
        new(
            "cash_abroad",
            "cash abroad",
            true,
            "Less than {limit} in cash abroad instead of {observed}, or fewer senders.",
            "A traveller whom three relatives send money for the way."
        ),
        new(
            "cash_two_countries",
            "cash abroad",
            true,
            "No use at a terminal at home within the hour instead of {observed}.",
            "Towns at the border, where an hour suffices; a shop at home that sends its payments late."
        ),
        new(
            "cash_abroad_many_cards",
            "cash abroad",
            true,
            "Fewer than {limit} cards at the machine instead of {observed}, or an attested check.",
            "A group of tourists at the airport's ATM: they take pocket money, which is less."
        ),
        new("cash_in_parts", "threshold report", true, "Less than {limit} together in 7 days.", "A trader's week."),
        new(
            "gratuitous_in_parts",
            "threshold report",
            true,
            "Less than {limit} together in 7 days, or another purpose.",
            "Parents help to buy a flat."
        ),
        new(
            "currency_exchange_in_parts",
            "threshold report",
            true,
            "Less than {limit} together in 7 days.",
            "A farmer who sold the harvest for dollars and pays wages in tenge."
        ),
        new("threshold_gambling", "threshold report", false, Below, "Luck."),
        new("threshold_pawnshop", "threshold report", true, Below, "Most customers of pawnshops."),
        new("threshold_offshore", "threshold report", true, Below, "A holiday home, a ship's register, a fund."),
        new("threshold_new_company", "threshold report", false, Below, "Every company was new once."),
        new("threshold_cross_border", "threshold report", true, Below, "Trade."),
    ];

    private static readonly AlertNote[] OfAccounts =
    [
        new(
            "many_people_one_phone",
            "shared telephone",
            true,
            "At most {limit} people with that telephone instead of {observed}, or an attested check.",
            "Grandparents and children who all gave the daughter's number: five people are let through, and a sixth is checked once."
        ),
        new(
            "many_people_one_address",
            "shared address",
            true,
            "At most {limit} people behind that address instead of {observed}, or a smaller sum.",
            "A dormitory whose rent is paid to one warden stays below that sum."
        ),
        new(
            "many_devices_one_person",
            "many devices",
            true,
            "At most {limit} devices instead of {observed}, or an attested check.",
            "Somebody who breaks a telephone, borrows one, buys one and has a tablet: that is four."
        ),
        new(
            "many_people_one_key_device",
            "shared confirming device",
            true,
            "At most {limit} people with keys on that device instead of {observed}, or an attested check.",
            "A family of five on one tablet."
        ),
        new(
            "many_key_devices_one_person",
            "keys on many devices",
            true,
            "At most {limit} devices with the sender's keys instead of {observed}, or an attested check.",
            "Somebody who often changes telephones and has the old keys never ended."
        ),
        new(
            "platform_farm",
            "a platform's farm",
            true,
            "At most {limit} customers who take out to that wallet instead of {observed}, or less than 200,000 KZT each.",
            "A dealer of costly goods who takes crypto to one wallet; a service whose customers all pay into one address."
        ),
        new(
            "p2p_merchant",
            "P2P merchant",
            true,
            "At most {limit} people who pay by card instead of {observed}, less than 20 million KZT, or other use of what came.",
            "A shop or a tutor with many customers who keeps savings in crypto; a licensed exchanger's own card."
        ),
        new(
            "dormant_burst",
            "dormant or new card",
            true,
            "Less than {limit} leaving the card instead of {observed}, fewer senders, or use in the month before.",
            "A new card for a wedding whose guests send to it, when the halls are paid in notes."
        ),
        new(
            "no_household_life",
            "no household life",
            true,
            "Fewer than {limit} signs instead of {observed}.",
            "A taxi driver or a stall with a card for takings alone: a second card for food is another card."
        ),
        new(
            "no_household_life_strong",
            "no household life",
            true,
            "Fewer than {limit} signs instead of {observed}, or an attested check.",
            "A collector of entry fees for a tournament whose card passes them on at once: one check by face, and it goes on."
        ),
    ];

    public static IReadOnlyList<AlertNote> All { get; } = [.. OfSpending, .. OfAccounts];
}
