using System.Text;
using System.Text.Unicode;

namespace Sunqar.Formats.Csv;

/// <summary>In which encoding and with which separator a table is written.</summary>
/// <param name="Encoding">Null for UTF-8, which is split as it stands.</param>
public sealed record CsvDialect(byte Separator, Encoding? Encoding)
{
    /// <summary>How much of a file is looked at.</summary>
    public const int HeadBytes = 1 << 16;

    /// <summary>Fewer letters tell nothing of an encoding.</summary>
    private const int LettersMin = 8;

    /// <summary>Separators that are told by themselves.</summary>
    public static ReadOnlySpan<byte> Separators => ",;\t|"u8;

    /// <summary>The encoding's name.</summary>
    public string EncodingName => Encoding?.WebName ?? "utf-8";

    /// <summary>Looks at a file's first bytes: the encoding by its mark, its zeros or the shape of its letters, the separator by how often
    /// it stands in the first row. What is told is not looked for; letters that do not tell their encoding are left to UTF-8, which refuses
    /// them where they stand.</summary>
    /// <param name="separator">Told; null to look.</param>
    /// <param name="encoding">Told; null to look.</param>
    public static CsvDialect Sniff(ReadOnlySpan<byte> head, byte? separator = null, Encoding? encoding = null)
    {
        var of = encoding ?? EncodingOf(head);
        var text = of is null ? head : Encoding.UTF8.GetBytes(Lenient(of).GetString(head));
        return new CsvDialect(separator ?? SeparatorOf(text), of is UTF8Encoding ? null : of);
    }

    /// <summary>The rows of a stream of this dialect.</summary>
    public CsvRows Rows(Stream stream) =>
        new(
            Encoding is null
                ? stream
                : System.Text.Encoding.CreateTranscodingStream(stream, Encoding, new UTF8Encoding(false), leaveOpen: true),
            separator: Separator
        );

    /// <summary>The rows of a seekable stream, in the dialect that its beginning shows.</summary>
    public static CsvRows Open(Stream stream)
    {
        var head = new byte[HeadBytes];
        var start = stream.Position;
        var length = stream.ReadAtLeast(head, HeadBytes, throwOnEndOfStream: false);
        stream.Position = start;
        return Sniff(head.AsSpan(0, length)).Rows(stream);
    }

    private static Encoding? EncodingOf(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || Zeros(head, 1))
        {
            return new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true);
        }
        if (head.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) || Zeros(head, 0))
        {
            return new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true);
        }
        return Utf8.IsValid(Whole(head)) || !IsCyrillic(head) ? null : TextEncodings.Named("windows-1251");
    }

    /// <summary>Every second byte of plain text in UTF-16 is zero.</summary>
    private static bool Zeros(ReadOnlySpan<byte> head, int from)
    {
        var (zeros, all) = (0, 0);
        for (var at = from; at < Math.Min(head.Length, 512); at += 2, all++)
        {
            zeros += head[at] == 0 ? 1 : 0;
        }
        return all >= 8 && zeros * 2 > all;
    }

    /// <summary>Without a character that the end cuts.</summary>
    private static ReadOnlySpan<byte> Whole(ReadOnlySpan<byte> head)
    {
        for (var back = 1; back <= 3 && head.Length == HeadBytes; back++)
        {
            if (head[^back] >= 0xC0)
            {
                return head[..^back];
            }
        }
        return head;
    }

    /// <summary>Letters of windows-1251: in words, and more of them small than capital. Western texts have single letters beyond ASCII, and
    /// in KOI8-R small and capital are the other way round.</summary>
    private static bool IsCyrillic(ReadOnlySpan<byte> head)
    {
        var (high, inWords, small, letters) = (0, 0, 0, 0);
        for (var at = 0; at < head.Length; at++)
        {
            if (head[at] < 0x80)
            {
                continue;
            }
            high++;
            inWords += (at > 0 && head[at - 1] >= 0xC0) || (at + 1 < head.Length && head[at + 1] >= 0xC0) ? 1 : 0;
            letters += head[at] is >= 0xC0 or 0xA8 or 0xB8 ? 1 : 0;
            small += head[at] >= 0xE0 ? 1 : 0;
        }
        return letters >= LettersMin && letters * 10 >= high * 8 && inWords * 10 >= high * 7 && small * 2 > letters;
    }

    private static Encoding Lenient(Encoding encoding) =>
        Encoding.GetEncoding(encoding.CodePage, EncoderFallback.ReplacementFallback, DecoderFallback.ReplacementFallback);

    /// <summary>The separator that stands most often in the first row outside quotes; a comma where none stands there.</summary>
    private static byte SeparatorOf(ReadOnlySpan<byte> head)
    {
        Span<int> counts = stackalloc int[Separators.Length];
        var isQuoted = false;
        foreach (var character in head)
        {
            if (character == (byte)'\n' && !isQuoted && counts.ContainsAnyExcept(0))
            {
                break;
            }
            isQuoted ^= character == (byte)'"';
            if (!isQuoted && Separators.IndexOf(character) is >= 0 and var separator)
            {
                counts[separator]++;
            }
        }
        var most = 0;
        for (var i = 1; i < counts.Length; i++)
        {
            most = counts[i] > counts[most] ? i : most;
        }
        return Separators[most];
    }
}
