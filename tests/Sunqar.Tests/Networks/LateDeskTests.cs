using Sunqar.Core.Networks;
using Sunqar.Simulation;
using Sunqar.Tests.Patterns;
using Xunit;

namespace Sunqar.Tests.Networks;

/// <summary>Desks that settle hours later and change their cards, in small worlds and in a small country whose schemes dodge.</summary>
public class LateDeskTests
{
    /// <summary>A desk that settles one and a half to two and a half hours later, each card for a week.</summary>
    private static SmallWorld World(ulong seed, bool answers)
    {
        var world = new SmallWorld(seed);
        for (var i = 0; i < 400; i++)
        {
            var minute = (i * 1440 * 40 / 400) + world.Draw(100);
            var tokens = 20 + world.Draw(480);
            world.Card($"customer{world.Draw(60)}", $"drop{minute / (1440 * 7)}", minute, tokens * SmallWorld.TengePerToken * 1.03);
            world.Chain("desk", $"wallet{world.Draw(60)}", answers ? minute + 90 + world.Draw(60) : world.Draw(40 * 1440), tokens);
            if (i % 10 == 0)
                world.Chain($"supplier{i % 3}", "desk", Math.Max(0, minute - 60), 2_600);
        }
        for (var i = 0; i < 3_000; i++)
        {
            world.Card($"p{world.Draw(300)}", $"p{world.Draw(300)}", world.Draw(40 * 1440), (20 + world.Draw(480)) * 515);
            world.Chain($"w{world.Draw(60)}", $"w{world.Draw(60)}", world.Draw(40 * 1440), 20 + world.Draw(480));
        }
        return world;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_desk_that_settles_hours_later_is_found_with_its_changing_cards(ulong seed)
    {
        var found = World(seed, answers: true).Mine().Where(finding => finding.Pattern == Exchanger.Name).ToList();
        Assert.Single(found);
        Assert.Contains("desk", found[0].Accounts);
        Assert.True(found[0].Accounts.Count(account => account.StartsWith("drop", StringComparison.Ordinal)) >= 4);
        Assert.True(found[0].Evidence.ContainsKey("settles_after"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_same_legs_at_times_of_their_own_are_no_late_desk(ulong seed) => Assert.Empty(World(seed, answers: false).Mine());

    [Theory]
    [InlineData(0)]
    [InlineData(120)]
    public void A_country_whose_exchangers_are_late_has_no_false_ones(int delayMinutes)
    {
        var country = new SeenCountry
        {
            Seed = 721,
            People = 20_000,
            Evasion = new Evasion { DelayMinutes = delayMinutes },
        }.Live();
        var found = country.MineLegsAndCash().Where(finding => finding.Pattern == Exchanger.Name).ToList();
        var planted = country.Planted.Where(pattern => pattern.Kind == Exchanger.Name).ToList();
        Assert.NotEmpty(found);
        Assert.All(found, finding => Assert.Contains(planted, pattern => finding.Accounts.Any(pattern.Accounts.Contains)));
        var accused = country.Lookalikes.Select(lookalike => lookalike.Account).ToHashSet();
        Assert.DoesNotContain(found.SelectMany(finding => finding.Accounts), accused.Contains);
    }

    [Fact]
    public void A_dial_beyond_its_range_is_refused()
    {
        Evasion[] beyond =
        [
            new() { DelayMinutes = 1_441 },
            new() { RateNoiseBasisPoints = -1 },
            new() { RateStepTenge = 51 },
            new() { FurtherParts = 6 },
            new() { CardDays = 61 },
            new() { HonestPerMille = 901 },
            new() { ByHandPerMille = 1_001 },
            new() { RotatePerMille = -1 },
            new() { CeilingThousandTenge = 19 },
            new() { LifeInMonth = 101 },
        ];
        Assert.All(
            beyond,
            dial =>
                Assert.Throws<ArgumentOutOfRangeException>(() =>
                    Country.Create(
                        new CountryOptions
                        {
                            People = 1_000,
                            Days = 1,
                            Evasion = dial,
                        }
                    )
                )
        );
    }
}
