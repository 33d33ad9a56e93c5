using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Security.Cryptography.Cose;
using System.Text;
using Sunqar.Core.Confirmations;

namespace Sunqar.Formats.Attestations;

/// <summary>
/// A verifier's statement as COSE_Sign1 (RFC 9052) over CWT claims (RFC 8392), in canonical CBOR (docs/verifier.md). One statement has one
/// spelling but for its signature: what reads alike and is spelt otherwise is refused.
/// </summary>
public static class StatementCose
{
    /// <summary>Longer ones are none.</summary>
    public const int BytesMax = 2_048;

    private const int Issuer = 1,
        Subject = 2,
        IssuedAt = 6,
        TokenId = 7;
    private const int TextMax = 128,
        IdBytes = 16,
        HashBytes = 32,
        Es256Algorithm = -7;

    /// <summary>Signs a statement.</summary>
    /// <param name="key">P-256.</param>
    /// <param name="keyId">As it is pinned.</param>
    public static byte[] Write(VerifierStatement statement, ECDsa key, string keyId)
    {
        var headers = new CoseHeaderMap { { CoseHeaderLabel.KeyIdentifier, Encoding.ASCII.GetBytes(keyId) } };
        var signer = new CoseSigner(key, HashAlgorithmName.SHA256, headers);
        return CoseSign1Message.SignEmbedded(Claims(statement), signer);
    }

    /// <summary>Takes a statement apart; null where the bytes are none. Its signature is not judged yet.</summary>
    public static ReadStatement? Read(byte[] bytes)
    {
        if (bytes.Length > BytesMax)
            return null;
        try
        {
            var message = CoseMessage.DecodeSign1(bytes);
            if (
                message is not { Content: { } content, UnprotectedHeaders.Count: 0, ProtectedHeaders.Count: 2 }
                || !message.ProtectedHeaders.TryGetValue(CoseHeaderLabel.Algorithm, out var algorithm)
                || algorithm.GetValueAsInt32() != Es256Algorithm
                || !message.ProtectedHeaders.TryGetValue(CoseHeaderLabel.KeyIdentifier, out var kid)
                || Claims(content) is not { } statement
                || !Claims(statement).AsSpan().SequenceEqual(content.Span)
                || Ascii(kid.GetValueAsBytes()) is not { } keyId
            )
            {
                return null;
            }
            return new ReadStatement(statement, keyId, message);
        }
        catch (Exception error)
            when (error
                    is CryptographicException
                        or CborContentException
                        or InvalidOperationException
                        or OverflowException
                        or FormatException
                        or ArgumentException
            )
        {
            return null;
        }
    }

    private static byte[] Claims(VerifierStatement said)
    {
        var cbor = new CborWriter(CborConformanceMode.Canonical);
        cbor.WriteStartMap(13);
        Text(cbor, Issuer, said.Institution);
        Text(cbor, Subject, said.Person);
        cbor.WriteInt32(IssuedAt);
        cbor.WriteInt64(said.AtUs / 1_000_000);
        cbor.WriteInt32(TokenId);
        cbor.WriteByteString(Convert.FromHexString(said.ChallengeId));
        cbor.WriteTextString("challenge");
        cbor.WriteByteString(Convert.FromHexString(said.ChallengeHash));
        Text(cbor, "payment", said.PaymentId);
        Text(cbor, "compared", said.Compared);
        Number(cbor, "score", said.ScoreBand);
        Number(cbor, "threshold", said.ThresholdBand);
        Number(cbor, "quality", said.QualityBand);
        Text(cbor, "device", said.Device);
        Text(cbor, "liveness", said.Liveness);
        cbor.WriteTextString("match");
        cbor.WriteBoolean(said.IsMatch);
        cbor.WriteEndMap();
        return cbor.Encode();
    }

    private static void Text(CborWriter cbor, int key, string text)
    {
        cbor.WriteInt32(key);
        cbor.WriteTextString(text);
    }

    private static void Text(CborWriter cbor, string key, string text)
    {
        cbor.WriteTextString(key);
        cbor.WriteTextString(text);
    }

    private static void Number(CborWriter cbor, string key, int number)
    {
        cbor.WriteTextString(key);
        cbor.WriteInt32(number);
    }

    private static VerifierStatement? Claims(ReadOnlyMemory<byte> content)
    {
        var cbor = new CborReader(content, CborConformanceMode.Canonical);
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        var numbers = new Dictionary<string, long>(StringComparer.Ordinal);
        for (var left = cbor.ReadStartMap() ?? 0; left > 0; left--)
        {
            var key =
                cbor.PeekState() == CborReaderState.TextString
                    ? cbor.ReadTextString()
                    : cbor.ReadInt32().ToString(System.Globalization.CultureInfo.InvariantCulture);
            switch (cbor.PeekState())
            {
                case CborReaderState.TextString:
                    texts[key] = cbor.ReadTextString();
                    break;
                case CborReaderState.ByteString:
                    texts[key] = Convert.ToHexStringLower(cbor.ReadByteString());
                    break;
                case CborReaderState.Boolean:
                    cbor.ReadBoolean();
                    break;
                default:
                    numbers[key] = cbor.ReadInt64();
                    break;
            }
        }
        cbor.ReadEndMap();
        if (cbor.BytesRemaining > 0)
            return null;
        string Of(string key) => texts.GetValueOrDefault(key, "");
        int Band(string key) => numbers.TryGetValue(key, out var band) && band is >= 0 and <= 9 ? (int)band : throw new FormatException();
        var at = numbers.GetValueOrDefault("6");
        if (Of("7").Length != 2 * IdBytes || Of("challenge").Length != 2 * HashBytes || at is < 0 or > 10_000_000_000)
            return null;
        // Whatever else is missing or wrong, spelt again, is not the same bytes.
        return texts.Values.Any(text => text.Length > TextMax || text.Any(c => c is < ' ' or > '~'))
            ? null
            : new VerifierStatement(
                Of("1"),
                Of("2"),
                Of("7"),
                Of("challenge"),
                Of("payment"),
                Of("compared"),
                Band("score"),
                Band("threshold"),
                Band("quality"),
                Of("device"),
                Of("liveness"),
                at * 1_000_000
            );
    }

    private static string? Ascii(ReadOnlySpan<byte> bytes) =>
        bytes.Length is > 0 and <= TextMax && !bytes.ContainsAnyExceptInRange((byte)'!', (byte)'~')
            ? Encoding.ASCII.GetString(bytes)
            : null;
}

/// <summary>A statement whose signature is yet to be judged.</summary>
/// <param name="KeyId">The key that it names.</param>
public sealed class ReadStatement(VerifierStatement statement, string keyId, CoseSign1Message message)
{
    public VerifierStatement Statement => statement;

    public string KeyId => keyId;

    /// <summary>Whether the signature holds under a key.</summary>
    /// <param name="point">An uncompressed point of P-256 in hexadecimal.</param>
    public bool Holds(string point)
    {
        if (point.Length != Es256.HexLength)
            return false;
        try
        {
            var bytes = Convert.FromHexString(point);
            using var key = ECDsa.Create(
                new ECParameters
                {
                    Curve = ECCurve.NamedCurves.nistP256,
                    Q = new ECPoint { X = bytes[1..33], Y = bytes[33..] },
                }
            );
            return message.VerifyEmbedded(key);
        }
        catch (Exception error) when (error is CryptographicException or FormatException)
        {
            return false;
        }
    }
}
