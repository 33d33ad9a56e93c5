using System.Buffers;
using System.Globalization;
using Sunqar.Core.Payments;

namespace Sunqar.Rehearsal;

/// <summary>
/// Writes rows of text to a file by way of one buffer, so that a row costs no garbage: CSV fields, or whatever a JSON writer puts in.
/// UTF-8, lines end with LF.
/// </summary>
internal sealed class Utf8Rows : IDisposable
{
    private const int FlushBytes = 1 << 20;
    private static readonly SearchValues<char> NeedQuotes = SearchValues.Create(",\"\r\n");
    private readonly Stream _file;
    private readonly string _path;
    private readonly ArrayBufferWriter<byte> _buffer = new(FlushBytes + (1 << 16));
    private bool _inRow;

    /// <summary>Begins the file beside its place; a file of an earlier time goes at once, so that old and new are never taken for
    /// one.</summary>
    public Utf8Rows(string path)
    {
        _path = path;
        File.Delete(path);
        _file = new FileStream(path + ".part", FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
    }

    /// <summary>For a writer of its own; close the row with <see cref="End"/>.</summary>
    public IBufferWriter<byte> Raw => _buffer;

    public Utf8Rows Field(string? text)
    {
        Comma();
        if (text is null)
        {
            return this;
        }
        if (text.AsSpan().ContainsAny(NeedQuotes))
        {
            text = $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        }
        _buffer.Advance(System.Text.Encoding.UTF8.GetBytes(text, _buffer.GetSpan(text.Length * 3)));
        return this;
    }

    public Utf8Rows Field(Int128 number)
    {
        Comma();
        number.TryFormat(_buffer.GetSpan(48), out var written, default, CultureInfo.InvariantCulture);
        _buffer.Advance(written);
        return this;
    }

    /// <summary>An amount with the digits of its currency, e.g. <c>612000.00</c>.</summary>
    public Utf8Rows Field(Money money)
    {
        Comma();
        _buffer.Advance(money.WriteAmount(_buffer.GetSpan(48)));
        return this;
    }

    /// <summary>A whole second as ISO 8601 in UTC; microseconds since 1970-01-01T00:00:00Z.</summary>
    public Utf8Rows Time(long timeUs)
    {
        Comma();
        DateTime
            .UnixEpoch.AddSeconds(timeUs / 1_000_000)
            .TryFormat(_buffer.GetSpan(32), out var written, "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        _buffer.Advance(written);
        return this;
    }

    public void Line(string text)
    {
        _buffer.Advance(System.Text.Encoding.UTF8.GetBytes(text, _buffer.GetSpan(text.Length * 3)));
        End();
    }

    public void End()
    {
        _buffer.GetSpan(1)[0] = (byte)'\n';
        _buffer.Advance(1);
        _inRow = false;
        if (_buffer.WrittenCount >= FlushBytes)
        {
            Flush();
        }
    }

    /// <summary>Puts the file into its place: it is whole. Without this what was written stays in <c>.part</c>.</summary>
    public void Complete()
    {
        Flush();
        _file.Dispose();
        File.Move(_path + ".part", _path, overwrite: true);
    }

    public void Dispose() => _file.Dispose();

    private void Comma()
    {
        if (_inRow)
        {
            _buffer.GetSpan(1)[0] = (byte)',';
            _buffer.Advance(1);
        }
        _inRow = true;
    }

    private void Flush()
    {
        _file.Write(_buffer.WrittenSpan);
        _buffer.ResetWrittenCount();
    }
}
