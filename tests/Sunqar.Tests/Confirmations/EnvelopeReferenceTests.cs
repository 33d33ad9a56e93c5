using System.Buffers.Text;
using System.Formats.Asn1;
using System.Text;
using System.Text.Json;
using Sunqar.Core.Confirmations;
using Sunqar.Core.Identity;
using Xunit;

namespace Sunqar.Tests.Confirmations;

/// <summary>Envelopes of Web Authentication held against a verifier that others wrote and many run: npm's @simplewebauthn/server. What this
/// house takes, it takes; what a forger changes, both refuse.</summary>
public sealed class EnvelopeReferenceTests : IDisposable
{
    private readonly ConfirmationRoom _room = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("sunqar-webauthn-").FullName;

    private sealed record Case(
        string What,
        PhoneKey Phone,
        ConfirmationChallenge Challenge,
        AnswerByDevice Answer,
        bool IsStricter = false
    );

    [Fact]
    public void What_is_taken_here_is_taken_there_and_what_is_forged_is_refused_by_both()
    {
        var cases = Cases().ToList();
        var ours = cases.Select(one => new ConfirmationRoomTwin(_room).Told(one.Answer)).ToList();
        var theirs = Said(cases);
        foreach (var ((one, our), their) in cases.Zip(ours).Zip(theirs))
        {
            var isGood = one.What == "good";
            Assert.True(our == "confirmed" == isGood, $"{one.What}: here {our}");
            // Stricter than the reference in what no authenticator sends; never looser.
            Assert.True(their == "taken" == isGood || one.IsStricter, $"{one.What}: there {their}");
        }
        Assert.Equal(40, ours.Count(our => our == "confirmed"));
    }

    private IEnumerable<Case> Cases()
    {
        // Signatures differ in length: r and s with and without a sign's zero.
        for (var i = 0; i < 40; i++)
        {
            var person = new SubjectId(1_000 + (ulong)i);
            var phone = _room.Enrol(person, ConfirmationRoom.RelyingParty);
            var challenge = _room.Ask($"G-{i}", person: person);
            var good = phone.Envelope(_room.NextKey(), $"G-{i}", challenge, phone.ClientData("webauthn.get", challenge), 5);
            yield return new("good", phone, challenge, good);
            if (i >= 4)
                continue;
            foreach (var (what, answer, isStricter) in Forged(phone, challenge, good, i))
                yield return new(what, phone, challenge, answer with { Key = _room.NextKey() }, isStricter);
        }
    }

    private IEnumerable<(string What, AnswerByDevice Answer, bool IsStricter)> Forged(
        PhoneKey phone,
        ConfirmationChallenge challenge,
        AnswerByDevice good,
        int number
    )
    {
        string payment = $"G-{number}";
        AnswerByDevice Signed(string clientData, byte flags = 5) => phone.Envelope("k", payment, challenge, clientData, flags);
        var client = phone.ClientData("webauthn.get", challenge);
        var signature = Base64Url.DecodeFromChars(good.Signature);
        yield return ("a bit of the signature", good with { Signature = Flipped(good.Signature, 12 + number) }, false);
        yield return ("a bit of the client data", good with { ClientData = Flipped(good.ClientData, 40 + number) }, false);
        yield return ("the count", good with { AuthenticatorData = Flipped(good.AuthenticatorData, 36) }, false);
        yield return ("r and s bare (P1363)", good with { Signature = Base64Url.EncodeToString(Es256.FromDer(signature)!) }, false);
        yield return ("an integer longer than it need be", good with { Signature = Base64Url.EncodeToString(Padded(signature)) }, true);
        yield return (
            "another challenge",
            Signed(phone.ClientData("webauthn.get", _room.Ask($"other-{number}", person: new SubjectId(1_000 + (ulong)number)))),
            false
        );
        yield return ("another origin", Signed(client.Replace("app.bank", "app.bunk", StringComparison.Ordinal)), false);
        yield return (
            "an enrolment's client data",
            Signed(client.Replace("webauthn.get", "webauthn.create", StringComparison.Ordinal)),
            false
        );
        yield return ("nobody present", Signed(client, 4), false);
        yield return ("bytes behind", good with { AuthenticatorData = good.AuthenticatorData + "AAAA" }, false);
        yield return ("in a frame of somebody else's", Signed(client.Replace("false", "true", StringComparison.Ordinal)), true);
    }

    /// <summary>One bit of a byte turned.</summary>
    private static string Flipped(string base64, int at)
    {
        var bytes = Base64Url.DecodeFromChars(base64);
        bytes[at % bytes.Length] ^= 1;
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>The same r and s, with a zero before r that no sign asks for.</summary>
    private static byte[] Padded(byte[] der)
    {
        var sequence = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
        byte[] r = [0, .. sequence.ReadIntegerBytes().Span],
            s = [.. sequence.ReadIntegerBytes().Span];
        return [0x30, (byte)(r.Length + s.Length + 4), 2, (byte)r.Length, .. r, 2, (byte)s.Length, .. s];
    }

    private string[] Said(IEnumerable<Case> cases)
    {
        var packages = NodePackages.Folder("webauthn");
        string input = Path.Combine(_folder, "in"),
            output = Path.Combine(_folder, "out");
        File.WriteAllLines(
            input,
            cases.Select(one =>
                JsonSerializer.Serialize(
                    new Dictionary<string, object>
                    {
                        ["publicKey"] = Base64Url.EncodeToString(CoseKey(one.Phone.Point)),
                        ["clientData"] = one.Answer.ClientData,
                        ["authenticatorData"] = one.Answer.AuthenticatorData,
                        ["signature"] = one.Answer.Signature,
                        ["challenge"] = Base64Url.EncodeToString(one.Challenge.Hash()),
                        ["origin"] = $"https://app.{ConfirmationRoom.RelyingParty}",
                        ["rpId"] = ConfirmationRoom.RelyingParty,
                        ["counter"] = 0,
                    }
                )
            ),
            new UTF8Encoding(false)
        );
        var (code, error) = NodePackages.Run("node", ["reference.mjs", input, output], packages);
        Assert.True(code == 0, error);
        return File.ReadAllLines(output);
    }

    /// <summary>A point of P-256 as COSE writes keys (RFC 9053, section 7.1.1).</summary>
    private static byte[] CoseKey(string point)
    {
        var bytes = Convert.FromHexString(point);
        return [0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32, .. bytes[1..33], 0x22, 0x58, 32, .. bytes[33..]];
    }

    public void Dispose()
    {
        _room.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
