using Sunqar.Simulation.Schemes;
using Sunqar.Simulation.Stories;

namespace Sunqar.Simulation.Bystanders;

/// <summary>A savings circle of friends: every week all pay the same sum to whose turn it is. Early ones are paid by late ones, as in a
/// pyramid, and everybody ends even.</summary>
internal sealed class SavingsCircle : Bystander
{
    private const long Tenge = 100;

    public override int Count(PlantScale scale) => scale.Of(80, 10);

    public override void Tell(Story story)
    {
        ref var dice = ref story.Dice;
        var friends = Enumerable.Range(0, dice.Between(6, 12)).Select(_ => story.Recruit()).ToList();
        foreach (var friend in friends)
        {
            story.InnocentCard("savings_circle", friend);
        }
        var sum = dice.Between(2, 10) * 10_000 * Tenge;
        var day = dice.Below(7);
        for (var turn = 0; day < story.Days; turn++, day += 7)
        {
            foreach (var friend in friends)
            {
                if (friend != friends[turn % friends.Count])
                {
                    story.Send(story.At(day, dice.Between(18, 22), dice.Below(60)), friend, friends[turn % friends.Count], sum);
                }
            }
        }
    }
}
