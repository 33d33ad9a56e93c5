using Sunqar.Simulation.Schemes;
using Sunqar.Simulation.Stories;

namespace Sunqar.Simulation.Bystanders;

/// <summary>A student who collects the flat's rent from flatmates and passes it on to the landlord within the hour: a mule's shape, a
/// roommate's life.</summary>
internal sealed class StudentRent : Bystander
{
    private const long Tenge = 100;

    public override int Count(PlantScale scale) => scale.Of(150, 20);

    public override void Tell(Story story)
    {
        ref var dice = ref story.Dice;
        var student = story.Recruit();
        var landlord = story.Recruit();
        story.InnocentCard("student_rent", student);
        var mates = Enumerable.Range(0, dice.Between(2, 5)).Select(_ => story.Recruit()).ToList();
        var share = dice.Between(30, 70) * 1_000 * Tenge;
        for (var day = dice.Below(10); day < story.Days; day += 30)
        {
            var time = story.At(day, 18, dice.Below(60));
            foreach (var mate in mates)
            {
                time += dice.Between(2, 120) * 60_000_000L;
                story.Send(time, mate, student, share);
            }
            story.Send(time + dice.Between(5, 50) * 60_000_000L, student, landlord, share * (mates.Count + 1));
        }
    }
}
