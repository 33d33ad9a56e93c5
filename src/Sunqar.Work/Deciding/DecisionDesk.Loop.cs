using System.Diagnostics;
using System.Runtime.CompilerServices;
using Sunqar.Core.Decisions;
using Sunqar.Storage.Journal;
using Sunqar.Work.Registers;

namespace Sunqar.Work.Deciding;

/// <summary>The desk's thread: takes what waits, decides, hands groups to the journal and answers them when they are on disk.</summary>
public sealed partial class DecisionDesk
{
    private readonly List<DeskTicket> _taken = [];
    private LookupsPicture _lookups;
    private LookupsPicture? _marked;
    private long _snapshotNext;
    private long _pausedUntil;
    private long _lapsesAskedAt;
    private Action? _onFlushed;
    private ValueTaskAwaiter<AppendOutcome> _flushing;
    private AppendOutcome _outcome;
    private volatile bool _isFlushed;

    private void TakeState(DeskReplay.State state)
    {
        _snapshotNext = state.Next - state.Replayed;
        _decider.Begin(state.Engine, state.Next);
        _decider.Registry = _lookups.Registry;
        WeighWindows();
    }

    private void Run()
    {
        _onFlushed = () =>
        {
            _outcome = _flushing.GetResult();
            _isFlushed = true;
            _queue.Signal();
        };
        try
        {
            while (Step()) { }
            KeepSnapshot();
        }
        catch (Exception error)
        {
            // A bug. What is on disk stays true; nobody may be left waiting.
            _trouble = $"The desk stopped: {error.Message}";
            _options.Warn(error.ToString());
            _queue.Close();
            AnswerNobodyWaits(_trouble);
        }
        _ended.SetResult();
    }

    /// <summary>One round; false when the desk is closed and everything is answered.</summary>
    private bool Step()
    {
        if (_isFlushed)
            Land();
        if (_decider.Flight is null && !_decider.Open.IsEmpty)
            HandOver();
        if (_decider.Open.IsFull)
        {
            _queue.WaitForSignal();
            return true;
        }
        if (_prepared is not null && !IsPaused)
        {
            // Payments of before are on disk first; what waits meets the new rules.
            if (_decider.Flight is not null)
            {
                _queue.WaitForSignal();
                return true;
            }
            TakeRulebook();
        }
        TakeLookups();
        LapseDue();
        _taken.Clear();
        _queue.Take(_taken, SlicePayments);
        if (_taken.Count > 0)
        {
            if (IsPaused)
                Refuse(_taken, _trouble ?? "An append failed a moment ago; ask again in a second.");
            else
                ProcessWhatFits();
            return true;
        }
        if (_decider.Open.IsEmpty && _decider.Flight is null && _closing)
            return false;
        // An open group with nothing in flight is handed over in the next round.
        if (_decider.Open.IsEmpty || _decider.Flight is not null)
            _queue.Wait(_options.LapseInterval, _decider.Flight is null ? 1 : WakeAt);
        return true;
    }

    /// <summary>What is looked up changes between two runs of payments, and the stream says where, so that a replay can tell.</summary>
    private void TakeLookups()
    {
        var offered = _offered;
        if (_marked == offered || IsPaused)
            return;
        _marked = _lookups = offered;
        _decider.Registry = offered.Registry;
        _decider.Engine.Use(offered.Rates);
        _decider.Open.Mark(offered.AsOf);
        Counts.TakeLookups();
    }

    private bool IsPaused => _trouble is not null || _options.Time.GetTimestamp() < _pausedUntil;

    /// <summary>Gives the open group to the journal; what is asked meanwhile goes into the next.</summary>
    private void HandOver()
    {
        var group = _decider.Close();
        if (group.Batch.Count == 0)
        {
            // Only repeats of what is on disk already: there is nothing to wait for.
            Answer(group);
            return;
        }
        _flushing = _writer.AppendAsync(group.Batch).GetAwaiter();
        if (_flushing.IsCompleted)
            _onFlushed!();
        else
            _flushing.UnsafeOnCompleted(_onFlushed!);
    }

    private void Land()
    {
        var (group, outcome) = (_decider.Flight!, _outcome);
        _isFlushed = false;
        if (!outcome.IsAppended)
        {
            Fail(outcome);
            return;
        }
        if (outcome.First + outcome.Count != group.NextSequence)
            throw new UnreachableException("Somebody else wrote to the stream of payments.");
        // The disk is kept busy first; what landed is noted while it works.
        if (!_decider.Open.IsEmpty)
            HandOver();
        _decider.Land(group);
        Counts.Flushed(outcome.Count);
        Answer(group);
    }

    private void Answer(DeskGroup group)
    {
        var now = _options.Time.GetTimestamp();
        foreach (var ticket in group.Tickets)
        {
            Counts.Answered(ticket);
            _options.Latency?.Record(_options.Time.GetElapsedTime(ticket.AskedAt, now).TotalSeconds);
        }
        DeskTraces.Tell(group, _options.Time, now);
        AnswerRun.GiveOut(group.Tickets);
        _decider.Free(group);
    }

    /// <summary>
    /// Nothing of the group is on disk, or nobody knows. What was decided on top of it stands on nothing: all of it is answered as not
    /// decided, and the engine is built again from what the journal holds.
    /// </summary>
    private void Fail(in AppendOutcome outcome)
    {
        var reason = outcome.Reason ?? "The journal took nothing.";
        _trouble = reason;
        var groups = _decider.Fail();
        _options.Warn($"{groups.Sum(group => group.Tickets.Count)} questions could not be answered: {reason}");
        foreach (var failed in groups)
        {
            foreach (var ticket in failed.Tickets)
            {
                ticket.AnswerAll(DeskAnswer.Unavailable(reason));
                Counts.Fail(ticket.Weight);
            }
            AnswerRun.GiveOut(failed.Tickets);
            _decider.Free(failed);
        }
        // Until the journal is opened again, a stream that failed or was taken over takes nothing more.
        var isLasting = outcome.Status is AppendStatus.Failed or AppendStatus.LeaseLost or AppendStatus.Closed;
        TakeState(DeskReplay.Run(_journal, Stream, _rulebook, _lookups, _ids, _sealer, _ => { }, CancellationToken.None));
        // The mark may have stood in what was lost; a second one says the same.
        _marked = null;
        if (_rulebook != _options.Rulebook)
            MarkRulebook();
        _pausedUntil = _options.Time.GetTimestamp() + (long)(_options.PauseAfterFailure.TotalSeconds * _options.Time.TimestampFrequency);
        if (!isLasting)
            _trouble = null;
    }

    private void AnswerNobodyWaits(string reason)
    {
        _queue.Take(_taken, int.MaxValue);
        List<DeskTicket> waiting = [.. _taken.Concat(_decider.Open.Tickets).Concat(_decider.Flight?.Tickets ?? []).Distinct()];
        foreach (var ticket in waiting)
            ticket.AnswerAll(DeskAnswer.Unavailable(reason));
        AnswerRun.GiveOut(waiting);
    }

    /// <summary>Keeps the engine's state where replaying would take long; a desk without it starts later, no more.</summary>
    private void KeepSnapshot()
    {
        var next = _decider.Open.NextSequence;
        if (next - _snapshotNext < _options.SnapshotFactsMin || _trouble is not null)
            return;
        try
        {
            EngineParts.Save(_journal, Stream, next, _decider.Engine, _lookups.AsOf);
            _snapshotNext = next;
        }
        catch (IOException error)
        {
            _options.Warn($"The state of the decision engine could not be kept ({error.Message}); the next start replays more.");
        }
    }
}
