using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Sunqar.Formats.Transfers;

/// <summary>
/// The checksum of a TRON address (Base58Check) for files of millions of rows: the same answer as
/// <see cref="Core.Identity.WalletAddress"/>, which also makes a value, in a fraction of its time.
/// </summary>
internal static class TronChecksum
{
    private const int GroupCharacters = 5,
        Limbs = 7,
        AddressBytes = 25,
        HashedBytes = 21,
        Version = 0x41;

    /// <param name="address">34 Base58 characters, the first a T.</param>
    public static bool Holds(ReadOnlySpan<byte> address)
    {
        // The number in base 58, five characters at a time, as limbs of 32 bits, the least first: each step stays below 2^63.
        Span<uint> limbs = stackalloc uint[Limbs];
        limbs.Clear();
        for (var start = 0; start < address.Length; start += GroupCharacters)
        {
            var (carry, scale) = (0UL, 1UL);
            foreach (var character in address[start..Math.Min(address.Length, start + GroupCharacters)])
            {
                (carry, scale) = ((carry * 58) + Digits[character], scale * 58);
            }
            foreach (ref var limb in limbs)
            {
                carry += limb * scale;
                limb = unchecked((uint)carry);
                carry >>= 32;
            }
        }
        if (limbs[^1] != Version)
            return false;
        Span<byte> bytes = stackalloc byte[AddressBytes];
        bytes[0] = Version;
        for (var i = 0; i < Limbs - 1; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(bytes[(AddressBytes - (4 * (i + 1)))..], limbs[i]);
        }
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes[..HashedBytes], hash);
        SHA256.HashData(hash, hash);
        return hash[..4].SequenceEqual(bytes[HashedBytes..]);
    }

    private static readonly byte[] Digits = Values();

    private static byte[] Values()
    {
        var values = new byte[256];
        var alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"u8;
        for (var i = 0; i < alphabet.Length; i++)
            values[alphabet[i]] = (byte)i;
        return values;
    }
}
