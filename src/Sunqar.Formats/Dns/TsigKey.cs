using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace Sunqar.Formats.Dns;

/// <summary>
/// A key that a zone transfer is signed with (RFC 8945, hmac-sha256): who lacks it gets no zone, and an answer that was changed on its way
/// is noticed. Read from the file that BIND's <c>tsig-keygen</c> writes.
/// </summary>
public sealed partial class TsigKey
{
    public const string Algorithm = "hmac-sha256";

    private const ushort FudgeSeconds = 300;
    private const int SecretBytesMin = 16;

    private readonly byte[] _secret;

    public TsigKey(string name, byte[] secret)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(secret.Length, SecretBytesMin);
        (Name, _secret) = (name.TrimEnd('.').ToLowerInvariant(), secret);
    }

    public string Name { get; }

    /// <exception cref="InvalidDataException">The text is no such key; the message says what was expected.</exception>
    public static TsigKey Read(string text)
    {
        var match = KeyClause().Match(text);
        var secret = new byte[64];
        if (!match.Success || !Convert.TryFromBase64String(match.Groups["secret"].Value, secret, out var length) || length < SecretBytesMin)
        {
            throw new InvalidDataException(
                $"expected: key \"name\" {{ algorithm {Algorithm}; secret \"base64, "
                    + $"at least {SecretBytesMin} bytes\"; }}; as tsig-keygen writes it"
            );
        }
        return new TsigKey(match.Groups["name"].Value, secret[..length]);
    }

    [GeneratedRegex(
        """^\s*key\s+"?(?<name>[A-Za-z0-9._-]{1,200})"?\s*\{\s*algorithm\s+"?hmac-sha256"?\s*;\s*secret\s+"?(?<secret>[A-Za-z0-9+/=]{1,88})"?\s*;\s*\}\s*;\s*$""",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex KeyClause();

    /// <summary>Whether a request was signed with this key, at about this time.</summary>
    /// <param name="nowSeconds">Seconds since 1970-01-01T00:00:00Z.</param>
    public bool IsSigned(DnsRequest request, long nowSeconds)
    {
        if (request.Tsig is not { } tsig || tsig.KeyName != Name || tsig.Algorithm != Algorithm)
            return false;
        var mac = Sign([], tsig.Signed.Span, tsig.TimeSeconds, tsig.FudgeSeconds, isFirst: true);
        var isTimely = Math.Abs((long)tsig.TimeSeconds - nowSeconds) <= tsig.FudgeSeconds;
        return CryptographicOperations.FixedTimeEquals(mac, tsig.Mac.Span) && isTimely;
    }

    /// <summary>Signs a message of an answer by putting the record behind it.</summary>
    /// <param name="before">The request's signature for the first message, that of the message before for every other (RFC 8945
    /// §5.3.1).</param>
    /// <returns>This message's signature.</returns>
    internal byte[] Append(DnsWriter message, ReadOnlySpan<byte> before, long nowSeconds, bool isFirst, ushort id)
    {
        message.Finish();
        var mac = Sign(before, message.Written.Span, (ulong)nowSeconds, FudgeSeconds, isFirst);
        var mark = message.BeginAdditional(Name, DnsType.Tsig, kind: 255, ttl: 0);
        message.Name(Algorithm);
        message.UInt16((ushort)(nowSeconds >> 32));
        message.UInt32(unchecked((uint)nowSeconds));
        message.UInt16(FudgeSeconds);
        message.UInt16((ushort)mac.Length);
        message.Bytes(mac);
        message.UInt16(id);
        message.UInt16(0);
        message.UInt16(0);
        message.EndRecord(mark);
        message.Finish();
        return mac;
    }

    private byte[] Sign(ReadOnlySpan<byte> before, ReadOnlySpan<byte> message, ulong timeSeconds, ushort fudge, bool isFirst)
    {
        var variables = new DnsWriter();
        if (isFirst)
        {
            variables.Name(Name);
            variables.UInt16(255);
            variables.UInt32(0);
            variables.Name(Algorithm);
        }
        variables.UInt16((ushort)(timeSeconds >> 32));
        variables.UInt32(unchecked((uint)timeSeconds));
        variables.UInt16(fudge);
        if (isFirst)
        {
            variables.UInt16(0);
            variables.UInt16(0);
        }
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _secret);
        if (!before.IsEmpty)
        {
            hash.AppendData([(byte)(before.Length >> 8), (byte)before.Length]);
            hash.AppendData(before);
        }
        hash.AppendData(message);
        hash.AppendData(variables.Written.Span);
        return hash.GetHashAndReset();
    }
}
