using Sunqar.Core.Objections;
using Sunqar.Core.Queue;
using Sunqar.Work.Acting;
using Sunqar.Work.Deciding;

namespace Sunqar.Work.Objections;

/// <summary>Keeps the book of stops up with the journal, and carries what people answered to the desk: a hold that was found wrong ends. A
/// release that a crash kept from the desk is asked for again after the next start.</summary>
internal sealed class ObjectionFollower(StopBook stops, ActDesk acts, DecisionDesk desk)
{
    private const int SliceStops = 5_000;
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

    private readonly HashSet<string> _carried = new(StringComparer.Ordinal);

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(Action<string> warn, CancellationToken cancel)
    {
        try
        {
            while (true)
            {
                await CarryAsync();
                while (await Task.Run(() => stops.Advance(SliceStops, cancel), cancel) == SliceStops)
                    await Task.Yield();
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
            warn($"Objections that were answered release no holds until the next start: {error.Message}");
        }
    }

    /// <summary>Asks the desk to end the holds of objections that were found right, and those that an officer released.</summary>
    internal async Task CarryAsync()
    {
        var right = acts.Read(state =>
            state
                .Of<ObjectionBook>()
                .All.Where(one => one.Answer is { Outcome: ObjectionOutcome.Lifted or ObjectionOutcome.Corrected })
                .Select(one => (one.Id, one.Made.Institution, one.Made.PaymentId))
                .Concat(state.Of<ReleaseBook>().All.Select(one => (one.Id, one.Released.Institution, one.Released.PaymentId)))
                .Where(one => !_carried.Contains(one.Id))
                .ToList()
        );
        foreach (var (id, institution, payment) in right)
        {
            var answer = await desk.ReleaseAsync(institution, payment);
            // What the desk could not take now is asked for again; anything else is done, or has nothing to end.
            if (answer.Status is not (DeskStatus.Busy or DeskStatus.Unavailable))
                _carried.Add(id);
        }
    }
}
