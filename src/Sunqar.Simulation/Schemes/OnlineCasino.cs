using Sunqar.Simulation.Stories;

namespace Sunqar.Simulation.Schemes;

/// <summary>Somebody plays in an online casino abroad: stakes by card in the evening, now and then under a category that hides what is
/// sold.</summary>
internal sealed class OnlineCasino : Scheme
{
    private const long Tenge = 100;
    private static readonly string[] Countries = ["CW", "MT", "CY", "CR"];

    public override string Kind => "online_casino";

    public override bool IsForRules => true;

    public override int Count(PlantScale scale) => scale.Of(150, 20);

    public override void Tell(Story story)
    {
        ref var dice = ref story.Dice;
        var gambler = story.Recruit();
        var casino = story.OpenMerchant(dice.Chance(700) ? "7995" : "7801", dice.Pick(Countries));
        // Some acquirers call it a shop for games.
        var masked = story.OpenMerchant("5816", dice.Pick(Countries));
        for (var stakes = dice.Between(3, 20); stakes > 0; stakes--)
        {
            var tiyn = dice.Between(2, 60) * 2_500 * Tenge;
            story.Charge(
                story.At(dice.Below(story.Days), dice.Between(18, 23), dice.Below(60)),
                gambler,
                dice.Chance(150) ? masked : casino,
                tiyn,
                Role.Gambler
            );
            story.TurnOver(tiyn);
        }
    }
}
