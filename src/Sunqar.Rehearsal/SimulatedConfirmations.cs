using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Sunqar.Core.Acts;
using Sunqar.Core.Confirmations;
using Sunqar.Core.Decisions;
using Sunqar.Core.Facts;
using Sunqar.Core.Identity;
using Sunqar.Core.Payments;
using Sunqar.Core.Registry;
using Sunqar.Formats.Attestations;
using Sunqar.Storage;
using Sunqar.Storage.Journal;
using Sunqar.Storage.Keys;
using Sunqar.Work.Deciding;
using Sunqar.Work.Verifying;
using Actor = Sunqar.Core.Acts.Actor;

namespace Sunqar.Rehearsal;

/// <summary>
/// What a simulated country's customers do when a payment waits for them: devices are enrolled, challenges given out, answered with real
/// signatures, and withdrawals verified with drawn minutiae and likenesses, all by the commands that a bank's calls come to. Whoever
/// answers with what is not his is planted; the truth is written beside the folder.
/// </summary>
internal sealed class SimulatedConfirmations : IDisposable
{
    private const long SecondUs = 1_000_000;
    private const long LateUs = ConfirmationLimits.LifeUs + 60 * SecondUs;

    /// <summary>As a bank's verifier allows to one challenge.</summary>
    private const ulong TriesMax = VerifierDesk.TriesOfChallengeMax;

    private readonly ulong _seed;
    private readonly PseudonymKey _names;
    private readonly ActHasher _hasher;
    private readonly IJournalWriter _writer;
    private readonly TextWriter _truth;
    private readonly ActState _state = new([new ConfirmationBook()]);
    private readonly FactBatch _acts = new();
    private readonly PriorityQueue<Waiting, (long AtUs, long Order)> _waiting = new();
    private readonly Dictionary<string, (ECDsa Key, string EnrolmentId)> _phones = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (ECDsa Key, string KeyId)> _verifiers = new(StringComparer.Ordinal);
    private readonly SimulatedSamples _samples;
    private long _order;
    private long _lastUs;

    /// <param name="truth">Takes a line a held payment: <c>payment,means,answerer</c>.</param>
    public SimulatedConfirmations(DataFolder folder, ulong seed, TextWriter truth)
    {
        (_seed, _truth, _samples) = (seed, truth, new SimulatedSamples(seed));
        (_names, _hasher, _writer) = (new PseudonymKey(folder.Keys), new ActHasher(folder.Keys), folder.Journal.Open(Streams.Acts));
        truth.Write("payment,means,answerer\n");
    }

    private ConfirmationBook Book => _state.Of<ConfirmationBook>();

    private readonly record struct Waiting(
        SealedPayment Payment,
        ProofMeans Means,
        Answerer Who,
        string Iin,
        string Runner,
        ConfirmationChallenge Challenge
    );

    /// <summary>A payment was decided; where it waits for its customer, he is asked.</summary>
    /// <param name="iin">The sender's, as it was sent.</param>
    /// <param name="runner">Who stands at the machine with another's card; empty where the holder does.</param>
    public void Met(in SealedPayment payment, Decision decision, string? iin, string runner)
    {
        if (payment.Sender.Person.IsNone || iin is null)
            return;
        if (decision.Outcome == Outcome.VerifySender && !payment.Sender.Confirmed)
            Ask(payment, ProofMeans.Device, AnswerChance.OfTopUp(_seed, payment.Id), iin, "");
        else if (decision.Outcome == Outcome.VerifyBiometrics)
            Ask(payment, ProofMeans.Biometrics, runner.Length > 0 ? Answerer.Runner : Answerer.Holder, iin, runner);
    }

    private void Ask(in SealedPayment payment, ProofMeans means, Answerer who, string iin, string runner)
    {
        if (means == ProofMeans.Device)
            Phone(payment, who == Answerer.Enrolled ? iin + " stolen" : iin, payment.Sender.Person);
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var recipient = payment.Recipient.Instrument.IsNone ? payment.Recipient.Person : payment.Recipient.Instrument;
        var outcome = Do(
            new AskChallenge(
                "ask-" + id,
                payment.Id,
                means,
                payment.Amount.MinorUnits,
                payment.Amount.Currency,
                recipient.IsNone ? "" : Name(payment.Institution, recipient),
                Name(payment.Institution, payment.Sender.Person),
                payment.Sender.Person,
                id
            ),
            payment.Institution,
            payment.TimeUs
        );
        if (outcome is not CommandOutcome.Done)
            return;
        _truth.Write($"{payment.Id},{(means == ProofMeans.Device ? "device" : "biometrics")},{who.ToString().ToLowerInvariant()}\n");
        var delay = who == Answerer.Late ? LateUs : (20 + (long)(AnswerChance.Of(_seed, payment.Id + " delay") % 180)) * SecondUs;
        var waiting = new Waiting(payment, means, who, iin, runner, Book.Challenge(id)!.Issued.Challenge);
        _waiting.Enqueue(waiting, (payment.TimeUs + delay, _order++));
    }

    /// <summary>Answers that are given by a moment; payments that they release are decided again.</summary>
    public void Answer(long untilUs, Decider decider)
    {
        while (_waiting.TryPeek(out var one, out var at) && at.AtUs <= untilUs)
        {
            _waiting.Dequeue();
            var outcome = Do(one.Means == ProofMeans.Device ? ByDevice(one) : ByVerifier(one, at.AtUs), one.Payment.Institution, at.AtUs);
            if (outcome is not CommandOutcome.Done { Answer: ChallengeAnswer.Confirmed })
                continue;
            var (device, proof) =
                one.Means == ProofMeans.Device
                    ? Book.ProofOf(_phones[PhoneOf(one)].EnrolmentId)
                    : (SubjectId.None, KeyProof.OfVerifier(finger: true, face: true));
            decider.Confirm(
                one.Payment.Institution,
                one.Payment.Id,
                one.Means == ProofMeans.Device ? Confirmation.SignedSender : Confirmation.SignedBiometrics,
                at.AtUs,
                device,
                proof
            );
        }
        if (_acts.IsFull)
            HandOver();
    }

    /// <summary>Whatever still waits is answered, and all is on disk.</summary>
    public void Finish(Decider decider)
    {
        Answer(long.MaxValue, decider);
        HandOver();
        _writer.Flush().OrThrow();
    }

    private static string PhoneOf(in Waiting one) =>
        one.Payment.Institution + " " + (one.Who == Answerer.Enrolled ? one.Iin + " stolen" : one.Iin);

    private Command ByDevice(in Waiting one)
    {
        var signed = Base64Url.EncodeToString(one.Challenge.ToBytes());
        var key = "answer-" + one.Challenge.Id;
        if (one.Who == Answerer.Refuser)
            return new DeclineChallenge(key, one.Payment.Id, signed);
        // A stranger's telephone is enrolled too, for himself.
        var phone =
            one.Who == Answerer.Stranger
                ? Phone(one.Payment, "stranger " + one.Payment.Id, new SubjectId(AnswerChance.Of(_seed, "stranger " + one.Payment.Id) | 1))
                : _phones[PhoneOf(one)];
        const byte Flags = BareAnswer.Present | BareAnswer.Verified;
        var signature = phone.Key.SignData(BareAnswer.Message(one.Challenge, Flags), HashAlgorithmName.SHA256);
        return new AnswerByDevice(key, one.Payment.Id, signed, phone.EnrolmentId, Flags, "", "", Base64Url.EncodeToString(signature));
    }

    /// <summary>Finger and face, up to three times: the bank sends the statement that holds, or the last.</summary>
    private AnswerByVerifier ByVerifier(in Waiting one, long atUs)
    {
        var verifier = Verifier(one.Payment.Institution);
        var holder = (long)AnswerChance.Of(_seed, one.Iin);
        var who = one.Who == Answerer.Runner ? (long)AnswerChance.Of(_seed, one.Runner) : holder;
        var occasion = AnswerChance.Of(_seed, one.Payment.Id);
        var (finger, face) = (0, 0);
        for (var tries = 0UL; tries < TriesMax && Math.Min(finger, face) == 0; tries++)
            (finger, face) = _samples.Compare(holder, who, occasion + tries);
        var said = new VerifierStatement(
            one.Payment.Institution,
            one.Challenge.Person,
            one.Challenge.Id,
            Convert.ToHexStringLower(one.Challenge.Hash()),
            one.Payment.Id,
            VerifierStatement.Several([("finger", finger), ("face", face)]),
            Math.Min(finger, face),
            1,
            3,
            one.Payment.Terminal ?? "sensor",
            "none",
            atUs / SecondUs * SecondUs
        );
        var read = StatementCose.Read(StatementCose.Write(said, verifier.Key, verifier.KeyId))!;
        return new AnswerByVerifier(
            "answer-" + one.Challenge.Id,
            one.Payment.Id,
            Base64Url.EncodeToString(one.Challenge.ToBytes()),
            read.KeyId,
            read.Holds(Book.Verifier(read.KeyId)!.PublicKey),
            read.Statement.ChallengeHash,
            read.Statement.Person,
            read.Statement.IsMatch,
            read.Statement.AtUs,
            KeyProof.OfVerifier(read.Statement.Has("finger"), read.Statement.Has("face")),
            read.Statement.Said
        );
    }

    private (ECDsa Key, string EnrolmentId) Phone(in SealedPayment payment, string holder, SubjectId person)
    {
        var name = payment.Institution + " " + holder;
        if (_phones.TryGetValue(name, out var known))
            return known;
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var point = Es256.ReadSpki(key.ExportSubjectPublicKeyInfo())!;
        var id = EnrolDevice.IdOf(payment.Institution, point);
        // One telephone, whatever the bank.
        var device = new SubjectId(AnswerChance.Of(_seed, "telephone " + holder) | 1);
        Do(new EnrolDevice(id, person, device, point, "", EnrolDevice.Unattested, ""), payment.Institution, payment.TimeUs);
        return _phones[name] = (key, id);
    }

    private (ECDsa Key, string KeyId) Verifier(string institution)
    {
        if (_verifiers.TryGetValue(institution, out var known))
            return known;
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var point = Es256.ReadSpki(key.ExportSubjectPublicKeyInfo())!;
        var id = PinVerifier.IdOf(institution, point);
        Happen("pin-" + id, "second.agree", Actor.House, _lastUs, "", [new VerifierPinned(id, institution, point)]);
        return _verifiers[institution] = (key, id);
    }

    private string Name(string institution, SubjectId subject) => _names.Whole("confirmations " + institution, subject);

    /// <summary>As the desk of acts does it: decided, recorded, applied.</summary>
    private CommandOutcome Do(Command command, string institution, long atUs)
    {
        _lastUs = Math.Max(_lastUs, atUs);
        var actor = new Actor("key:" + institution, Role.Bank, "", institution);
        var outcome = command.Decide(_state, actor, _lastUs);
        var (answer, facts) = outcome switch
        {
            CommandOutcome.Done done => (done.Answer, done.Facts),
            CommandOutcome.Refused refused => ("", [new ActRefused(refused.Kind, refused.Reason, refused.Field), .. refused.Tried]),
            _ => throw new InvalidOperationException("An outcome that is not known."),
        };
        var content = _hasher.Hash(JsonSerializer.SerializeToUtf8Bytes(command, command.GetType()));
        Happen(command.Key, command.Name, actor, _lastUs, answer, facts, command.Basis, content);
        return outcome;
    }

    private void Happen(
        string key,
        string command,
        Actor by,
        long atUs,
        string answer,
        IReadOnlyList<Fact> what,
        string basis = "",
        UInt128 content = default
    )
    {
        var act = new Act(key, command, by.Id, by.Role, by.Unit, null, basis, atUs, content, answer, what);
        _state.Apply(act);
        _acts.Add(act);
    }

    private void HandOver()
    {
        if (_acts.Count == 0)
            return;
        _writer.Enqueue(_acts).OrThrow();
        _acts.Clear();
    }

    public void Dispose()
    {
        foreach (var (key, _) in _phones.Values)
            key.Dispose();
        foreach (var (key, _) in _verifiers.Values)
            key.Dispose();
        _writer.Dispose();
    }
}
