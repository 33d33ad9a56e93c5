using System.Globalization;
using Sunqar.Core.Decisions;
using Sunqar.Core.Payments;

namespace Sunqar.Work.Deciding;

/// <summary>What the desk's thread does with each question. Answers are put into the tickets and stay there until the group is on
/// disk.</summary>
public sealed partial class DecisionDesk
{
    private SentPayment[] _run = new SentPayment[SlicePayments];

    /// <summary>Beyond the limit of the windows new payments are refused, not decided on windows that hold too little.</summary>
    private void ProcessWhatFits()
    {
        if (WeighWindows())
        {
            var refused = _taken.FindAll(ticket => ticket.Question == DeskQuestion.Decide);
            _taken.RemoveAll(ticket => ticket.Question == DeskQuestion.Decide);
            Refuse(refused, _fullness!);
        }
        Process(_taken);
    }

    /// <summary>Takes the windows' size; true where it is beyond the limit.</summary>
    private bool WeighWindows()
    {
        var (entries, bytes) = (_decider.Engine.WindowEntries, _decider.Engine.WindowBytes);
        Counts.Weigh(entries, bytes, _options.WindowBytesMax);
        var isFull = bytes > _options.WindowBytesMax;
        if (isFull && _fullness is null)
        {
            _fullness = string.Create(
                CultureInfo.InvariantCulture,
                $"The windows hold {bytes:N0} bytes, and the limit is {_options.WindowBytesMax:N0}: no new payment is decided. "
                    + $"Start the server with more (--window-mib)."
            );
            _options.Warn(_fullness);
        }
        else if (!isFull)
        {
            _fullness = null;
        }
        return isFull;
    }

    private void Process(List<DeskTicket> tickets)
    {
        var count = Gather(tickets);
        if (count > 0)
        {
            try
            {
                _sealer.Seal(_run.AsSpan(0, count), _decider.Open.Sealed);
            }
            catch (IOException error)
            {
                // A new subject's key found no room: nothing was decided.
                _options.Warn(error.Message);
                Refuse(tickets, error.Message);
                return;
            }
            finally
            {
                Array.Clear(_run, 0, count);
            }
            _decider.Introduce();
        }
        var (at, nowUs) = (0, Clock.NowUs());
        foreach (var ticket in tickets)
        {
            switch (ticket.Question)
            {
                case DeskQuestion.Decide:
                    for (var i = 0; i < ticket.Count; i++)
                    {
                        var payments = _decider.Open.Sealed.Payments[at++..];
                        _decider.Engine.Expect(payments[1..]);
                        ticket.Answer(i, _decider.Decide(in payments[0], nowUs, ticket.IsHistory));
                    }
                    break;
                case DeskQuestion.Confirm:
                    ticket.Answer(
                        0,
                        _decider.Confirm(ticket.Institution, ticket.Id, ticket.Confirmation, nowUs, ticket.Device, ticket.Proof)
                    );
                    break;
                case DeskQuestion.Reverse:
                    ticket.Answer(0, _decider.Reverse(ticket.Institution, ticket.Id, nowUs));
                    break;
                case DeskQuestion.Release:
                    ticket.Answer(0, _decider.Release(ticket.Institution, ticket.Id, nowUs));
                    break;
                case DeskQuestion.Measure:
                    ticket.Answer(0, _decider.Measure(ticket.Measure!));
                    break;
            }
            _decider.Open.Tickets.Add(ticket);
        }
    }

    private int Gather(List<DeskTicket> tickets)
    {
        var count = 0;
        foreach (var ticket in tickets)
        {
            if (_run.Length < count + ticket.Count)
                Array.Resize(ref _run, count + ticket.Count);
            ticket.Payments.CopyTo(_run.AsSpan(count));
            count += ticket.Count;
        }
        return count;
    }

    private void Refuse(List<DeskTicket> tickets, string reason)
    {
        foreach (var ticket in tickets)
        {
            ticket.AnswerAll(DeskAnswer.Unavailable(reason));
            Counts.Fail(ticket.Weight);
        }
        AnswerRun.GiveOut(tickets);
    }

    /// <summary>Holds whose time is over become facts; so many a round that the group is not held up.</summary>
    private void LapseDue()
    {
        if (_trouble is not null || _lapsesAskedAt != 0 && _options.Time.GetElapsedTime(_lapsesAskedAt) < _options.LapseInterval)
            return;
        var lapsed = _decider.Lapse(Clock.NowUs(), SlicePayments);
        Counts.Lapse(lapsed);
        // More may be due: then the next round asks again at once.
        _lapsesAskedAt = lapsed == SlicePayments ? 0 : _options.Time.GetTimestamp();
    }
}
