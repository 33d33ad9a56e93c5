using Sunqar.Simulation.Schemes;
using Sunqar.Simulation.Stories;

namespace Sunqar.Simulation.Bystanders;

/// <summary>A family that pools money for a flat: six to twelve relatives send what they can to one card, round sums, several times; then
/// one large payment goes out.</summary>
internal sealed class FamilyPool : Bystander
{
    private const long Tenge = 100;

    public override int Count(PlantScale scale) => scale.Of(100, 12);

    public override void Tell(Story story)
    {
        ref var dice = ref story.Dice;
        var holder = story.Recruit();
        var seller = story.Recruit();
        story.InnocentCard("family_pool", holder);
        var relatives = Enumerable.Range(0, dice.Between(6, 12)).Select(_ => story.Recruit()).ToList();
        var end = dice.Between(Math.Min(7, story.Days - 1), story.Days - 1);
        long pooled = 0;
        foreach (var relative in relatives)
        {
            for (var times = dice.Between(1, 3); times > 0; times--)
            {
                var tiyn = dice.Between(2, 18) * 25_000 * Tenge;
                story.Send(story.At(dice.Below(Math.Max(1, end)), dice.Between(9, 22), dice.Below(60)), relative, holder, tiyn);
                pooled += tiyn;
            }
        }
        story.Send(story.At(end, 15, dice.Below(60)), holder, seller, pooled);
    }
}
