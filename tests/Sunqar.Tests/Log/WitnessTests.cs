using Sunqar.Core.Merkle;
using Sunqar.Work.Oversight;
using Xunit;

namespace Sunqar.Tests.Log;

/// <summary>A witness beside a real server, which is honest, and then is not.</summary>
public sealed class WitnessTests : IAsyncLifetime
{
    private readonly ActsRoom _room = new();
    private readonly ActsRoom _twin = new();
    private readonly Moved _time = new();
    private ServedLog _server = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await ServedLog.StartAsync();
        _room.Record(40);
        // Another history under the same key: the operator's own, or a thief's.
        Directory.CreateDirectory(_twin.Data);
        File.Copy(_room.KeyPath, _twin.KeyPath);
        Show(_room);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _room.Dispose();
        _twin.Dispose();
    }

    private string State => _room.Data + ".seen";

    private LogWitness Witness(LogKey? key = null, string? state = null) =>
        new(_server.Client, key ?? _room.Key, state, TimeSpan.FromHours(1), _time);

    private void Show(ActsRoom? room)
    {
        _server.Show(room?.Log);
        if (room is not null)
            _time.NowUs = Math.Max(_time.NowUs, room.NowUs);
    }

    private static async Task<LogAlarm> AlarmAsync(LogWitness witness) =>
        Assert.IsType<WitnessFinding.Alarmed>(await witness.StepAsync(TestContext.Current.CancellationToken)).Alarm;

    [Fact]
    public async Task It_follows_a_log_that_only_grows()
    {
        var witness = Witness();
        Assert.Equal(40, Assert.IsType<WitnessFinding.Advanced>(await witness.StepAsync(default)).Leaves);
        Assert.IsType<WitnessFinding.Same>(await witness.StepAsync(default));
        foreach (var more in new[] { 1, 23, 200 })
        {
            _room.Record(more);
            Show(_room);
            Assert.Equal(more, Assert.IsType<WitnessFinding.Advanced>(await witness.StepAsync(default)).Leaves);
        }
    }

    [Fact]
    public async Task A_fork_is_called_a_fork_and_both_heads_are_shown()
    {
        var witness = Witness();
        await witness.StepAsync(default);
        _twin.Pass(TimeSpan.FromSeconds(1));
        _twin.Record(40);
        Show(_twin);
        var alarm = Assert.IsType<WitnessFinding.Alarmed>(await witness.StepAsync(default));
        Assert.Equal(LogAlarm.Fork, alarm.Alarm);
        var (known, shown) = (
            Assert.IsType<HeadReading.Good>(_room.Key.Read(alarm.Known)),
            Assert.IsType<HeadReading.Good>(_room.Key.Read(alarm.Shown))
        );
        Assert.Equal(known.Head.Size, shown.Head.Size);
        Assert.False(known.Head.HasRoot(shown.Head.Root.Span));
        // What it knows stays: the true log is still the true one.
        Show(_room);
        Assert.IsType<WitnessFinding.Same>(await witness.StepAsync(default));
    }

    [Fact]
    public async Task A_rewrite_is_called_a_rewrite()
    {
        var witness = Witness();
        await witness.StepAsync(default);
        _twin.Pass(TimeSpan.FromSeconds(1));
        _twin.Record(90);
        Show(_twin);
        Assert.Equal(LogAlarm.Rewrite, await AlarmAsync(witness));
    }

    [Fact]
    public async Task A_lost_end_is_noticed_even_by_a_witness_that_was_stopped()
    {
        await Witness(state: State).StepAsync(default);
        _twin.Record(39);
        Show(_twin);
        Assert.Equal(LogAlarm.Shrunk, await AlarmAsync(Witness(state: State)));
        // Without its state it would have to believe.
        Assert.IsType<WitnessFinding.Advanced>(await Witness().StepAsync(default));
    }

    [Fact]
    public async Task Another_key_is_called_another_key()
    {
        File.Delete(_twin.KeyPath);
        _twin.Record(40);
        Show(_twin);
        var witness = Witness();
        Assert.Equal(LogAlarm.OtherKey, await AlarmAsync(witness));
        Assert.Null(witness.Last);
        Assert.Throws<IOException>(() =>
        {
            File.WriteAllText(State, _twin.Log.Head!.Note);
            Witness(state: State);
        });
    }

    [Fact]
    public async Task Silence_is_an_alarm_whether_the_server_is_gone_hides_the_log_or_repeats_an_old_head()
    {
        var witness = Witness();
        await witness.StepAsync(default);
        var stranger = Witness();
        _time.NowUs += 59 * 60 * 1_000_000L;
        Assert.IsType<WitnessFinding.Same>(await witness.StepAsync(default));
        _server.Show(null);
        Assert.Null(await witness.StepAsync(default));
        _time.NowUs += 2 * 60 * 1_000_000L;
        Assert.Equal(LogAlarm.Silent, await AlarmAsync(witness));
        Assert.Equal(LogAlarm.Silent, await AlarmAsync(stranger));
        Show(_room);
        Assert.Equal(LogAlarm.Silent, await AlarmAsync(witness));
        // A heartbeat ends it.
        _room.Pass(TimeSpan.FromHours(2));
        _room.Log.Advance(_room.NowUs);
        Show(_room);
        Assert.IsType<WitnessFinding.Same>(await witness.StepAsync(default));
        _server.Client.CancelPendingRequests();
        using var gone = new HttpClient { BaseAddress = new Uri("http://127.0.0.1:9") };
        var lonely = new LogWitness(gone, _room.Key, null, TimeSpan.FromHours(1), _time);
        Assert.Null(await lonely.StepAsync(default));
        _time.NowUs += 61 * 60 * 1_000_000L;
        Assert.Equal(LogAlarm.Silent, await AlarmAsync(lonely));
    }

    [Fact]
    public async Task A_head_from_the_future_would_cover_a_silence()
    {
        _room.Pass(TimeSpan.FromDays(1));
        _room.Log.Advance(_room.NowUs);
        _server.Show(_room.Log);
        Assert.Equal(LogAlarm.Future, await AlarmAsync(Witness()));
    }

    [Fact]
    public async Task Words_that_are_changed_on_the_way_are_a_forgery_and_a_page_is_no_head()
    {
        var witnessing = new Witnessing(_room.Key, null, long.MaxValue, 0);
        var note = _room.Log.Head!.Note;
        ValueTask<IReadOnlyList<byte[]>?> NoProof(long from, long to) => ValueTask.FromResult<IReadOnlyList<byte[]>?>(null);
        async Task<LogAlarm> Judge(string text) =>
            Assert.IsType<WitnessFinding.Alarmed>(await witnessing.JudgeAsync(text, _time.NowUs, NoProof)).Alarm;
        Assert.Equal(LogAlarm.Forged, await Judge(note.Replace("\n40\n", "\n41\n", StringComparison.Ordinal)));
        Assert.Equal(LogAlarm.Malformed, await Judge("<html>Sign in</html>\n"));
        Assert.Equal(LogAlarm.Malformed, await Judge(""));
        Assert.Equal(LogAlarm.Malformed, await Judge(note.Replace("\n40\n", "\n040\n", StringComparison.Ordinal)));
        Assert.Equal(LogAlarm.Malformed, await Judge(note[..^1]));
        Assert.Equal(LogAlarm.Malformed, await Judge(note + new string('x', 5000)));
        // Another witness may have signed the head too.
        Assert.IsType<WitnessFinding.Advanced>(
            await witnessing.JudgeAsync(note + "— other.example " + Convert.ToBase64String(new byte[76]) + "\n", _time.NowUs, NoProof)
        );
        // Without a proof nobody is believed.
        _room.Record(1);
        Assert.Equal(LogAlarm.Rewrite, await Judge(_room.Log.Head!.Note));
    }

    [Fact]
    public async Task Two_witnesses_find_out_that_they_were_shown_two_histories()
    {
        var witness = Witness();
        await witness.StepAsync(default);
        var early = _room.Log.Head!.Note;
        _room.Record(60);
        Show(_room);
        await witness.StepAsync(default);
        Assert.Null(await witness.CompareAsync(early, default));
        Assert.Null(await witness.CompareAsync(_room.Log.Head!.Note, default));
        _twin.Pass(TimeSpan.FromSeconds(1));
        _twin.Record(30);
        Assert.Equal(
            LogAlarm.Rewrite,
            Assert.IsType<WitnessFinding.Alarmed>(await witness.CompareAsync(_twin.Log.Head!.Note, default)).Alarm
        );
        _twin.Record(70);
        Assert.Equal(LogAlarm.Fork, Assert.IsType<WitnessFinding.Alarmed>(await witness.CompareAsync(_twin.Log.Head!.Note, default)).Alarm);
    }

    private sealed class Moved : TimeProvider
    {
        public long NowUs { get; set; }

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddMicroseconds(NowUs);
    }
}
