namespace Sunqar.Core.Chain;

/// <summary>
/// First in, first out: a wallet is a queue of lots, and what is sent is taken from its front. Lossless: lots are split, never rounded. Neighbours of one origin are
/// one lot.
/// </summary>
internal sealed class FifoLedger(int wallets, TaintTags tags, Trails trails) : ITaintLedger
{
    private readonly Portion[]?[] _lots = new Portion[wallets][];
    private readonly int[] _first = new int[wallets];
    private readonly int[] _end = new int[wallets];
    private readonly long[] _balance = new long[wallets];

    public ReadOnlySpan<Portion> Held(int wallet) => _lots[wallet].AsSpan(_first[wallet], _end[wallet] - _first[wallet]);

    public void Receive(int wallet, int row, ReadOnlySpan<Portion> portions)
    {
        foreach (var portion in portions)
        {
            var tag = tags.Further(portion.Tag);
            _balance[wallet] += portion.Micro;
            var end = _end[wallet];
            if (end > _first[wallet] && _lots[wallet]![end - 1].Tag == tag)
            {
                ref var last = ref _lots[wallet]![end - 1];
                last = last with { Micro = last.Micro + portion.Micro };
                continue;
            }
            var lots = Room(wallet);
            lots[_end[wallet]++] = new Portion(tag, tag == TaintTags.Unknown ? Trails.None : trails.Add(row, portion.Trail), portion.Micro);
        }
    }

    public void Send(int wallet, long micro, PortionList into)
    {
        var left = Math.Min(micro, _balance[wallet]);
        into.Add(new Portion(TaintTags.Unknown, Trails.None, micro - left));
        _balance[wallet] -= left;
        while (left > 0)
        {
            ref var lot = ref _lots[wallet]![_first[wallet]];
            var part = Math.Min(left, lot.Micro);
            into.Add(lot with { Micro = part });
            left -= part;
            if (part == lot.Micro)
            {
                _first[wallet]++;
            }
            else
            {
                lot = lot with { Micro = lot.Micro - part };
            }
        }
    }

    /// <summary>Room for one more lot at the end: the queue moves to the array's start when half of it is used up.</summary>
    private Portion[] Room(int wallet)
    {
        var lots = _lots[wallet] ??= new Portion[2];
        var (first, end) = (_first[wallet], _end[wallet]);
        if (end < lots.Length)
        {
            return lots;
        }
        var room = first > lots.Length / 2 ? lots : new Portion[lots.Length * 2];
        lots.AsSpan(first, end - first).CopyTo(room);
        (_lots[wallet], _first[wallet], _end[wallet]) = (room, 0, end - first);
        return room;
    }
}
