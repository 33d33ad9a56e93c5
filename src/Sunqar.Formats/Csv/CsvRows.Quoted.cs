namespace Sunqar.Formats.Csv;

/// <summary>The grammar of a row with quotes (RFC 4180 section 2), taken when the plain scan meets one.</summary>
public sealed partial class CsvRows
{
    private const int NeedsMore = -1;

    /// <summary>Splits the current row again from its start.</summary>
    private bool SplitQuoted()
    {
        _quoted = true;
        while (true)
        {
            var looked = _filled - _start;
            var end = QuotedRow(_buffer.AsSpan(_start, looked), final: false, out var faultAt);
            Examined += end == NeedsMore ? looked : end;
            if (end == NeedsMore)
            {
                if (looked <= _rowBytesMax && Doubled(looked))
                {
                    continue;
                }
                Examined += _filled - _start;
                end = QuotedRow(_buffer.AsSpan(_start, _filled - _start), final: true, out faultAt);
                if (Fault == CsvFault.None && !_ended)
                {
                    return PassOverLongRow();
                }
            }
            if (Fault != CsvFault.None)
            {
                // The row is given up on the line where the fault stands, so that an unclosed quote does not swallow the file.
                var rest = _buffer.AsSpan(_start + faultAt, _filled - _start - faultAt).IndexOf((byte)'\n');
                if (rest < 0 && !_ended)
                {
                    return PassOverLongRow();
                }
                end = rest < 0 ? _filled - _start : faultAt + rest;
            }
            return EndQuotedRow(end);
        }
    }

    /// <summary>Reads on until there is twice as much of the row: it is split again from its start, and a stream may come byte by
    /// byte.</summary>
    private bool Doubled(int looked)
    {
        var more = false;
        while (_filled - _start < 2 * looked && Refill())
        {
            more = true;
        }
        return more;
    }

    private bool EndQuotedRow(int end)
    {
        _rawLength = end > 0 && _buffer[_start + end - 1] == (byte)'\r' ? end - 1 : end;
        if (_rawLength > _rowBytesMax)
        {
            Mark(CsvFault.TooLong, 0);
        }
        _linesTaken = 1 + _buffer.AsSpan(_start, end).Count((byte)'\n');
        ContinueAt(Math.Min(_filled, _start + end + 1));
        return true;
    }

    /// <summary>Fills the fields; returns the offset of the row's line end (or of its end, at the last byte), or
    /// <see cref="NeedsMore"/>.</summary>
    /// <param name="final">No more bytes come: what stands at the end is the row's end.</param>
    private int QuotedRow(ReadOnlySpan<byte> bytes, bool final, out int faultAt)
    {
        (Count, Fault, _scratched) = (0, CsvFault.None, 0);
        var at = 0;
        faultAt = 0;
        while (true)
        {
            var isQuoted = at < bytes.Length && bytes[at] == (byte)'"';
            at = isQuoted ? QuotedField(bytes, at, final, ref faultAt) : PlainField(bytes, at, final, ref faultAt);
            if (at < 0 || Fault != CsvFault.None || at == bytes.Length || bytes[at] == (byte)'\n')
            {
                return at;
            }
            at++;
        }
    }

    private int PlainField(ReadOnlySpan<byte> bytes, int from, bool final, ref int faultAt)
    {
        var length = bytes[from..].IndexOfAny(_separator, (byte)'\n', (byte)'"');
        if (length < 0 && !final)
        {
            return NeedsMore;
        }
        var end = length < 0 ? bytes.Length : from + length;
        if (end < bytes.Length && bytes[end] == (byte)'"')
        {
            return Stop(CsvFault.StrayQuote, faultAt = end);
        }
        var endsRow = end == bytes.Length || bytes[end] == (byte)'\n';
        var to = endsRow && end > from && bytes[end - 1] == (byte)'\r' ? end - 1 : end;
        AddQuotedRowField(bytes, from, from, to, unescape: false);
        return end;
    }

    private int QuotedField(ReadOnlySpan<byte> bytes, int quote, bool final, ref int faultAt)
    {
        var doubled = false;
        var close = quote + 1;
        while (true)
        {
            var found = bytes[close..].IndexOf((byte)'"');
            if (found < 0)
            {
                return final ? Stop(CsvFault.UnclosedQuote, faultAt = quote) : NeedsMore;
            }
            close += found;
            if (close + 1 == bytes.Length || bytes[close + 1] != (byte)'"')
            {
                break;
            }
            doubled = true;
            close += 2;
        }
        var after = close + 1;
        if (after < bytes.Length && bytes[after] == (byte)'\r' && (after + 1 == bytes.Length || bytes[after + 1] == (byte)'\n'))
        {
            after++;
        }
        if (after == bytes.Length && !final)
        {
            return NeedsMore;
        }
        if (after < bytes.Length && bytes[after] != _separator && bytes[after] != (byte)'\n')
        {
            return Stop(CsvFault.TextAfterQuote, faultAt = after);
        }
        AddQuotedRowField(bytes, quote, quote + 1, close, doubled);
        return after;
    }

    private int Stop(CsvFault fault, int at)
    {
        Mark(fault, at);
        return at;
    }

    private void AddQuotedRowField(ReadOnlySpan<byte> bytes, int at, int from, int to, bool unescape)
    {
        if (Count == InputLimits.ColumnsMax)
        {
            Mark(CsvFault.TooManyColumns, at);
            return;
        }
        (_at[Count], _from[Count], _to[Count], _unescaped[Count]) = (at, from, to, unescape);
        if (unescape)
        {
            _from[Count] = _scratched;
            Unescape(bytes[from..to]);
            _to[Count] = _scratched;
        }
        Count++;
    }

    private void Unescape(ReadOnlySpan<byte> field)
    {
        if (_scratch.Length == 0)
        {
            _scratch = new byte[_capacity];
        }
        while (field.IndexOf((byte)'"') is >= 0 and var quote)
        {
            field[..(quote + 1)].CopyTo(_scratch.AsSpan(_scratched));
            _scratched += quote + 1;
            field = field[(quote + 2)..];
        }
        field.CopyTo(_scratch.AsSpan(_scratched));
        _scratched += field.Length;
    }
}
