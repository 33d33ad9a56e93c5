using System.Security.Cryptography;
using Npgsql;
using Sunqar.Storage.Disk;

namespace Sunqar.Storage.Postgres;

/// <summary>
/// The files that nodes share, in tables of a PostgreSQL of their own (docs/nodes.md): what is flushed is committed, on the standby too,
/// and a flush is one transaction, so it is never torn. Who writes holds the journal's lease and names its epoch with every write; under an
/// older one nothing changes. A write of which nobody knows is done again until it is certain, as it comes to the same. For any number of
/// threads; each file for one.
/// </summary>
internal sealed class PostgresDisk : IDisk, IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly NpgsqlDataSource _source;
    private readonly PostgresFileTables _tables;
    private readonly PostgresPlace _place;
    private readonly PostgresPatience _patience;
    private readonly string _root;
    private readonly Action<string> _warn;
    private readonly CancellationTokenSource _closing = new();
    private readonly CancellationTokenSource _lost = new();
    private long _epoch = NotWriting;
    private bool _isClosed;

    private const long NotWriting = -1,
        Beside = 0;

    /// <param name="root">The data folder that its paths seem to lie in.</param>
    /// <exception cref="IOException">The database cannot be reached, or its tables cannot be made.</exception>
    public PostgresDisk(PostgresPlace place, string root, TimeProvider clock, Action<string> warn)
    {
        (_place, _warn) = (place, warn);
        _root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
        _source = new NpgsqlDataSourceBuilder(place.Connection.ConnectionString)
            .BuildMultiHost()
            .WithTargetSession(TargetSessionAttributes.Primary);
        _tables = new PostgresFileTables(place.Schema);
        _patience = new PostgresPatience(place, clock, warn, _closing.Token);
        try
        {
            _patience.AskOnce(() =>
            {
                _tables.Make(_source);
                return 0;
            });
        }
        catch
        {
            _source.Dispose();
            throw;
        }
    }

    /// <summary>Ends when another node writes from now on.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>From now on this process writes, under an epoch of the journal's lease; whoever wrote under an older one is
    /// refused.</summary>
    /// <exception cref="IOException">A newer epoch has written already.</exception>
    public void Lead(long epoch)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(epoch, 1);
        _epoch = epoch;
        Write(_tables.Fence, []);
    }

    /// <summary>From now on this process writes beside the one that leads: only files that are replaced as a whole, under a lock.</summary>
    public void WriteBeside() => _epoch = Beside;

    public IReadOnlyList<string> Files(string folder)
    {
        var prefix = NameOf(folder) is { Length: > 0 } name ? name + "/" : "";
        return _patience.Ask(() =>
        {
            var names = new List<string>();
            using var command = Command(_tables.Names, prefix);
            using var reader = command.ExecuteReader();
            while (reader.Read())
                names.Add(reader.GetString(0)[prefix.Length..]);
            return names.Where(name => !name.Contains('/', StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList();
        });
    }

    public IReadOnlyList<string> Folders(string folder) => [];

    public bool IsFar => true;

    internal bool IsReader => _epoch == NotWriting;

    public bool FileExists(string path) => Find(path) is not null;

    public long? Version(string path) => Find(path);

    public void CreateFolder(string folder) { }

    public IDiskFile Create(string path, bool secret = false)
    {
        var id = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long))) & long.MaxValue;
        Write(_tables.CreateFile, NameOf(path), id);
        return Find(path) == id ? new PostgresFile(this, id, 0) : throw new IOException($"There is a file {path} already.");
    }

    public IDiskFile Open(string path)
    {
        var id = Find(path) ?? throw new FileNotFoundException($"{path} is not among the files of {_place}.");
        return new PostgresFile(this, id, LengthOf(id));
    }

    public void Rename(string from, string to)
    {
        var id = Find(from) ?? throw new FileNotFoundException($"{from} is not among the files of {_place}.");
        Write(_tables.Rename, NameOf(to), id);
    }

    public void Delete(string path)
    {
        if (Find(path) is { } id)
            Write(_tables.Delete, id);
    }

    public void FlushFolder(string folder) { }

    /// <summary>Whoever leads is alone by its epoch; who writes beside it holds a lock of the database.</summary>
    public IDisposable? TryLock(string path) =>
        _epoch == Beside ? PostgresLock.Try(_source, $"{_place.Schema} {NameOf(path)}") : new Alone();

    internal long LengthOf(long id) =>
        _patience.Ask(() =>
        {
            using var command = Command(_tables.LastBlock, id);
            using var reader = command.ExecuteReader();
            return reader.Read() ? reader.GetInt64(0) * PostgresFile.BlockBytes + reader.GetInt32(1) : 0;
        });

    /// <summary>Gives the stored blocks of a file between two, in order.</summary>
    internal void ReadBlocks(long id, long first, long last, Action<long, byte[]> give) =>
        _patience.Ask(() =>
        {
            using var command = Command(_tables.Blocks, id, first, last);
            using var reader = command.ExecuteReader();
            while (reader.Read())
                give(reader.GetInt64(0), reader.GetFieldValue<byte[]>(1));
            return 0;
        });

    internal void WriteBlocks(long id, long lastBlock, long[] places, byte[][] blocks) =>
        Write(_tables.WriteBlocks, id, lastBlock, places, blocks);

    private long? Find(string path) =>
        _patience.Ask(() =>
        {
            using var command = Command(_tables.Find, NameOf(path));
            return command.ExecuteScalar() as long?;
        });

    private string NameOf(string path)
    {
        var full = Path.GetFullPath(path);
        return full.StartsWith(_root, StringComparison.Ordinal)
            ? full[_root.Length..].TrimStart(Path.DirectorySeparatorChar)
            : throw new ArgumentException($"{path} does not lie in {_root}.", nameof(path));
    }

    private NpgsqlCommand Command(string text, params ReadOnlySpan<object> values)
    {
        var command = _source.CreateCommand(text);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        return command;
    }

    /// <summary>Runs statements as one transaction until it is certain that they hold on every machine that must have them. Each statement
    /// takes the epoch first and may come twice.</summary>
    private void Write(string[] statements, params object[] values)
    {
        if (_epoch == NotWriting)
            throw new IOException($"{_place} is only read by this process.");
        for (var isFirst = true; ; isFirst = false)
        {
            string why;
            try
            {
                if (Run(statements, values, out why))
                    return;
            }
            catch (NpgsqlException error) when (PostgresPatience.MayPass(error))
            {
                why = error.Message;
            }
            catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.DiskFull)
            {
                throw new DiskFullException(_place.ToString(), error);
            }
            catch (NpgsqlException error)
            {
                throw new IOException($"{_place} cannot be written: {error.Message}", error);
            }
            if (isFirst)
                _warn($"Nobody knows yet whether a write to {_place} is stored; it is done again: {why}");
            if (_closing.Token.WaitHandle.WaitOne(Pause))
                throw new IOException($"{_place} gave no answer before it was closed: {why}");
        }
    }

    private bool Run(string[] statements, object[] values, out string why)
    {
        string? warning = null;
        using var connection = _source.OpenConnection();
        connection.Notice += (_, told) => warning ??= told.Notice.MessageText;
        using var batch = new NpgsqlBatch(connection);
        foreach (var statement in (string[])[.. statements, _tables.Held])
        {
            var command = new NpgsqlBatchCommand(statement);
            command.Parameters.Add(new NpgsqlParameter { Value = _epoch });
            foreach (var value in statement == _tables.Held ? [] : values)
                command.Parameters.Add(new NpgsqlParameter { Value = value });
            batch.BatchCommands.Add(command);
        }
        var (isHeld, hasStandby) = (false, false);
        using (var reader = batch.ExecuteReader())
        {
            do
            {
                while (reader.Read())
                    (isHeld, hasStandby) = (reader.GetBoolean(0), reader.GetBoolean(1));
            } while (reader.NextResult());
        }
        why = warning is not null ? $"the database warned: {warning}" : "the database waits for no standby";
        if (warning is not null)
            NpgsqlConnection.ClearPool(connection);
        else if (!isHeld)
            throw Lose();
        return warning is null && (hasStandby || !_place.NeedsStandby);
    }

    private IOException Lose()
    {
        _lost.Cancel();
        return new IOException($"Another node writes to {_place} from now on.");
    }

    public void Dispose()
    {
        if (_isClosed)
            return;
        _isClosed = true;
        _closing.Cancel();
        _source.Dispose();
        _closing.Dispose();
        _lost.Dispose();
    }

    private sealed class Alone : IDisposable
    {
        public void Dispose() { }
    }
}

/// <summary>A lock of the database that ends with its connection at the latest.</summary>
internal sealed class PostgresLock : IDisposable
{
    private readonly NpgsqlConnection _connection;

    private PostgresLock(NpgsqlConnection connection) => _connection = connection;

    /// <summary>Null where another holds it.</summary>
    public static PostgresLock? Try(NpgsqlDataSource source, string name)
    {
        var connection = source.OpenConnection();
        using var command = new NpgsqlCommand("SELECT pg_try_advisory_lock(hashtextextended($1, 0))", connection);
        command.Parameters.Add(new NpgsqlParameter { Value = name });
        if (command.ExecuteScalar() is true)
            return new PostgresLock(connection);
        connection.Dispose();
        return null;
    }

    public void Dispose()
    {
        using (var command = new NpgsqlCommand("SELECT pg_advisory_unlock_all()", _connection))
            command.ExecuteNonQuery();
        _connection.Dispose();
    }
}
