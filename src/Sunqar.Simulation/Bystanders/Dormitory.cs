using Sunqar.Simulation.Schemes;
using Sunqar.Simulation.Stories;

namespace Sunqar.Simulation.Bystanders;

/// <summary>A dormitory behind one network address: its students pay the warden's rent and each other's lunch.</summary>
internal sealed class Dormitory : Bystander
{
    private const long Tenge = 100;

    public override bool IsForRules => true;

    public override int Count(PlantScale scale) => scale.Of(30, 4);

    public override void Tell(Story story)
    {
        ref var dice = ref story.Dice;
        var address = story.OpenNumber();
        var warden = story.Recruit();
        story.InnocentCard("dormitory", warden);
        var students = Enumerable.Range(0, dice.Between(20, 60)).Select(_ => story.Recruit()).ToList();
        foreach (var student in students)
        {
            story.AddressOf(student, address);
            story.InnocentCard("dormitory", student);
        }
        for (var month = 0; month < story.Days; month += 30)
        {
            foreach (var student in students)
            {
                story.Send(
                    story.At(month + dice.Below(4), dice.Between(9, 22), dice.Below(60)),
                    student,
                    warden,
                    dice.Between(25, 45) * 1_000 * Tenge
                );
            }
        }
        for (var lunches = students.Count * story.Days / 6; lunches > 0; lunches--)
        {
            var (hungry, host) = (dice.Pick(students), dice.Pick(students));
            if (hungry == host)
                continue;
            var time = story.At(dice.Below(story.Days), dice.Between(11, 15), dice.Below(60));
            story.Send(time, hungry, host, dice.Between(8, 40) * 100 * Tenge);
        }
    }
}
