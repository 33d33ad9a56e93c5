namespace Sunqar.Work.Deciding;

/// <summary>
/// What waits for the desk's thread: bounded, counted in payments, so that above capacity a question is refused at once instead of answered
/// late.
/// </summary>
internal sealed class DeskQueue
{
    private readonly Queue<DeskTicket> _waiting = new();
    private readonly object _gate = new();
    private int _payments;
    private bool _isIdle;
    private int _wakeAt;
    private bool _isSignalled;
    private bool _isClosed;

    /// <summary>Payments that wait.</summary>
    public int Payments => Volatile.Read(ref _payments);

    /// <summary>How often the desk's thread was woken.</summary>
    public long Wakes { get; private set; }

    /// <summary>True when taken; false when full. A closed queue throws nothing: it is full for ever.</summary>
    /// <param name="room">Payments that may wait, this ticket's among them: all for single ones, fewer for who can wait himself.</param>
    public bool TryAdd(DeskTicket ticket, int room)
    {
        lock (_gate)
        {
            if (_isClosed || _payments + ticket.Weight > room)
                return false;
            _payments += ticket.Weight;
            _waiting.Enqueue(ticket);
            if (_payments >= _wakeAt)
                Wake();
            return true;
        }
    }

    /// <summary>Ends the wait of the desk's thread, whatever it waits for.</summary>
    public void Signal()
    {
        lock (_gate)
        {
            _isSignalled = true;
            Wake();
        }
    }

    /// <summary>Takes nothing more; what waits is still given out.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            _isSignalled = true;
            Wake();
        }
    }

    /// <summary>Moves waiting tickets over, at least one where there is one, until they weigh <paramref name="payments"/>.</summary>
    public void Take(List<DeskTicket> into, int payments)
    {
        lock (_gate)
        {
            while (_waiting.TryPeek(out var next) && (into.Count == 0 || payments >= next.Weight))
            {
                into.Add(_waiting.Dequeue());
                payments -= next.Weight;
                _payments -= next.Weight;
            }
        }
    }

    /// <summary>Waits for payments, a signal, or the end of a time.</summary>
    /// <param name="payments">For how many, at least one.</param>
    public void Wait(TimeSpan longest, int payments)
    {
        lock (_gate)
        {
            if (_payments < payments && !_isSignalled)
            {
                (_isIdle, _wakeAt) = (true, payments);
                Monitor.Wait(_gate, longest);
                _isIdle = false;
            }
            _isSignalled = false;
        }
    }

    /// <summary>Waits for a signal alone: the group is full and must land first.</summary>
    public void WaitForSignal()
    {
        lock (_gate)
        {
            while (!_isSignalled)
            {
                (_isIdle, _wakeAt) = (true, int.MaxValue);
                Monitor.Wait(_gate);
                _isIdle = false;
            }
            _isSignalled = false;
        }
    }

    private void Wake()
    {
        if (!_isIdle)
            return;
        // Whoever comes before the thread runs need not wake it again.
        _isIdle = false;
        Wakes++;
        Monitor.Pulse(_gate);
    }
}
