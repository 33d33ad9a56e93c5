using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Sunqar.Formats.Csv;

/// <summary>What keeps a row from being split.</summary>
public enum CsvFault : byte
{
    None = 0,

    /// <summary>Longer than <see cref="InputLimits.RowBytesMax"/>.</summary>
    TooLong,
    TooManyColumns,

    /// <summary>A quote within a field that does not begin with one.</summary>
    StrayQuote,

    /// <summary>Text between a closing quote and the next comma.</summary>
    TextAfterQuote,
    UnclosedQuote,
}

/// <summary>
/// Splits a stream of CSV (RFC 4180: comma or another separator, double quotes, LF or CRLF, optional UTF-8 mark) into rows of byte spans,
/// without an allocation per row. The plain row is split by a vector scan for comma, quote and line feed; a row with a quote is split again
/// with care. A row that cannot be split carries a fault, and reading goes on with the line after it. Blank lines are passed over.
/// </summary>
public sealed partial class CsvRows
{
    private const int Lane = 32;
    private readonly Stream _stream;
    private readonly int _rowBytesMax;
    private readonly byte[] _buffer;
    private readonly int _capacity;
    private readonly byte _separator;
    private int _filled,
        _start,
        _next,
        _block,
        _blockEnd;
    private uint _mask;
    private bool _ended,
        _opened,
        _quoted;
    private long _linesTaken;

    // Of the current row, relative to its start. A field that held doubled quotes stands unescaped in _scratch.
    private readonly int[] _from = new int[InputLimits.ColumnsMax];
    private readonly int[] _to = new int[InputLimits.ColumnsMax];
    private readonly int[] _at = new int[InputLimits.ColumnsMax];
    private readonly bool[] _unescaped = new bool[InputLimits.ColumnsMax];
    private byte[] _scratch = [];
    private int _scratched,
        _rawLength;
    private (long Line, int Column) _faultPlace;

    /// <param name="bufferBytes">At least twice <paramref name="rowBytesMax"/>; tests make it small so that every edge is met.</param>
    /// <param name="separator">What stands between fields.</param>
    public CsvRows(Stream stream, int rowBytesMax = InputLimits.RowBytesMax, int bufferBytes = 1 << 20, byte separator = (byte)',')
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bufferBytes, 2 * rowBytesMax);
        _stream = stream;
        _rowBytesMax = rowBytesMax;
        _capacity = bufferBytes;
        _separator = separator;
        _buffer = new byte[bufferBytes + Lane];
    }

    /// <summary>Fields of the current row.</summary>
    public int Count { get; private set; }

    /// <summary>The line on which the current row begins, from 1.</summary>
    public long Line { get; private set; }

    public CsvFault Fault { get; private set; }

    /// <summary>Bytes taken from the stream so far, for progress.</summary>
    public long BytesRead { get; private set; }

    /// <summary>Bytes looked at so far, each as often as it was: what the splitting cost.</summary>
    internal long Examined { get; private set; }

    /// <summary>The current row as it stands, without its line end; of a row that is too long, its beginning.</summary>
    public ReadOnlySpan<byte> Raw => _buffer.AsSpan(_start, _rawLength);

    /// <summary>A field of the current row, unquoted.</summary>
    public ReadOnlySpan<byte> this[int field]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)field, (uint)Count);
            int from = _from[field],
                length = _to[field] - from;
            return _quoted && _unescaped[field] ? _scratch.AsSpan(from, length) : _buffer.AsSpan(_start + from, length);
        }
    }

    /// <summary>Goes to the next row; false at the end.</summary>
    public bool Next()
    {
        do
        {
            if (!Split())
            {
                return false;
            }
        } while (Fault == CsvFault.None && Count == 1 && _rawLength == 0);
        return true;
    }

    /// <summary>Where a field begins: its line, and its character in that line, both from 1.</summary>
    public (long Line, int Column) PlaceOf(int field) =>
        Place(
            field >= Count ? _rawLength
            : _quoted ? _at[field]
            : _from[field]
        );

    /// <summary>Where the current row's fault stands.</summary>
    public (long Line, int Column) PlaceOfFault() => _faultPlace;

    /// <summary>The first fault of a row stands: to find the place of each of a long row's costs the square of its length.</summary>
    private void Mark(CsvFault fault, int offset)
    {
        if (Fault == CsvFault.None)
        {
            (Fault, _faultPlace) = (fault, Place(offset));
        }
    }

    private (long Line, int Column) Place(int offset)
    {
        Examined += offset;
        var before = _buffer.AsSpan(_start, offset);
        var line = before.LastIndexOf((byte)'\n') + 1;
        var column = 1;
        foreach (var b in before[line..])
        {
            column += (b & 0xC0) == 0x80 ? 0 : 1;
        }
        return (Line + before.Count((byte)'\n'), column);
    }

    private bool Split()
    {
        Open();
        Line += _linesTaken;
        _linesTaken = 1;
        _start = _next;
        (Count, Fault, _quoted) = (0, CsvFault.None, false);
        var fieldFrom = 0;
        while (true)
        {
            while (_mask != 0)
            {
                var at = _block + BitOperations.TrailingZeroCount(_mask) - _start;
                _mask &= _mask - 1;
                switch (_buffer[_start + at])
                {
                    case (byte)'\n':
                        EndRow(fieldFrom, at);
                        _next = _start + at + 1;
                        return true;
                    case (byte)'"':
                        return SplitQuoted();
                    default:
                        AddField(fieldFrom, at);
                        fieldFrom = at + 1;
                        break;
                }
            }
            _block = _blockEnd;
            if (_block < _filled)
            {
                Scan();
            }
            else if (_filled - _start > _rowBytesMax)
            {
                return PassOverLongRow();
            }
            else if (!Refill())
            {
                if (_start == _filled)
                {
                    return false;
                }
                EndRow(fieldFrom, _filled - _start);
                _next = _filled;
                return true;
            }
        }
    }

    private void Open()
    {
        if (_opened)
        {
            return;
        }
        _opened = true;
        while (_filled < 3 && Refill()) { }
        if (_filled >= 3 && _buffer.AsSpan(0, 3).SequenceEqual("\uFEFF"u8))
        {
            ContinueAt(3);
        }
        _linesTaken = 1;
    }

    private void AddField(int from, int to)
    {
        if (Count == InputLimits.ColumnsMax)
        {
            Mark(CsvFault.TooManyColumns, from);
            return;
        }
        _from[Count] = from;
        _to[Count++] = to;
    }

    private void EndRow(int fieldFrom, int end)
    {
        _rawLength = end > 0 && _buffer[_start + end - 1] == (byte)'\r' ? end - 1 : end;
        AddField(fieldFrom, Math.Max(fieldFrom, _rawLength));
        if (_rawLength > _rowBytesMax)
        {
            Mark(CsvFault.TooLong, 0);
        }
    }

    /// <summary>Drops bytes up to the next line end, keeping the row's beginning as <see cref="Raw"/>.</summary>
    private bool PassOverLongRow()
    {
        Mark(CsvFault.TooLong, 0);
        _linesTaken = 1 + _buffer.AsSpan(_start, _filled - _start).Count((byte)'\n');
        var kept = Math.Min(_filled - _start, InputLimits.RowBytesKept);
        _buffer.AsSpan(_start, kept).CopyTo(_buffer);
        _start = 0;
        _rawLength = kept;
        (Count, _quoted) = (0, false);
        _filled = kept;
        while (true)
        {
            var read = _stream.Read(_buffer, kept, _capacity - kept);
            BytesRead += read;
            if (read == 0)
            {
                _ended = true;
                ContinueAt(kept);
                return true;
            }
            var line = _buffer.AsSpan(kept, read).IndexOf((byte)'\n');
            if (line >= 0)
            {
                _filled = kept + read;
                ContinueAt(kept + line + 1);
                return true;
            }
        }
    }

    private void ContinueAt(int position)
    {
        _next = _block = _blockEnd = position;
        _mask = 0;
    }

    private void Scan()
    {
        var bytes = Vector256.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(_buffer), (nuint)_block);
        var hits =
            Vector256.Equals(bytes, Vector256.Create(_separator))
            | Vector256.Equals(bytes, Vector256.Create((byte)'\n'))
            | Vector256.Equals(bytes, Vector256.Create((byte)'"'));
        _blockEnd = Math.Min(_block + Lane, _filled);
        Examined += Lane;
        var mask = hits.ExtractMostSignificantBits();
        _mask = _blockEnd - _block == Lane ? mask : mask & ((1u << (_blockEnd - _block)) - 1);
    }

    /// <summary>Moves the current row to the buffer's front and reads on; false at the end of the stream.</summary>
    private bool Refill()
    {
        if (_ended)
        {
            return false;
        }
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _filled - _start).CopyTo(_buffer);
            _filled -= _start;
            _block = _blockEnd -= _start;
            _start = 0;
        }
        var read = _stream.Read(_buffer, _filled, _capacity - _filled);
        _ended = read == 0;
        _filled += read;
        BytesRead += read;
        return read > 0;
    }
}
