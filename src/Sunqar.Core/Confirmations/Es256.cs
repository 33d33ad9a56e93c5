using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;

namespace Sunqar.Core.Confirmations;

/// <summary>Keys and signatures of ES256 (ECDSA on P-256 with SHA-256), as strictly as they can be read.</summary>
public static class Es256
{
    /// <summary>Of an uncompressed point in hexadecimal.</summary>
    public const int HexLength = 2 * PointBytes;

    /// <summary>Of a signature as two numbers of equal length (IEEE P1363).</summary>
    public const int SignatureBytes = 64;

    private const int PointBytes = 65;
    private const int NumberBytes = 32;
    private const int DerBytesMax = 72;

    /// <summary>The point in small hexadecimal letters; null where it is none of the curve.</summary>
    public static string? Read(ReadOnlySpan<byte> point)
    {
        if (point.Length != PointBytes || point[0] != 4)
            return null;
        try
        {
            using var key = Key(point);
            return Convert.ToHexStringLower(point);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>The point of a SubjectPublicKeyInfo; null where it is no key of P-256.</summary>
    public static string? ReadSpki(ReadOnlySpan<byte> spki)
    {
        try
        {
            using var key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(spki, out var read);
            if (read != spki.Length)
                return null;
            var parameters = key.ExportParameters(false);
            return parameters.Curve.Oid.Value == ECCurve.NamedCurves.nistP256.Oid.Value
                ? Read([4, .. parameters.Q.X!, .. parameters.Q.Y!])
                : null;
        }
        catch (Exception error) when (error is CryptographicException or PlatformNotSupportedException)
        {
            // The latter where the bytes name a curve that the platform lacks.
            return null;
        }
    }

    /// <summary>Whether a signature of two numbers of equal length holds over a message.</summary>
    /// <param name="point">As <see cref="Read"/> gives it.</param>
    public static bool Holds(string point, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != SignatureBytes || point.Length != HexLength)
            return false;
        try
        {
            using var key = Key(Convert.FromHexString(point));
            return key.VerifyData(message, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }
        catch (Exception error) when (error is CryptographicException or FormatException)
        {
            return false;
        }
    }

    /// <summary>A signature as authenticators write it (DER, two INTEGERs) as two numbers of equal length; null where it is not exactly
    /// that.</summary>
    public static byte[]? FromDer(ReadOnlyMemory<byte> der)
    {
        if (der.Length > DerBytesMax)
            return null;
        try
        {
            var reader = new AsnReader(der, AsnEncodingRules.DER);
            var pair = reader.ReadSequence();
            reader.ThrowIfNotEmpty();
            var (r, s) = (pair.ReadInteger(), pair.ReadInteger());
            pair.ThrowIfNotEmpty();
            var signature = new byte[SignatureBytes];
            return Put(r, signature.AsSpan(0, NumberBytes)) && Put(s, signature.AsSpan(NumberBytes)) ? signature : null;
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    private static bool Put(BigInteger number, Span<byte> into)
    {
        if (number.Sign <= 0 || number.GetByteCount(isUnsigned: true) > into.Length)
            return false;
        var bytes = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        bytes.CopyTo(into[(into.Length - bytes.Length)..]);
        return true;
    }

    private static ECDsa Key(ReadOnlySpan<byte> point) =>
        ECDsa.Create(
            new ECParameters
            {
                Curve = ECCurve.NamedCurves.nistP256,
                Q = new System.Security.Cryptography.ECPoint
                {
                    X = point[1..(1 + NumberBytes)].ToArray(),
                    Y = point[(1 + NumberBytes)..].ToArray(),
                },
            }
        );
}
