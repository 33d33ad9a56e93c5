using Sunqar.Work.Deciding;

namespace Sunqar.Work.Imports;

/// <summary>Imports what is put into the inbox of a running server, one list after another; decisions see it when
/// <see cref="LookupsFollower"/> has met it.</summary>
internal static class ListInboxFollower
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(250);

    /// <summary>Runs until cancelled.</summary>
    /// <param name="before">Done before a list is imported; null for nothing.</param>
    public static async Task RunAsync(
        ListInbox inbox,
        ImportJob job,
        Action<string> warn,
        CancellationToken cancel,
        Func<Task>? before = null
    )
    {
        try
        {
            await Task.Run(inbox.Sweep, cancel);
            while (true)
            {
                foreach (var id in inbox.Waiting())
                {
                    if (before is not null)
                        await before();
                    await Task.Run(() => Import(inbox, job, id), cancel);
                }
                await Task.Delay(Between, cancel);
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // The server stops.
        }
        catch (Exception error)
        {
            // Even a bug here must not take down what decides.
            warn($"Lists are imported no more until the next start: {error.Message}");
        }
    }

    private static void Import(ListInbox inbox, ImportJob job, string id)
    {
        ListAnswer answer;
        try
        {
            if (inbox.Take(id) is not { } order)
                return;
            answer = Import(inbox.ListOf(id), order, job);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A full disk, a list that cannot be read: the next one may do better.
            answer = new ListAnswer(error.Message, null, false);
        }
        inbox.Answer(id, answer);
    }

    private static ListAnswer Import(string path, ListOrder order, ImportJob job)
    {
        if (!ListInbox.Takes(order.Format))
            return new ListAnswer($"{order.Name}: a running server takes lists alone, not {order.Format}.", null, false);
        if (new FileInfo(path).Length > ListInbox.BytesMax)
            return new ListAnswer($"{order.Name} has more than {ListInbox.BytesMax} bytes.", null, false);
        if (
            ImportJob.Check(path, order.Format, order.SkipBad ? _ => { } : null, null, ListDay.LatestUs(DateTimeOffset.UtcNow))
            is not CheckOutcome.Good good
        )
        {
            return new ListAnswer($"{order.Name} cannot be taken.", null, false);
        }
        if (good.File.Import != order.Import)
            return new ListAnswer($"{order.Name} is not the list that was handed over.", null, false);
        return job.Import(good.File with { MayShrink = order.MayShrink }, order.SkipBad, null) switch
        {
            ImportOutcome.Imported imported => new ListAnswer(null, imported.Fact, true),
            ImportOutcome.AlreadyThere before => new ListAnswer(null, before.Fact, false),
            ImportOutcome.Refused refused => new ListAnswer((refused.Why with { File = order.Name }).ToString(), null, false),
            _ => throw new InvalidOperationException("An import's outcome that the inbox does not know."),
        };
    }
}
