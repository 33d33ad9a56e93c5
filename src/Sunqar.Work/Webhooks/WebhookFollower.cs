using System.Collections.Concurrent;
using Sunqar.Core.Acts;
using Sunqar.Core.Cases.Outbox;
using Sunqar.Core.Webhooks;
using Sunqar.Storage.Journal;
using Sunqar.Work.Acting;

namespace Sunqar.Work.Webhooks;

/// <summary>Posts one event; a subscription's own way.</summary>
public delegate Task<WebhookAnswer> TellWebhook(Webhook one, WebhookEvent what, CancellationToken cancel);

/// <summary>
/// Tells institutions what happened, each subscription on its own and in order: one that is down or slow keeps no other waiting. What
/// failed is told again with the outbox's growing pauses, for as long as the subscription stands. How far it came is an act of the house;
/// what was told and not noted (a crash between the two) is told again under the same id.
/// </summary>
public sealed class WebhookFollower(ActDesk desk, IJournal journal, TellWebhook tell)
{
    /// <summary>Events of one round of one subscription.</summary>
    private const int RoundMax = 100;

    /// <summary>Facts passed over, without an event among them, after which the place is noted, so that a restart need not read them
    /// again.</summary>
    private const long PassedMax = 100_000;

    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, Round> _rounds = new(StringComparer.Ordinal);

    /// <summary>A subscription's place in this process, ahead of what is noted where nothing had to be told.</summary>
    private sealed class Round
    {
        public WebhookCursor Noted;
        public WebhookCursor At;
        public int Tries;
        public long NextUs;
        public long Number;
        public int IsBusy;
    }

    /// <summary>Tells what every subscription has not been told, as far as it is due.</summary>
    /// <returns>Events that were taken.</returns>
    public async Task<int> AdvanceAsync(CancellationToken cancel)
    {
        var open = desk.Read(state => state.Of<WebhookBook>().Open.ToList());
        var taken = await Task.WhenAll(open.Select(one => AdvanceAsync(one, cancel)));
        return taken.Sum();
    }

    private async Task<int> AdvanceAsync(Webhook one, CancellationToken cancel)
    {
        var round = _rounds.GetOrAdd(one.Id, _ => new Round { Noted = one.Cursor, At = one.Cursor });
        if (Interlocked.Exchange(ref round.IsBusy, 1) == 1)
            return 0;
        try
        {
            return await AdvanceAsync(one, round, cancel);
        }
        finally
        {
            Volatile.Write(ref round.IsBusy, 0);
        }
    }

    private async Task<int> AdvanceAsync(Webhook one, Round round, CancellationToken cancel)
    {
        if (round.Noted != one.Cursor)
            (round.Noted, round.At, round.NextUs, round.Tries) = (one.Cursor, one.Cursor, 0, 0);
        if (desk.NowUs < round.NextUs)
            return 0;
        var (events, reached) = await Task.Run(() => WebhookEvents.Since(journal, one, round.At, RoundMax), cancel);
        var sent = 0;
        foreach (var what in events)
        {
            var answer = await tell(one, what, cancel);
            if (answer == WebhookAnswer.Taken)
            {
                (round.At, round.Tries) = (what.After, 0);
                sent++;
                continue;
            }
            if (answer == WebhookAnswer.Gone)
            {
                await desk.DoAsync(new EndWebhook($"gone-{one.Id}", one.Id, "The address answered that it is gone."), Actor.House);
                return sent;
            }
            round.NextUs = desk.NowUs + OutboxBook.PauseUs(++round.Tries);
            break;
        }
        if (sent == events.Count)
            round.At = reached;
        await NoteAsync(one, round, sent);
        return sent;
    }

    private async Task NoteAsync(Webhook one, Round round, int sent)
    {
        var passed = round.At.ActsNext - round.Noted.ActsNext + (round.At.PaymentsNext - round.Noted.PaymentsNext);
        if (sent == 0 && passed < PassedMax)
            return;
        var key = $"{one.Id}-{WebhookEvents.Text(round.Noted)}-{round.Number++}";
        var answer = await desk.DoAsync(new AdvanceWebhook(key, one.Id, round.Noted, round.At, sent), Actor.House);
        if (answer.IsDone)
            round.Noted = round.At;
    }

    /// <summary>Runs until cancelled. A round waits for nobody: whoever is still being told is left out of the next.</summary>
    public async Task RunAsync(Action<string> warn, CancellationToken cancel)
    {
        var running = new List<Task>();
        try
        {
            while (true)
            {
                running.Add(AdvanceAsync(cancel));
                await Task.Delay(Between, cancel);
                foreach (var over in running.Where(round => round.IsCompleted).ToList())
                {
                    running.Remove(over);
                    await over;
                }
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // The server stops; what was not told waits in the journal.
        }
        catch (Exception error)
        {
            warn($"No webhook is told any more until the next start: {error.Message}");
        }
    }
}
