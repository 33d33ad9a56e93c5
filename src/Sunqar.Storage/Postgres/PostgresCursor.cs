using Npgsql;
using Sunqar.Storage.Disk;
using Sunqar.Storage.Frames;
using Sunqar.Storage.Journal;

namespace Sunqar.Storage.Postgres;

/// <summary>Reads the batches of a stream up to where it stood, some rows at a time, so that no long transaction stands in the
/// server. Every batch is checked: its head, its checksum, its place, and that it names the one before.</summary>
internal sealed class PostgresCursor : BatchCursor
{
    private const int RowsAtOnce = 64;

    private readonly NpgsqlDataSource _source;
    private readonly PostgresSchema _schema;
    private readonly PostgresPatience _patience;
    private readonly string _stream;
    private readonly long _end;
    private readonly byte[] _hash = new byte[FrameHead.HashBytes];
    private byte[] _buffer = [];
    private long _next;
    private bool _knowsHash;
    private int _rows;
    private NpgsqlConnection? _connection;
    private NpgsqlCommand? _command;
    private NpgsqlDataReader? _reader;

    /// <param name="start">Where a batch begins.</param>
    /// <param name="end">The sequence after the last one to be read.</param>
    public PostgresCursor(NpgsqlDataSource source, PostgresSchema schema, PostgresPatience patience, string stream, long start, long end)
    {
        (_source, _schema, _patience, _stream, _next, _end) = (source, schema, patience, stream, start, end);
        _knowsHash = start == 0;
    }

    /// <summary>Head and records of the batch, as they are stored.</summary>
    public ReadOnlyMemory<byte> Frame { get; private set; }

    public FrameHead Head { get; private set; }

    /// <summary>Hash of the last batch shown.</summary>
    public ReadOnlySpan<byte> Hash => _hash;

    public override bool Next() => _next < _end && _patience.Ask(Step);

    /// <summary>The next batch; after a connection that broke, from the same place again.</summary>
    private bool Step()
    {
        try
        {
            return Read();
        }
        catch (NpgsqlException)
        {
            Close();
            throw;
        }
    }

    private bool Read()
    {
        _reader ??= Ask();
        if (!_reader.Read())
        {
            Close();
            if (_rows < RowsAtOnce)
                throw Damaged("batches are missing");
            _reader = Ask();
            if (!_reader.Read())
                throw Damaged("batches are missing");
        }
        _rows++;
        var length = _reader.GetInt32(1);
        if (_buffer.Length < length)
            _buffer = new byte[Math.Max(length, _buffer.Length * 2)];
        _reader.GetBytes(2, 0, _buffer, 0, length);
        Show(_buffer.AsMemory(0, length));
        return true;
    }

    private void Show(ReadOnlyMemory<byte> frame)
    {
        var head = PostgresFrames.Check(frame.Span, _next, Damaged);
        if (_knowsHash && !frame.Span.Slice(FrameHead.PreviousAt, FrameHead.HashBytes).SequenceEqual(_hash))
            throw Damaged("a batch does not name the hash of the batch before it");
        FrameHead.Hash(frame.Span, _hash);
        _knowsHash = true;
        (First, Count, RecordedUs, Records, Frame) = (head.First, head.Count, head.Extra, frame[FrameHead.Size..], frame);
        (_next, Head) = (head.End, head);
    }

    private NpgsqlDataReader Ask()
    {
        _rows = 0;
        _connection = _source.OpenConnection();
        _command = new NpgsqlCommand(_schema.Batches, _connection);
        _command.Parameters.AddWithValue(_stream);
        _command.Parameters.AddWithValue(_next);
        _command.Parameters.AddWithValue(_end);
        _command.Parameters.AddWithValue(RowsAtOnce);
        return _command.ExecuteReader(System.Data.CommandBehavior.SequentialAccess);
    }

    private JournalDamagedException Damaged(string what) => new($"table {_stream} of {_schema.Place}", 0, _next, what);

    private void Close()
    {
        _reader?.Dispose();
        _command?.Dispose();
        _connection?.Dispose();
        (_reader, _command, _connection) = (null, null, null);
    }

    public override void Dispose() => Close();
}

/// <summary>What every stored batch must hold to.</summary>
internal static class PostgresFrames
{
    /// <param name="damaged">Makes the refusal.</param>
    public static FrameHead Check(ReadOnlySpan<byte> frame, long first, Func<string, JournalDamagedException> damaged)
    {
        if (!FrameHead.TryRead(frame, out var head) || head.Magic != FrameHead.Batch)
            throw damaged("the head of a batch is damaged");
        if (head.First != first)
            throw damaged($"a batch starts with sequence {head.First} where {first} is due");
        if (frame.Length != FrameHead.Size + head.PayloadBytes || Crc32C.Compute(frame[FrameHead.Size..]) != head.PayloadCrc)
            throw damaged("a batch is damaged");
        return head;
    }
}
