using System.Buffers.Text;
using System.Security.Cryptography;
using Sunqar.Core.Confirmations;
using Sunqar.Core.Payments;
using Sunqar.Core.Registry;
using Sunqar.Formats.Attestations;
using Xunit;

namespace Sunqar.Tests.Confirmations;

/// <summary>A verifier's statement: one spelling, one challenge, one key, once.</summary>
public sealed class StatementTests : IDisposable
{
    private readonly ConfirmationRoom _room = new();
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly string _point;
    private readonly string _keyId;
    private readonly ConfirmationChallenge _challenge;

    public StatementTests()
    {
        _point = Es256.ReadSpki(_key.ExportSubjectPublicKeyInfo())!;
        _keyId = _room.Pin(_point);
        _challenge = _room.Ask(means: ProofMeans.Biometrics);
    }

    private VerifierStatement Said =>
        new(
            "CASPKZKA",
            _challenge.Person,
            _challenge.Id,
            Convert.ToHexStringLower(_challenge.Hash()),
            "P-1",
            "finger",
            2,
            1,
            3,
            "sensor-7",
            "none",
            _room.NowUs / 1_000_000 * 1_000_000
        );

    private AnswerByVerifier? Answer(byte[] cose, ConfirmationChallenge? challenge = null, string payment = "P-1") =>
        StatementCose.Read(cose) is not { } read
            ? null
            : new AnswerByVerifier(
                _room.NextKey(),
                payment,
                Base64Url.EncodeToString((challenge ?? _challenge).ToBytes()),
                read.KeyId,
                _room.Book.Verifier(read.KeyId) is { } pinned && read.Holds(pinned.PublicKey),
                read.Statement.ChallengeHash,
                read.Statement.Person,
                read.Statement.IsMatch,
                read.Statement.AtUs,
                KeyProof.OfVerifier(read.Statement.Has("finger"), read.Statement.Has("face")),
                read.Statement.Said
            );

    private string Told(VerifierStatement said) => new ConfirmationRoomTwin(_room).Told(Answer(StatementCose.Write(said, _key, _keyId))!);

    [Fact]
    public void A_statement_read_back_is_the_statement()
    {
        var read = StatementCose.Read(StatementCose.Write(Said, _key, _keyId))!;
        Assert.Equal((Said, _keyId, true), (read.Statement, read.KeyId, read.Holds(_point)));
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.False(read.Holds(Es256.ReadSpki(other.ExportSubjectPublicKeyInfo())!));
    }

    [Fact]
    public void A_match_confirms_once_and_a_no_confirms_nothing()
    {
        var cose = StatementCose.Write(Said, _key, _keyId);
        Assert.Equal("confirmed", _room.Told(Answer(cose)!));
        Assert.Equal("used", _room.Told(Answer(cose)!));
        var second = _room.Ask("P-2", ProofMeans.Biometrics);
        var no = Said with
        {
            ChallengeId = second.Id,
            ChallengeHash = Convert.ToHexStringLower(second.Hash()),
            PaymentId = "P-2",
            ScoreBand = 0,
        };
        Assert.Equal("not confirmed", _room.Told(Answer(StatementCose.Write(no, _key, _keyId), second, "P-2")!));
        Assert.Equal(ChallengeEnd.NoMatch, _room.Book.Challenge(second.Id)!.End);
    }

    [Fact]
    public void What_is_signed_for_another_challenge_person_or_moment_is_refused_with_its_reason()
    {
        Assert.Equal("other-challenge", Told(Said with { ChallengeHash = new string('0', 64) }));
        Assert.Equal("other-person", Told(Said with { Person = "p-2" }));
        Assert.Equal("stale", Told(Said with { AtUs = Said.AtUs - ConfirmationLimits.StatementAgeUsMax - 1_000_000 }));
        Assert.Equal("stale", Told(Said with { AtUs = Said.AtUs + ConfirmationLimits.StatementAheadUsMax + 1_000_000 }));
        // A device's challenge is not answered by a verifier, nor the reverse.
        var device = _room.Enrol(ConfirmationRoom.Aru);
        var asked = _room.Ask("P-3");
        Assert.Equal("other-means", new ConfirmationRoomTwin(_room).Told(Answer(StatementCose.Write(Said, _key, _keyId), asked, "P-3")!));
        Assert.Equal("other-means", new ConfirmationRoomTwin(_room).Told(_room.Answer(_challenge, device)));
    }

    [Fact]
    public void Another_key_and_one_that_ended_are_believed_no_more()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.Equal("bad-signature", new ConfirmationRoomTwin(_room).Told(Answer(StatementCose.Write(Said, other, _keyId))!));
        Assert.Equal("unknown-key", new ConfirmationRoomTwin(_room).Told(Answer(StatementCose.Write(Said, other, "verifier-0"))!));
        _room.EndVerifier(_keyId);
        Assert.Equal("unknown-key", Told(Said));
    }

    [Fact]
    public void Every_other_bit_is_refused()
    {
        var cose = StatementCose.Write(Said, _key, _keyId);
        for (var bit = 0; bit < cose.Length * 8; bit++)
        {
            cose[bit / 8] ^= (byte)(1 << (bit % 8));
            if (Answer(cose) is { } answer)
                Assert.NotEqual("confirmed", new ConfirmationRoomTwin(_room).Told(answer));
            cose[bit / 8] ^= (byte)(1 << (bit % 8));
        }
        Assert.NotNull(Answer(cose));
        Assert.Null(StatementCose.Read([.. cose, 0]));
        Assert.All(Enumerable.Range(0, cose.Length), length => Assert.Null(StatementCose.Read(cose[..length])));
    }

    [Fact]
    public void Noise_is_refused_and_nothing_breaks()
    {
        var (dice, cose) = (new Random(5), StatementCose.Write(Said, _key, _keyId));
        for (var round = 0; round < 20_000; round++)
        {
            var noise = cose.ToArray();
            for (var changes = dice.Next(1, 8); changes > 0; changes--)
                noise[dice.Next(noise.Length)] = (byte)dice.Next(256);
            noise = dice.Next(3) == 0 ? noise[..dice.Next(noise.Length)] : noise;
            if (noise.AsSpan().SequenceEqual(cose) || StatementCose.Read(noise) is not { } read)
                continue;
            Assert.False(read.Holds(_point));
        }
        Assert.Null(StatementCose.Read(new byte[StatementCose.BytesMax + 1]));
        Assert.Null(StatementCose.Read([.. Enumerable.Repeat((byte)0x81, 1_000)]));
    }

    [Fact]
    public void Below_the_threshold_there_is_one_band_and_above_it_four()
    {
        Assert.Equal(
            [0, 0, 0, 1, 1, 2, 4, 4],
            new[] { 0, 0.01, 0.0419, 0.042, 0.0629, 0.0631, 0.11, 1 }.Select(one => VerifierStatement.BandOf(one, 0.042))
        );
    }

    public void Dispose()
    {
        _key.Dispose();
        _room.Dispose();
    }
}
