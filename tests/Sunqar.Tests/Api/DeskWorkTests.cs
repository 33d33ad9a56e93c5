using Sunqar.Work.Deciding;
using Xunit;

namespace Sunqar.Tests.Api;

/// <summary>What a decision costs, counted: figures that are the same on every machine and in every hour, and grow only when somebody makes
/// them.</summary>
public class DeskWorkTests
{
    private const int Payments = 200;

    /// <summary>A decided payment of known subjects takes 127; an id of a subject, which is drawn, a byte more or less.</summary>
    private const int FactBytesMax = 140;

    [Fact]
    public async Task However_many_ask_while_the_disk_is_busy_one_flush_answers_them_all()
    {
        await using var room = new DeskRoom();
        // Subjects are introduced once; what follows tells payments alone.
        await room.Desk.DecideAsync(room.TopUp("first"));
        var gate = new TaskCompletionSource();
        room.Journal.Slow = gate.Task;
        var (appends, bytes) = (room.Journal.Appends, room.Journal.Bytes);
        var asked = new List<Task<DeskAnswer>> { room.Desk.DecideAsync(room.TopUp("alone")).AsTask() };
        await DeskRoom.UntilAsync(() => room.Journal.Appends == appends + 1);
        for (var i = 0; i < Payments; i++)
            asked.Add(room.Desk.DecideAsync(room.TopUp($"P{i}", tenge: 1_000 + i)).AsTask());
        await DeskRoom.UntilAsync(() => room.Desk.Waiting == 0);
        room.Journal.Slow = Task.CompletedTask;
        gate.SetResult();
        var answers = await Task.WhenAll(asked);
        Assert.All(answers, answer => Assert.Equal(DeskStatus.Decided, answer.Status));
        Assert.Equal(appends + 2, room.Journal.Appends);
        Assert.InRange((room.Journal.Bytes - bytes) / (Payments + 1), 40, FactBytesMax);
    }
}
