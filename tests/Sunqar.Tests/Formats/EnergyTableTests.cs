using System.Text;
using Sunqar.Core.Facts;
using Sunqar.Core.Registry;
using Sunqar.Formats;
using Sunqar.Formats.Lists;
using Xunit;

namespace Sunqar.Tests.Formats;

/// <summary>Tables of TRON's delegations of energy: what is taken, and what is refused with its place and why.</summary>
public class EnergyTableTests
{
    private const string One = "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t",
        Other = "TNPeeaaFB7K9cmo4uQpcU32zGK8G1NYqeL",
        Head = "time,owner_address,receiver_address,resource";

    private const long TimeUs = 1_768_451_400_000_000;

    [Fact]
    public void Energy_is_taken_and_bandwidth_and_what_pays_for_itself_say_nothing()
    {
        var facts = new List<Fact>();
        var outcome = Read(
            $"{Head}\n2026-01-15T09:30:00+05:00,{One},{Other},energy\n2026-01-15T04:30:00Z,{Other},{One},BANDWIDTH\n2026-01-15,{One},{One},ENERGY\n",
            facts
        );
        Assert.Equal(new ListFileOutcome.Completed("energy", 1, 0), outcome);
        Assert.Equal([new EnergyDelegation(One, Other, TimeUs)], Assert.IsType<EnergyDelegated>(Assert.Single(facts)).Delegations);
        // A file of energy alone needs no column that says so.
        Assert.IsType<ListFileOutcome.Completed>(Read($"receiver_address,time,owner_address\n{Other},2026-01-15,{One}\n", facts));
        Assert.Equal(2, facts.Count);
        facts.Clear();
        Read($"{Head}\n2026-01-15T04:30:00Z,41a614f803b6fd780986a42c78ec9c7f77e6ded13c,{Other},ENERGY\n", facts);
        Assert.Equal(One, Assert.IsType<EnergyDelegated>(Assert.Single(facts)).Delegations[0].Payer);
    }

    [Theory]
    [InlineData($"{Head}\nsoon,{One},{Other},ENERGY\n", "time", "ISO 8601")]
    [InlineData($"{Head}\n2026-01-16,{One},{Other},ENERGY\n", "time", "yet to come")]
    [InlineData($"{Head}\n2026-01-15,TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6T,{Other},ENERGY\n", "owner_address", "tron")]
    [InlineData($"{Head}\n2026-01-15,{One},somebody,ENERGY\n", "receiver_address", "tron")]
    [InlineData($"{Head}\n2026-01-15,{One},{Other},TIME\n", "resource", "BANDWIDTH")]
    public void What_cannot_be_meant_is_refused_with_its_place(string text, string column, string says)
    {
        var bad = Assert.IsType<ListFileOutcome.Refused>(Read(text, [])).Why;
        Assert.Equal((2L, column), (bad.Line, bad.Field));
        Assert.Contains(says, bad.Reason + bad.Expected, StringComparison.Ordinal);
    }

    private static ListFileOutcome Read(string text, List<Fact> facts) =>
        ListFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), "energy.csv", null, facts.Add, latestUs: TimeUs);
}
