using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Sunqar.Core.Acts;
using Sunqar.Core.Confirmations;
using Sunqar.Core.Identity;
using Sunqar.Core.Payments;
using Sunqar.Core.Registry;
using Actor = Sunqar.Core.Acts.Actor;

namespace Sunqar.Tests.Confirmations;

/// <summary>A bank with customers, devices and challenges, without a server: commands are decided on the folds and applied.</summary>
internal sealed class ConfirmationRoom : IDisposable
{
    public const string RelyingParty = "bank.example";

    public static readonly SubjectId Aru = new(1),
        Bek = new(2);

    private readonly ActState _state = new([new ConfirmationBook(), new ProposalBook()]);
    private readonly List<PhoneKey> _phones = [];
    private int _keys;

    public long NowUs { get; set; } = 1_800_000_000_000_000;

    public static Actor Bank { get; } = new("key:CASPKZKA", Role.Bank, "", "CASPKZKA");

    public static Actor OtherBank { get; } = new("key:HSBKKZKX", Role.Bank, "", "HSBKKZKX");

    public ConfirmationBook Book => _state.Of<ConfirmationBook>();

    public CommandOutcome Do(Command command, Actor? actor = null)
    {
        var by = actor ?? Bank;
        var outcome = command.Decide(_state, by, NowUs);
        var (answer, facts) = outcome switch
        {
            CommandOutcome.Done done => (done.Answer, done.Facts),
            CommandOutcome.Refused refused => ("", [new ActRefused(refused.Kind, refused.Reason, refused.Field), .. refused.Tried]),
            _ => throw new InvalidOperationException(),
        };
        _state.Apply(new Act(command.Key, command.Name, by.Id, by.Role, by.Unit, null, "", NowUs, default, answer, facts));
        return outcome;
    }

    /// <summary>What would come of it; nothing is applied.</summary>
    public CommandOutcome Try(Command command, Actor? actor = null) => command.Decide(_state, actor ?? Bank, NowUs);

    /// <summary>How an answer came out: the fault's name, or what was answered.</summary>
    public string Told(Command command, Actor? actor = null) =>
        Do(command, actor) switch
        {
            CommandOutcome.Done done => done.Answer,
            CommandOutcome.Refused refused => refused.Field ?? refused.Kind.ToString(),
            _ => throw new InvalidOperationException(),
        };

    public PhoneKey Enrol(SubjectId person, string relyingParty = "", Actor? actor = null, ulong device = 70)
    {
        var phone = new PhoneKey(relyingParty);
        _phones.Add(phone);
        phone.Id = Told(
            new EnrolDevice(NextKey(), person, new SubjectId(device), phone.Point, relyingParty, EnrolDevice.Unattested, ""),
            actor
        );
        return phone;
    }

    public ConfirmationChallenge Ask(
        string payment = "P-1",
        ProofMeans means = ProofMeans.Device,
        SubjectId? person = null,
        long amount = 61_200_000
    )
    {
        var id = Convert.ToHexStringLower(SHA256.HashData(BitConverter.GetBytes(++_keys)).AsSpan(0, 16));
        var whom = person ?? Aru;
        Do(new AskChallenge(NextKey(), payment, means, amount, Currency.Kzt, "r-1", "p-" + whom.Value, whom, id));
        return Book.Challenge(id)!.Issued.Challenge;
    }

    public AnswerByDevice Answer(ConfirmationChallenge challenge, PhoneKey phone, string? payment = null) =>
        phone.Answer(NextKey(), challenge, payment ?? challenge.PaymentId);

    /// <summary>As after a supervisor asked and a second one agreed.</summary>
    public string Pin(string point)
    {
        var id = PinVerifier.IdOf("CASPKZKA", point);
        Happen(new VerifierPinned(id, "CASPKZKA", point));
        return id;
    }

    public void EndVerifier(string keyId) => Happen(new VerifierEnded(keyId, "lost"));

    private void Happen(Core.Facts.Fact fact) =>
        _state.Apply(new Act(NextKey(), "second.agree", "s", Role.Supervisor, "u", null, "", NowUs, default, "", [fact]));

    public string NextKey() => $"k{++_keys}";

    public void Dispose() => _phones.ForEach(phone => phone.Dispose());
}

/// <summary>A key as a telephone keeps it, and how it signs.</summary>
internal sealed class PhoneKey(string relyingParty) : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private uint _counter;

    public string Id { get; set; } = "";

    public byte[] Spki => _key.ExportSubjectPublicKeyInfo();

    public string Point => Es256.ReadSpki(Spki)!;

    /// <summary>Whether its authenticator counts signatures.</summary>
    public bool Counts { get; set; }

    public AnswerByDevice Answer(string key, ConfirmationChallenge challenge, string payment)
    {
        var signed = Base64Url.EncodeToString(challenge.ToBytes());
        if (relyingParty.Length == 0)
        {
            var signature = _key.SignData(BareAnswer.Message(challenge, 5), HashAlgorithmName.SHA256);
            return new AnswerByDevice(key, payment, signed, Id, 5, "", "", Base64Url.EncodeToString(signature));
        }
        return Envelope(key, payment, challenge, ClientData("webauthn.get", challenge), 5);
    }

    public string ClientData(string type, ConfirmationChallenge challenge, string more = "") =>
        $$"""{"type":"{{type}}","challenge":"{{Base64Url.EncodeToString(challenge.Hash())}}","origin":"https://app.{{relyingParty}}","crossOrigin":false{{more}}}""";

    public string Shown(string value, string currency = "KZT", string? rp = null) =>
        $$$""","payment":{"rpId":"{{{rp ?? relyingParty}}}","topOrigin":"https://shop.example","total":{"value":"{{{value}}}","currency":"{{{currency}}}"},"instrument":{"displayName":"card","icon":"https://bank.example/i.png"}}""";

    public AnswerByDevice Envelope(string key, string payment, ConfirmationChallenge challenge, string clientData, byte flags)
    {
        _counter += Counts ? 1u : 0;
        byte[] authenticator = [.. SHA256.HashData(Encoding.UTF8.GetBytes(relyingParty)), flags, 0, 0, 0, (byte)_counter];
        var client = Encoding.UTF8.GetBytes(clientData);
        var signature = _key.SignData(
            [.. authenticator, .. SHA256.HashData(client)],
            HashAlgorithmName.SHA256,
            DSASignatureFormat.Rfc3279DerSequence
        );
        return new AnswerByDevice(
            key,
            payment,
            Base64Url.EncodeToString(challenge.ToBytes()),
            Id,
            0,
            Base64Url.EncodeToString(client),
            Base64Url.EncodeToString(authenticator),
            Base64Url.EncodeToString(signature)
        );
    }

    public byte[] Sign(byte[] message) => _key.SignData(message, HashAlgorithmName.SHA256);

    public void Dispose() => _key.Dispose();
}
