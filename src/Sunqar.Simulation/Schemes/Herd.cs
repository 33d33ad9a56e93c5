using Sunqar.Simulation.Stories;

namespace Sunqar.Simulation.Schemes;

/// <summary>
/// One operator works the cards of a dozen people, by one telephone, from behind one network address, or from a drawer of telephones that
/// he changes: each pays on to one collector, day after day.
/// </summary>
internal sealed class Herd : Scheme
{
    private const long Tenge = 100;

    public override string Kind => "herd";

    public override bool IsForRules => true;

    public override int Count(PlantScale scale) => scale.Of(60, 9);

    public override void Tell(Story story)
    {
        ref var dice = ref story.Dice;
        var owners = Enumerable.Range(0, dice.Between(7, 14)).Select(_ => story.Recruit()).ToList();
        var cards = owners.Select(story.OpenCard).ToList();
        var collector = story.OpenCard(story.Recruit());
        // A small drawer is nothing that anybody could see.
        var drawer = Enumerable.Range(0, dice.Between(4, 9)).Select(_ => story.World.Identities.OpenDevice()).ToList();
        var number = story.OpenNumber();
        if (story.Number % 3 == 0)
        {
            foreach (var owner in owners)
                story.PhoneOf(owner, number);
        }
        foreach (var device in story.Number % 3 == 1 ? [.. drawer, .. owners] : Array.Empty<int>())
            story.AddressOf(device, number);
        for (var rounds = dice.Between(5, 12); rounds > 0; rounds--)
        {
            var day = dice.Below(story.Days);
            foreach (var (index, card) in cards.Index())
            {
                if (dice.Chance(250))
                    continue;
                var time = story.At(day, dice.Between(9, 22), dice.Below(60));
                var tiyn = dice.Between(8, 45) * 10_000 * Tenge;
                story.TurnOver(tiyn);
                story.Send(time, story.Anyone(), card, tiyn, Role.None, Role.Dropper);
                var device = story.Number % 3 == 2 ? dice.Pick(drawer) : owners[index];
                story.Send(
                    time + dice.Between(20, 300) * 60_000_000L,
                    card,
                    collector,
                    tiyn * 96 / 100 / Tenge * Tenge,
                    Role.Dropper,
                    Role.None,
                    device
                );
            }
        }
    }
}
