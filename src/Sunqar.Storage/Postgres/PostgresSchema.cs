using Npgsql;

namespace Sunqar.Storage.Postgres;

/// <summary>The tables of a journal in PostgreSQL (docs/journal.md), and the texts of the statements that work on them.</summary>
internal sealed class PostgresSchema(string name)
{
    /// <summary>Name of the schema.</summary>
    public string Place => name;

    private const string HasStandby = "current_setting('synchronous_standby_names') <> ''";

    /// <summary>Makes the tables where they are missing; several nodes may do so at once.</summary>
    public void Make(NpgsqlDataSource source)
    {
        using var connection = source.OpenConnection();
        using (var look = new NpgsqlCommand("SELECT to_regclass($1) IS NOT NULL", connection))
        {
            look.Parameters.AddWithValue($"{name}.house");
            if (look.ExecuteScalar() is true)
                return;
        }
        using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand($"SELECT pg_advisory_xact_lock(hashtext('sunqar {name}'))"));
        foreach (var statement in Tables.Split(";\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            batch.BatchCommands.Add(new NpgsqlBatchCommand(statement));
        batch.ExecuteNonQuery();
    }

    private string Tables =>
        $"""
            CREATE SCHEMA IF NOT EXISTS {name};
            CREATE TABLE IF NOT EXISTS {name}.batch (
                stream text COLLATE "C" NOT NULL,
                first bigint NOT NULL,
                epoch bigint NOT NULL,
                count integer NOT NULL,
                recorded bigint NOT NULL,
                frame bytea NOT NULL,
                PRIMARY KEY (stream, first)
            );
            ALTER TABLE {name}.batch ALTER COLUMN frame SET STORAGE EXTERNAL;
            CREATE TABLE IF NOT EXISTS {name}.lease (
                stream text COLLATE "C" PRIMARY KEY,
                epoch bigint NOT NULL,
                owner text NOT NULL,
                until timestamptz NOT NULL,
                next bigint NOT NULL,
                chain bytea NOT NULL
            ) WITH (fillfactor = 10, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
            CREATE TABLE IF NOT EXISTS {name}.snapshot (
                stream text COLLATE "C" NOT NULL,
                fold text COLLATE "C" NOT NULL,
                next bigint NOT NULL,
                part integer NOT NULL,
                crc bigint NOT NULL,
                content bytea NOT NULL,
                PRIMARY KEY (stream, fold, next, part)
            );
            ALTER TABLE {name}.snapshot ALTER COLUMN content SET STORAGE EXTERNAL;
            CREATE TABLE IF NOT EXISTS {name}.house (
                name text COLLATE "C" PRIMARY KEY,
                value text NOT NULL
            );
            INSERT INTO {name}.house VALUES ('format', '1'), ('id', gen_random_uuid()::text) ON CONFLICT DO NOTHING;

            """;

    /// <summary>Stream, empty chain.</summary>
    public string BeginLease => $"INSERT INTO {name}.lease VALUES ($1, 0, '', '-infinity', 0, $2) ON CONFLICT DO NOTHING";

    /// <summary>Stream, owner, length.</summary>
    public string TakeLease =>
        $"""
            UPDATE {name}.lease SET epoch = epoch + 1, owner = $2, until = clock_timestamp() + $3
            WHERE stream = $1 AND (owner IN ('', $2) OR until < clock_timestamp())
            RETURNING epoch, next, chain, {HasStandby}
            """;

    /// <summary>Stream, owner: whoever holds another lease finds its epoch gone, where this one was taken.</summary>
    public string FenceOthers =>
        $"""
            UPDATE {name}.lease SET epoch = epoch + 1, owner = '', until = '-infinity'
            WHERE stream <> $1 AND EXISTS (SELECT 1 FROM {name}.lease WHERE stream = $1 AND owner = $2)
            """;

    /// <summary>Stream.</summary>
    public string OwnerOf => $"SELECT owner FROM {name}.lease WHERE stream = $1";

    /// <summary>Stream: who has it, unless nobody has.</summary>
    public string Holder => $"SELECT owner, epoch FROM {name}.lease WHERE stream = $1 AND owner <> '' AND until >= clock_timestamp()";

    /// <summary>Stream, epoch, length.</summary>
    public string RenewLease =>
        $"UPDATE {name}.lease SET until = clock_timestamp() + $3 WHERE stream = $1 AND epoch = $2 RETURNING epoch, next, chain, {HasStandby}";

    /// <summary>Stream, epoch.</summary>
    public string ReleaseLease =>
        $"UPDATE {name}.lease SET owner = '', until = '-infinity' WHERE stream = $1 AND epoch = $2 RETURNING epoch, next, chain, {HasStandby}";

    /// <summary>Stream, epoch, first, count, length, chain, recorded, frame: the check of the lease and the append are one
    /// statement.</summary>
    public string Append =>
        $"""
            WITH held AS (
                UPDATE {name}.lease SET next = next + $4, chain = $6, until = clock_timestamp() + $5
                WHERE stream = $1 AND epoch = $2 AND next = $3
                RETURNING stream
            )
            INSERT INTO {name}.batch SELECT stream, $3, $2, $4, $7, $8 FROM held RETURNING {HasStandby}
            """;

    /// <summary>The columns of a batch.</summary>
    public string Fill => $"COPY {name}.batch (stream, first, epoch, count, recorded, frame) FROM STDIN (FORMAT BINARY)";

    /// <summary>Stream, epoch, next, chain: where a stream stands that was filled.</summary>
    public string FillLease =>
        $"""
            INSERT INTO {name}.lease VALUES ($1, $2, '', '-infinity', $3, $4)
            ON CONFLICT (stream) DO UPDATE SET epoch = greatest({name}.lease.epoch, excluded.epoch), next = excluded.next, chain = excluded.chain
            """;

    /// <summary>Where every stream stands.</summary>
    public string Heads => $"SELECT stream, next, epoch FROM {name}.lease WHERE next > 0 ORDER BY stream";

    /// <summary>Stream.</summary>
    public string Head => $"SELECT next, epoch, chain FROM {name}.lease WHERE stream = $1";

    /// <summary>Stream, first, one past the last sequence, rows.</summary>
    public string Batches =>
        $"SELECT first, octet_length(frame), frame FROM {name}.batch WHERE stream = $1 AND first >= $2 AND first < $3 ORDER BY first LIMIT $4";

    /// <summary>Stream, sequence: where the batch begins that holds it.</summary>
    public string BatchOf => $"SELECT max(first) FROM {name}.batch WHERE stream = $1 AND first <= $2";

    /// <summary>Stream, first.</summary>
    public string Frame => $"SELECT frame FROM {name}.batch WHERE stream = $1 AND first = $2";

    /// <summary>Stream, first: the bytes of the head.</summary>
    public string FrameStart =>
        $"SELECT substring(frame FROM 1 FOR {Frames.FrameHead.Size}) FROM {name}.batch WHERE stream = $1 AND first = $2";

    /// <summary>Stream, fold, next, part, checksum, content.</summary>
    public string SavePart =>
        $"""
            INSERT INTO {name}.snapshot VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (stream, fold, next, part) DO UPDATE SET crc = excluded.crc, content = excluded.content
            """;

    /// <summary>Stream, fold, next, parts: what is left of a longer one of the same place, and all but the newest two.</summary>
    public string DropSnapshots =>
        $"""
            DELETE FROM {name}.snapshot WHERE stream = $1 AND fold = $2 AND ((next = $3 AND part >= $4) OR next NOT IN
                (SELECT DISTINCT next FROM {name}.snapshot WHERE stream = $1 AND fold = $2 ORDER BY next DESC LIMIT 2))
            """;

    /// <summary>Stream, fold, at most.</summary>
    public string SnapshotParts =>
        $"""
            SELECT next, part, crc, content FROM {name}.snapshot WHERE stream = $1 AND fold = $2 AND next =
                (SELECT max(next) FROM {name}.snapshot WHERE stream = $1 AND fold = $2 AND next < $3)
            ORDER BY part
            """;

    /// <summary>Name, value: kept where nobody was first.</summary>
    public string Claim => $"INSERT INTO {name}.house VALUES ($1, $2) ON CONFLICT DO NOTHING";

    /// <summary>Name.</summary>
    public string Claimed => $"SELECT value FROM {name}.house WHERE name = $1";
}
