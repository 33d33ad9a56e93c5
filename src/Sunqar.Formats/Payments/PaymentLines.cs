using System.Buffers;
using Sunqar.Core.Payments;

namespace Sunqar.Formats.Payments;

/// <summary>
/// Payments as NDJSON: one JSON object a line, LF or CRLF, the last line end optional, a byte order mark at the start tolerated, empty
/// lines skipped. Memory is bounded by <see cref="PaymentLimits.BytesMax"/> whatever the file: a line that is longer is refused and
/// skipped.
/// </summary>
/// <param name="input">Read to its end, not closed.</param>
/// <param name="json">Reads each line.</param>
public sealed class PaymentLines(Stream input, PaymentJson json) : IDisposable
{
    private const int BufferBytes = 1 << 18;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
    private int _from,
        _until;
    private bool _ended;

    /// <summary>Number of the line that <see cref="Next"/> read last, from 1; 0 before the first.</summary>
    public long Line { get; private set; }

    /// <summary>The reading of the next line that is not empty; null after the last.</summary>
    /// <inheritdoc cref="PaymentJson.Read"/>
    public PaymentReading? Next(long latestUs = long.MaxValue)
    {
        while (true)
        {
            var length = _buffer.AsSpan(_from, _until - _from).IndexOf((byte)'\n');
            if (length < 0 && !_ended)
            {
                if (_until - _from > PaymentLimits.BytesMax + 1)
                {
                    return SkipLongLine();
                }
                Fill();
                continue;
            }
            if (length < 0 && _from == _until)
            {
                return null;
            }
            Line++;
            var line = _buffer.AsSpan(_from, length < 0 ? _until - _from : length);
            _from += length < 0 ? line.Length : length + 1;
            line = Trim(line);
            if (line.Length > 0)
            {
                return json.Read(line, latestUs);
            }
        }
    }

    /// <summary>All payments in order; what is refused goes to the caller, who says whether to go on.</summary>
    /// <param name="refused">Takes line number and reason; false ends the reading.</param>
    public IEnumerable<Payment> Read(Func<long, PaymentReading.Refused, bool> refused)
    {
        while (Next() is { } reading)
        {
            switch (reading)
            {
                case PaymentReading.Read read:
                    yield return read.Payment;
                    break;
                case PaymentReading.Refused refusal when !refused(Line, refusal):
                    yield break;
            }
        }
    }

    /// <summary>Gives the buffer back.</summary>
    public void Dispose()
    {
        var returned = _buffer;
        _buffer = [];
        if (returned.Length > 0)
        {
            // Personal data has stood in it.
            ArrayPool<byte>.Shared.Return(returned, clearArray: true);
        }
    }

    private Span<byte> Trim(Span<byte> line)
    {
        if (Line == 1 && line.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
        {
            line = line[3..];
        }
        return line.EndsWith("\r"u8) ? line[..^1] : line;
    }

    private PaymentReading.Refused SkipLongLine()
    {
        Line++;
        while (true)
        {
            var end = _buffer.AsSpan(_from, _until - _from).IndexOf((byte)'\n');
            _from = end < 0 ? _until : _from + end + 1;
            if (end >= 0 || _ended)
            {
                return new PaymentReading.Refused(
                    "",
                    PaymentLimits.BytesMax + 1,
                    "line too long",
                    $"at most {PaymentLimits.BytesMax} bytes in a line"
                );
            }
            Fill();
        }
    }

    private void Fill()
    {
        _buffer.AsSpan(_from, _until - _from).CopyTo(_buffer);
        _until -= _from;
        _from = 0;
        var read = input.Read(_buffer, _until, _buffer.Length - _until);
        _until += read;
        _ended = read == 0;
    }
}
