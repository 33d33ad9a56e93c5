namespace Sunqar.Core.Chain;

/// <summary>An amount of one origin.</summary>
/// <param name="Tag">The origin, see <see cref="TaintTags"/>.</param>
/// <param name="Trail">How it came here, see <see cref="Trails"/>.</param>
/// <param name="Micro">Millionths of a unit; 0 only for the unknown origin.</param>
internal struct Portion(int tag, int trail, long micro)
{
    public readonly int Tag = tag;
    public readonly int Trail = trail;
    public long Micro = micro;
}

/// <summary>A list of portions that is filled and emptied for every transfer: it keeps its array.</summary>
internal sealed class PortionList
{
    private Portion[] _items = new Portion[64];

    public int Count { get; private set; }

    public ReadOnlySpan<Portion> Items => _items.AsSpan(0, Count);

    public void Clear() => Count = 0;

    /// <summary>Room for so many portions, to be filled from the start; <see cref="End"/> says how many they are.</summary>
    public Span<Portion> Begin(int most)
    {
        if (_items.Length < most)
            _items = new Portion[most * 2];
        return _items;
    }

    public void End(int count) => Count = count;

    /// <summary>Adds a portion; nothing is nothing.</summary>
    public void Add(Portion portion)
    {
        if (portion.Micro == 0)
        {
            return;
        }
        if (Count == _items.Length)
        {
            Array.Resize(ref _items, Count * 2);
        }
        _items[Count++] = portion;
    }
}

/// <summary>
/// Who holds value of which origin, in the account model: what a wallet sends is made up of what it holds. Whole numbers, nothing is lost
/// or made.
/// </summary>
internal interface ITaintLedger
{
    /// <summary>The portions become the wallet's, each one hop further than they were with the sender.</summary>
    /// <param name="row">The transfer.</param>
    /// <param name="portions">As <see cref="Send"/> gave them.</param>
    /// <exception cref="OverflowException">The wallet would hold more than 2^63 - 1 millionths.</exception>
    void Receive(int wallet, int row, ReadOnlySpan<Portion> portions);

    /// <summary>
    /// Takes exactly this amount from the wallet and puts its portions into the empty <paramref name="into"/>. What the wallet was not seen
    /// to receive is of unknown origin, and leaves before what it was: it must have been there when the file begins.
    /// </summary>
    void Send(int wallet, long micro, PortionList into);

    /// <summary>What the wallet holds, millionths.</summary>
    long Held(int wallet);

    /// <summary>How much of what the wallet holds is of known origin, millionths.</summary>
    long Known(int wallet);

    /// <summary>The wallet is asked for soon: a hint for speed.</summary>
    void Approach(int wallet);

    /// <summary>The wallet's portions are asked for soon, and <see cref="Approach"/> was called a while ago.</summary>
    void ApproachPortions(int wallet);
}

/// <summary>Origins as numbers: 0 is unknown; the others are a category of the source and the hops since it.</summary>
/// <param name="hopsMax">Hops that are told apart; the last one stands for that many or more.</param>
internal readonly struct TaintTags(int hopsMax)
{
    public const int Unknown = 0;

    public int Of(int category, int hop) => 1 + category * (hopsMax + 1) + hop;

    public int Category(int tag) => (tag - 1) / (hopsMax + 1);

    public int Hop(int tag) => (tag - 1) % (hopsMax + 1);

    /// <summary>The same origin one transfer further.</summary>
    public int Further(int tag) => tag == Unknown || Hop(tag) == hopsMax ? tag : tag + 1;
}

/// <summary>The ways that portions took, as a forest: each step is a transfer and the step before it. A portion carries the number of its
/// last step.</summary>
internal sealed class Trails
{
    public const int None = -1;

    private (int Row, int Before)[] _steps = new (int, int)[1024];

    public int Count { get; private set; }

    public int Add(int row, int before)
    {
        if (Count == _steps.Length)
        {
            Array.Resize(ref _steps, checked(Count * 2));
        }
        _steps[Count] = (row, before);
        return Count++;
    }

    /// <summary>The rows of a way, the first transfer first; at most <paramref name="most"/> of its end.</summary>
    public List<int> Rows(int trail, int most)
    {
        var rows = new List<int>();
        for (; trail != None && rows.Count < most; trail = _steps[trail].Before)
        {
            rows.Add(_steps[trail].Row);
        }
        rows.Reverse();
        return rows;
    }
}
