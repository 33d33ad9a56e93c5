using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using SimpleBase;

namespace Sunqar.Server.Access;

/// <summary>Time-based one-time codes (RFC 6238): HMAC-SHA-1, steps of 30 s, six digits: what every authenticator app makes.</summary>
internal static class Totp
{
    public const int SecretBytes = 20;
    private const int StepSeconds = 30,
        Digits = 6,
        Modulus = 1_000_000;

    /// <summary>Clocks may differ by a step either way (RFC 6238, 5.2, recommends one).</summary>
    private const int StepsOff = 1;

    public static long StepAt(DateTimeOffset now) => now.ToUnixTimeSeconds() / StepSeconds;

    /// <summary>The code of a step (RFC 4226, 5.3).</summary>
    public static string Code(ReadOnlySpan<byte> secret, long step)
    {
        Span<byte> counter = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> mac = stackalloc byte[HMACSHA1.HashSizeInBytes];
#pragma warning disable CA5350 // RFC 6238 asks for it, and authenticator apps know nothing else; HMAC does not need what SHA-1 lost.
        HMACSHA1.HashData(secret, counter, mac);
#pragma warning restore CA5350
        var truncated = BinaryPrimitives.ReadUInt32BigEndian(mac[(mac[^1] & 0xf)..]) & int.MaxValue;
        return (truncated % Modulus).ToString("D6", CultureInfo.InvariantCulture);
    }

    /// <summary>The step that a code is of; 0 where it is of none near now. Every step is tried, so the time tells nothing.</summary>
    public static long StepOf(ReadOnlySpan<byte> secret, string code, DateTimeOffset now)
    {
        var typed = code.Replace(" ", "", StringComparison.Ordinal);
        if (typed.Length != Digits || typed.Any(c => !char.IsAsciiDigit(c)))
            return 0;
        var found = 0L;
        for (var step = StepAt(now) - StepsOff; step <= StepAt(now) + StepsOff; step++)
        {
            if (
                CryptographicOperations.FixedTimeEquals(
                    System.Runtime.InteropServices.MemoryMarshal.AsBytes(Code(secret, step).AsSpan()),
                    System.Runtime.InteropServices.MemoryMarshal.AsBytes(typed.AsSpan())
                )
            )
            {
                found = step;
            }
        }
        return found;
    }

    /// <summary>The secret as people type it into an app.</summary>
    public static string Text(byte[] secret) => Base32.Rfc4648.Encode(secret).TrimEnd('=');

    /// <summary>What an app reads off the picture (Key Uri Format).</summary>
    public static string Uri(byte[] secret, string label) =>
        $"otpauth://totp/Sunqar:{System.Uri.EscapeDataString(label)}?secret={Text(secret)}&issuer=Sunqar";
}
