using System.Globalization;

namespace Sunqar.Formats.Iso8583;

/// <summary>Which characters a field has (ISO 8583:1987, clause 4.3).</summary>
public enum IsoCharacters : byte
{
    /// <summary><c>n</c>: digits.</summary>
    Digits = 0,

    /// <summary><c>an</c>: letters and digits; blanks pad.</summary>
    LettersDigits = 1,

    /// <summary><c>ans</c>: any printable ASCII.</summary>
    Printable = 2,

    /// <summary><c>ns</c>: printable ASCII without letters.</summary>
    DigitsSpecial = 3,

    /// <summary><c>z</c>: a magnetic track's code set, 0x30 to 0x3F; D too, a common spelling of its separator.</summary>
    Track = 4,

    /// <summary><c>x+n</c>: C or D (credit, debit), then digits.</summary>
    SignedDigits = 5,

    /// <summary><c>b</c>: bits, spelled as hexadecimal digits.</summary>
    Bits = 6,
}

/// <summary>One data element.</summary>
/// <param name="Number">2 to 128.</param>
/// <param name="Notation">As the standard writes it: <c>n 6</c>, <c>n..19</c>, <c>ans...999</c>.</param>
/// <param name="LengthDigits">Digits of the length that stands before the value: 0 for a field of fixed length, 2 (LLVAR) or 3
/// (LLLVAR).</param>
/// <param name="BytesMax">Most bytes of the value; of a fixed field, its bytes.</param>
public sealed record IsoField(int Number, string Name, string Notation, IsoCharacters Characters, int LengthDigits, int BytesMax)
{
    /// <summary>Reads a line of the table: number, notation and name.</summary>
    internal static IsoField Parse(string line)
    {
        var blank = line.IndexOf(' ', StringComparison.Ordinal);
        var bar = line.IndexOf('|', StringComparison.Ordinal);
        var notation = line[(blank + 1)..bar].Trim();
        var size = notation.AsSpan().IndexOfAny(" .");
        var dots = notation.AsSpan(size).IndexOfAnyExcept('.');
        var characters = notation[..size] switch
        {
            "n" => IsoCharacters.Digits,
            "an" => IsoCharacters.LettersDigits,
            "ans" => IsoCharacters.Printable,
            "ns" => IsoCharacters.DigitsSpecial,
            "z" => IsoCharacters.Track,
            "x+n" => IsoCharacters.SignedDigits,
            "b" => IsoCharacters.Bits,
            _ => throw new FormatException($"No such notation: {notation}."),
        };
        var count = int.Parse(notation.AsSpan(size + Math.Max(dots, 1)), CultureInfo.InvariantCulture);
        var bytes = characters switch
        {
            IsoCharacters.Bits => count / 4,
            IsoCharacters.SignedDigits => count + 1,
            _ => count,
        };
        return new IsoField(
            int.Parse(line.AsSpan(0, blank), CultureInfo.InvariantCulture),
            line[(bar + 1)..].Trim(),
            notation,
            characters,
            dots,
            bytes
        );
    }

    /// <summary>Whether each byte may stand in the field.</summary>
    public bool Admits(ReadOnlySpan<byte> value) =>
        Characters switch
        {
            IsoCharacters.Digits => !value.ContainsAnyExceptInRange((byte)'0', (byte)'9'),
            IsoCharacters.LettersDigits => !value.ContainsAnyExcept(IsoFields.LettersDigitsBlank),
            IsoCharacters.DigitsSpecial => !value.ContainsAnyExceptInRange((byte)' ', (byte)'~') && !value.ContainsAny(IsoFields.Letters),
            IsoCharacters.Track => !value.ContainsAnyExcept(IsoFields.TrackSet),
            IsoCharacters.SignedDigits => value.Length > 0
                && value[0] is (byte)'C' or (byte)'D'
                && !value[1..].ContainsAnyExceptInRange((byte)'0', (byte)'9'),
            IsoCharacters.Bits => !value.ContainsAnyExcept(IsoFields.Hexadecimal),
            _ => !value.ContainsAnyExceptInRange((byte)' ', (byte)'~'),
        };
}
