using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Sunqar.Core.Confirmations;

namespace Sunqar.Formats.Attestations;

/// <summary>What the platform's certificates say of a key.</summary>
public abstract record KeyAttestation
{
    private KeyAttestation() { }

    /// <param name="Level">As enrolments carry it: <c>android:tee</c>, the telephone's trusted part, or <c>android:strongbox</c>, a chip of
    /// its own.</param>
    public sealed record Attested(string Level) : KeyAttestation;

    /// <param name="Why">In words, without the certificates' content.</param>
    public sealed record Refused(string Why) : KeyAttestation;
}

/// <summary>
/// Android's key attestation (developer.android.com, "Verify hardware-backed key pairs with key attestation"): a chain of certificates
/// from the key to a root that the maker of the platform publishes. Its extension says that the key was made inside the telephone and
/// never leaves it. The roots are configured; certificates that were taken back are not looked up.
/// </summary>
public sealed class AndroidKeyAttestation
{
    /// <summary>Certificates of one chain: telephones send four or five.</summary>
    public const int CertificatesMax = 8;

    private const string Extension = "1.3.6.1.4.1.11129.2.1.17";

    private const int CertificateBytesMax = 4_096,
        RootsMax = 32,
        Tee = 1,
        StrongBox = 2,
        Origin = 702,
        Generated = 0;

    private readonly X509Certificate2Collection _roots;

    private AndroidKeyAttestation(X509Certificate2Collection roots) => _roots = roots;

    /// <param name="pem">The platform's roots, certificates in PEM one after another.</param>
    /// <returns>Null where it holds none, or more than 32.</returns>
    public static AndroidKeyAttestation? Of(string pem)
    {
        var roots = new X509Certificate2Collection();
        try
        {
            roots.ImportFromPem(pem);
        }
        catch (CryptographicException)
        {
            return null;
        }
        return roots.Count is 0 or > RootsMax ? null : new AndroidKeyAttestation(roots);
    }

    /// <summary>What the app asks the platform to attest: so a key that was attested for one bank's device is no other's.</summary>
    public static byte[] Challenge(string institution, string device) =>
        SHA256.HashData(Encoding.UTF8.GetBytes($"sunqar-device-1\n{institution}\n{device}"));

    /// <summary>Judges a chain.</summary>
    /// <param name="chain">Certificates in DER, that of the key first.</param>
    /// <param name="point">The key that is enrolled, as <see cref="Es256.Read"/> gives it.</param>
    /// <param name="challenge">As <see cref="Challenge"/> gives it.</param>
    public KeyAttestation Judge(IReadOnlyList<byte[]> chain, string point, byte[] challenge, DateTimeOffset at)
    {
        if (chain.Count is < 2 or > CertificatesMax || chain.Any(one => one.Length > CertificateBytesMax))
            return new KeyAttestation.Refused($"a chain has 2 to {CertificatesMax} certificates of at most {CertificateBytesMax} bytes");
        var certificates = new List<X509Certificate2>();
        try
        {
            foreach (var one in chain)
                certificates.Add(X509CertificateLoader.LoadCertificate(one));
            return Judge(certificates, point, challenge, at);
        }
        catch (Exception error) when (error is CryptographicException or AsnContentException or PlatformNotSupportedException)
        {
            return new KeyAttestation.Refused("a certificate, or what it says of the key, cannot be read");
        }
        finally
        {
            certificates.ForEach(one => one.Dispose());
        }
    }

    private KeyAttestation Judge(List<X509Certificate2> chain, string point, byte[] challenge, DateTimeOffset at)
    {
        if (Es256.ReadSpki(chain[0].PublicKey.ExportSubjectPublicKeyInfo()) != point)
            return new KeyAttestation.Refused("the first certificate is of another key");
        // Who holds an attested key could sign a further certificate with it that says what he likes: only the lowest may speak.
        if (chain.Skip(1).Any(one => one.Extensions.Any(extension => extension.Oid?.Value == Extension)))
            return new KeyAttestation.Refused("a certificate above the first attests a key itself");
        using var built = new X509Chain();
        built.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        built.ChainPolicy.CustomTrustStore.AddRange(_roots);
        built.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        built.ChainPolicy.DisableCertificateDownloads = true;
        built.ChainPolicy.VerificationTime = at.UtcDateTime;
        // Telephones carry certificates of keys whose times the maker sets at will, some from 1970 to 2048: the root's word is what counts.
        built.ChainPolicy.VerificationFlags = X509VerificationFlags.IgnoreNotTimeValid;
        foreach (var one in chain.Skip(1))
            built.ChainPolicy.ExtraStore.Add(one);
        if (!built.Build(chain[0]))
            return new KeyAttestation.Refused("the chain leads to none of the roots that were configured");
        return chain[0].Extensions.FirstOrDefault(one => one.Oid?.Value == Extension) is { } attested
            ? Said(attested.RawData, challenge)
            : new KeyAttestation.Refused("the first certificate attests nothing");
    }

    /// <summary>KeyDescription ::= SEQUENCE { version, security level, KeyMint's version, its level, challenge, unique id, what software
    /// enforces, what hardware enforces }.</summary>
    private static KeyAttestation Said(byte[] extension, byte[] challenge)
    {
        var said = new AsnReader(extension, AsnEncodingRules.DER).ReadSequence();
        said.ReadInteger();
        var level = Level(said);
        said.ReadInteger();
        var keyLevel = Level(said);
        var asked = said.ReadOctetString();
        said.ReadOctetString();
        said.ReadSequence();
        var hardware = said.ReadSequence();
        if (!CryptographicOperations.FixedTimeEquals(asked, challenge))
            return new KeyAttestation.Refused("it was attested for another institution or device");
        if (level is not (Tee or StrongBox) || keyLevel is not (Tee or StrongBox))
            return new KeyAttestation.Refused("the key lies in software");
        return OriginOf(hardware) == Generated
            ? new KeyAttestation.Attested(Math.Min(level, keyLevel) == StrongBox ? "android:strongbox" : "android:tee")
            : new KeyAttestation.Refused("the key was not made inside the telephone");
    }

    private static int Level(AsnReader reader) =>
        reader.ReadEnumeratedBytes() is { Length: 1 } level ? level.Span[0] : throw new AsnContentException();

    private static int? OriginOf(AsnReader list)
    {
        while (list.HasData)
        {
            var tag = list.PeekTag();
            if (tag is { TagClass: TagClass.ContextSpecific, TagValue: Origin })
            {
                var origin = list.ReadSequence(tag);
                return origin.TryReadInt32(out var value) ? value : null;
            }
            list.ReadEncodedValue();
        }
        return null;
    }
}
