using System.Buffers.Text;
using System.Numerics;
using Sunqar.Core.Acts;
using Sunqar.Core.Confirmations;
using Sunqar.Core.Registry;
using Xunit;

namespace Sunqar.Tests.Confirmations;

/// <summary>What an answer to a challenge has to be, and why each other one is refused.</summary>
public sealed class AnswerTests : IDisposable
{
    private readonly ConfirmationRoom _room = new();

    [Theory]
    [InlineData("")]
    [InlineData(ConfirmationRoom.RelyingParty)]
    public void A_device_of_the_person_confirms_once(string relyingParty)
    {
        var phone = _room.Enrol(ConfirmationRoom.Aru, relyingParty);
        var challenge = _room.Ask();
        Assert.Equal("confirmed", _room.Told(_room.Answer(challenge, phone)));
        Assert.Equal("used", _room.Told(_room.Answer(challenge, phone)));
        Assert.Equal(ChallengeEnd.Confirmed, _room.Book.Challenge(challenge.Id)!.End);
    }

    [Fact]
    public void A_signature_that_was_turned_over_opens_nothing_a_second_time()
    {
        // (r, n - s) holds wherever (r, s) does: single use cannot hang on the signature.
        var phone = _room.Enrol(ConfirmationRoom.Aru);
        var challenge = _room.Ask();
        var answer = _room.Answer(challenge, phone);
        var order = BigInteger.Parse(
            "00FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551",
            System.Globalization.NumberStyles.HexNumber
        );
        var signature = Base64Url.DecodeFromChars(answer.Signature);
        var s = order - new BigInteger(signature.AsSpan(32), isUnsigned: true, isBigEndian: true);
        var turned = new byte[64];
        signature.AsSpan(0, 32).CopyTo(turned);
        var bytes = s.ToByteArray(isUnsigned: true, isBigEndian: true);
        bytes.CopyTo(turned.AsSpan(64 - bytes.Length));
        Assert.True(Es256.Holds(phone.Point, BareAnswer.Message(challenge, 5), turned));
        Assert.Equal("confirmed", _room.Told(answer));
        Assert.Equal("used", _room.Told(answer with { Key = "again", Signature = Base64Url.EncodeToString(turned) }));
    }

    [Fact]
    public void Another_field_of_what_was_signed_is_refused_with_its_own_reason()
    {
        var phone = _room.Enrol(ConfirmationRoom.Aru);
        var challenge = _room.Ask();
        var expected = new (ConfirmationChallenge Signed, string Fault)[]
        {
            (challenge with { Id = new string('a', 32) }, "unknown-challenge"),
            (challenge with { Institution = "HSBKKZKX" }, "other-institution"),
            (challenge with { PaymentId = "P-2" }, "other-payment"),
            (challenge with { AmountMinor = 1 }, "other-amount"),
            (challenge with { Currency = Core.Payments.Currency.Usd }, "other-amount"),
            (challenge with { Recipient = "r-2" }, "other-recipient"),
            (challenge with { Person = "p-2" }, "other-person"),
            (challenge with { ExpiresUs = challenge.ExpiresUs + 1 }, "other-challenge"),
            (challenge with { Means = ProofMeans.Biometrics }, "other-challenge"),
        };
        Assert.All(expected, one => Assert.Equal(one.Fault, new ConfirmationRoomTwin(_room).Told(one.Signed, phone)));
        Assert.Equal("other-payment", _room.Told(_room.Answer(challenge, phone, "P-2")));
        Assert.Equal("other-institution", _room.Told(_room.Answer(challenge, phone), ConfirmationRoom.OtherBank));
        Assert.Equal("confirmed", _room.Told(_room.Answer(challenge, phone)));
    }

    [Fact]
    public void Another_key_is_refused_with_its_own_reason()
    {
        var (phone, others) = (_room.Enrol(ConfirmationRoom.Aru), _room.Enrol(ConfirmationRoom.Bek));
        var elsewhere = _room.Enrol(ConfirmationRoom.Aru, actor: ConfirmationRoom.OtherBank);
        var lost = _room.Enrol(ConfirmationRoom.Aru);
        _room.Do(new EndDevice("lost", lost.Id, DeviceEnd.Lost));
        var challenge = _room.Ask();
        Assert.Equal("other-person", _room.Told(_room.Answer(challenge, others)));
        Assert.Equal("unknown-key", _room.Told(_room.Answer(challenge, elsewhere)));
        Assert.Equal("ended-key", _room.Told(_room.Answer(challenge, lost)));
        Assert.Equal("bad-signature", _room.Told(_room.Answer(challenge, others) with { EnrolmentId = phone.Id }));
        Assert.Equal("nobody-present", _room.Told(_room.Answer(challenge, phone) with { Flags = 4 }));
        Assert.Equal("bad-signature", _room.Told(_room.Answer(challenge, phone) with { Flags = 1 }));
        Assert.Equal("confirmed", _room.Told(_room.Answer(challenge, phone)));
    }

    [Fact]
    public void A_late_one_one_of_an_older_challenge_and_one_after_too_many_tries_are_refused()
    {
        var phone = _room.Enrol(ConfirmationRoom.Aru);
        var first = _room.Ask();
        var second = _room.Ask();
        Assert.Equal("superseded", _room.Told(_room.Answer(first, phone)));
        _room.NowUs = second.ExpiresUs;
        Assert.Equal("late", _room.Told(_room.Answer(second, phone)));
        var third = _room.Ask();
        for (var i = 0; i < ConfirmationLimits.TriesMax; i++)
            Assert.Equal("bad-signature", _room.Told(_room.Answer(third, phone) with { Flags = 1 }));
        Assert.Equal("too-many-tries", _room.Told(_room.Answer(third, phone)));
        _room.NowUs += ConfirmationLimits.LifeUs + ConfirmationLimits.RememberedUs;
        _room.Ask("P-9");
        Assert.Equal("unknown-challenge", _room.Told(_room.Answer(third, phone)));
    }

    [Fact]
    public void A_no_ends_the_challenge_and_confirms_nothing()
    {
        var phone = _room.Enrol(ConfirmationRoom.Aru);
        var challenge = _room.Ask();
        Assert.Equal("not confirmed", _room.Told(new DeclineChallenge("no", "P-1", Base64Url.EncodeToString(challenge.ToBytes()))));
        Assert.Equal("used", _room.Told(_room.Answer(challenge, phone)));
    }

    [Fact]
    public void Every_other_bit_of_an_answer_is_refused()
    {
        var (bare, wrapped) = (_room.Enrol(ConfirmationRoom.Aru), _room.Enrol(ConfirmationRoom.Aru, ConfirmationRoom.RelyingParty));
        foreach (var phone in new[] { bare, wrapped })
        {
            var answer = _room.Answer(_room.Ask("P-" + phone.Id), phone);
            foreach (var (text, with) in Parts(answer).Where(part => part.Text.Length > 0))
            {
                var bytes = Base64Url.DecodeFromChars(text);
                for (var bit = 0; bit < bytes.Length * 8; bit++)
                {
                    bytes[bit / 8] ^= (byte)(1 << (bit % 8));
                    Assert.NotEqual("confirmed", new ConfirmationRoomTwin(_room).Told(with(Base64Url.EncodeToString(bytes))));
                    bytes[bit / 8] ^= (byte)(1 << (bit % 8));
                }
            }
            Assert.Equal("confirmed", _room.Told(answer));
        }
    }

    [Fact]
    public void Noise_is_refused_and_nothing_breaks()
    {
        var (bare, wrapped) = (_room.Enrol(ConfirmationRoom.Aru), _room.Enrol(ConfirmationRoom.Aru, ConfirmationRoom.RelyingParty));
        var dice = new Random(11);
        for (var round = 0; round < 4_000; round++)
        {
            var phone = round % 2 == 0 ? bare : wrapped;
            var answer = _room.Answer(_challenge ??= _room.Ask(), phone);
            var parts = Parts(answer).ToList();
            var (text, with) = parts[dice.Next(parts.Count)];
            var noise = text.ToCharArray();
            for (var changes = dice.Next(1, 6); changes > 0 && noise.Length > 0; changes--)
                noise[dice.Next(noise.Length)] = (char)dice.Next(32, 0x250);
            var spoilt = new string(noise);
            spoilt = dice.Next(4) == 0 ? spoilt[..dice.Next(spoilt.Length + 1)] : spoilt;
            if (spoilt != text)
                Assert.NotEqual("confirmed", new ConfirmationRoomTwin(_room).Told(with(spoilt)));
        }
    }

    private ConfirmationChallenge? _challenge;

    private static IEnumerable<(string Text, Func<string, AnswerByDevice> With)> Parts(AnswerByDevice answer) =>
        [
            (answer.Signed, text => answer with { Signed = text }),
            (answer.Signature, text => answer with { Signature = text }),
            (answer.ClientData, text => answer with { ClientData = text }),
            (answer.AuthenticatorData, text => answer with { AuthenticatorData = text }),
        ];

    public void Dispose() => _room.Dispose();
}

/// <summary>Asks without applying what comes of it, so that one try does not use up the next.</summary>
internal sealed class ConfirmationRoomTwin(ConfirmationRoom room)
{
    public string Told(ConfirmationChallenge signed, PhoneKey phone) => Told(room.Answer(signed, phone, "P-1"));

    public string Told(Command command) =>
        room.Try(command) switch
        {
            CommandOutcome.Done done => done.Answer,
            CommandOutcome.Refused refused => refused.Field ?? refused.Kind.ToString(),
            _ => throw new InvalidOperationException(),
        };
}
