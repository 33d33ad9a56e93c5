using System.Numerics;
using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Digests;
using Sunqar.Core.Identity;

namespace Sunqar.Core.Chain;

/// <summary>The standard forms of a Bitcoin output's script.</summary>
public enum ScriptKind : byte
{
    /// <summary>None of the forms: bare multisignature, or anything that a miner took.</summary>
    Other = 0,

    /// <summary>Pay to a public key (2009). It has no address of its own; it is given that of the key's hash, which the same holder can
    /// spend.</summary>
    PublicKey = 1,

    /// <summary>Pay to the hash of a key.</summary>
    KeyHash = 2,

    /// <summary>Pay to the hash of a script (BIP16).</summary>
    ScriptHash = 3,

    /// <summary>Version 0, 20 bytes (BIP141).</summary>
    WitnessKeyHash = 4,

    /// <summary>Version 0, 32 bytes (BIP141).</summary>
    WitnessScriptHash = 5,

    /// <summary>Version 1, 32 bytes (BIP341).</summary>
    Taproot = 6,

    /// <summary>A later witness version, or version 1 of another length.</summary>
    WitnessUnknown = 7,

    /// <summary>Nobody can spend it: data (OP_RETURN).</summary>
    Data = 8,
}

/// <summary>Who an output's script pays.</summary>
public static class BitcoinScript
{
    private const byte Return = 0x6a,
        Dup = 0x76,
        Equal = 0x87,
        EqualVerify = 0x88,
        Hash160Code = 0xa9,
        CheckSig = 0xac,
        One = 0x51,
        Sixteen = 0x60;

    private static readonly BigInteger P = BigInteger.Parse(
        "0FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEFFFFFC2F",
        System.Globalization.NumberStyles.AllowHexSpecifier,
        null
    );

    /// <summary>The form of a script and its address; none where the form has none.</summary>
    public static (ScriptKind Kind, WalletAddress Address) Read(ReadOnlySpan<byte> script) =>
        script switch
        {
            [Dup, Hash160Code, 20, .. { Length: 20 } hash, EqualVerify, CheckSig] => (
                ScriptKind.KeyHash,
                WalletAddress.BitcoinKeyHash(hash)
            ),
            [Hash160Code, 20, .. { Length: 20 } hash, Equal] => (ScriptKind.ScriptHash, WalletAddress.BitcoinScriptHash(hash)),
            [0, 20, .. { Length: 20 } program] => (ScriptKind.WitnessKeyHash, WalletAddress.BitcoinWitness(0, program)),
            [0, 32, .. { Length: 32 } program] => (ScriptKind.WitnessScriptHash, WalletAddress.BitcoinWitness(0, program)),
            [One, 32, .. { Length: 32 } program] => (ScriptKind.Taproot, WalletAddress.BitcoinWitness(1, program)),
            [>= One and <= Sixteen, >= 2 and <= 40, ..] when script.Length == 2 + script[1] => (
                ScriptKind.WitnessUnknown,
                WalletAddress.BitcoinWitness(script[0] - One + 1, script[2..])
            ),
            [33, 2 or 3, .., CheckSig] when script.Length == 35 && IsOnCurve(script[2..34]) => (
                ScriptKind.PublicKey,
                WalletAddress.BitcoinKeyHash(Hash160(script[1..34]))
            ),
            [65, 4, .., CheckSig] when script.Length == 67 => (ScriptKind.PublicKey, WalletAddress.BitcoinKeyHash(Hash160(script[1..66]))),
            [Return, ..] => (ScriptKind.Data, default),
            _ => (ScriptKind.Other, default),
        };

    private static byte[] Hash160(ReadOnlySpan<byte> bytes)
    {
        var ripemd = new RipeMD160Digest();
        ripemd.BlockUpdate(SHA256.HashData(bytes), 0, 32);
        var hash = new byte[20];
        ripemd.DoFinal(hash, 0);
        return hash;
    }

    /// <summary>Whether secp256k1 has a point with this x: y² = x³ + 7. Data has been hidden in keys that nobody can sign for.</summary>
    private static bool IsOnCurve(ReadOnlySpan<byte> x)
    {
        var number = new BigInteger(x, isUnsigned: true, isBigEndian: true);
        return number < P && BigInteger.ModPow(number * number * number + 7, (P - 1) / 2, P) == 1;
    }
}
