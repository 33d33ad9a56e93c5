using Sunqar.Core.Registry;
using Sunqar.Simulation.Schemes;
using Sunqar.Simulation.Stories;

namespace Sunqar.Simulation.Bystanders;

/// <summary>Bets with a bookmaker that holds a licence, which its bank names; and an evening in a casino with a door at home.</summary>
internal sealed class LicensedBookmaker : Bystander
{
    private const long Tenge = 100;

    private static PlatformListing Bookmaker(string code, long fromUs) =>
        new(
            code,
            "bookmaker",
            "Bookmaker",
            [],
            "",
            "national",
            "Ministry of Tourism and Sport",
            "Bets",
            fromUs,
            long.MaxValue,
            PlatformListing.Licensed,
            [code],
            [],
            [],
            []
        );

    public override bool IsForRules => true;

    public override int Count(PlantScale scale) => scale.Of(100, 12);

    public override void Tell(Story story)
    {
        ref var dice = ref story.Dice;
        const string Code = "bets.example";
        if (story.Number == 0)
        {
            story.Register(Bookmaker(Code, story.At(-400, 0)));
        }
        var player = story.Recruit();
        var bookmaker = story.OpenMerchant("7995", "KZ", Code);
        var casino = story.OpenMerchant("7995", null);
        story.InnocentCard("licensed_bookmaker", player);
        for (var bets = dice.Between(3, 25); bets > 0; bets--)
        {
            story.Charge(
                story.At(dice.Below(story.Days), dice.Between(10, 23), dice.Below(60)),
                player,
                bookmaker,
                dice.Between(1, 20) * 1_000 * Tenge
            );
        }
        var place = story.World.Atms.Draw(story.World.People.City(player), ref dice);
        story.Charge(
            story.At(dice.Below(story.Days), 21, dice.Below(60)),
            player,
            casino,
            dice.Between(2, 40) * 5_000 * Tenge,
            Role.None,
            place
        );
    }
}
