namespace Sunqar.Tests.Decisions.Plain;

/// <summary>
/// Counts the distinct values of one range of a busy key's entries, and moves with the range: a step costs what the range moved by,
/// not its length. It may move back, for an event that comes late.
/// </summary>
internal sealed class PlainCursor
{
    private readonly PlainCounts _counts = new();
    private int _low;
    private int _high;

    public long Bytes => _counts.Bytes;

    /// <summary>Distinct values in [low, high), and whether <paramref name="value"/> is one of them.</summary>
    public (int Count, bool Contains) Ask(ReadOnlySpan<Entry> entries, int low, int high, ulong value)
    {
        MoveTo(entries, low, high);
        return (_counts.Distinct, _counts.Contains(value));
    }

    /// <summary>An entry came in before place <paramref name="at"/>.</summary>
    public void Inserted(int at, ulong value)
    {
        if (at < _low || (at == _low && _low == _high))
        {
            _low++;
            _high++;
        }
        else if (at < _high)
        {
            _high++;
            Count(value);
        }
    }

    /// <summary>The entry at place <paramref name="at"/> went.</summary>
    public void Removed(int at, ulong value)
    {
        if (at < _low)
        {
            _low--;
            _high--;
        }
        else if (at < _high)
        {
            _high--;
            Uncount(value);
        }
    }

    /// <summary>The first <paramref name="count"/> entries are about to go.</summary>
    public void Dropping(ReadOnlySpan<Entry> entries, int count)
    {
        for (; _low < _high && _low < count; _low++)
        {
            Uncount(entries[_low].Distinct);
        }
        _low = Math.Max(0, _low - count);
        _high = Math.Max(0, _high - count);
    }

    private void MoveTo(ReadOnlySpan<Entry> entries, int low, int high)
    {
        if (low >= _high || high <= _low)
        {
            _counts.Clear();
            _low = _high = low;
        }
        while (_low > low)
        {
            Count(entries[--_low].Distinct);
        }
        while (_high < high)
        {
            Count(entries[_high++].Distinct);
        }
        while (_low < low)
        {
            Uncount(entries[_low++].Distinct);
        }
        while (_high > high)
        {
            Uncount(entries[--_high].Distinct);
        }
    }

    // Zero is "absent" and is not counted.
    private void Count(ulong value)
    {
        if (value != 0)
        {
            _counts.Add(value);
        }
    }

    private void Uncount(ulong value)
    {
        if (value != 0)
        {
            _counts.Remove(value);
        }
    }
}
