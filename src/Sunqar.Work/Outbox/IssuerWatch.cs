using System.Collections.Concurrent;
using System.Globalization;
using Sunqar.Core.Acts;
using Sunqar.Core.Cases.Measures;
using Sunqar.Core.Chain;
using Sunqar.Storage.Journal;
using Sunqar.Work.Acting;

namespace Sunqar.Work.Outbox;

/// <summary>
/// Watches the chain for the wallets whose freeze was asked of the issuer: tells the desk of acts when the chain shows it, or no longer
/// does, and knows what left each wallet meanwhile. A reorganisation takes back what it took back.
/// </summary>
public sealed class IssuerWatch(IJournal journal, ActDesk desk)
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(500);

    /// <summary>Blocks bear whole seconds: one of the request's own second may bear a time before it.</summary>
    private const long BlockUs = 1_000_000;

    private readonly Dictionary<string, Wallet> _watched = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Int128> _escaped = new(StringComparer.Ordinal);
    private long _next;

    /// <summary>What is known of one measure's wallet.</summary>
    private sealed class Wallet(Measure measure)
    {
        public Measure Measure { get; set; } = measure;

        /// <summary>What left it since the request: id → millionths.</summary>
        public Dictionary<string, (long TimeUs, Int128 Micro)> Out { get; } = new(StringComparer.Ordinal);

        /// <summary>The freezes that hold, by id.</summary>
        public SortedDictionary<string, long> Freezes { get; } = new(StringComparer.Ordinal);

        public bool Is(string chain, string address) =>
            chain == Measure.Request.Target.Chain
            && string.Equals(
                address,
                Measure.Request.Target.Id,
                chain == "ethereum" ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal
            );
    }

    /// <summary>What left a measure's wallet since it was asked for, and before the chain showed the freeze; millionths.</summary>
    public Int128 Escaped(string measureId) => _escaped.GetValueOrDefault(measureId);

    /// <summary>Takes in what the chain showed since the last time, and tells the desk.</summary>
    public async Task AdvanceAsync()
    {
        var measures = desk.Read(state =>
            state
                .Of<MeasureBook>()
                .All.Where(m => m.Kind.ProvedBy == Proof.Chain && (m.Stepped.IsPending() || m.Stepped == MeasureStatus.Confirmed))
                .ToList()
        );
        var fresh = new List<Wallet>();
        foreach (var measure in measures)
        {
            if (_watched.TryGetValue(measure.Id, out var wallet))
                wallet.Measure = measure;
            else
                fresh.Add(_watched[measure.Id] = new Wallet(measure));
        }
        foreach (var over in _watched.Keys.Except(measures.Select(m => m.Id)).ToList())
            _watched.Remove(over);
        var until = journal.Head(Streams.Chain).Next;
        // A wallet that was not watched before is looked for from the first fact; the others go on.
        if (fresh.Count > 0)
            Take(0, _next, fresh);
        Take(_next, until, _watched.Values);
        _next = until;
        foreach (var wallet in _watched.Values)
            await TellAsync(wallet);
    }

    private void Take(long from, long until, IReadOnlyCollection<Wallet> wallets)
    {
        if (wallets.Count == 0 || from >= until)
            return;
        foreach (var recorded in journal.Read(Streams.Chain, from))
        {
            if (recorded.Sequence >= until)
                return;
            foreach (var wallet in wallets)
                Take(recorded.Fact, wallet);
        }
    }

    private static void Take(Core.Facts.Fact fact, Wallet wallet)
    {
        switch (fact)
        {
            case ChainSeen seen:
                foreach (
                    var transfer in seen.Transfers.Where(t => t.TimeUs > wallet.Measure.RequestedUs - BlockUs && wallet.Is(t.Chain, t.From))
                )
                {
                    wallet.Out[transfer.Id] = (transfer.TimeUs, Micro(transfer.Units, transfer.Decimals));
                }
                break;
            case TokenEventsSeen seen:
                foreach (var happened in seen.Events.Where(e => wallet.Is(e.Chain, e.Wallet)))
                {
                    if (happened.Kind == TokenEventKind.Frozen)
                        wallet.Freezes[happened.Id] = happened.TimeUs;
                    if (happened.Kind == TokenEventKind.Unfrozen)
                        wallet.Freezes.Clear();
                }
                break;
            case ChainRolledBack back:
                foreach (var id in back.Ids)
                {
                    wallet.Out.Remove(id);
                    wallet.Freezes.Remove(id);
                }
                break;
        }
    }

    private async Task TellAsync(Wallet wallet)
    {
        var (measure, freeze) = (wallet.Measure, wallet.Freezes.FirstOrDefault());
        var frozenUs = freeze.Key is null ? long.MaxValue : freeze.Value;
        var escaped = wallet.Out.Values.Where(moved => moved.TimeUs <= frozenUs).Aggregate((Int128)0, (sum, moved) => sum + moved.Micro);
        _escaped[measure.Id] = escaped;
        if (measure.Stepped is MeasureStatus.Approved or MeasureStatus.Sent && freeze.Key is not null)
        {
            await desk.DoAsync(new ConfirmOnChain(KeyOf(measure, "seen"), measure.CaseId, measure.Id, freeze.Key, escaped), Actor.House);
        }
        if (
            measure.Stepped == MeasureStatus.Confirmed
            && measure.Steps.Last(step => step.Step == MeasureStep.Confirm).Reference is var shown
            && !wallet.Freezes.ContainsKey(shown)
        )
        {
            await desk.DoAsync(
                new ConfirmOnChain(KeyOf(measure, "gone"), measure.CaseId, measure.Id, shown, 0, IsTakenBack: true),
                Actor.House
            );
        }
    }

    /// <summary>One key a sighting: each changes the number of steps.</summary>
    private static string KeyOf(Measure measure, string what) =>
        string.Create(CultureInfo.InvariantCulture, $"chain-{what}-{measure.Id}-{measure.Steps.Count}");

    private static Int128 Micro(Int128 units, int decimals)
    {
        for (; decimals < 6; decimals++)
            units *= 10;
        for (; decimals > 6; decimals--)
            units /= 10;
        return units;
    }

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(Action<string> warn, CancellationToken cancel)
    {
        try
        {
            while (true)
            {
                await Task.Run(AdvanceAsync, cancel);
                await Task.Delay(Between, cancel);
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // The server stops.
        }
        catch (Exception error)
        {
            warn($"The chain confirms no freeze any more until the next start: {error.Message}");
        }
    }
}
