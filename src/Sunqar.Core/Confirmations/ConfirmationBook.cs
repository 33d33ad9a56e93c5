using Sunqar.Core.Acts;
using Sunqar.Core.Facts;
using Sunqar.Core.Identity;
using Sunqar.Core.Payments;
using Sunqar.Core.Registry;

namespace Sunqar.Core.Confirmations;

/// <summary>An enrolment as it stands.</summary>
/// <param name="End">Why the key is good no more; none while it is.</param>
/// <param name="Counter">The highest count of signatures that its authenticator told.</param>
public sealed record DeviceKey(DeviceEnrolled Enrolled, DeviceEnd End, long Counter)
{
    public bool IsGood => End == DeviceEnd.None;
}

/// <summary>A challenge as it stands.</summary>
/// <param name="End">How it was answered; none while it was not.</param>
/// <param name="Tries">Answers that did not hold.</param>
/// <param name="IsSuperseded">A newer one was given out for the same payment.</param>
public sealed record OpenChallenge(ChallengeIssued Issued, ChallengeEnd End, int Tries, bool IsSuperseded);

/// <summary>Devices, challenges and verifiers: a fold over acts. A challenge that was answered stays answered, also after a
/// restart.</summary>
public sealed class ConfirmationBook : IActFold
{
    private readonly Dictionary<string, DeviceKey> _keys = new(StringComparer.Ordinal);
    private readonly Dictionary<SubjectId, List<string>> _byPerson = [];
    private readonly Dictionary<SubjectId, List<string>> _byDevice = [];
    private readonly Dictionary<string, OpenChallenge> _challenges = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Institution, string PaymentId), List<string>> _byPayment = [];
    private readonly Queue<string> _inOrder = new();
    private readonly Dictionary<string, (VerifierPinned Pinned, bool IsGood)> _verifiers = new(StringComparer.Ordinal);

    /// <summary>Null where there is no such enrolment.</summary>
    public DeviceKey? Key(string enrolmentId) => _keys.GetValueOrDefault(enrolmentId);

    /// <summary>Every enrolment, in no order.</summary>
    public IReadOnlyCollection<DeviceKey> Keys => _keys.Values;

    /// <summary>A person's keys that are good, at one institution.</summary>
    public IEnumerable<DeviceKey> KeysOf(SubjectId person, string institution) =>
        GoodOf(_byPerson, person).Where(key => key.Enrolled.Institution == institution);

    /// <summary>Devices on which keys of a person lie that are good, at all institutions.</summary>
    public int DevicesOf(SubjectId person) => GoodOf(_byPerson, person).Select(key => key.Enrolled.Device).Distinct().Count();

    /// <summary>Persons whose keys on a device are good, at all institutions.</summary>
    public int PeopleOn(SubjectId device) => GoodOf(_byDevice, device).Select(key => key.Enrolled.Person).Distinct().Count();

    /// <summary>The device of an enrolment and what its signature shows besides; nothing where there is no such enrolment.</summary>
    public (SubjectId Device, KeyProof Proof) ProofOf(string enrolmentId) =>
        Key(enrolmentId)?.Enrolled is { } enrolled
            ? (enrolled.Device, KeyProof.OfDevice(PeopleOn(enrolled.Device), DevicesOf(enrolled.Person)))
            : default;

    /// <summary>Null where it was never given out, or is long over.</summary>
    public OpenChallenge? Challenge(string challengeId) => _challenges.GetValueOrDefault(challengeId);

    /// <summary>Challenges of a payment within the last day.</summary>
    public int ChallengesOf(string institution, string paymentId) =>
        _byPayment.TryGetValue((institution, paymentId), out var ids) ? ids.Count : 0;

    /// <summary>What an institution's customers are asked for now, the newest last.</summary>
    public IEnumerable<OpenChallenge> Waiting(string institution, long nowUs) =>
        _challenges.Values.Where(one =>
            one.Issued.Institution == institution && one is { End: ChallengeEnd.None, IsSuperseded: false } && nowUs < one.Issued.ExpiresUs
        );

    /// <summary>The verifier's key, where it is good; null where it is none of the institution's.</summary>
    public VerifierPinned? Verifier(string keyId) => _verifiers.TryGetValue(keyId, out var one) && one.IsGood ? one.Pinned : null;

    /// <summary>Every verifier that was pinned, in no order, and whether it is still good.</summary>
    public IReadOnlyCollection<(VerifierPinned Pinned, bool IsGood)> Verifiers => _verifiers.Values;

    private IEnumerable<DeviceKey> GoodOf(Dictionary<SubjectId, List<string>> index, SubjectId subject) =>
        index.TryGetValue(subject, out var ids) ? ids.Select(id => _keys[id]).Where(key => key.IsGood) : [];

    public void Apply(Act act, Fact what)
    {
        switch (what)
        {
            case DeviceEnrolled enrolled:
                _keys[enrolled.EnrolmentId] = new DeviceKey(enrolled, DeviceEnd.None, 0);
                Note(_byPerson, enrolled.Person, enrolled.EnrolmentId);
                Note(_byDevice, enrolled.Device, enrolled.EnrolmentId);
                break;
            case DeviceEnded ended when _keys.TryGetValue(ended.EnrolmentId, out var key):
                _keys[ended.EnrolmentId] = key with { End = ended.Why };
                break;
            case ChallengeIssued issued:
                Issue(issued, act.AtUs);
                break;
            case ChallengeAnswered answered when _challenges.TryGetValue(answered.ChallengeId, out var one):
                _challenges[answered.ChallengeId] = one with { End = answered.End };
                if (_keys.TryGetValue(answered.By, out var signer))
                    _keys[answered.By] = signer with { Counter = Math.Max(signer.Counter, answered.Counter) };
                break;
            case AnswerTried tried when _challenges.TryGetValue(tried.ChallengeId, out var one):
                _challenges[tried.ChallengeId] = one with { Tries = one.Tries + 1 };
                break;
            case VerifierPinned pinned:
                _verifiers[pinned.KeyId] = (pinned, true);
                break;
            case VerifierEnded ended when _verifiers.TryGetValue(ended.KeyId, out var verifier):
                _verifiers[ended.KeyId] = (verifier.Pinned, false);
                break;
        }
    }

    private void Issue(ChallengeIssued issued, long nowUs)
    {
        // Who answers one that was let go is told that nobody knows it: no less a refusal than that it is over.
        while (_inOrder.TryPeek(out var oldest) && _challenges[oldest].Issued.ExpiresUs + ConfirmationLimits.RememberedUs <= nowUs)
        {
            _inOrder.Dequeue();
            _challenges.Remove(oldest, out var over);
            var of = (over!.Issued.Institution, over.Issued.PaymentId);
            if (_byPayment[of].Remove(oldest) && _byPayment[of].Count == 0)
                _byPayment.Remove(of);
        }
        var payment = (issued.Institution, issued.PaymentId);
        if (!_byPayment.TryGetValue(payment, out var ids))
            _byPayment[payment] = ids = [];
        foreach (var before in ids.Where(id => _challenges[id].Issued.Means == issued.Means))
            _challenges[before] = _challenges[before] with { IsSuperseded = true };
        ids.Add(issued.ChallengeId);
        _challenges[issued.ChallengeId] = new OpenChallenge(issued, ChallengeEnd.None, 0, false);
        _inOrder.Enqueue(issued.ChallengeId);
    }

    private static void Note(Dictionary<SubjectId, List<string>> index, SubjectId subject, string id)
    {
        if (!index.TryGetValue(subject, out var ids))
            index[subject] = ids = [];
        ids.Add(id);
    }
}
