namespace Sunqar.Core.Chain;

/// <summary>
/// A ledger of amounts that are values at the time, not units of one token: they are not conserved, as what is held gains and loses and is
/// swapped for other tokens. Where a wallet sends more than it was seen to receive, what it holds is worth more, or it was swapped: the
/// whole has the composition of what is there, and where nothing is, of what last was. Else it is the ledger beneath.
/// </summary>
internal sealed class ValueLedger(ITaintLedger units) : ITaintLedger
{
    private readonly Dictionary<int, Portion[]> _last = [];
    private readonly PortionList _held = new();

    public long Held(int wallet) => units.Held(wallet);

    public long Known(int wallet) => units.Known(wallet);

    public void Approach(int wallet) => units.Approach(wallet);

    public void ApproachPortions(int wallet) => units.ApproachPortions(wallet);

    public void Receive(int wallet, int row, ReadOnlySpan<Portion> portions) => units.Receive(wallet, row, portions);

    public void Send(int wallet, long micro, PortionList into)
    {
        var held = units.Held(wallet);
        if (micro < held)
        {
            units.Send(wallet, micro, into);
            return;
        }
        if (held > 0)
        {
            _held.Clear();
            units.Send(wallet, held, _held);
            _last[wallet] = _held.Items.ToArray();
        }
        if (!_last.TryGetValue(wallet, out var composition))
        {
            into.Add(new Portion(TaintTags.Unknown, Trails.None, micro));
            return;
        }
        long whole = 0,
            scaled = 0;
        foreach (var portion in composition)
        {
            whole += portion.Micro;
        }
        long sum = 0;
        foreach (var portion in composition)
        {
            // What all up to this one come to, less what those before it did: the parts add up to the whole.
            sum += portion.Micro;
            var upTo = (long)((Int128)micro * sum / whole);
            into.Add(new Portion(portion.Tag, portion.Trail, upTo - scaled));
            scaled = upTo;
        }
    }
}
