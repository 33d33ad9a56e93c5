using Npgsql;

namespace Sunqar.Storage.Postgres;

/// <summary>The tables of the files that nodes share, and the texts of the statements that work on them. Of each that writes, the first
/// parameter is the writer's epoch: the fence is read, and held until the end of the transaction, before anything changes.</summary>
internal sealed class PostgresFileTables(string name)
{
    private const string HasStandby = "current_setting('synchronous_standby_names') <> ''";

    /// <summary>The writer's epoch is the newest; a writer of epoch 0 works beside it.</summary>
    private string HeldRow => $"held AS (SELECT 1 AS one FROM {name}.fence WHERE epoch = $1 OR $1 = 0 FOR SHARE)";

    /// <summary>Makes the tables where they are missing; several nodes may do so at once.</summary>
    public void Make(NpgsqlDataSource source)
    {
        using var connection = source.OpenConnection();
        using (var look = new NpgsqlCommand("SELECT to_regclass($1) IS NOT NULL", connection))
        {
            look.Parameters.AddWithValue($"{name}.fence");
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
            CREATE TABLE IF NOT EXISTS {name}.file (
                name text COLLATE "C" PRIMARY KEY,
                id bigint NOT NULL UNIQUE
            );
            CREATE TABLE IF NOT EXISTS {name}.block (
                file bigint NOT NULL,
                at bigint NOT NULL,
                bytes bytea NOT NULL,
                PRIMARY KEY (file, at)
            ) WITH (fillfactor = 70);
            ALTER TABLE {name}.block ALTER COLUMN bytes SET STORAGE EXTERNAL;
            CREATE TABLE IF NOT EXISTS {name}.fence (
                one boolean PRIMARY KEY CHECK (one),
                epoch bigint NOT NULL
            );
            INSERT INTO {name}.fence VALUES (true, 0) ON CONFLICT DO NOTHING;

            """;

    /// <summary>Epoch: the newest from now on, unless a newer one was.</summary>
    public string[] Fence => [$"UPDATE {name}.fence SET epoch = $1 WHERE epoch < $1"];

    /// <summary>Epoch: whether the transaction was its holder's, and whether a standby has it.</summary>
    public string Held => $"SELECT EXISTS (SELECT 1 FROM {name}.fence WHERE epoch = $1 OR $1 = 0), {HasStandby}";

    /// <summary>Epoch, name, id.</summary>
    public string[] CreateFile => [$"WITH {HeldRow} INSERT INTO {name}.file SELECT $2, $3 FROM held ON CONFLICT DO NOTHING"];

    /// <summary>Epoch, new name, id: what had the name before is gone.</summary>
    public string[] Rename =>
        [
            $"""
                WITH {HeldRow}, gone AS (DELETE FROM {name}.file USING held WHERE name = $2 AND id <> $3 RETURNING id)
                DELETE FROM {name}.block WHERE file IN (SELECT id FROM gone)
                """,
            $"WITH {HeldRow} UPDATE {name}.file SET name = $2 FROM held WHERE id = $3",
        ];

    /// <summary>Epoch, id.</summary>
    public string[] Delete =>
        [
            $"""
                WITH {HeldRow}, gone AS (DELETE FROM {name}.file USING held WHERE id = $2 RETURNING id)
                DELETE FROM {name}.block WHERE file IN (SELECT id FROM gone)
                """,
        ];

    /// <summary>Epoch, id, last block of the file (-1 for none), places, blocks.</summary>
    public string[] WriteBlocks =>
        [
            $"""
                WITH {HeldRow}, cut AS (DELETE FROM {name}.block USING held WHERE file = $2 AND at > $3)
                INSERT INTO {name}.block SELECT $2, new.at, new.bytes FROM held, unnest($4::bigint[], $5::bytea[]) AS new (at, bytes)
                ON CONFLICT (file, at) DO UPDATE SET bytes = excluded.bytes
                """,
        ];

    /// <summary>Beginning of the name.</summary>
    public string Names => $"SELECT name FROM {name}.file WHERE starts_with(name, $1)";

    /// <summary>Name.</summary>
    public string Find => $"SELECT id FROM {name}.file WHERE name = $1";

    /// <summary>Id: place and bytes of the last block.</summary>
    public string LastBlock => $"SELECT at, octet_length(bytes) FROM {name}.block WHERE file = $1 ORDER BY at DESC LIMIT 1";

    /// <summary>Id, first, last.</summary>
    public string Blocks => $"SELECT at, bytes FROM {name}.block WHERE file = $1 AND at BETWEEN $2 AND $3 ORDER BY at";
}
