using Sunqar.Storage.Journal;
using Sunqar.Storage.Postgres;
using Sunqar.Tests.Storage;
using Xunit;

namespace Sunqar.Tests.Nodes;

/// <summary>
/// A server that waits for its standby, and is told to wait no longer: it commits, warns, and reports success. Whoever believes it answers
/// what a change of servers takes away.
/// </summary>
public sealed class CancelTrapTests : IDisposable
{
    private const string Stream = "payments";

    private readonly PostgresServer _primary = PostgresServer.Start();
    private readonly List<string> _warned = [];
    private PostgresServer? _standby;

    public void Dispose()
    {
        _primary.Dispose();
        _standby?.Dispose();
    }

    private PostgresJournal Open() =>
        new(
            PostgresPlace.Read($"postgres://sunqar@127.0.0.1:{_primary.Port},127.0.0.1:{_standby!.Port}/postgres?schema=journal&lease=60"),
            warn: text =>
            {
                lock (_warned)
                    _warned.Add(text);
            }
        );

    [Theory]
    [InlineData("pg_cancel_backend")]
    [InlineData("pg_terminate_backend")]
    public async Task What_stands_on_one_machine_alone_is_not_answered_and_is_answered_once_it_stands_on_both(string end)
    {
        _standby = _primary.AddStandby();
        using var journal = Open();
        using var writer = journal.Open(Stream);
        await AppendedAsync(writer, 0);
        _standby.Kill();
        var waiting = writer.AppendAsync(FactSamples.Payment(1)).AsTask();
        Interrupt(end, times: 4);
        // Everybody sees it, and nobody was told.
        Assert.Equal(2L, _primary.Ask("SELECT count(*) FROM journal.batch WHERE stream = 'payments'"));
        Assert.False(waiting.IsCompleted);
        Assert.Equal(1, journal.Head(Stream).Next);
        _standby.Up();
        Assert.Equal((AppendStatus.Appended, 1L), ((await waiting).Status, (await waiting).First));
        await AppendedAsync(writer, 2);
        Assert.Equal([0L, 1, 2], journal.Read(Stream).Select(fact => FactSamples.NumberOf(fact.Fact)));
        Assert.NotEmpty(_warned);
        journal.Verify();
    }

    [Fact]
    public async Task What_vanished_with_the_first_server_is_stored_on_the_second_before_it_is_answered()
    {
        _standby = _primary.AddStandby();
        using var journal = Open();
        using var writer = journal.Open(Stream);
        await AppendedAsync(writer, 0);
        _standby.Kill();
        var waiting = writer.AppendAsync(FactSamples.Payment(1)).AsTask();
        Interrupt("pg_cancel_backend", times: 1);
        Assert.Equal(2L, _primary.Ask("SELECT count(*) FROM journal.batch WHERE stream = 'payments'"));
        _primary.Kill();
        _standby.Up();
        Assert.Equal(1L, _standby.Ask("SELECT count(*) FROM journal.batch WHERE stream = 'payments'"));
        Assert.False(waiting.IsCompleted);
        _standby.Promote();
        Assert.Equal((AppendStatus.Appended, 1L), ((await waiting).Status, (await waiting).First));
        await AppendedAsync(writer, 2);
        Assert.Equal([0L, 1, 2], journal.Read(Stream).Select(fact => FactSamples.NumberOf(fact.Fact)));
        journal.Verify();
    }

    [Fact]
    public async Task Where_a_standby_is_required_a_server_that_waits_for_none_answers_nothing()
    {
        _standby = _primary.AddStandby();
        var text = $"postgres://sunqar@127.0.0.1:{_primary.Port}/postgres?schema=journal&lease=60&standby=required";
        using var journal = new PostgresJournal(PostgresPlace.Read(text));
        using var writer = journal.Open(Stream);
        await AppendedAsync(writer, 0);
        _primary.Run("ALTER SYSTEM SET synchronous_standby_names = ''");
        _primary.Run("SELECT pg_reload_conf()");
        while ("" != (string)_primary.Ask("SHOW synchronous_standby_names")!)
            await Task.Delay(20, TestContext.Current.CancellationToken);
        // A connection may hear of the change one statement late; the next one has.
        await Task.WhenAny(writer.AppendAsync(FactSamples.Payment(1)).AsTask(), Task.Delay(500, TestContext.Current.CancellationToken));
        var waiting = writer.AppendAsync(FactSamples.Payment(2)).AsTask();
        await Task.Delay(500, TestContext.Current.CancellationToken);
        Assert.False(waiting.IsCompleted);
        _primary.Run("ALTER SYSTEM SET synchronous_standby_names = 'standby1'");
        _primary.Run("SELECT pg_reload_conf()");
        Assert.True((await waiting).IsAppended);
    }

    [Fact]
    public async Task Who_reads_while_the_server_is_away_waits_and_reads_on()
    {
        _standby = _primary.AddStandby();
        using var journal = Open();
        using var writer = journal.Open(Stream);
        for (var i = 0; i < 200; i++)
            await AppendedAsync(writer, i);
        var read = new List<long>();
        foreach (var fact in journal.Read(Stream))
        {
            read.Add(FactSamples.NumberOf(fact.Fact));
            if (read.Count == 70)
                _primary.Kill();
            if (read.Count == 71)
                _primary.Up();
        }
        Assert.Equal(Enumerable.Range(0, 200).Select(i => (long)i), read);
        _primary.Kill();
        var asked = Task.Run(() => journal.Heads(), TestContext.Current.CancellationToken);
        await Task.Delay(500, TestContext.Current.CancellationToken);
        Assert.False(asked.IsCompleted);
        _primary.Up();
        Assert.Equal(200, Assert.Single(await asked).Next);
    }

    [Fact]
    public async Task Killed_and_started_again_under_load_the_server_keeps_every_answer_once()
    {
        _standby = _primary.AddStandby();
        using var journal = Open();
        using var writer = journal.Open(Stream);
        var (answered, asked) = (new List<(long Sequence, int Number)>(), 0);
        using var stop = new CancellationTokenSource();
        var load = Task.Run(
            async () =>
            {
                while (!stop.IsCancellationRequested)
                {
                    var number = asked++;
                    var outcome = await writer.AppendAsync(FactSamples.Payment(number));
                    Assert.True(outcome.IsAppended, outcome.Reason);
                    lock (answered)
                        answered.Add((outcome.First, number));
                }
            },
            TestContext.Current.CancellationToken
        );
        for (var round = 0; round < 3; round++)
        {
            int before;
            lock (answered)
                before = answered.Count;
            _primary.Kill();
            _primary.Up();
            while (!load.IsCompleted && Count() < before + 50)
                await Task.Delay(5, TestContext.Current.CancellationToken);
        }
        await stop.CancelAsync();
        await load;
        var stored = journal.Read(Stream).Select(fact => (fact.Sequence, (int)FactSamples.NumberOf(fact.Fact))).ToArray();
        Assert.Equal(answered, stored);
        journal.Verify();

        int Count()
        {
            lock (answered)
                return answered.Count;
        }
    }

    private static async Task AppendedAsync(IJournalWriter writer, int number)
    {
        var outcome = await writer.AppendAsync(FactSamples.Payment(number));
        Assert.True(outcome.IsAppended, outcome.Reason);
    }

    /// <summary>Ends the waiting of whoever waits for the standby, again and again: what settles a doubt is put in doubt too.</summary>
    private void Interrupt(string end, int times)
    {
        for (var done = 0; done < times; )
        {
            if (_primary.Ask($"SELECT count({end}(pid)) FROM pg_stat_activity WHERE wait_event = 'SyncRep'") is > 0L)
                done++;
            Thread.Sleep(20);
        }
    }
}
