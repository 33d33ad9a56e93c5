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
        "fan_in-00", PatternKinds.FanIn, 0.75, ["t1", "t\"2"], ["a", "b"], new Dictionary<string, string> { ["a"] = "collector" },
        1_768_451_400_000_000, 1_768_455_000_000_000, 12_345_600_000, Currency.Kzt, new Dictionary<string, string> { ["senders"] = "12" });

    [Fact]
    public void A_finding_reads_back_as_it_was_written()
    {
        var read = FindingJson.Read(Line(Sample));
        Assert.Equal(
            (Sample.Id, Sample.Pattern, Sample.Score, Sample.FirstUs, Sample.LastUs, Sample.AmountMicro, Sample.Currency),
            (read.Id, read.Pattern, read.Score, read.FirstUs, read.LastUs, read.AmountMicro, read.Currency));
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
            json.RootElement.EnumerateObject().Select(field => field.Name));
        Assert.Equal("12345.60", json.RootElement.GetProperty("amount").GetString());
        Assert.Equal("2026-01-15T04:30:00Z", json.RootElement.GetProperty("first").GetString());
    }

    [Theory]
    [InlineData("[]", "object")]
    [InlineData("""{"pattern":"cycle","transfers":[]}""", "'id'")]
    [InlineData("""{"id":"1","pattern":"cycle"}""", "transfers")]
    [InlineData("""{"id":"1","pattern":"cycle","transfers":[],"amount":"much"}""", "decimal")]
    public void What_is_no_finding_is_refused_with_a_reason(string line, string reason) =>
        Assert.Contains(reason, Assert.ThrowsAny<JsonException>(() => FindingJson.Read(line)).Message, StringComparison.Ordinal);

    private static string Line(Finding finding)
    {
        using var stream = new MemoryStream();
        FindingJson.Write(stream, finding);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
