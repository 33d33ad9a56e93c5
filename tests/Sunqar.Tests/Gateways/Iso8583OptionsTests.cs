using Sunqar.Server.Gateways;
using Xunit;

namespace Sunqar.Tests.Gateways;

public class Iso8583OptionsTests
{
    [Fact]
    public void A_listener_has_an_institution_perhaps_a_number_and_an_address()
    {
        var accepted = Assert.IsType<Iso8583OptionsOutcome.Accepted>(
            Iso8583Options.Read(["CASPKZKA=127.0.0.1:8583", "HSBKKZKX/600021=localhost:0", "TSESKZKA=[::1]:1"], [], null)
        );
        Assert.Equal(
            [("CASPKZKA", null, "127.0.0.1:8583"), ("HSBKKZKX", "600021", "127.0.0.1:0"), ("TSESKZKA", null, "[::1]:1")],
            accepted.Addresses.Select(address => (address.Institution, address.Number, address.EndPoint.ToString()))
        );
        Assert.Empty(Assert.IsType<Iso8583OptionsOutcome.Accepted>(Iso8583Options.Read([], [], null)).Addresses);
    }

    [Theory]
    [InlineData("CASPKZKA", "is no listener")]
    [InlineData("=127.0.0.1:1", "is no listener")]
    [InlineData("CASPKZKA=127.0.0.1", "is no listener")]
    [InlineData("CASPKZKA=127.0.0.1:65536", "is no listener")]
    [InlineData("CASPKZKA/x=127.0.0.1:1", "is no listener")]
    [InlineData("CASPKZKA/=127.0.0.1:1", "is no listener")]
    [InlineData("a.platform.kz=127.0.0.1:1", "field 32 cannot hold")]
    [InlineData("CASPKZKA=0.0.0.0:8583", "without mutual TLS")]
    [InlineData("CASPKZKA=*:8583", "without mutual TLS")]
    [InlineData("CASPKZKA=192.0.2.1:8583", "without mutual TLS")]
    public void What_is_no_listener_or_not_safe_is_refused(string text, string reason) =>
        Assert.Contains(
            reason,
            Assert.IsType<Iso8583OptionsOutcome.Refused>(Iso8583Options.Read([text], [], null)).Reason,
            StringComparison.Ordinal
        );

    [Fact]
    public void Twice_the_same_institution_and_clients_without_a_listener_or_file_are_refused()
    {
        Assert.IsType<Iso8583OptionsOutcome.Refused>(Iso8583Options.Read(["A=127.0.0.1:1", "A=127.0.0.1:2"], [], null));
        Assert.Contains(
            "absent.pem",
            Assert.IsType<Iso8583OptionsOutcome.Refused>(Iso8583Options.Read([], ["A=absent.pem"], null)).Reason,
            StringComparison.Ordinal
        );
        Assert.IsType<Iso8583OptionsOutcome.Refused>(Iso8583Options.Read([], ["absent.pem"], null));
    }
}
