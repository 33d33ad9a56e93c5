using Npgsql;
using Sunqar.Core.Facts;
using Sunqar.Storage.Codec;
using Sunqar.Storage.Frames;
using Sunqar.Storage.Journal;
using Sunqar.Storage.Leases;

namespace Sunqar.Storage.Postgres;

/// <summary>
/// The journal in PostgreSQL: batches as they stand in the files of <see cref="Files.FolderJournal"/>, one row each, and a lease for every
/// stream that is written (docs/journal.md). Any number of processes may have it open; a stream is written by the one that holds its lease.
/// </summary>
public sealed class PostgresJournal : IJournal
{
    /// <summary>The name under which one process claims the whole journal; no facts are in it.</summary>
    public const string House = "house";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly PostgresPlace _place;
    private readonly NpgsqlDataSource _source;
    private readonly PostgresSchema _schema;
    private readonly PostgresLeases _leases;
    private readonly PostgresSnapshots _snapshots;
    private readonly PostgresPatience _patience;
    private readonly TimeProvider _clock;
    private readonly Action<string> _warn;
    private readonly CancellationTokenSource _closing = new();
    private readonly CancellationTokenSource _lost = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<string, PostgresStream> _streams = [];
    private readonly List<GroupWriter> _writers = [];
    private readonly Task _keeping;
    private LeasedStream? _house;
    private bool _closed;

    /// <param name="clock">The time of recording, and the pace of renewing; when a lease is over the database says by its own
    /// clock.</param>
    /// <param name="warn">Is told what a person should know of.</param>
    /// <exception cref="IOException">The database cannot be reached, or its tables cannot be made.</exception>
    /// <param name="address">Where other nodes reach this one, for the table of leases; null where they do not.</param>
    public PostgresJournal(PostgresPlace place, TimeProvider? clock = null, Action<string>? warn = null, string? address = null)
    {
        (_place, _clock, _warn) = (place, clock ?? TimeProvider.System, warn ?? (_ => { }));
        Owner = $"{Environment.MachineName}/{Environment.ProcessId}/{Guid.NewGuid():N}" + (address is null ? "" : " " + address);
        _source = new NpgsqlDataSourceBuilder(place.Connection.ConnectionString)
            .BuildMultiHost()
            .WithTargetSession(TargetSessionAttributes.Primary);
        _schema = new PostgresSchema(place.Schema);
        _leases = new PostgresLeases(_source, _schema, place);
        _snapshots = new PostgresSnapshots(_source, _schema);
        _patience = new PostgresPatience(place, _clock, _warn, _closing.Token);
        _patience.AskOnce(() =>
        {
            _schema.Make(_source);
            return 0;
        });
        _keeping = KeepAsync();
    }

    /// <summary>Who this process is in the table of leases: machine, process, and a number of its own; behind a space its address, where it
    /// has one.</summary>
    public string Owner { get; }

    /// <summary>Under which epoch this process has the whole journal; 0 where it has not.</summary>
    public long HouseEpoch => _house?.Epoch ?? 0;

    /// <summary>Ends when another process took the whole journal over (<see cref="TakeHouse"/>).</summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>Two journals are the same where this is.</summary>
    public string Id => Claimed("id") ?? "";

    /// <summary>
    /// Claims the whole journal for this process until it is closed, and fences whoever wrote any stream of it before. While keys stand in
    /// one node's files, one process works at a time.
    /// </summary>
    /// <exception cref="LeaseHeldException">Another process has it.</exception>
    public void TakeHouse() =>
        _house = LeasedStream
            .TakeAsync(_leases, House, Owner, fencesAll: true, Patience, _clock, _warn, _closing.Token)
            .GetAwaiter()
            .GetResult();

    /// <summary>Gives the whole journal back, for another process to claim at once.</summary>
    public void ReleaseHouse() => Interlocked.Exchange(ref _house, null)?.ReleaseAsync(CancellationToken.None).GetAwaiter().GetResult();

    /// <summary>Who has the whole journal now; null for nobody, or where the lease is over.</summary>
    public HouseHolder? Holder() =>
        _patience.Ask(() =>
        {
            using var command = _source.CreateCommand(_schema.Holder);
            command.Parameters.AddWithValue(House);
            using var reader = command.ExecuteReader();
            return reader.Read() ? HouseHolder.Of(reader.GetString(0), reader.GetInt64(1)) : null;
        });

    /// <summary>Writes a name's value where it has none, and returns what it has.</summary>
    public string Claim(string name, string value) =>
        _patience.Ask(() =>
        {
            using (var command = _source.CreateCommand(_schema.Claim))
            {
                command.Parameters.AddWithValue(name);
                command.Parameters.AddWithValue(value);
                command.ExecuteNonQuery();
            }
            return Claimed(name) ?? "";
        });

    /// <summary>A name's value; null where it has none.</summary>
    public string? Claimed(string name) =>
        _patience.Ask(() =>
        {
            using var command = _source.CreateCommand(_schema.Claimed);
            command.Parameters.AddWithValue(name);
            return command.ExecuteScalar() as string;
        });

    public IReadOnlyList<StreamHead> Heads() =>
        _patience.Ask(() =>
        {
            var heads = new List<StreamHead>();
            using var command = _source.CreateCommand(_schema.Heads);
            using var reader = command.ExecuteReader();
            while (reader.Read())
                heads.Add(Own(reader.GetString(0))?.Head ?? new StreamHead(reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2)));
            return heads;
        });

    public StreamHead Head(string stream)
    {
        JournalLimits.CheckName(stream);
        return Own(stream)?.Head ?? _patience.Ask(() => Stored(stream).Head);
    }

    public string? ChainAt(string stream, long next)
    {
        JournalLimits.CheckName(stream);
        if (Own(stream) is { } own && own.Leased.Next == next)
            return Convert.ToHexStringLower(own.Leased.Chain.Span);
        return _patience.Ask(() =>
        {
            var stored = Stored(stream);
            if (stored.Head.Next == next)
                return stored.Chain is { } chain ? Convert.ToHexStringLower(chain) : null;
            using var command = _source.CreateCommand(_schema.FrameStart);
            command.Parameters.AddWithValue(stream);
            command.Parameters.AddWithValue(next);
            return command.ExecuteScalar() is byte[] { Length: FrameHead.Size } head
                ? Convert.ToHexStringLower(head.AsSpan(FrameHead.PreviousAt, FrameHead.HashBytes))
                : null;
        });
    }

    /// <inheritdoc/>
    /// <exception cref="LeaseHeldException">Another process writes it. A writer of this process hands over.</exception>
    public IJournalWriter Open(string stream)
    {
        JournalLimits.CheckName(stream);
        var leased = LeasedStream
            .TakeAsync(_leases, stream, Owner, fencesAll: false, Patience, _clock, _warn, _closing.Token)
            .GetAwaiter()
            .GetResult();
        _patience.Ask(() =>
        {
            CheckEnd(leased);
            return 0;
        });
        var store = new PostgresStream(leased, _clock, _closing.Token);
        var writer = new GroupWriter(store, leased.Epoch);
        lock (_gate)
        {
            if (_streams.TryGetValue(stream, out var before))
                before.Leased.HandOver();
            _streams[stream] = store;
            _writers.Add(writer);
        }
        return writer;
    }

    public IEnumerable<RecordedFact> Read(string stream, long from = 0) => RecordReader.Facts(Cursor(stream, from), stream, from);

    public IEnumerable<RecordedFact> Read(string stream, long from, PaymentChoice isWanted) =>
        RecordReader.Facts(Cursor(stream, from), stream, from, isWanted);

    public IEnumerable<T> Read<T>(string stream, long from = 0)
        where T : Fact => RecordReader.Facts<T>(Cursor(stream, from), from);

    public void ReadPayments(string stream, long from, IDecidedPaymentSink sink) => RecordReader.Payments(Cursor(stream, from), from, sink);

    public void ReadRecords(string stream, long from, IRecordSink sink) => RecordReader.Records(Cursor(stream, from), from, sink);

    public void SaveSnapshot(string stream, string fold, long next, ReadOnlySpan<byte> content)
    {
        JournalLimits.CheckName(fold);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(next, Head(stream).Next);
        ArgumentOutOfRangeException.ThrowIfNegative(next);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(content.Length, JournalLimits.SnapshotBytesMax);
        var copy = content.ToArray();
        _patience.Ask(() =>
        {
            _snapshots.Save(stream, fold, next, copy);
            return 0;
        });
    }

    public Snapshot? LatestSnapshot(string stream, string fold)
    {
        JournalLimits.CheckName(stream);
        JournalLimits.CheckName(fold);
        return _patience.Ask(() => _snapshots.Latest(stream, fold));
    }

    /// <summary>Checks everything that is stored, the whole hash chain included; <paramref name="progress"/> is told the bytes
    /// read.</summary>
    /// <exception cref="JournalDamagedException">The first place that does not hold.</exception>
    public void Verify(Action<long>? progress = null) => Walk(progress ?? (_ => { }), into: null);

    /// <summary>Gives every batch of every stream on, checked; nobody may write meanwhile.</summary>
    /// <exception cref="JournalDamagedException">The first place that does not hold.</exception>
    internal void CopyTo(IFrameSink sink, Action<long> progress) => Walk(progress, sink);

    /// <summary>Fills an empty journal with what another one holds.</summary>
    /// <exception cref="IOException">It is not empty, or nobody knows whether it is filled now.</exception>
    internal void Fill(Action<IFrameSink> from)
    {
        if (Heads().Count > 0)
            throw new IOException($"{_place} holds facts already; name an empty schema.");
        _patience.AskOnce(() =>
        {
            using var fill = new PostgresFill(_source, _schema);
            from(fill);
            fill.Commit();
            return fill.Warning is { } warning
                ? throw new IOException($"Nobody knows whether {_place} is filled on every machine that must have it: {warning}")
                : 0;
        });
    }

    private void Walk(Action<long> progress, IFrameSink? into)
    {
        foreach (var head in Heads())
        {
            using var cursor = new PostgresCursor(_source, _schema, _patience, head.Stream, 0, head.Next);
            while (cursor.Next())
            {
                RecordReader.Verify(cursor, what => new JournalDamagedException(_place.ToString(), 0, cursor.First, what));
                into?.Add(head.Stream, cursor.Head, cursor.Frame.Span);
                progress(cursor.Frame.Length);
            }
            if (ChainAt(head.Stream, head.Next) != Convert.ToHexStringLower(cursor.Hash))
                throw new JournalDamagedException(_place.ToString(), 0, head.Next, $"the lease of {head.Stream} names another last batch");
            into?.End(head, cursor.Hash);
        }
    }

    public void Dispose()
    {
        GroupWriter[] writers;
        lock (_gate)
        {
            if (_closed)
                return;
            _closed = true;
            writers = [.. _writers];
        }
        _closing.Cancel();
        foreach (var writer in writers)
            writer.Dispose();
        _keeping.GetAwaiter().GetResult();
        ReleaseHouse();
        _source.Dispose();
        _closing.Dispose();
        _lost.Dispose();
    }

    /// <summary>The stream as this process writes it, while it holds the lease.</summary>
    private PostgresStream? Own(string stream)
    {
        lock (_gate)
            return _streams.TryGetValue(stream, out var own) && !own.Leased.IsLost ? own : null;
    }

    private PostgresCursor Cursor(string stream, long from)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        var end = Head(stream).Next;
        var start = from >= end ? end : _patience.Ask(() => Beginning(stream, from));
        return new PostgresCursor(_source, _schema, _patience, stream, start, end);
    }

    private long Beginning(string stream, long from)
    {
        if (from == 0)
            return 0;
        using var command = _source.CreateCommand(_schema.BatchOf);
        command.Parameters.AddWithValue(stream);
        command.Parameters.AddWithValue(from);
        return command.ExecuteScalar() is long first ? first : 0;
    }

    private (StreamHead Head, byte[]? Chain) Stored(string stream)
    {
        using var command = _source.CreateCommand(_schema.Head);
        command.Parameters.AddWithValue(stream);
        using var reader = command.ExecuteReader();
        return reader.Read()
            ? (new StreamHead(stream, reader.GetInt64(0), reader.GetInt64(1)), reader.GetFieldValue<byte[]>(2))
            : (new StreamHead(stream, 0, 0), null);
    }

    /// <summary>The stream's last batch is the one that the lease names.</summary>
    private void CheckEnd(LeasedStream leased)
    {
        JournalDamagedException Damaged(string what) => new($"{_place}, stream {leased.Stream}", 0, leased.Next, what);
        if (leased.Next == 0)
            return;
        var first = Beginning(leased.Stream, long.MaxValue);
        using var command = _source.CreateCommand(_schema.Frame);
        command.Parameters.AddWithValue(leased.Stream);
        command.Parameters.AddWithValue(first);
        if (command.ExecuteScalar() is not byte[] frame)
            throw Damaged("the last batch is missing");
        Span<byte> hash = stackalloc byte[FrameHead.HashBytes];
        FrameHead.Hash(frame, hash);
        if (PostgresFrames.Check(frame, first, Damaged).End != leased.Next || !leased.Chain.Span.SequenceEqual(hash))
            throw Damaged("the last batch is not the one that the lease names");
    }

    /// <summary>Renews the leases that no append renewed meanwhile.</summary>
    private async Task KeepAsync()
    {
        var pace = _place.Lease / 4;
        while (!_closing.IsCancellationRequested)
        {
            await Task.Delay(pace, _clock, _closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            LeasedStream[] held;
            lock (_gate)
            {
                foreach (var (stream, own) in _streams.Where(pair => pair.Value.Leased.IsLost).ToArray())
                    _streams.Remove(stream);
                held = [.. _streams.Values.Select(own => own.Leased)];
            }
            if (_closing.IsCancellationRequested)
                return;
            LeasedStream[] due =
            [
                .. held.Where(one => one.SinceCertain >= pace),
                .. _house is { } house ? [house] : Array.Empty<LeasedStream>(),
            ];
            await Task.WhenAll(due.Select(one => one.RenewAsync(_closing.Token))).ConfigureAwait(false);
            if (_house is { IsLost: true } && !_lost.IsCancellationRequested)
                await _lost.CancelAsync().ConfigureAwait(false);
        }
    }
}
