using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Sunqar.Work.Blinding;

/// <summary>What makes a token out of an identifier that it never sees. Two banks that ask for the same identifier get the same token; who
/// lacks the key cannot try identifiers at home.</summary>
public interface IBlindEvaluator
{
    /// <summary>The blinded element under the key; null where it is none.</summary>
    byte[]? Evaluate(ReadOnlySpan<byte> blinded);
}

/// <summary>
/// The oblivious pseudorandom function of RFC 9497 on ristretto255 with SHA-512, base mode. Group arithmetic is libsodium's; what is here
/// is the RFC's hashing around it.
/// </summary>
public static partial class RistrettoOprf
{
    /// <summary>Of an element and of a scalar.</summary>
    public const int ElementBytes = 32;

    private const int UniformBytes = 64,
        BlockBytes = 128;

    private static readonly byte[] Context = Encoding.ASCII.GetBytes("OPRFV1-\0-ristretto255-SHA512");

    /// <summary>A key of a seed (DeriveKeyPair).</summary>
    public static byte[] DeriveKey(ReadOnlySpan<byte> seed, ReadOnlySpan<byte> info)
    {
        byte[] input = [.. seed, .. Length(info.Length), .. info, 0];
        for (var counter = 0; counter < 256; counter++)
        {
            input[^1] = (byte)counter;
            var key = new byte[ElementBytes];
            ScalarReduce(key, Expand(input, "DeriveKeyPair"));
            if (key.AsSpan().ContainsAnyExcept((byte)0))
                return key;
        }
        throw new CryptographicException("No key comes of this seed.");
    }

    /// <summary>What is sent: the input's element times the blind; null for an input that has no element.</summary>
    /// <param name="blind">A scalar by chance; <see cref="NewBlind"/>.</param>
    public static byte[]? Blind(ReadOnlySpan<byte> input, ReadOnlySpan<byte> blind)
    {
        var element = new byte[ElementBytes];
        FromHash(element, Expand(input, "HashToGroup-"));
        return Multiply(blind, element);
    }

    /// <summary>A scalar by chance.</summary>
    public static byte[] NewBlind()
    {
        var blind = new byte[ElementBytes];
        ScalarReduce(blind, RandomNumberGenerator.GetBytes(UniformBytes));
        return blind;
    }

    /// <summary>The token: 64 bytes; null where what came back is no element.</summary>
    public static byte[]? Finish(ReadOnlySpan<byte> input, ReadOnlySpan<byte> blind, ReadOnlySpan<byte> evaluated)
    {
        var inverse = new byte[ElementBytes];
        if (ScalarInvert(inverse, blind.ToArray()) != 0 || Multiply(inverse, evaluated) is not { } element)
            return null;
        return SHA512.HashData([.. Length(input.Length), .. input, .. Length(element.Length), .. element, .. "Finalize"u8]);
    }

    /// <summary>Null where the second is no element, or the product is none.</summary>
    internal static byte[]? Multiply(ReadOnlySpan<byte> scalar, ReadOnlySpan<byte> element)
    {
        var product = new byte[ElementBytes];
        return
            scalar.Length == ElementBytes
            && element.Length == ElementBytes
            && ScalarMultiply(product, scalar.ToArray(), element.ToArray()) == 0
            ? product
            : null;
    }

    /// <summary>expand_message_xmd of RFC 9380 for 64 bytes: one block.</summary>
    private static byte[] Expand(ReadOnlySpan<byte> message, string domain)
    {
        byte[] tag = [.. Encoding.ASCII.GetBytes(domain), .. Context];
        tag = [.. tag, (byte)tag.Length];
        byte[] first = SHA512.HashData([.. new byte[BlockBytes], .. message, .. Length(UniformBytes), 0, .. tag]);
        return SHA512.HashData([.. first, 1, .. tag]);
    }

    private static byte[] Length(int length)
    {
        var bytes = new byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, checked((ushort)length));
        return bytes;
    }

    [LibraryImport("libsodium", EntryPoint = "crypto_core_ristretto255_from_hash")]
    private static partial int FromHash(byte[] element, byte[] uniform);

    [LibraryImport("libsodium", EntryPoint = "crypto_core_ristretto255_scalar_reduce")]
    private static partial void ScalarReduce(byte[] scalar, byte[] uniform);

    [LibraryImport("libsodium", EntryPoint = "crypto_core_ristretto255_scalar_invert")]
    private static partial int ScalarInvert(byte[] inverse, byte[] scalar);

    [LibraryImport("libsodium", EntryPoint = "crypto_scalarmult_ristretto255")]
    private static partial int ScalarMultiply(byte[] product, byte[] scalar, byte[] element);
}

/// <summary>Evaluates under one key.</summary>
/// <param name="seed">32 secret bytes.</param>
public sealed class RistrettoEvaluator(byte[] seed) : IBlindEvaluator
{
    private readonly byte[] _key = RistrettoOprf.DeriveKey(seed, "sunqar exact match v1"u8);

    public byte[]? Evaluate(ReadOnlySpan<byte> blinded) => RistrettoOprf.Multiply(_key, blinded);
}
