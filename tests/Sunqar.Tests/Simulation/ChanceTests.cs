using FsCheck;
using FsCheck.Fluent;
using Sunqar.Simulation.Chance;
using Xunit;

namespace Sunqar.Tests.Simulation;

public class ChanceTests
{
    [Fact]
    public void A_draw_depends_on_its_key_and_place_alone()
    {
        var first = new Dice(7, Luck.PersonDay, 12, 3);
        var again = new Dice(7, Luck.PersonDay, 12, 3);
        _ = new Dice(7, Luck.PersonDay, 13, 3).Next();
        Assert.Equal(Enumerable.Range(0, 50).Select(_ => first.Next()), Enumerable.Range(0, 50).Select(_ => again.Next()));
    }

    [Fact]
    public void The_generator_never_changes()
    {
        // A change here changes every country: then the pinned country changes too, and both are changed on purpose.
        var dice = new Dice(1, Luck.PersonDay, 2, 3);
        Assert.Equal([PinnedDraws.First, PinnedDraws.Second], [dice.Next(), dice.Next()]);
    }

    [Fact]
    public void Neighbouring_keys_share_no_draws()
    {
        var seen = new HashSet<ulong>();
        for (var entity = 0; entity < 100; entity++)
        {
            for (var day = 0; day < 10; day++)
            {
                var dice = new Dice(1, Luck.Traits, entity, day);
                for (var i = 0; i < 10; i++)
                {
                    Assert.True(seen.Add(dice.Next()));
                }
            }
        }
    }

    [Fact]
    public void Bounds_are_kept() =>
        Prop.ForAll(
                Gen.Choose(1, 1_000_000).ToArbitrary(),
                Gen.Choose(0, int.MaxValue).ToArbitrary(),
                (bound, seed) =>
                {
                    var dice = new Dice((ulong)seed, Luck.Traits, 0);
                    var value = dice.Below(bound);
                    var between = dice.Between(-bound, bound);
                    return value >= 0 && value < bound && between >= -bound && between <= bound;
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void An_alias_table_gives_each_index_its_share() =>
        Prop.ForAll(
                Gen.Choose(0, 1_000).NonEmptyListOf().Where(weights => weights.Sum() > 0).ToArbitrary(),
                weights =>
                {
                    var table = new AliasTable(weights.Select(weight => (long)weight).ToArray());
                    var counts = new int[weights.Count];
                    var dice = new Dice(5, Luck.Traits, 0);
                    const int Throws = 20_000;
                    for (var i = 0; i < Throws; i++)
                    {
                        counts[table.Draw(ref dice)]++;
                    }
                    var sum = weights.Sum();
                    // Six standard deviations at most, and a weight of nothing is never drawn.
                    return counts
                        .Select((count, i) => (count, expected: (double)Throws * weights[i] / sum))
                        .All(item =>
                            item.expected == 0
                                ? item.count == 0
                                : Math.Abs(item.count - item.expected) <= (6 * Math.Sqrt(item.expected)) + 6
                        );
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Amounts_lie_around_their_median()
    {
        var dice = new Dice(1, Luck.Traits, 0);
        var amounts = Enumerable.Range(0, 10_001).Select(_ => dice.Around(10_000, Quantiles.Wide)).Order().ToList();
        Assert.InRange(amounts[5_000], 9_000, 11_000);
        Assert.True(amounts[0] > 0);
        Assert.True(amounts[^1] > 50_000);
    }
}
