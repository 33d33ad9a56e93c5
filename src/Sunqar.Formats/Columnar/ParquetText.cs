using System.Text;
using Parquet;
using Parquet.Schema;

namespace Sunqar.Formats.Columnar;

/// <summary>
/// A Parquet file as the text of a CSV table: names of its columns, then its rows, a group at a time. Columns that hold lists, maps or
/// structures are no columns of a table and are left out. What reads tables of text reads these with its own limits, mappings and
/// refusals; a row stands on the line of its number and one.
/// </summary>
internal sealed class ParquetText : Stream
{
    /// <summary>A group lies in memory as a whole: larger ones are refused, before anything of them is read.</summary>
    private const long GroupRowsMax = 8_000_000,
        GroupBytesMax = 2L << 30;

    private const int SliceRows = 4_096;

    /// <summary>Texts that an older writer did not mark as such are texts.</summary>
    private static readonly ParquetOptions Options = new() { TreatByteArrayAsString = true };

    private readonly Stream _file;
    private readonly ParquetReader _reader;
    private readonly DataField[] _fields;
    private readonly int _groups;
    private readonly StringBuilder _text = new();
    private ParquetColumn[] _group = [];
    private byte[] _slice = [];
    private int _at,
        _nextGroup,
        _groupRows,
        _groupRow;
    private bool _isHeaderGiven;
    private long _given;

    /// <param name="file">At its beginning; disposed with this.</param>
    /// <exception cref="UnreadableTableException">It is damaged, or holds no column of values.</exception>
    public ParquetText(Stream file)
    {
        _file = file;
        _reader = Trying("the file's description", () => ParquetReader.CreateAsync(file, Options, leaveStreamOpen: true));
        (_fields, _groups) = Trying(
            "the file's schema",
            () =>
            {
                DataField[] fields = [.. _reader.Schema.Fields.OfType<DataField>().Where(field => !field.IsArray)];
                return Task.FromResult((fields, _reader.RowGroupCount));
            }
        );
        if (_fields.Length == 0)
            throw new UnreadableTableException("a Parquet file without a column of plain values");
    }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    /// <summary>The file's own; how long the text is, nobody knows before it is made.</summary>
    public override long Length => _file.Length;

    /// <summary>Bytes of text that were read; only the beginning can be gone back to.</summary>
    public override long Position
    {
        get => _given;
        set
        {
            if (value != 0)
                throw new NotSupportedException("A Parquet file's text is read from its beginning.");
            (_group, _slice, _at, _nextGroup, _groupRows, _groupRow, _isHeaderGiven, _given) = ([], [], 0, 0, 0, 0, false, 0);
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (_at == _slice.Length && !Next())
            return 0;
        var taken = Math.Min(buffer.Length, _slice.Length - _at);
        _slice.AsSpan(_at, taken).CopyTo(buffer);
        _at += taken;
        _given += taken;
        return taken;
    }

    public override long Seek(long offset, SeekOrigin origin) =>
        origin == SeekOrigin.Begin
            ? Position = offset
            : throw new NotSupportedException("A Parquet file's text is read from its beginning.");

    public override void Flush() { }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _reader.DisposeAsync().AsTask().GetAwaiter().GetResult();
            _file.Dispose();
        }
        base.Dispose(disposing);
    }

    /// <summary>Makes the next piece of text; false where there is none.</summary>
    private bool Next()
    {
        _text.Clear();
        if (!_isHeaderGiven)
        {
            _isHeaderGiven = true;
            WriteLine(field => field.Name, _fields);
        }
        while (_groupRow == _groupRows)
        {
            if (_nextGroup == _groups)
                return Hand();
            Load(_nextGroup++);
        }
        for (var end = Math.Min(_groupRows, _groupRow + SliceRows); _groupRow < end; _groupRow++)
            WriteLine(column => column[_groupRow], _group);
        return Hand();
    }

    private bool Hand()
    {
        (_slice, _at) = (Encoding.UTF8.GetBytes(_text.ToString()), 0);
        return _slice.Length > 0;
    }

    private void WriteLine<T>(Func<T, string?> value, T[] of)
    {
        for (var i = 0; i < of.Length; i++)
        {
            if (i > 0)
                _text.Append(',');
            if (value(of[i]) is not { Length: > 0 } text)
                continue;
            if (text.AsSpan().IndexOfAny("\",\r\n;\t|") >= 0 || text[0] == ' ' || text[^1] == ' ')
                _text.Append('"').Append(text.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
            else
                _text.Append(text);
        }
        _text.Append('\n');
    }

    private void Load(int number)
    {
        using var group = Trying($"row group {number + 1}", () => Task.FromResult(_reader.OpenRowGroupReader(number)));
        if (group.RowCount is < 0 or > GroupRowsMax || group.RowGroup.TotalByteSize > GroupBytesMax)
        {
            throw new UnreadableTableException(
                $"row group {number + 1} has {group.RowCount} rows and {group.RowGroup.TotalByteSize} bytes; at most {GroupRowsMax} and {GroupBytesMax} are taken"
            );
        }
        (_groupRows, _groupRow) = ((int)group.RowCount, 0);
        _group =
        [
            .. _fields.Select(one => Trying($"column \"{one.Name}\" of row group {number + 1}", () => ParquetColumn.ReadAsync(group, one))),
        ];
    }

    /// <summary>What a damaged file makes the library throw is of many kinds; all say the same.</summary>
    private static T Trying<T>(string what, Func<Task<T>> read)
    {
        try
        {
            return read().GetAwaiter().GetResult();
        }
        catch (UnreadableTableException)
        {
            throw;
        }
        catch (Exception broken) when (broken is not (OutOfMemoryException or StackOverflowException))
        {
            throw new UnreadableTableException($"{what} cannot be read as Parquet ({broken.Message.TrimEnd('.')})", broken);
        }
    }
}
