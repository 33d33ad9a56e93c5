using Sunqar.Simulation.Chance;
using Sunqar.Simulation.Stories;

namespace Sunqar.Simulation.Schemes;

/// <summary>
/// Cards opened on IINs that cannot have been issued, or a dozen at all banks on one stolen IIN; all of them are worked from one device.
/// They take in small transfers and pass them to a handler.
/// </summary>
internal sealed class FakeIdentities : Scheme
{
    private const long Tenge = 100;

    public override string Kind => "fake_identity";

    public override int Count(PlantScale scale) => scale.Of(30, 5);

    public override void Tell(Story story)
    {
        ref var dice = ref story.Dice;
        var identities = story.World.Identities;
        var device = identities.OpenDevice();
        var stolen = story.Number % 2 == 1 ? story.Recruit() : -1;
        // A stolen IIN is used where it worked before: at one bank, or two.
        int[] banks = [dice.Below(Places.Banks.All.Count), dice.Below(Places.Banks.All.Count)];
        var cards = Enumerable
            .Range(0, dice.Between(6, 15))
            .Select(_ => stolen >= 0 ? identities.OpenCard(stolen, story.Dice.Pick(banks)) : story.OpenCard(identities.InventPerson()))
            .ToList();
        var handler = story.OpenCard(story.Recruit());
        for (var rounds = dice.Between(15, 50); rounds > 0; rounds--)
        {
            var card = dice.Pick(cards);
            var time = story.At(dice.Below(story.Days), dice.Between(8, 21), dice.Below(60));
            long sum = 0;
            for (var payers = dice.Between(1, 4); payers > 0; payers--)
            {
                var tiyn = dice.Around(38_000, Quantiles.Wide) / 500 * 500 * Tenge;
                story.Send(time - dice.Below(5 * 3_600) * 1_000_000L, story.Anyone(), card, tiyn, Role.None, Role.FakeCard);
                sum += tiyn;
                story.TurnOver(tiyn);
            }
            story.Send(
                time + dice.Between(2, 90) * 60_000_000L,
                card,
                handler,
                sum * 95 / 100 / Tenge * Tenge,
                Role.FakeCard,
                Role.Organiser,
                device
            );
        }
    }
}
