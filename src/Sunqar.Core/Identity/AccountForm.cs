using System.Buffers;
using System.Text;

namespace Sunqar.Core.Identity;

/// <summary>
/// The form under which accounts and wallets are told apart: two spellings of one account have one form, so that what a bank, a file, a
/// list, a label and a person write of it meet. It is for comparing; what came is kept for display. Form <see cref="Version"/>:
/// <list type="bullet">
/// <item>blanks, zero-width marks and a byte order mark around the text say nothing;</item>
/// <item>an EVM address is 0x and 40 digits in lower case, since letter case is its checksum at most (EIP-55);</item>
/// <item>a TRON address in hexadecimal (41 and 40 digits, with or without 0x) is its Base58Check;</item>
/// <item>Bech32 and Bech32m of any chain are in lower case (BIP173), CashAddr too and without its prefix;</item>
/// <item>an IBAN of any country whose check digits hold is in upper case, without blanks, hyphens and the word IBAN (ISO 13616);</item>
/// <item>a chain's scheme before an address (<c>bitcoin:</c>, BIP21) says nothing.</item>
/// </list>
/// Every other text is its own form: the case of an unknown id may tell two accounts apart.
/// </summary>
public static class AccountForm
{
    /// <summary>Stands beside facts whose hashes were made of this form; 0 is the text as it came.</summary>
    public const byte Version = 1;

    /// <summary>Longer texts are their own form, but for the blanks around them; the longest form is shorter.</summary>
    public const int LengthMax = 160;

    private const int EvmLength = 42,
        LengthMin = 14;

    private static readonly SearchValues<char> Around = SearchValues.Create(" \t\r\n\u00A0\u200B\u200E\u200F\u2060\uFEFF");
    private static readonly SearchValues<char> Hexadecimal = SearchValues.Create("0123456789abcdefABCDEF");
    private static readonly string[] Schemes = ["bitcoin:", "ethereum:", "tron:", "litecoin:", "iban:", "iban "];

    /// <summary>The form of a text; the text itself where it is in its form.</summary>
    public static string Of(string text)
    {
        Span<char> room = stackalloc char[LengthMax];
        var form = Of(text.AsSpan(), room);
        return form.SequenceEqual(text) ? text : form.ToString();
    }

    /// <param name="room">At least <see cref="LengthMax"/> characters.</param>
    /// <returns>A part of <paramref name="text"/>, or of <paramref name="room"/>.</returns>
    public static ReadOnlySpan<char> Of(ReadOnlySpan<char> text, Span<char> room)
    {
        text = Trimmed(text);
        if (text.Length is < LengthMin or > LengthMax)
        {
            return text;
        }
        foreach (var scheme in Schemes)
        {
            if (text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
            {
                var address = Respelled(Trimmed(text[scheme.Length..]), room);
                return address.Length > 0 ? address : text;
            }
        }
        var known = Respelled(text, room);
        return known.Length > 0 ? known : text;
    }

    /// <summary>The same of UTF-8.</summary>
    /// <param name="room">At least <see cref="LengthMax"/> bytes.</param>
    public static ReadOnlySpan<byte> Of(ReadOnlySpan<byte> text, Span<byte> room)
    {
        if (IsPlain(text))
        {
            return text;
        }
        if (text.Length > 4 * LengthMax)
        {
            return text.Trim(" \t\r\n"u8);
        }
        Span<char> characters = stackalloc char[4 * LengthMax];
        if (!Encoding.UTF8.TryGetChars(text, characters, out var length))
        {
            return text;
        }
        Span<char> form = stackalloc char[LengthMax];
        var of = Of(characters[..length], form);
        return of.Length > LengthMax || !Encoding.UTF8.TryGetBytes(of, room, out var written) || text.SequenceEqual(room[..written])
            ? text
            : room[..written];
    }

    /// <summary>Other spellings of a form that are usual, for hashes that were made before there was a form: of an IBAN lower case and
    /// groups of four.</summary>
    public static IEnumerable<string> UsualSpellings(string form)
    {
        if (Iban(form, stackalloc char[LengthMax]).IsEmpty)
        {
            return [];
        }
        var grouped = string.Join(' ', form.Chunk(4).Select(group => new string(group)));
        return [form.ToLowerInvariant(), grouped, grouped.ToLowerInvariant()];
    }

    /// <summary>Told by a few bytes, so that the millions of ids that are in their form cost next to nothing.</summary>
    private static bool IsPlain(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || text[0] is <= (byte)' ' or >= 0x80 || text[^1] is <= (byte)' ' or >= 0x80)
        {
            return text.IsEmpty;
        }
        if (text.Length < LengthMin)
        {
            return true;
        }
        var (first, second) = (text[0], text[1]);
        if (IsDigit(first))
        {
            return !(first == (byte)'0' && second is (byte)'x' or (byte)'X') && !(first == (byte)'4' && text.Length == EvmLength);
        }
        if (IsDigit(text[2]) && IsDigit(text[3]))
        {
            return !text.ContainsAnyExcept(PrintedIban);
        }
        if (first is (byte)'I' or (byte)'i' && second is (byte)'B' or (byte)'b')
        {
            return false;
        }
        // A scheme ends with a colon, the prefix of Bech32 with a 1: in upper case it is not in its form.
        var end = text[..Math.Min(text.Length, LengthMin)].IndexOfAny((byte)':', (byte)'1');
        return end < 0 || (text[end] == (byte)'1' && text[..end].ContainsAnyExceptInRange((byte)'A', (byte)'Z'));
    }

    private static bool IsDigit(byte character) => character is >= (byte)'0' and <= (byte)'9';

    private static readonly SearchValues<byte> PrintedIban = SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"u8);

    /// <summary>Countries that have IBANs, each with its length (SWIFT's IBAN registry).</summary>
    private const string IbanLengths =
        "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 "
        + "FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 "
        + "LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 "
        + "SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30";

    private static ReadOnlySpan<char> Trimmed(ReadOnlySpan<char> text)
    {
        var first = text.IndexOfAnyExcept(Around);
        return first < 0 ? [] : text[first..(text.LastIndexOfAnyExcept(Around) + 1)];
    }

    /// <summary>The form of an address or IBAN; empty where the text is neither.</summary>
    private static ReadOnlySpan<char> Respelled(ReadOnlySpan<char> text, Span<char> room)
    {
        if (
            text.Length == EvmLength
            && text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            && !text[2..].ContainsAnyExcept(Hexadecimal)
        )
        {
            return Lower(text, room);
        }
        if (text.Length <= EvmLength + 2 && WalletAddress.TryParse(WalletChain.Tron, text, out var tron, out _))
        {
            return Copied(tron.ToString(), room);
        }
        const string Cash = "bitcoincash:";
        if (text.StartsWith(Cash, StringComparison.OrdinalIgnoreCase))
        {
            return Lower(text[Cash.Length..], room);
        }
        if (Bech32.IsAnyChains(text))
        {
            return Lower(text, room);
        }
        if (text.Length <= 35 && WalletAddress.TryParse(WalletChain.Bitcoin, text, out _, out _))
        {
            return text;
        }
        return Iban(text, room);
    }

    private static ReadOnlySpan<char> Lower(ReadOnlySpan<char> text, Span<char> room) => room[..text.ToLowerInvariant(room)];

    private static ReadOnlySpan<char> Copied(string text, Span<char> room)
    {
        text.CopyTo(room);
        return room[..text.Length];
    }

    /// <summary>ISO 13616: a country's letters, two check digits, letters and digits to the country's length; all of it, the first four
    /// last, leaves 1 when divided by 97.</summary>
    private static ReadOnlySpan<char> Iban(ReadOnlySpan<char> text, Span<char> room)
    {
        var length = 0;
        foreach (var character in text)
        {
            if (character is ' ' or '-' or '\u00A0')
            {
                continue;
            }
            if (!char.IsAsciiLetterOrDigit(character) || length == 34)
            {
                return [];
            }
            room[length++] = char.ToUpperInvariant(character);
        }
        var country = length < 15 ? -1 : IbanLengths.AsSpan().IndexOf(room[..2]);
        if (country < 0 || country % 5 != 0 || int.Parse(IbanLengths.AsSpan(country + 2, 2)) != length || !char.IsAsciiDigit(room[2]))
        {
            return [];
        }
        var rest = 0;
        for (var i = 0; i < length; i++)
        {
            var character = room[(i + 4) % length];
            rest = char.IsAsciiDigit(character) ? (rest * 10 + character - '0') % 97 : (rest * 100 + character - 'A' + 10) % 97;
        }
        return rest == 1 && char.IsAsciiDigit(room[3]) ? room[..length] : [];
    }
}
