using Npgsql;
using NpgsqlTypes;
using Sunqar.Storage.Frames;
using Sunqar.Storage.Journal;

namespace Sunqar.Storage.Postgres;

/// <summary>Writes batches that another journal holds into one that is empty: all of them in one transaction, or none.</summary>
internal sealed class PostgresFill : IFrameSink, IDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;
    private readonly PostgresSchema _schema;
    private readonly List<(StreamHead Head, byte[] Chain)> _streams = [];
    private NpgsqlBinaryImporter? _rows;

    public PostgresFill(NpgsqlDataSource source, PostgresSchema schema)
    {
        _schema = schema;
        _connection = source.OpenConnection();
        _connection.Notice += (_, told) => Warning ??= told.Notice.MessageText;
        _transaction = _connection.BeginTransaction();
    }

    /// <summary>What the server said against the transaction: then nobody knows.</summary>
    public string? Warning { get; private set; }

    public void Add(string stream, in FrameHead head, ReadOnlySpan<byte> frame)
    {
        _rows ??= _connection.BeginBinaryImport(_schema.Fill);
        _rows.StartRow();
        _rows.Write(stream, NpgsqlDbType.Text);
        _rows.Write(head.First, NpgsqlDbType.Bigint);
        _rows.Write(head.Epoch, NpgsqlDbType.Bigint);
        _rows.Write(head.Count, NpgsqlDbType.Integer);
        _rows.Write(head.Extra, NpgsqlDbType.Bigint);
        _rows.Write(frame.ToArray(), NpgsqlDbType.Bytea);
    }

    public void End(StreamHead stream, ReadOnlySpan<byte> chain) => _streams.Add((stream, chain.ToArray()));

    public void Commit()
    {
        _rows?.Complete();
        _rows?.Dispose();
        foreach (var (head, chain) in _streams)
        {
            using var command = new NpgsqlCommand(_schema.FillLease, _connection, _transaction);
            foreach (var value in (object[])[head.Stream, head.Epoch, head.Next, chain])
                command.Parameters.Add(new NpgsqlParameter { Value = value });
            command.ExecuteNonQuery();
        }
        _transaction.Commit();
    }

    public void Dispose()
    {
        _transaction.Dispose();
        _connection.Dispose();
    }
}
