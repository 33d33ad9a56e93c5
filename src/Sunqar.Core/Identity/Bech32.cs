namespace Sunqar.Core.Identity;

/// <summary>
/// Bitcoin's segregated-witness addresses: BIP173 (Bech32) for version 0, BIP350 (Bech32m) for 1 to 16. SimpleBase has the alphabet but
/// neither checksum, hence this. Other chains write the same under prefixes of their own.
/// </summary>
internal static class Bech32
{
    /// <summary>Characters in the longest address of either form.</summary>
    public const int LengthMax = 90;

    private const string Alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    private const uint Bech32Constant = 1;
    private const uint Bech32MConstant = 0x2bc830a3;
    private const int ChecksumLength = 6;

    /// <summary>Reads a mainnet address (prefix <c>bc</c>).</summary>
    /// <param name="program">Room for 40 bytes.</param>
    public static WalletFault Decode(ReadOnlySpan<char> text, Span<byte> program, out int version, out int length)
    {
        version = length = 0;
        if (text.Length > LengthMax || text.Length < 8)
        {
            return WalletFault.Length;
        }
        var lower = text.ContainsAnyInRange('a', 'z');
        if (lower && text.ContainsAnyInRange('A', 'Z'))
        {
            return WalletFault.MixedCase;
        }
        var separator = text.LastIndexOf('1');
        if (separator < 0 || !text[..separator].Equals("bc", StringComparison.OrdinalIgnoreCase))
        {
            return WalletFault.Network;
        }
        Span<byte> values = stackalloc byte[text.Length - separator - 1];
        for (var i = 0; i < values.Length; i++)
        {
            var value = Alphabet.IndexOf(char.ToLowerInvariant(text[separator + 1 + i]), StringComparison.Ordinal);
            if (value < 0)
            {
                return WalletFault.Alphabet;
            }
            values[i] = (byte)value;
        }
        if (values.Length < ChecksumLength + 1)
        {
            return WalletFault.Length;
        }
        var residue = Residue(values);
        if (residue is not (Bech32Constant or Bech32MConstant))
        {
            return WalletFault.Checksum;
        }
        version = values[0];
        return !TryRegroup(values[1..^ChecksumLength], program, out length) ? WalletFault.Program : Judge(version, length, residue);
    }

    /// <summary>Writes a mainnet address in lower case.</summary>
    /// <exception cref="ArgumentException">No witness version has such a program.</exception>
    public static string Encode(int version, ReadOnlySpan<byte> program)
    {
        if (Judge(version, program.Length, ConstantOf(version)) != WalletFault.None)
        {
            throw new ArgumentException($"Version {version} has no program of {program.Length} bytes.", nameof(program));
        }
        Span<byte> values = stackalloc byte[1 + (program.Length * 8 + 4) / 5 + ChecksumLength];
        values[0] = (byte)version;
        int held = 0,
            bits = 0,
            count = 1;
        foreach (var octet in program)
        {
            held = ((held << 8) | octet) & 0xfff;
            for (bits += 8; bits >= 5; bits -= 5)
            {
                values[count++] = (byte)((held >> (bits - 5)) & 31);
            }
        }
        if (bits > 0)
        {
            values[count] = (byte)((held << (5 - bits)) & 31);
        }
        values[^ChecksumLength..].Clear();
        var checksum = Residue(values) ^ ConstantOf(version);
        for (var i = 0; i < ChecksumLength; i++)
        {
            values[values.Length - ChecksumLength + i] = (byte)((checksum >> (5 * (ChecksumLength - 1 - i))) & 31);
        }
        Span<char> text = stackalloc char[3 + values.Length];
        "bc1".CopyTo(text);
        for (var i = 0; i < values.Length; i++)
        {
            text[3 + i] = Alphabet[values[i]];
        }
        return new string(text);
    }

    private static uint ConstantOf(int version) => version == 0 ? Bech32Constant : Bech32MConstant;

    /// <summary>BIP173's rule for version 0 (20 or 32 bytes, Bech32) and BIP350's for 1 to 16 (2 to 40 bytes, Bech32m).</summary>
    private static WalletFault Judge(int version, int length, uint residue) =>
        version > 16 || length is < 2 or > 40 || (version == 0 && length is not (20 or 32)) ? WalletFault.Program
        : residue != ConstantOf(version) ? WalletFault.Encoding
        : WalletFault.None;

    /// <summary>Whether a text is Bech32 or Bech32m under any prefix, all of it in one case, with a checksum that holds.</summary>
    public static bool IsAnyChains(ReadOnlySpan<char> text)
    {
        var separator = text.LastIndexOf('1');
        if (separator < 1 || text.Length - separator <= ChecksumLength || text.Length > LengthMax)
        {
            return false;
        }
        if (text.ContainsAnyInRange('a', 'z') && text.ContainsAnyInRange('A', 'Z'))
        {
            return false;
        }
        Span<char> prefix = stackalloc char[separator];
        text[..separator].ToLowerInvariant(prefix);
        Span<byte> values = stackalloc byte[text.Length - separator - 1];
        for (var i = 0; i < values.Length; i++)
        {
            var value = Alphabet.IndexOf(char.ToLowerInvariant(text[separator + 1 + i]), StringComparison.Ordinal);
            if (value < 0)
            {
                return false;
            }
            values[i] = (byte)value;
        }
        return Residue(prefix, values) is Bech32Constant or Bech32MConstant;
    }

    private static uint Residue(ReadOnlySpan<byte> values) => Residue("bc", values);

    /// <summary>The checksum polynomial over prefix and values (BIP173).</summary>
    private static uint Residue(ReadOnlySpan<char> prefix, ReadOnlySpan<byte> values)
    {
        // The prefix is expanded: high bits of each character, a zero, low bits.
        var residue = 1u;
        foreach (var character in prefix)
        {
            residue = Step(residue, (byte)((character >> 5) & 7));
        }
        residue = Step(residue, 0);
        foreach (var character in prefix)
        {
            residue = Step(residue, (byte)(character & 31));
        }
        foreach (var value in values)
        {
            residue = Step(residue, value);
        }
        return residue;
    }

    private static uint Step(uint residue, byte value)
    {
        ReadOnlySpan<uint> generator = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
        var top = residue >> 25;
        residue = ((residue & 0x1ffffff) << 5) ^ value;
        for (var i = 0; i < generator.Length; i++)
        {
            residue ^= ((top >> i) & 1) == 1 ? generator[i] : 0;
        }
        return residue;
    }

    /// <summary>Five-bit groups to bytes; false where the padding is not zero or is a whole group, or the program too long
    /// (BIP173).</summary>
    private static bool TryRegroup(ReadOnlySpan<byte> values, Span<byte> program, out int length)
    {
        length = 0;
        int held = 0,
            bits = 0;
        foreach (var value in values)
        {
            held = ((held << 5) | value) & 0xfff;
            bits += 5;
            if (bits < 8)
            {
                continue;
            }
            if (length == program.Length)
            {
                return false;
            }
            bits -= 8;
            program[length++] = (byte)(held >> bits);
            held &= (1 << bits) - 1;
        }
        return bits < 5 && held == 0;
    }
}
