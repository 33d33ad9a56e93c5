using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;

namespace Sunqar.Server.Entrance;

/// <summary>Writes JSON into one growing buffer that is used again, so that an answer allocates nothing.</summary>
public sealed class JsonText
{
    [ThreadStatic]
    private static JsonText? _ofThread;

    private byte[] _bytes = new byte[1024];

    /// <summary>The calling thread's own, empty. Use it up before the next await.</summary>
    public static JsonText OfThread()
    {
        var text = _ofThread ??= new JsonText();
        text.Length = 0;
        return text;
    }

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public void Clear() => Length = 0;

    public JsonText Raw(ReadOnlySpan<byte> json)
    {
        json.CopyTo(Room(json.Length));
        Length += json.Length;
        return this;
    }

    public JsonText Number(long value)
    {
        Utf8Formatter.TryFormat(value, Room(20), out var written);
        Length += written;
        return this;
    }

    public JsonText Text(string text)
    {
        var most = text.Length * 6 + 2;
        var room = Room(most);
        room[0] = (byte)'"';
        var at = 1;
        var plain = text.AsSpan().IndexOfAny(Special);
        if (plain < 0)
        {
            at += Encoding.UTF8.GetBytes(text, room[1..]);
        }
        else
        {
            JavaScriptEncoder.UnsafeRelaxedJsonEscaping.EncodeUtf8(Encoding.UTF8.GetBytes(text), room[1..], out _, out var written);
            at += written;
        }
        room[at++] = (byte)'"';
        Length += at;
        return this;
    }

    /// <summary>A time, microseconds since the epoch, in RFC 3339 and UTC.</summary>
    public JsonText Time(long timeUs) =>
        Text(
            DateTime
                .UnixEpoch.AddTicks(timeUs * TimeSpan.TicksPerMicrosecond)
                .ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture)
        );

    // What JSON wants escaped, and halves of surrogate pairs, which have no UTF-8.
    private static readonly SearchValues<char> Special = SearchValues.Create([
        .. Enumerable.Range(0, 0x20).Select(c => (char)c),
        '"',
        '\\',
        '\u007f',
        .. Enumerable.Range(0xD800, 0x800).Select(c => (char)c),
    ]);

    private Span<byte> Room(int count)
    {
        if (_bytes.Length - Length < count)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + count));
        return _bytes.AsSpan(Length);
    }
}
