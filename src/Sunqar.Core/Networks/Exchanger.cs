using Sunqar.Core.Patterns;

namespace Sunqar.Core.Networks;

/// <summary>Unlicensed exchangers of tenge and tokens. Page: docs/patterns/exchanger.md.</summary>
public sealed class Exchanger() : Typology(Name, "Unlicensed exchanger", "Unlicensed exchangers")
{
    public const string Name = "exchanger";

    internal static readonly EvidenceKey Matched =
            new(
                "matched_exchanges",
                "Matched exchanges",
                "Tenge on one side and tokens on the other, close in time and value at the day's rate."
            ),
        Sold = new("sold", "Crypto sold", "Exchanges in which the desk took tenge and sent tokens."),
        Bought = new("bought", "Crypto bought", "Exchanges in which the desk took tokens and paid tenge."),
        ByChance =
            new("expected_by_chance", "Matches that chance gives", "The same legs paired at random; the finding rests on the difference."),
        Odds = new("odds", "By chance alone", Matching.Odds.Meaning),
        Days = new("days", "Days"),
        Rates = new("rates", "Rates", "Where the day's rate between tenge and tokens comes from."),
        Settles =
            new("settles_after", "Settles after", "How long after the first leg of an exchange the second comes, of a desk that is late."),
        Customers = new("customers", "Customers", "Bystanders: counted, not listed.");

    public override string Definition =>
        "Wallets and drop cards whose tenge and token legs answer each other, "
        + "within 45 minutes, or later by a habit of their own, and at the day's rate, "
        + "more often than chance allows, with the accounts around them that mostly serve them.";

    public override IReadOnlyList<string> Roles => ["organiser", "collector", "desk", "reserve", "dropper"];

    public override IReadOnlyList<string> Flags => ["fatf.a3", "fatf.a4", "pack.w6"];

    public override IReadOnlyList<EvidenceKey> Evidence => [Matched, Sold, Bought, ByChance, Odds, Days, Rates, Settles, Customers];

    public override bool IsNetwork => true;

    public override IMiner Begin(MiningGround ground) =>
        new ExchangerMiner(ground.Graph, ground.Wallets, ground.Rates, ground.Context.Registry);

    public override Doubt Doubt(IReadOnlyDictionary<string, string> evidence) =>
        new(
            "A licensed exchange operator, or a busy private trader on a licensed platform.",
            $"{Matched.In(evidence)} exchanges agree in time and value where chance gives {ByChance.In(evidence)}, on "
                + $"{Days.In(evidence)} days. Trades on a "
                + "platform stay inside it and leave no legs here; wallets of a licence in force are left out before anybody looks.",
            "A licence that was in force at the time and is not in the register read; orders of a platform that name "
                + "the same trades; customers who were "
                + "paid for goods. Were the matches as few as chance gives, or fewer than eight, it would not have been found."
        );

    public override IEnumerable<string> Tell(Sighting lead, NetworkFlow flow)
    {
        var late = lead.Evidence.ContainsKey(Settles.Name);
        yield return $"Customers paid tenge to the cards and got tokens from the wallets {(late ? lead.Says(Settles) : "minutes")} later {lead.Says(Sold)} times, "
            + $"and the other way round {lead.Says(Bought)} times; chance gives {lead.Says(ByChance)} such pairs.";
        yield return $"It served about {flow.Outsiders} cards and wallets.";
        if (NetworkStory.Cash(flow) is { } cash)
        {
            yield return cash;
        }
        var (up, upMicro) = flow.Of(p => p.From == "droppers" && p.To == "organisers");
        if (up > 0)
        {
            yield return $"{NetworkStory.Millions(upMicro)} million tenge went from the drop cards to the organiser in {up} transfers.";
        }
    }
}
