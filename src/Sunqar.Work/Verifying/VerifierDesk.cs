using System.Security.Cryptography;
using Sunqar.Core.Confirmations;
using Sunqar.Core.Registry;
using Sunqar.Formats.Attestations;
using Sunqar.Storage.Templates;

namespace Sunqar.Work.Verifying;

/// <summary>What a bank's verifier answers.</summary>
public abstract record VerifierAnswer
{
    private VerifierAnswer() { }

    /// <param name="Doubts">Other persons of this bank whose templates are too like the new one: one finger under several IINs.</param>
    public sealed record Enrolled(int Quality, IReadOnlyList<string> Doubts) : VerifierAnswer;

    /// <param name="Cose">The signed statement, whatever it says.</param>
    public sealed record Stated(VerifierStatement Statement, byte[] Cose) : VerifierAnswer;

    public sealed record Revoked : VerifierAnswer;

    /// <param name="Status">As HTTP names it.</param>
    public sealed record Refused(int Status, string Why) : VerifierAnswer;
}

/// <summary>
/// The verifier that a bank runs: it enrols templates, compares a sample with one person's, and signs what came of it for one challenge of
/// the house. It knows people by the bank's names of them alone. For any number of threads; one after another.
/// </summary>
public sealed class VerifierDesk : IDisposable
{
    /// <summary>Comparisons of one person that did not match, after which it waits.</summary>
    public const int MissesMax = 5;

    /// <summary>Statements to one challenge: somebody lays the finger on again.</summary>
    public const int TriesOfChallengeMax = 3;

    /// <summary>How long one who missed too often waits.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(15);

    private const int ChallengesKept = 100_000;

    private readonly Lock _gate = new();
    private readonly TemplateVault _vault;
    private readonly TimeProvider _time;
    private readonly string _institution;
    private readonly Dictionary<byte, IBiometricKind> _kinds;
    private readonly ECDsa _signer;
    private readonly Dictionary<string, List<(byte Kind, object Ready)>> _people = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (int Misses, DateTimeOffset Since)> _misses = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _tries = new(StringComparer.Ordinal);
    private readonly Queue<string> _tried = new();

    /// <param name="institution">The bank, as its challenges name it.</param>
    public VerifierDesk(TemplateVault vault, string institution, IReadOnlyList<IBiometricKind> kinds, TimeProvider time)
    {
        (_vault, _institution, _time) = (vault, institution, time);
        _kinds = kinds.ToDictionary(kind => kind.Code);
        _signer = vault.Signer();
        PublicKey = Es256.ReadSpki(_signer.ExportSubjectPublicKeyInfo())!;
        KeyId = PinVerifier.IdOf(institution, PublicKey);
        foreach (var person in vault.Persons.ToList())
        {
            _people[person] =
            [
                .. vault
                    .Read(person)
                    .Where(one => _kinds.ContainsKey(one.Kind))
                    .Select(one => (one.Kind, _kinds[one.Kind].Prepare(one.Template))),
            ];
        }
    }

    /// <summary>A point of P-256 in hexadecimal: what the agency pins.</summary>
    public string PublicKey { get; }

    /// <summary>The key's name in statements.</summary>
    public string KeyId { get; }

    /// <summary>SubjectPublicKeyInfo, DER: as the page of confirmations takes it.</summary>
    public byte[] PublicKeyInfo => _signer.ExportSubjectPublicKeyInfo();

    /// <summary>The bank's name of a person: 20 small hexadecimal letters, as the house answers it.</summary>
    public static bool IsPerson(string? name) => name is { Length: 20 } && name.All(c => c is >= '0' and <= '9' or >= 'a' and <= 'f');

    public VerifierAnswer Enrol(string person, string kind, byte position, byte[] picture)
    {
        if (_kinds.Values.FirstOrDefault(one => one.Name == kind) is not { } biometric)
            return new VerifierAnswer.Refused(400, $"kind: expected {string.Join(" or ", _kinds.Values.Select(one => one.Name))}");
        var (sample, why) = biometric.Take(picture, position);
        if (sample is null)
            return new VerifierAnswer.Refused(422, why);
        var ready = biometric.Prepare(sample.Template);
        lock (_gate)
        {
            if (!_vault.Add(person, new KeptTemplate(biometric.Code, position, sample.Template)))
                return new VerifierAnswer.Refused(429, $"A person has at most {TemplateVault.TemplatesMax} templates.");
            var doubts = _people
                .Where(other =>
                    other.Key != person
                    && other.Value.Any(one => one.Kind == biometric.Code && biometric.Score(one.Ready, ready) >= biometric.ThresholdOfMany)
                )
                .Select(other => other.Key)
                .Order(StringComparer.Ordinal)
                .ToList();
            if (!_people.TryGetValue(person, out var own))
                _people[person] = own = [];
            own.Add((biometric.Code, ready));
            return new VerifierAnswer.Enrolled(sample.Quality, doubts);
        }
    }

    public VerifierAnswer Revoke(string person)
    {
        lock (_gate)
        {
            _people.Remove(person);
            return _vault.Revoke(person)
                ? new VerifierAnswer.Revoked()
                : new VerifierAnswer.Refused(404, "Nobody of this name is enrolled.");
        }
    }

    /// <param name="challenge">The canonical bytes of the house's challenge.</param>
    /// <param name="device">The sensor, as the bank names it: 1 to 64 visible ASCII characters.</param>
    /// <param name="samples">One of each kind that is to be compared: every one has to be the person's.</param>
    public VerifierAnswer Verify(byte[] challenge, string device, IReadOnlyList<(string Kind, byte[] Picture)> samples)
    {
        if (ConfirmationChallenge.Read(challenge) is not { Means: ProofMeans.Biometrics } asked)
            return new VerifierAnswer.Refused(400, "challenge: expected the bytes of a challenge for a verifier");
        var kinds = samples.Select(sample => _kinds.Values.FirstOrDefault(kind => kind.Name == sample.Kind)).ToList();
        if (kinds.Contains(null))
            return new VerifierAnswer.Refused(400, $"kind: expected {string.Join(" or ", _kinds.Values.Select(one => one.Name))}");
        if (kinds.Count == 0 || kinds.Distinct().Count() < kinds.Count)
            return new VerifierAnswer.Refused(400, "samples: expected one of each kind");
        var now = _time.GetUtcNow();
        if (asked.Institution != _institution)
            return new VerifierAnswer.Refused(403, "The challenge was given to another institution.");
        if ((now - DateTimeOffset.UnixEpoch).Ticks / 10 >= asked.ExpiresUs)
            return new VerifierAnswer.Refused(409, "The challenge is over.");
        lock (_gate)
        {
            if (Busy(asked, now) is { } refused)
                return refused;
            Count(asked.Id);
        }
        // Pictures are taken apart beside others; only what follows is one after another.
        var taken = new List<(IBiometricKind Kind, object Ready, int Quality)>();
        foreach (var (kind, (name, picture)) in kinds.Zip(samples))
        {
            var (sample, why) = kind!.Take(picture, 0);
            if (sample is null)
                return new VerifierAnswer.Refused(422, kinds.Count == 1 ? why : $"{name}: {why}");
            taken.Add((kind, kind.Prepare(sample.Template), sample.Quality));
        }
        lock (_gate)
        {
            return State(asked, device, taken, now);
        }
    }

    private VerifierAnswer State(
        ConfirmationChallenge asked,
        string device,
        List<(IBiometricKind Kind, object Ready, int Quality)> taken,
        DateTimeOffset now
    )
    {
        var own = _people.GetValueOrDefault(asked.Person) ?? [];
        var compared = new List<(string Kind, int Band)>();
        foreach (var (kind, ready, _) in taken)
        {
            var scores = own.Where(one => one.Kind == kind.Code).Select(one => kind.Score(one.Ready, ready)).ToList();
            if (scores.Count == 0)
                return new VerifierAnswer.Refused(404, "Nobody of this name is enrolled with this kind.");
            compared.Add((kind.Name, VerifierStatement.BandOf(scores.Max(), kind.Threshold)));
        }
        var statement = new VerifierStatement(
            _institution,
            asked.Person,
            asked.Id,
            Convert.ToHexStringLower(asked.Hash()),
            asked.PaymentId,
            compared is [var one] ? one.Kind : VerifierStatement.Several(compared),
            compared.Min(kind => kind.Band),
            1,
            Math.Clamp(taken.Min(kind => kind.Quality) / 20, 0, VerifierStatement.BandMax),
            device,
            LivenessOf([.. taken.Select(kind => kind.Kind)]),
            (now - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerSecond * 1_000_000
        );
        if (statement.IsMatch)
            _misses.Remove(asked.Person);
        else
            Miss(asked.Person, now);
        return new VerifierAnswer.Stated(statement, StatementCose.Write(statement, _signer, KeyId));
    }

    /// <summary>What tested all of them, or each with what tested it.</summary>
    private static string LivenessOf(IReadOnlyList<IBiometricKind> kinds) =>
        kinds.Select(kind => kind.Liveness).Distinct().ToList() is [var same]
            ? same
            : string.Join('+', kinds.Select(kind => $"{kind.Name}:{kind.Liveness}"));

    private VerifierAnswer.Refused? Busy(ConfirmationChallenge asked, DateTimeOffset now)
    {
        if (_misses.TryGetValue(asked.Person, out var missed) && missed.Misses >= MissesMax && now < missed.Since + Pause)
            return new VerifierAnswer.Refused(429, "Too many comparisons of this person did not match; try again later.");
        return _tries.GetValueOrDefault(asked.Id) >= TriesOfChallengeMax
            ? new VerifierAnswer.Refused(429, "Too many comparisons for this challenge.")
            : null;
    }

    private void Miss(string person, DateTimeOffset now)
    {
        var before = _misses.GetValueOrDefault(person);
        _misses[person] = (now < before.Since + Pause ? before.Misses + 1 : 1, now);
    }

    private void Count(string challengeId)
    {
        if (!_tries.TryAdd(challengeId, 1))
        {
            _tries[challengeId]++;
            return;
        }
        _tried.Enqueue(challengeId);
        if (_tried.Count > ChallengesKept)
            _tries.Remove(_tried.Dequeue());
    }

    public void Dispose()
    {
        _signer.Dispose();
        _vault.Dispose();
    }
}
