using Sunqar.Server.Pages.State;
using Sunqar.Work.Summaries;
using Xunit;

namespace Sunqar.Tests.ConsolePages;

public class ProgressBoardTests
{
    [Fact]
    public async Task A_late_reader_gets_the_whole_board_and_then_each_change_until_the_end()
    {
        var board = new ProgressBoard();
        board.Start(["Decide", "Mine"]);
        board.Report(new RunStep("Decide", StepState.Done, 1, null, 2));
        await using var reader = board
            .Watch(TestContext.Current.CancellationToken)
            .GetAsyncEnumerator(TestContext.Current.CancellationToken);

        Assert.True(await reader.MoveNextAsync());
        Assert.Equal([StepState.Done, StepState.Waiting], reader.Current.Steps.Select(step => step.State));
        Assert.False(reader.Current.Finished);

        var next = reader.MoveNextAsync().AsTask();
        Assert.False(next.IsCompleted);
        board.Report(new RunStep("Mine", StepState.Running, 0.5, "half", 1));
        Assert.True(await next);
        Assert.Equal("half", reader.Current.Steps[1].Note);

        board.Report(new RunStep("Surprise", StepState.Done, 1, null, 0));
        board.Finish();
        Assert.True(await reader.MoveNextAsync());
        Assert.Equal(3, reader.Current.Steps.Length);
        Assert.True(reader.Current.Finished);
        Assert.False(await reader.MoveNextAsync());
    }

    [Fact]
    public async Task Changes_faster_than_the_reader_are_taken_together()
    {
        var board = new ProgressBoard();
        board.Start(["Decide"]);
        await using var reader = board
            .Watch(TestContext.Current.CancellationToken)
            .GetAsyncEnumerator(TestContext.Current.CancellationToken);
        await reader.MoveNextAsync();
        for (var i = 0; i <= 1000; i++)
        {
            board.Report(new RunStep("Decide", StepState.Running, i / 1000.0, null, i));
        }
        await reader.MoveNextAsync();
        Assert.Equal(1.0, reader.Current.Steps[0].Fraction);
    }
}
