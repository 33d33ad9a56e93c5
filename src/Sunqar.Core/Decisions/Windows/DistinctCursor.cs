namespace Sunqar.Core.Decisions.Windows;

/// <summary>
/// Counts the distinct values of one range of a busy key's entries, and moves with the range: a step costs what the range moved by,
/// not its length. It may move back, for an event that comes late.
/// </summary>
internal sealed class DistinctCursor
{
    private readonly CountTable _counts = new();
    private int _low;
    private int _high;

    public long Bytes => _counts.Bytes;

    /// <summary>Distinct values in [low, high), and whether <paramref name="value"/> is one of them; 0 is none.</summary>
    /// <param name="at">Gives the value at a place.</param>
    public (int Count, bool Contains) Ask(Func<int, uint> at, int low, int high, uint value)
    {
        MoveTo(at, low, high);
        return (_counts.Distinct, value != 0 && _counts.Contains(value));
    }

    /// <summary>An entry came in before place <paramref name="at"/>.</summary>
    public void Inserted(int at, uint value)
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
    public void Removed(int at, uint value)
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

    private void MoveTo(Func<int, uint> at, int low, int high)
    {
        if (low >= _high || high <= _low)
        {
            _counts.Clear();
            _low = _high = low;
        }
        while (_low > low)
        {
            Count(at(--_low));
        }
        while (_high < high)
        {
            Count(at(_high++));
        }
        while (_low < low)
        {
            Uncount(at(_low++));
        }
        while (_high > high)
        {
            Uncount(at(--_high));
        }
    }

    // Zero is "absent" and is not counted.
    private void Count(uint value)
    {
        if (value != 0)
        {
            _counts.Add(value);
        }
    }

    private void Uncount(uint value)
    {
        if (value != 0)
        {
            _counts.Remove(value);
        }
    }
}
