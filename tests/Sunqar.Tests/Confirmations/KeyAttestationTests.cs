using System.Buffers.Text;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Sunqar.Core.Confirmations;
using Sunqar.Formats.Attestations;
using Sunqar.Tests.Api;
using Xunit;

namespace Sunqar.Tests.Confirmations;

/// <summary>Android's key attestation, by chains of roots of our own making: what holds, and each way in which one does not.</summary>
public sealed class KeyAttestationTests : IDisposable
{
    private const string Extension = "1.3.6.1.4.1.11129.2.1.17",
        Phone = "phone-1";

    private static readonly DateTimeOffset Now = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Maker _maker = new("maker"),
        _other = new("other");

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private string Point => Es256.ReadSpki(_key.ExportSubjectPublicKeyInfo())!;

    private static byte[] Asked => AndroidKeyAttestation.Challenge(RunningApi.Bank, Phone);

    [Theory]
    [InlineData(1, 1, "android:tee")]
    [InlineData(2, 2, "android:strongbox")]
    // The weaker of the two counts.
    [InlineData(2, 1, "android:tee")]
    [InlineData(1, 2, "android:tee")]
    public void A_key_made_in_the_telephone_is_attested_by_its_level(int level, int keyLevel, string expected) =>
        Assert.Equal(new KeyAttestation.Attested(expected), Judge(_maker.Chain(_key, Said(level, keyLevel))));

    /// <summary>Makers date keys from 1970 to 2048; factories' own certificates run out while telephones live on.</summary>
    [Fact]
    public void Times_of_certificates_say_nothing() =>
        Assert.IsType<KeyAttestation.Attested>(_maker.Judge.Judge(_maker.Chain(_key, Said()), Point, Asked, Now.AddYears(40)));

    [Fact]
    public void What_does_not_hold_is_refused_with_its_reason()
    {
        using var stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Refused("another key", _maker.Chain(stranger, Said()));
        Refused("none of the roots", _other.Chain(_key, Said()));
        Refused("attests nothing", _maker.Chain(_key, null));
        Refused("in software", _maker.Chain(_key, Said(0, 0)));
        Refused("in software", _maker.Chain(_key, Said(1, 0)));
        Refused("in software", _maker.Chain(_key, Said(3, 3)));
        Refused("not made inside", _maker.Chain(_key, Said(origin: 2)));
        Refused("not made inside", _maker.Chain(_key, Said(origin: null)));
        Refused("another institution or device", _maker.Chain(_key, Said(device: "phone-2")));
        Refused("another institution or device", _maker.Chain(_key, Said(institution: "HSBKKZKX")));
        Refused("cannot be read", _maker.Chain(_key, [0x30, 0x03, 0x02, 0x01, 0x05]));
        Refused(
            "cannot be read",
            [
                [1, 2, 3],
                [4],
            ]
        );
        Refused("2 to 8", [.. _maker.Chain(_key, Said()).Take(1)]);
        Refused("2 to 8", [.. Enumerable.Repeat(_maker.Chain(_key, Said())[0], 9)]);
        Refused("2 to 8", [new byte[5_000], [1]]);
    }

    /// <summary>Who holds a key that a telephone attested signs a certificate with it that attests a key of his own, in software.</summary>
    [Fact]
    public void An_attested_key_attests_no_other()
    {
        using var attested = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var chain = _maker.Chain(attested, Said());
        using var issuer = X509CertificateLoader.LoadCertificate(chain[0]);
        using var signing = issuer.CopyWithPrivateKey(attested);
        var forged = Maker.Issue(_key, "forged", signing, Said());
        Refused("above the first", [forged.RawData, .. chain]);
        forged.Dispose();
    }

    [Fact]
    public void A_certificate_whose_signature_was_touched_is_refused()
    {
        var chain = _maker.Chain(_key, Said());
        // The root is taken from the configuration, whatever the chain brings.
        for (var at = 0; at < chain.Count - 1; at++)
        {
            var touched = chain.Select(one => one.ToArray()).ToList();
            touched[at][^3] ^= 1;
            Assert.IsType<KeyAttestation.Refused>(Judge(touched));
        }
    }

    [Theory]
    [InlineData(0, 200)]
    [InlineData(1, 200)]
    public void Bytes_at_random_are_refused_and_break_nothing(int seed, int runs)
    {
        var random = new Random(seed);
        var chain = _maker.Chain(_key, Said());
        for (var run = 0; run < runs; run++)
        {
            var mutated = chain.Select(one => one.ToArray()).ToList();
            var one = mutated[random.Next(mutated.Count)];
            for (var times = random.Next(1, 4); times > 0; times--)
                one[random.Next(one.Length)] = (byte)random.Next(256);
            // What is changed may be nothing that counts; what is told is one of the two.
            Assert.NotNull(Judge(mutated));
        }
    }

    /// <summary>What a bank sends for a key is read or refused, whatever curve its bytes come to name.</summary>
    [Fact]
    public void A_key_of_any_bytes_is_a_point_or_none()
    {
        var (random, spki) = (new Random(3), _key.ExportSubjectPublicKeyInfo());
        for (var at = 0; at < spki.Length; at++)
        {
            for (var times = 0; times < 8; times++)
            {
                var changed = spki.ToArray();
                changed[at] = (byte)random.Next(256);
                Assert.True(Es256.ReadSpki(changed) is null || changed.AsSpan().SequenceEqual(spki) || at > spki.Length - 65);
            }
        }
    }

    [Fact]
    public async Task A_bank_enrols_with_an_attestation_and_one_that_does_not_hold_enrols_nothing()
    {
        await using var api = await ConfirmingApi.StartAsync(_maker.Judge);
        string Body(IEnumerable<byte[]> chain) =>
            JsonSerializer.Serialize(
                new
                {
                    iin = ConfirmingApi.AruIin,
                    device = Phone,
                    key = Base64Url.EncodeToString(_key.ExportSubjectPublicKeyInfo()),
                    attestation = new { android = chain.Select(one => Base64Url.EncodeToString(one)) },
                }
            );
        var (status, refused) = await api.PostAsync("/v1/devices", Body(_other.Chain(_key, Said())));
        Assert.Equal(400, status);
        Assert.Contains("none of the roots", refused.ToString(), StringComparison.Ordinal);
        Assert.Empty(api.Acts.Read(state => state.Of<ConfirmationBook>().Keys));
        (status, var told) = await api.PostAsync("/v1/devices", Body(_maker.Chain(_key, Said(2, 2))));
        Assert.Equal((200, "android:strongbox"), (status, told.GetProperty("attestation").GetString()));
        Assert.Equal("android:strongbox", Assert.Single(api.Acts.Read(state => state.Of<ConfirmationBook>().Keys)).Enrolled.Attestation);
    }

    private void Refused(string why, IReadOnlyList<byte[]> chain) =>
        Assert.Contains(why, Assert.IsType<KeyAttestation.Refused>(Judge(chain)).Why, StringComparison.Ordinal);

    private KeyAttestation Judge(IReadOnlyList<byte[]> chain) => _maker.Judge.Judge(chain, Point, Asked, Now);

    /// <summary>A KeyDescription as a telephone writes it.</summary>
    private static byte[] Said(
        int level = 1,
        int keyLevel = 1,
        int? origin = 0,
        string institution = RunningApi.Bank,
        string device = Phone
    )
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(300);
            writer.WriteEncodedValue([0x0a, 1, (byte)level]);
            writer.WriteInteger(300);
            writer.WriteEncodedValue([0x0a, 1, (byte)keyLevel]);
            writer.WriteOctetString(AndroidKeyAttestation.Challenge(institution, device));
            writer.WriteOctetString([]);
            using (writer.PushSequence()) { }
            using (writer.PushSequence())
            {
                using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 2)))
                    writer.WriteInteger(3);
                if (origin is { } made)
                {
                    using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 702)))
                        writer.WriteInteger(made);
                }
            }
        }
        return writer.Encode();
    }

    public void Dispose()
    {
        _maker.Dispose();
        _other.Dispose();
        _key.Dispose();
    }

    /// <summary>A platform's root, and a factory below it.</summary>
    private sealed class Maker : IDisposable
    {
        private readonly X509Certificate2 _root,
            _factory;

        public Maker(string name)
        {
            using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP384);
            var request = new CertificateRequest($"CN={name} root", rootKey, HashAlgorithmName.SHA256);
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
            _root = request.CreateSelfSigned(Now.AddYears(-5), Now.AddYears(5));
            using var factoryKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var factory = new CertificateRequest($"CN={name} factory", factoryKey, HashAlgorithmName.SHA256);
            factory.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
            using var bare = factory.Create(_root, Now.AddYears(-4), Now.AddYears(4), [7, 1]);
            _factory = bare.CopyWithPrivateKey(factoryKey);
            Judge = AndroidKeyAttestation.Of(_root.ExportCertificatePem())!;
        }

        public AndroidKeyAttestation Judge { get; }

        public IReadOnlyList<byte[]> Chain(ECDsa key, byte[]? said)
        {
            using var leaf = Issue(key, "Android Keystore Key", _factory, said);
            return [leaf.RawData, _factory.RawData, _root.RawData];
        }

        public static X509Certificate2 Issue(ECDsa key, string name, X509Certificate2 issuer, byte[]? said)
        {
            var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
            if (said is not null)
                request.CertificateExtensions.Add(new X509Extension(Extension, said, false));
            using var signer = issuer.GetECDsaPrivateKey()!;
            return request.Create(
                issuer.SubjectName,
                X509SignatureGenerator.CreateForECDsa(signer),
                Now.AddYears(-3),
                Now.AddYears(3),
                [9, 1]
            );
        }

        public void Dispose()
        {
            _root.Dispose();
            _factory.Dispose();
        }
    }
}
