namespace Sunqar.Core.Decisions.Windows;

/// <summary>How often each value occurs: open addressing, no tombstones, nothing allocated while it does not grow.</summary>
internal sealed class CountTable
{
    private uint[] _values = new uint[16];
    private int[] _counts = new int[16];

    /// <summary>How many different values occur.</summary>
    public int Distinct { get; private set; }

    public long Bytes => _values.Length * 8L;

    public bool Contains(uint value) => _counts[Place(value)] > 0;

    public void Add(uint value)
    {
        var place = Place(value);
        if (_counts[place]++ == 0)
        {
            _values[place] = value;
            if (++Distinct > _values.Length / 4 * 3)
            {
                Grow();
            }
        }
    }

    public void Remove(uint value)
    {
        var place = Place(value);
        if (--_counts[place] == 0)
        {
            Distinct--;
            CloseGap(place);
        }
    }

    public void Clear()
    {
        Array.Clear(_counts);
        Distinct = 0;
    }

    private int Home(uint value) => unchecked((int)((value * 0x9E3779B97F4A7C15UL) >> 33)) & (_values.Length - 1);

    private int Place(uint value)
    {
        var place = Home(value);
        while (_counts[place] != 0 && _values[place] != value)
        {
            place = (place + 1) & (_values.Length - 1);
        }
        return place;
    }

    private void CloseGap(int gap)
    {
        var mask = _values.Length - 1;
        for (var next = (gap + 1) & mask; _counts[next] != 0; next = (next + 1) & mask)
        {
            // An entry may move into the gap only when the gap lies between its home and its place.
            if (((next - Home(_values[next])) & mask) >= ((next - gap) & mask))
            {
                _values[gap] = _values[next];
                _counts[gap] = _counts[next];
                gap = next;
            }
        }
        _counts[gap] = 0;
    }

    private void Grow()
    {
        var (values, counts) = (_values, _counts);
        _values = new uint[values.Length * 2];
        _counts = new int[values.Length * 2];
        for (var i = 0; i < values.Length; i++)
        {
            if (counts[i] > 0)
            {
                var place = Place(values[i]);
                _values[place] = values[i];
                _counts[place] = counts[i];
            }
        }
    }
}
