using System.Text;
using Org.BouncyCastle.Crypto.Digests;
using SimpleBase;

namespace Sunqar.Core.Identity;

/// <summary>Chains whose addresses can be checked.</summary>
public enum WalletChain : byte
{
    /// <summary>The default address, which is on no chain.</summary>
    None = 0,
    Tron = 1,
    Ethereum = 2,
    Bitcoin = 3,
}

/// <summary>Why a text is no address of its chain: the first rule it breaks.</summary>
public enum WalletFault : byte
{
    /// <summary>It is one.</summary>
    None = 0,

    /// <summary>Too short or too long for the chain.</summary>
    Length = 1,

    /// <summary>A character outside the chain's alphabet.</summary>
    Alphabet = 2,

    /// <summary>The checksum is not that of the rest (Base58Check, Bech32 or EIP-55's letter case).</summary>
    Checksum = 3,

    /// <summary>Another network's prefix: a test network, or another coin.</summary>
    Network = 4,

    /// <summary>Bech32 in both cases at once (BIP173).</summary>
    MixedCase = 5,

    /// <summary>A witness version without such a program: unknown version, wrong length, padding that is not zero.</summary>
    Program = 6,

    /// <summary>Bech32 where the version wants Bech32m, or the reverse (BIP350).</summary>
    Encoding = 7,
}

/// <summary>
/// A wallet's address in its one canonical spelling: TRON Base58Check of 0x41 (nodes write the same in hexadecimal), Ethereum with EIP-55's
/// letter case, Bitcoin Base58Check or lower-case Bech32/Bech32m. Two spellings of one address are equal. The default value is on no chain;
/// every other value has passed its
/// chain's rules.
/// </summary>
public readonly record struct WalletAddress
{
    private const int HashBytes = 20;
    private const byte TronVersion = 0x41;
    private const byte KeyHashVersion = 0x00;
    private const byte ScriptHashVersion = 0x05;

    private readonly string? _text;

    private WalletAddress(WalletChain chain, string text)
    {
        Chain = chain;
        _text = text;
    }

    /// <summary>The chain; <see cref="WalletChain.None"/> for the default value.</summary>
    public WalletChain Chain { get; }

    /// <summary>True for the default value.</summary>
    public bool IsNone => Chain == WalletChain.None;

    /// <summary>Reads an address; only its canonical text is kept.</summary>
    /// <param name="fault">The first rule that the text breaks.</param>
    /// <exception cref="ArgumentOutOfRangeException">No such chain.</exception>
    public static bool TryParse(WalletChain chain, ReadOnlySpan<char> text, out WalletAddress address, out WalletFault fault)
    {
        string? canonical = null;
        fault = chain switch
        {
            WalletChain.Tron => IsTronHexadecimal(text, out var hash)
                ? TronHexadecimal(hash, out canonical)
                : Base58(text, 34, 34, TronVersion, TronVersion, out canonical),
            WalletChain.Ethereum => Hex(text, out canonical),
            WalletChain.Bitcoin => IsWitness(text)
                ? Witness(text, out canonical)
                : Base58(text, 26, 35, KeyHashVersion, ScriptHashVersion, out canonical),
            _ => throw new ArgumentOutOfRangeException(nameof(chain), chain, "No such chain."),
        };
        address = fault == WalletFault.None ? new WalletAddress(chain, canonical!) : default;
        return fault == WalletFault.None;
    }

    /// <inheritdoc cref="TryParse(WalletChain, ReadOnlySpan{char}, out WalletAddress, out WalletFault)"/>
    public static bool TryParse(WalletChain chain, ReadOnlySpan<byte> text, out WalletAddress address, out WalletFault fault)
    {
        Span<char> characters = stackalloc char[Bech32.LengthMax];
        if (text.Length <= characters.Length)
        {
            // Latin-1 keeps every byte one character; what is not ASCII falls to the alphabet's rule.
            return TryParse(chain, characters[..Encoding.Latin1.GetChars(text, characters)], out address, out fault);
        }
        address = default;
        fault = WalletFault.Length;
        return false;
    }

    /// <summary>For texts that the caller knows to be valid; anything else is a bug.</summary>
    /// <exception cref="FormatException">The text breaks a rule.</exception>
    public static WalletAddress Parse(WalletChain chain, ReadOnlySpan<char> text) =>
        TryParse(chain, text, out var address, out var fault) ? address : throw new FormatException($"Not an address on {chain}: {fault}.");

    /// <summary>The TRON account with this 20-byte hash, as its logs give it without the leading 0x41.</summary>
    public static WalletAddress Tron(ReadOnlySpan<byte> hash) => Base58(WalletChain.Tron, hash, TronVersion);

    /// <summary>The Ethereum account with these 20 bytes.</summary>
    public static WalletAddress Ethereum(ReadOnlySpan<byte> hash)
    {
        RequireHash(hash);
        Span<char> characters = stackalloc char[HashBytes * 2];
        Convert.TryToHexStringLower(hash, characters, out _);
        return new WalletAddress(WalletChain.Ethereum, Eip55(characters));
    }

    /// <summary>Pay to the hash of a public key (1…).</summary>
    public static WalletAddress BitcoinKeyHash(ReadOnlySpan<byte> hash) => Base58(WalletChain.Bitcoin, hash, KeyHashVersion);

    /// <summary>Pay to the hash of a script (3…).</summary>
    public static WalletAddress BitcoinScriptHash(ReadOnlySpan<byte> hash) => Base58(WalletChain.Bitcoin, hash, ScriptHashVersion);

    /// <summary>Pay to a witness program (bc1…).</summary>
    /// <exception cref="ArgumentException">The version has no such program.</exception>
    public static WalletAddress BitcoinWitness(int version, ReadOnlySpan<byte> program) =>
        new(WalletChain.Bitcoin, Bech32.Encode(version, program));

    /// <summary>The canonical spelling; empty for the default value.</summary>
    public override string ToString() => _text ?? "";

    /// <summary>The 20 bytes of an account on an EVM chain as its nodes want them: 0x and 40 digits, lower case.</summary>
    /// <exception cref="InvalidOperationException">The address is on no EVM chain.</exception>
    public string ToHex()
    {
        if (Chain == WalletChain.Ethereum)
        {
            return _text!.ToLowerInvariant();
        }
        if (Chain != WalletChain.Tron)
        {
            throw new InvalidOperationException($"An address on {Chain} has no hexadecimal form.");
        }
        Span<byte> hash = stackalloc byte[64];
        SimpleBase.Base58.Bitcoin.TryDecodeCheck(_text, hash, out _, out var length);
        return "0x" + Convert.ToHexStringLower(hash[..length]);
    }

    /// <summary>41 and 40 digits, as TRON's nodes write it; 0x may stand before it.</summary>
    private static bool IsTronHexadecimal(ReadOnlySpan<char> text, out ReadOnlySpan<char> hash)
    {
        var digits = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? text[2..] : text;
        var isOne = digits.Length == 2 + HashBytes * 2 && digits.StartsWith("41") && !digits.ContainsAnyExcept(HexadecimalCharacters);
        hash = isOne ? digits[2..] : default;
        return isOne;
    }

    private static WalletFault TronHexadecimal(ReadOnlySpan<char> hash, out string? canonical)
    {
        canonical = Tron(Convert.FromHexString(hash)).ToString();
        return WalletFault.None;
    }

    private static bool IsWitness(ReadOnlySpan<char> text) =>
        text.Length > 3
        && text[2] == '1'
        && (text[..2].Equals("bc", StringComparison.OrdinalIgnoreCase) || text[..2].Equals("tb", StringComparison.OrdinalIgnoreCase));

    private static WalletFault Witness(ReadOnlySpan<char> text, out string? canonical)
    {
        Span<byte> program = stackalloc byte[40];
        var fault = Bech32.Decode(text, program, out var version, out var length);
        canonical = fault == WalletFault.None ? Bech32.Encode(version, program[..length]) : null;
        return fault;
    }

    private static WalletFault Base58(
        ReadOnlySpan<char> text,
        int lengthMin,
        int lengthMax,
        byte version,
        byte otherVersion,
        out string? canonical
    )
    {
        canonical = null;
        if (text.Length < lengthMin || text.Length > lengthMax)
        {
            return WalletFault.Length;
        }
        if (text.ContainsAnyExcept(Base58Characters))
        {
            return WalletFault.Alphabet;
        }
        Span<byte> payload = stackalloc byte[64];
        if (!SimpleBase.Base58.Bitcoin.TryDecodeCheck(text, payload, out byte stated, out var length))
        {
            return WalletFault.Checksum;
        }
        if (stated != version && stated != otherVersion)
        {
            return WalletFault.Network;
        }
        if (length != HashBytes)
        {
            return WalletFault.Length;
        }
        canonical = text.ToString();
        return WalletFault.None;
    }

    private static readonly System.Buffers.SearchValues<char> Base58Characters = System.Buffers.SearchValues.Create(
        "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
    );

    private static readonly System.Buffers.SearchValues<char> HexadecimalCharacters = System.Buffers.SearchValues.Create(
        "0123456789abcdefABCDEF"
    );

    private static WalletAddress Base58(WalletChain chain, ReadOnlySpan<byte> hash, byte version)
    {
        RequireHash(hash);
        return new WalletAddress(chain, SimpleBase.Base58.Bitcoin.EncodeCheck(hash, version));
    }

    private static WalletFault Hex(ReadOnlySpan<char> text, out string? canonical)
    {
        canonical = null;
        if (text.Length != 2 + HashBytes * 2)
        {
            return WalletFault.Length;
        }
        var digits = text[2..];
        if (text[0] != '0' || text[1] is not ('x' or 'X'))
        {
            return WalletFault.Network;
        }
        Span<char> lower = stackalloc char[digits.Length];
        for (var i = 0; i < digits.Length; i++)
        {
            if (!char.IsAsciiHexDigit(digits[i]))
            {
                return WalletFault.Alphabet;
            }
            lower[i] = char.ToLowerInvariant(digits[i]);
        }
        // EIP-55: letters of one case only carry no checksum and are accepted.
        var checksummed = digits.ContainsAnyInRange('a', 'f') && digits.ContainsAnyInRange('A', 'F');
        var rendered = Eip55(lower);
        if (checksummed && !digits.SequenceEqual(rendered.AsSpan(2)))
        {
            return WalletFault.Checksum;
        }
        canonical = rendered;
        return WalletFault.None;
    }

    /// <summary>EIP-55: a letter is upper case where the same digit of the Keccak-256 of the lower-case text is 8 or more.</summary>
    private static string Eip55(ReadOnlySpan<char> lower)
    {
        var bytes = new byte[HashBytes * 2];
        Encoding.ASCII.GetBytes(lower, bytes);
        var keccak = new KeccakDigest(256);
        keccak.BlockUpdate(bytes, 0, bytes.Length);
        var hash = new byte[32];
        keccak.DoFinal(hash, 0);
        Span<char> text = stackalloc char[2 + HashBytes * 2];
        "0x".CopyTo(text);
        for (var i = 0; i < lower.Length; i++)
        {
            var nibble = i % 2 == 0 ? hash[i / 2] >> 4 : hash[i / 2] & 15;
            text[2 + i] = nibble >= 8 ? char.ToUpperInvariant(lower[i]) : lower[i];
        }
        return new string(text);
    }

    private static void RequireHash(ReadOnlySpan<byte> hash)
    {
        if (hash.Length != HashBytes)
        {
            throw new ArgumentException($"An account's hash has {HashBytes} bytes.", nameof(hash));
        }
    }
}

/// <summary>The chains by their wire names.</summary>
public static class WalletChains
{
    private static readonly string[] Names = ["", "tron", "ethereum", "bitcoin"];

    /// <summary>Every wire name.</summary>
    public static IReadOnlyList<string> All { get; } = Names[1..];

    /// <summary>The wire name: <c>tron</c>; empty for none.</summary>
    public static string Name(this WalletChain chain) => Names[(int)chain];

    /// <summary>The chain with this wire name.</summary>
    public static bool TryParse(ReadOnlySpan<char> name, out WalletChain chain)
    {
        for (var i = 1; i < Names.Length; i++)
        {
            if (name.SequenceEqual(Names[i]))
            {
                chain = (WalletChain)i;
                return true;
            }
        }
        chain = WalletChain.None;
        return false;
    }
}
