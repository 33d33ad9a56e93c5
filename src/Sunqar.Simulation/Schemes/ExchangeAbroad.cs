using Sunqar.Simulation.Stories;

namespace Sunqar.Simulation.Schemes;

/// <summary>Crypto assets are bought by card from an exchange abroad, past the platforms of the AIFC; some by a processor that says
/// nothing of what is sold.</summary>
internal sealed class ExchangeAbroad : Scheme
{
    private const long Tenge = 100;
    private static readonly string[] Countries = ["SC", "AE", "HK", "VG"];

    public override string Kind => "exchange_abroad";

    public override bool IsForRules => true;

    public override int Count(PlantScale scale) => scale.Of(120, 15);

    public override void Tell(Story story)
    {
        ref var dice = ref story.Dice;
        var buyer = story.Recruit();
        var exchange = story.OpenMerchant("6051", dice.Pick(Countries));
        var silent = story.OpenMerchant(null, dice.Pick(Countries));
        for (var times = dice.Between(2, 10); times > 0; times--)
        {
            var tiyn = dice.Between(10, 90) * 10_000 * Tenge;
            story.Charge(
                story.At(dice.Below(story.Days), dice.Between(9, 23), dice.Below(60)),
                buyer,
                dice.Chance(100) ? silent : exchange,
                tiyn,
                Role.Buyer
            );
            story.TurnOver(tiyn);
        }
    }
}
