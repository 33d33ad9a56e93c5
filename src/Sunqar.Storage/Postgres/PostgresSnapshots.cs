using Npgsql;
using Sunqar.Storage.Disk;
using Sunqar.Storage.Journal;

namespace Sunqar.Storage.Postgres;

/// <summary>
/// Snapshots beside the facts that they are made of: written later in the same log, so that where facts vanish, what was made of them does
/// too. Nobody waits for a standby to have one.
/// </summary>
internal sealed class PostgresSnapshots(NpgsqlDataSource source, PostgresSchema schema)
{
    private const int PartBytes = 8 << 20;

    public void Save(string stream, string fold, long next, ReadOnlySpan<byte> content)
    {
        using var connection = source.OpenConnection();
        using var transaction = connection.BeginTransaction();
        using (var local = new NpgsqlCommand("SET LOCAL synchronous_commit = local", connection, transaction))
            local.ExecuteNonQuery();
        var parts = 0;
        do
        {
            var piece = content[..Math.Min(PartBytes, content.Length)];
            content = content[piece.Length..];
            Run(connection, transaction, schema.SavePart, stream, fold, next, parts++, (long)Crc32C.Compute(piece), piece.ToArray());
        } while (content.Length > 0);
        Run(connection, transaction, schema.DropSnapshots, stream, fold, next, parts);
        transaction.Commit();
    }

    public Snapshot? Latest(string stream, string fold)
    {
        var before = long.MaxValue;
        while (true)
        {
            var (next, content) = Read(stream, fold, before);
            if (next is null)
                return null;
            if (content is not null)
                return new Snapshot(next.Value, content);
            // A damaged one is passed over for the one before it.
            before = next.Value;
        }
    }

    private (long? Next, byte[]? Content) Read(string stream, string fold, long before)
    {
        using var connection = source.OpenConnection();
        using var command = new NpgsqlCommand(schema.SnapshotParts, connection);
        foreach (var value in (object[])[stream, fold, before])
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        using var reader = command.ExecuteReader();
        long? next = null;
        var (isGood, parts) = (true, new List<byte[]>());
        while (reader.Read())
        {
            next = reader.GetInt64(0);
            var part = reader.GetFieldValue<byte[]>(3);
            isGood &= reader.GetInt32(1) == parts.Count && reader.GetInt64(2) == Crc32C.Compute(part);
            parts.Add(part);
        }
        return (next, next is not null && isGood ? Whole(parts) : null);
    }

    private static byte[] Whole(List<byte[]> parts)
    {
        if (parts.Count == 1)
            return parts[0];
        var whole = new byte[parts.Sum(part => (long)part.Length)];
        var at = 0;
        foreach (var part in parts)
        {
            part.CopyTo(whole, at);
            at += part.Length;
        }
        return whole;
    }

    private static void Run(NpgsqlConnection connection, NpgsqlTransaction transaction, string text, params object[] values)
    {
        using var command = new NpgsqlCommand(text, connection, transaction);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        command.ExecuteNonQuery();
    }
}
