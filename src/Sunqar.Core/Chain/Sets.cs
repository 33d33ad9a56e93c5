namespace Sunqar.Core.Chain;

/// <summary>Disjoint sets over the numbers 0, 1, 2, ... (union by size, paths halved): near constant time for each question.</summary>
internal sealed class Sets
{
    private readonly List<int> _parent = [];
    private readonly List<int> _size = [];

    /// <summary>Makes a set of one new number, which is returned.</summary>
    public int Add()
    {
        _parent.Add(_parent.Count);
        _size.Add(1);
        return _parent.Count - 1;
    }

    /// <summary>The number that stands for the set.</summary>
    public int Find(int number)
    {
        while (_parent[number] != number)
        {
            number = _parent[number] = _parent[_parent[number]];
        }
        return number;
    }

    public int SizeOf(int number) => _size[Find(number)];

    /// <summary>Makes one set of two; false where they were one already.</summary>
    public bool Join(int a, int b)
    {
        (a, b) = (Find(a), Find(b));
        if (a == b)
        {
            return false;
        }
        if (_size[a] < _size[b])
        {
            (a, b) = (b, a);
        }
        _parent[b] = a;
        _size[a] += _size[b];
        return true;
    }
}
