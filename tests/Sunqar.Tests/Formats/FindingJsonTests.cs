using System.Text;
using System.Text.Json;
using Sunqar.Core.Patterns;
using Sunqar.Core.Payments;
using Sunqar.Formats.Findings;
using Xunit;

namespace Sunqar.Tests.Formats;

public class FindingJsonTests
{
    private static readonly Finding Sample = new(
        "fan_in-00",
        FanIn.Name,
        0.75,
        ["t1", "t\"2"],
        ["a", "b"],
        new Dictionary<string, string> { ["a"] = "collector" },
        1_768_451_400_000_000,
        1_768_455_000_000_000,
        12_345_600_000,
        Currency.Kzt,
        new Dictionary<string, string> { ["senders"] = "12" }
    );

    [Fact]
    public void A_finding_reads_back_as_it_was_written()
    {
        var read = FindingJson.Read(Line(Sample));
        Assert.Equal(
            (Sample.Id, Sample.Pattern, Sample.Score, Sample.FirstUs, Sample.LastUs, Sample.AmountMicro, Sample.Currency),
            (read.Id, read.Pattern, read.Score, read.FirstUs, read.LastUs, read.AmountMicro, read.Currency)
        );
        Assert.Equal(Sample.Transfers, read.Transfers);
        Assert.Equal(Sample.Accounts, read.Accounts);
        Assert.Equal(Sample.Roles, read.Roles);
        Assert.Equal(Sample.Evidence, read.Evidence);
    }

    [Fact]
    public void The_line_has_the_fields_of_the_contract_in_order()
    {
        using var json = JsonDocument.Parse(Line(Sample));
        Assert.Equal(
            ["id", "pattern", "score", "transfers", "accounts", "roles", "first", "last", "amount", "currency", "evidence"],
            json.RootElement.EnumerateObject().Select(field => field.Name)
        );
        Assert.Equal("12345.60", json.RootElement.GetProperty("amount").GetString());
        Assert.Equal("2026-01-15T04:30:00Z", json.RootElement.GetProperty("first").GetString());
    }

    [Theory]
    [InlineData("[]", "object")]
    [InlineData("""{"pattern":"cycle","transfers":[]}""", "'id'")]
    [InlineData("""{"id":"1","pattern":"cycle"}""", "transfers")]
    [InlineData("""{"id":"1","pattern":"cycle","transfers":[],"amount":"much"}""", "decimal")]
    [InlineData("""{"id":"1","pattern":"cycle","transfers":[],"amount":"79000000000000000000000000000"}""", "decimal")]
    [InlineData("""{"id":"1","pattern":"cycle","transfers":[],"score":1.5}""", "0 to 1")]
    [InlineData("""{"id":"1","pattern":"cycle","transfers":[],"score":"high"}""", "0 to 1")]
    public void What_is_no_finding_is_refused_with_a_reason(string line, string reason) =>
        Assert.Contains(reason, Assert.ThrowsAny<JsonException>(() => FindingJson.Read(line)).Message, StringComparison.Ordinal);

    [Fact]
    public void Times_are_told_to_the_microsecond_and_whole_seconds_plainly()
    {
        var read = FindingJson.Read(Line(Sample with { FirstUs = 1_768_451_400_000_001, LastUs = 1_768_455_000_250_000 }));
        Assert.Equal((1_768_451_400_000_001, 1_768_455_000_250_000), (read.FirstUs, read.LastUs));
        Assert.Contains(
            "\"last\":\"2026-01-15T05:30:00.25Z\"",
            Line(Sample with { LastUs = 1_768_455_000_250_000 }),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_transfer_named_twice_counts_once_and_an_account_keeps_its_first_role()
    {
        var read = FindingJson.Read(
            """{"id":"1","pattern":"cycle","transfers":["t1","t1","t2"],"accounts":["a","a"],"roles":{"a":"hub","a":"source"}}"""
        );
        Assert.Equal(["t1", "t2"], read.Transfers);
        Assert.Equal(["a"], read.Accounts);
        Assert.Equal("hub", read.Roles["a"]);
    }

    private static string Line(Finding finding)
    {
        using var stream = new MemoryStream();
        FindingJson.Write(stream, finding);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
