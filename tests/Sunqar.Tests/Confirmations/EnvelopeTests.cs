using System.Buffers.Text;
using System.Formats.Asn1;
using Sunqar.Core.Confirmations;
using Xunit;

namespace Sunqar.Tests.Confirmations;

/// <summary>Envelopes of Web Authentication and of Secure Payment Confirmation: what a browser would write, and what it would
/// not.</summary>
public sealed class EnvelopeTests : IDisposable
{
    private readonly ConfirmationRoom _room = new();
    private readonly PhoneKey _phone;
    private readonly ConfirmationChallenge _challenge;

    public EnvelopeTests()
    {
        _phone = _room.Enrol(ConfirmationRoom.Aru, ConfirmationRoom.RelyingParty);
        _challenge = _room.Ask();
    }

    private string Told(string clientData, byte flags = 5) =>
        new ConfirmationRoomTwin(_room).Told(_phone.Envelope(_room.NextKey(), "P-1", _challenge, clientData, flags));

    [Fact]
    public void A_payment_that_the_browser_showed_is_confirmed_and_another_is_not()
    {
        string Of(string shown) => Told(_phone.ClientData("payment.get", _challenge, shown));
        Assert.Equal("confirmed", Of(_phone.Shown("612000.00")));
        Assert.Equal("confirmed", Of(_phone.Shown("612000")));
        Assert.Equal("bad-envelope", Of(_phone.Shown("6120.00")));
        Assert.Equal("bad-envelope", Of(_phone.Shown("612000.00", "USD")));
        Assert.Equal("bad-envelope", Of(_phone.Shown("612000.00", rp: "shop.example")));
        Assert.Equal("bad-envelope", Of(""));
    }

    [Fact]
    public void What_no_browser_of_the_bank_writes_is_refused()
    {
        var good = _phone.ClientData("webauthn.get", _challenge);
        Assert.Equal("confirmed", Told(good));
        Assert.Equal("confirmed", Told(good.Replace("https://app.bank.example", "https://bank.example", StringComparison.Ordinal)));
        Assert.Equal("confirmed", Told(good.Replace("\"crossOrigin\":false", "\"other\":[1,{\"a\":2}]", StringComparison.Ordinal)));
        string[] bad =
        [
            good.Replace("webauthn.get", "webauthn.create", StringComparison.Ordinal),
            good.Replace("https://app.bank.example", "http://app.bank.example", StringComparison.Ordinal),
            good.Replace("https://app.bank.example", "https://evilbank.example", StringComparison.Ordinal),
            good.Replace("https://app.bank.example", "https://bank.example.evil.example", StringComparison.Ordinal),
            good.Replace("https://app.bank.example", "https://bank.example/path", StringComparison.Ordinal),
            good.Replace("\"crossOrigin\":false", "\"crossOrigin\":true", StringComparison.Ordinal),
            good.Replace("{\"type\"", "{\"type\":\"payment.get\",\"type\"", StringComparison.Ordinal),
            good + " {}",
            "[" + good + "]",
            "",
        ];
        Assert.All(bad, one => Assert.Equal("bad-envelope", Told(one)));
    }

    [Fact]
    public void Nobody_present_a_credential_inside_and_bytes_behind_are_refused()
    {
        var good = _phone.ClientData("webauthn.get", _challenge);
        Assert.Equal("nobody-present", Told(good, 4));
        Assert.Equal("bad-envelope", Told(good, 0x45));
        Assert.Equal("bad-envelope", Told(good, 0x85));
    }

    [Fact]
    public void A_count_that_went_back_is_a_copied_key()
    {
        _phone.Counts = true;
        var before = _phone.Envelope(_room.NextKey(), "P-2", _room.Ask("P-2"), "{}", 5);
        Assert.NotEmpty(before.AuthenticatorData);
        var second = _room.Ask("P-2");
        Assert.Equal("confirmed", _room.Told(_room.Answer(second, _phone)));
        _phone.Counts = false;
        // The same count again.
        Assert.Equal("counter-went-back", _room.Told(_room.Answer(_room.Ask("P-3"), _phone)));
        _phone.Counts = true;
        Assert.Equal("confirmed", _room.Told(_room.Answer(_room.Ask("P-4"), _phone)));
    }

    [Fact]
    public void A_bare_answer_of_a_key_for_envelopes_and_the_reverse_are_refused()
    {
        var bare = _room.Enrol(ConfirmationRoom.Aru);
        var answer = new ConfirmationRoomTwin(_room);
        var signature = _phone.Sign(BareAnswer.Message(_challenge, 5));
        var signed = Base64Url.EncodeToString(_challenge.ToBytes());
        Assert.Equal(
            "bad-envelope",
            answer.Told(new AnswerByDevice("b", "P-1", signed, _phone.Id, 5, "", "", Base64Url.EncodeToString(signature)))
        );
        Assert.Equal("bad-envelope", answer.Told(_room.Answer(_challenge, _phone) with { EnrolmentId = bare.Id }));
    }

    [Fact]
    public void Signatures_in_other_spellings_of_der_are_none()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(5);
            writer.WriteInteger(7);
        }
        var good = writer.Encode();
        var pair = Es256.FromDer(good)!;
        Assert.Equal((5, 7), (pair[31], pair[63]));
        Assert.Null(Es256.FromDer((byte[])[.. good, 0]));
        Assert.Null(Es256.FromDer((byte[])[0x30, 0x07, 0x02, 0x02, 0x00, 0x05, 0x02, 0x01, 0x07]));
        Assert.Null(Es256.FromDer((byte[])[0x30, 0x06, 0x02, 0x01, 0x85, 0x02, 0x01, 0x07]));
        Assert.Null(Es256.FromDer((byte[])[0x30, 0x06, 0x02, 0x01, 0x00, 0x02, 0x01, 0x07]));
        Assert.Null(Es256.FromDer((byte[])[0x30, 0x81, 0x06, 0x02, 0x01, 0x05, 0x02, 0x01, 0x07]));
        Assert.Null(Es256.FromDer(pair));
    }

    public void Dispose() => _room.Dispose();
}
