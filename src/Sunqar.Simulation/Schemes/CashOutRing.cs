using Sunqar.Simulation.Stories;

namespace Sunqar.Simulation.Schemes;

/// <summary>Four to seven cards that one runner empties at one or two ATMs within minutes, again and again; the money comes from strangers'
/// transfers.</summary>
internal sealed class CashOutRing : Scheme
{
    private const long Tenge = 100;

    public override string Kind => "cash_out_ring";

    public override int Count(PlantScale scale) => scale.Of(40, 5);

    public override void Tell(Story story)
    {
        ref var dice = ref story.Dice;
        var runner = story.Recruit();
        var city = story.World.People.City(runner);
        var cards = Enumerable.Range(0, dice.Between(4, 7)).Select(_ => story.LentCard(story.Recruit())).ToList();
        var atms = Enumerable.Range(0, dice.Between(1, 2)).Select(_ => story.World.Atms.Draw(city, ref story.Dice)).ToList();
        var evasion = new CashEvasion(story, nameof(CashOutRing), city);
        cards.ForEach(evasion.Live);
        for (var rounds = dice.Between(3, 8); rounds > 0; rounds--)
        {
            var day = dice.Below(story.Days);
            var time = story.At(day, dice.Between(13, 21), dice.Below(60));
            foreach (var card in cards)
            {
                if (dice.Chance(150))
                {
                    continue;
                }
                long sum = 0;
                for (var payers = dice.Between(1, 4); payers > 0; payers--)
                {
                    var tiyn = evasion.Ceiling(dice.Between(30, 180) * 1_000 * Tenge);
                    story.Send(time - dice.Between(20, 240) * 60_000_000L, story.Anyone(), card, tiyn, Role.None, Role.Dropper);
                    sum += tiyn;
                    story.TurnOver(tiyn);
                }
                time += dice.Between(35, 200) * 1_000_000L;
                var (machine, later) = evasion.Machine(dice.Pick(atms));
                time += later;
                for (var notes = sum * 96 / 100 / (1_000 * Tenge) * (1_000 * Tenge); notes > 0; )
                {
                    var taken = evasion.Ceiling(notes);
                    story.Withdraw(time, card, machine, taken, Role.Dropper);
                    (time, notes) = (notes > taken ? time + 40_000_000 : time, notes - taken);
                }
            }
        }
    }
}
