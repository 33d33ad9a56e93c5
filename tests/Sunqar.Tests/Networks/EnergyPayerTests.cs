using Sunqar.Core.Networks;
using Sunqar.Core.Patterns;
using Sunqar.Core.Registry;
using Xunit;

namespace Sunqar.Tests.Networks;

/// <summary>A shared payer of energy tells wallets of one hand only where it serves few, pays nearly all of it, and they are tied besides
/// (docs/patterns/energy_payer.md).</summary>
public class EnergyPayerTests
{
    private const long DayUs = 86_400_000_000;

    /// <summary>What may be otherwise than in a launderer's group.</summary>
    /// <param name="Wallets">Takers on the payer.</param>
    /// <param name="Days">On which each taker's energy is paid.</param>
    /// <param name="OtherDays">On which another payer does.</param>
    /// <param name="Crowd">Strangers on the same payer who only do as anybody does.</param>
    /// <param name="Tied">Takers that pass on to the common wallet; the others pay somebody of their own.</param>
    /// <param name="CommonPaidBy">Strangers who pay that wallet too.</param>
    public sealed record Group(int Wallets = 8, int Days = 5, int OtherDays = 0, int Crowd = 0, int Tied = 8, int CommonPaidBy = 0);

    public static TheoryData<Group, bool> Groups =>
        new()
        {
            { new Group(), true },
            { new Group(Wallets: 5, Tied: 5), true },
            // A family has fewer.
            { new Group(Wallets: 4, Tied: 4), false },
            // A gift is no upkeep.
            { new Group(Days: 1), false },
            { new Group(OtherDays: 1), true },
            // They rent, now here, now there.
            { new Group(OtherDays: 2), false },
            { new Group(Crowd: 192), true },
            // A payer of more serves the public.
            { new Group(Crowd: 193), false },
            { new Group(Wallets: 10, Tied: 5), true },
            // Most have nothing to do with each other.
            { new Group(Wallets: 11, Tied: 5), false },
            // Whom everybody pays ties nobody.
            { new Group(CommonPaidBy: 40), true },
            { new Group(CommonPaidBy: 41), false },
        };

    [Theory]
    [MemberData(nameof(Groups))]
    public void Wallets_of_one_hand_are_told_and_renters_are_not(Group group, bool isTold)
    {
        var (world, energy) = Plant(group);
        var found = Mine(world, energy).Where(finding => finding.Pattern == EnergyPayer.Name).ToList();
        Assert.Equal(isTold, found.Count == 1);
        if (isTold)
        {
            Assert.Equal(
                Enumerable.Range(0, Math.Min(group.Tied, group.Wallets)).Select(i => $"taker{i}").Order(StringComparer.Ordinal),
                found[0].Roles.Where(role => role.Value == "wallet").Select(role => role.Key).Order(StringComparer.Ordinal)
            );
            Assert.Equal("payer", found[0].Evidence[EnergyPayer.Payer.Name]);
        }
    }

    /// <summary>Renters who now and then pay each other: chains of single ties join them all, and they still have nothing to do with each
    /// other.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Strangers_who_sometimes_pay_each_other_are_strangers(int seed)
    {
        var (world, energy) = (new SmallWorld((ulong)seed), new List<EnergyDelegation>());
        // They all take from one exchange, as others do.
        for (var customer = 0; customer < 301; customer++)
            world.Chain("exchange", $"customer{customer}", customer * 100, 100 + world.Draw(900));
        for (var renter = 0; renter < 60; renter++)
        {
            for (var times = 0; times < 5; times++)
            {
                var minutes = world.Draw(40) * 1440 + world.Draw(1400);
                world.Chain("exchange", $"renter{renter}", minutes, 100 + world.Draw(900));
                var to = world.Draw(4) == 0 ? $"renter{world.Draw(60)}" : $"anyone{world.Draw(150)}";
                world.Chain($"renter{renter}", to, minutes + 60, 50 + world.Draw(50));
                energy.Add(new("payer", $"renter{renter}", SmallWorld.StartUs + (long)minutes * 60_000_000));
            }
        }
        Assert.DoesNotContain(Mine(world, energy), finding => finding.Pattern == EnergyPayer.Name);
    }

    [Fact]
    public void Without_delegations_the_same_transfers_tell_nothing_of_a_payer() =>
        Assert.DoesNotContain(Mine(Plant(new Group()).World, []), finding => finding.Pattern == EnergyPayer.Name);

    /// <summary>An exchange pays for its own wallets; so may whoever stands in the register.</summary>
    [Fact]
    public void Who_is_known_pays_for_whom_it_serves()
    {
        var (world, energy) = Plant(new Group());
        world.Chain("payer", "somebody", 1, 1);
        Assert.Contains(Mine(world, energy), finding => finding.Pattern == EnergyPayer.Name);
        world.Labels.Add("payer", "An exchange", "exchange1", "exchange");
        Assert.DoesNotContain(Mine(world, energy), finding => finding.Pattern == EnergyPayer.Name);
    }

    /// <summary>Neither the order of delegations, nor telling them twice or in parts, nor the numbers that accounts have, changes
    /// anything.</summary>
    [Fact]
    public void The_order_and_number_of_tellings_change_nothing()
    {
        var (world, energy) = Plant(new Group(Crowd: 20, OtherDays: 1));
        var plain = Mine(world, energy);
        var shuffled = energy.Concat(energy).OrderBy(one => (one.Receiver + one.TimeUs).GetHashCode(StringComparison.Ordinal)).ToList();
        Assert.Equal(Said(plain), Said(Mine(world, shuffled)));
        Assert.Equal(Said(plain), Said(Mine(world, energy, backwards: true)));
    }

    private static List<string> Said(IEnumerable<Finding> findings) =>
        [
            .. findings
                .Select(f => $"{f.Pattern} {f.Score} {string.Join(' ', f.Accounts.Order(StringComparer.Ordinal))}")
                .Order(StringComparer.Ordinal),
        ];

    private static IReadOnlyList<Finding> Mine(SmallWorld world, IReadOnlyList<EnergyDelegation> energy, bool backwards = false)
    {
        var fold = new RegistryFold();
        foreach (var run in energy.Chunk(7))
            fold.Apply(new EnergyDelegated("test", run));
        var graph = world.Graph(backwards);
        var context = new MiningContext(world.Labels, SmallWorld.Rates(), fold.Snapshot);
        return [.. SmallWorld.Networks(graph, context).Select(sighting => sighting.Name(graph.Table))];
    }

    private static (SmallWorld World, List<EnergyDelegation> Energy) Plant(Group group)
    {
        var (world, energy) = (new SmallWorld(), new List<EnergyDelegation>());
        void Pay(string payer, string wallet, int day) => energy.Add(new(payer, wallet, SmallWorld.StartUs + day * DayUs));
        for (var i = 0; i < group.Wallets; i++)
        {
            for (var day = 0; day < Math.Max(2, group.Days); day++)
            {
                world.Chain($"victim{i}-{day}", $"taker{i}", day * 1440 + i * 7, 100 + world.Draw(900));
                world.Chain($"taker{i}", i < group.Tied ? "common" : $"friend{i}-{day}", day * 1440 + 600 + i * 11, 90 + world.Draw(9));
            }
            for (var day = 0; day < group.Days; day++)
                Pay("payer", $"taker{i}", day);
            for (var day = 0; day < group.OtherDays; day++)
                Pay("another", $"taker{i}", 10 + day);
        }
        for (var i = 0; i < group.Crowd; i++)
        {
            Pay("payer", $"renter{i}", i % 9);
        }
        for (var i = 0; i < group.CommonPaidBy; i++)
            world.Chain($"stranger{i}", "common", i * 13, 5 + world.Draw(200));
        return (world, energy);
    }
}
