namespace Sunqar.Core.Patterns;

/// <summary>Many pay one. Page: docs/patterns/fan_in.md.</summary>
public sealed class FanIn() : Typology(Name, "Fan-in", "Fan-in")
{
    public const string Name = "fan_in";

    public override string Definition =>
        "Two or more accounts pay one account once each within the window, "
        + "in pairs that are suspect, or so many at once that the account's "
        + "habit does not explain them; or many people pay a card that empties into crypto.";

    public override IReadOnlyList<string> Roles => ["destination", "source", "till"];

    public override IReadOnlyList<string> Flags => ["fatf.p5", "fatf.p8", "pack.v2"];

    public override IReadOnlyList<EvidenceKey> Evidence =>
        [
            EvidenceKeys.Counterparties,
            EvidenceKeys.BecauseOf,
            EvidenceKeys.UsualInFiveDays,
            EvidenceKeys.Surprise,
            EvidenceKeys.SecludedAccounts,
            EvidenceKeys.Payers,
        ];

    public override IReadOnlyList<Cause> Causes => [Cause.PairSuspicion, Cause.Habit, Cause.EmptiesIntoCrypto, Cause.BriefMeetings];

    public override IMiner Begin(MiningGround ground) =>
        Miners.Several(
            Miners.AtPairs(At),
            Miners.AcrossAccounts((seen, card) => CryptoTill.At(seen.Graph, card), CryptoTill.Sight),
            BriefShapes.Of(Name)
        );

    public override Doubt Doubt(IReadOnlyDictionary<string, string> evidence) =>
        new(
            "Wedding gifts, a collection, rent shared by flatmates, a taxi driver or a small shop that takes transfers.",
            $"{EvidenceKeys.Counterparties.In(evidence)} payers within the window; usual in five days: "
                + $"{EvidenceKeys.UsualInFiveDays.In(evidence)}. A shop "
                + "is paid every week, and gifts are not sent on.",
            "The same payers at other times; a business in the holder's name; the money staying or being spent at "
                + "shops. With payers as many as usual "
                + "it would not have been found."
        );

    public override IEnumerable<string> Tell(Sighting lead, NetworkFlow flow) =>
        [
            lead.Cause == Cause.EmptiesIntoCrypto
                ? $"{lead.Says(EvidenceKeys.Payers)} people paid the cards, and "
                    + $"nearly everything that left them bought crypto on platforms."
                : $"{lead.Says(EvidenceKeys.Counterparties)} accounts paid one account, once each, within {EvidenceKeys.Span(lead)}; "
                    + $"they deal with each other at no other time.{Fan.Habit(lead)}",
        ];

    /// <summary>The fans into one account.</summary>
    private static void At(MiningGround ground, int account, List<Sighting> found)
    {
        var all = ground.OneOff.In(account);
        Fan.Hot(ground, Name, account, all, found);
        Fan.Sudden(ground, Name, account, all, found);
    }
}
