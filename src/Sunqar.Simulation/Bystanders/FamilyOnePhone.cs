using Sunqar.Simulation.Schemes;
using Sunqar.Simulation.Stories;

namespace Sunqar.Simulation.Bystanders;

/// <summary>Grandparents and children have the daughter's number at the bank, and one of them buys a telephone and breaks it.</summary>
internal sealed class FamilyOnePhone : Bystander
{
    private const long Tenge = 100;

    public override bool IsForRules => true;

    public override int Count(PlantScale scale) => scale.Of(80, 10);

    public override void Tell(Story story)
    {
        ref var dice = ref story.Dice;
        var number = story.OpenNumber();
        var family = Enumerable.Range(0, dice.Between(3, 5)).Select(_ => story.Recruit()).ToList();
        var devices = new[] { family[0], story.World.Identities.OpenDevice(), story.World.Identities.OpenDevice() };
        foreach (var member in family)
        {
            story.PhoneOf(member, number);
            story.AddressOf(member, number);
            story.InnocentCard("family_one_phone", member);
        }
        for (var times = story.Days * dice.Between(3, 8) / 10; times > 0; times--)
        {
            var member = dice.Pick(family);
            story.Send(
                story.At(dice.Below(story.Days), dice.Between(9, 21), dice.Below(60)),
                member,
                story.Anyone(),
                dice.Between(10, 200) * 500 * Tenge,
                device: member == family[0] ? dice.Pick(devices) : member
            );
        }
    }
}
