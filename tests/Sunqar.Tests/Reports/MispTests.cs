using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Sunqar.Formats.Reports;
using Xunit;

namespace Sunqar.Tests.Reports;

public partial class MispTests
{
    private static string Event(bool identities = true, TrafficLight light = TrafficLight.Amber)
    {
        using var output = new MemoryStream();
        MispEvent.Write(output, SampleCase.File(identities), light, "Agency");
        return Encoding.UTF8.GetString(output.ToArray());
    }

    [Fact]
    public void The_networks_wallets_sites_and_handles_are_in_it()
    {
        using var json = JsonDocument.Parse(Event());
        var body = json.RootElement.GetProperty("Event");
        Assert.Equal("tlp:amber", body.GetProperty("Tag")[0].GetProperty("name").GetString());
        var domain = Assert.Single(body.GetProperty("Attribute").EnumerateArray());
        Assert.Equal(("domain", "obmen-24.example"), (domain.GetProperty("type").GetString(), domain.GetProperty("value").GetString()));
        var objects = body.GetProperty("Object")
            .EnumerateArray()
            .Select(one =>
                (
                    one.GetProperty("name").GetString(),
                    one.GetProperty("Attribute")[0].GetProperty("type").GetString(),
                    one.GetProperty("Attribute")[0].GetProperty("value").GetString()
                )
            )
            .ToList();
        Assert.Equal(
            [
                ("coin-address", "text", SampleCase.Wallet),
                ("coin-address", "btc", SampleCase.Bitcoin),
                ("telegram-account", "text", "obmen24bot"),
            ],
            objects
        );
    }

    [Fact]
    public void Nothing_about_people_is_in_it_even_where_the_case_file_names_them()
    {
        var text = Event(identities: true);
        foreach (
            var personal in (string[])
                [
                    "P-AAAA",
                    "P-BBBB",
                    "P-CCCC",
                    "00000000000000",
                    SampleCase.Iin,
                    "Тестова",
                    "Smith",
                    "KZ86",
                    "tok_",
                    "ATM-0001",
                    "CASPKZKA",
                    "officer-1",
                    "TXYZopYRdj2D9XRtbG411XZZ3kM5VkAeBf",
                    "station",
                ]
        )
        {
            Assert.DoesNotContain(personal, text, StringComparison.Ordinal);
            Assert.DoesNotContain(personal, Regex.Unescape(text), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_same_case_is_the_same_event_and_identifiers_are_of_a_version_that_MISP_takes()
    {
        Assert.Equal(Event(), Event());
        var ids = UuidPattern().Matches(Event()).Select(match => match.Groups[1].Value).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.True(ids.Count >= 9);
        Assert.All(ids, id => Assert.Matches("^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$", id));
    }

    [GeneratedRegex("\"uuid\": \"([^\"]*)\"")]
    private static partial Regex UuidPattern();
}
