using Sunqar.Simulation.Chance;
using Sunqar.Simulation.Stories;

namespace Sunqar.Simulation.Schemes;

/// <summary>
/// One sum brought to a card in pieces that stay just below 500,000 KZT, above which the sender's IIN would be verified: top-ups at kiosks
/// by a few helpers within hours, sometimes by card; repeated on a few days.
/// </summary>
internal sealed class StructuringRing : Scheme
{
    private const long Tenge = 100;

    public override string Kind => "structuring";

    public override int Count(PlantScale scale) => scale.Of(60, 10);

    public override void Tell(Story story)
    {
        ref var dice = ref story.Dice;
        var owner = story.Recruit();
        var card = story.LentCard(owner);
        var city = story.World.People.City(owner);
        var smurfs = Enumerable.Range(0, dice.Between(2, 5)).Select(_ => story.OpenCard(story.Recruit())).ToList();
        var byCard = dice.Between(0, 450);
        for (var times = dice.Between(1, 4); times > 0; times--)
        {
            var time = story.At(dice.Below(story.Days), dice.Between(8, 12), dice.Below(60));
            for (var pieces = dice.Between(4, 9); pieces > 0; pieces--)
            {
                var tiyn = (dice.Chance(500) ? dice.Between(480, 499) * 1_000L : dice.Between(470_000, 499_900)) * Tenge;
                var smurf = dice.Pick(smurfs);
                story.TurnOver(tiyn);
                if (dice.Chance(byCard))
                {
                    story.Send(time, smurf, card, tiyn, Role.Smurf, Role.Beneficiary);
                }
                else
                {
                    var shown = dice.Chance(300) ? story.World.Identities.Owner(smurf) : -1;
                    story.TopUp(time, card, story.World.Atms.Draw(city, ref dice), tiyn, shown, Role.Beneficiary);
                }
                time += dice.Between(4, 110) * 60_000_000L;
            }
        }
    }
}
