using System.Runtime.InteropServices;

namespace Sunqar.Core.Chain;

/// <summary>
/// First in, first out: a wallet is a queue of lots, and what is sent is taken from its front. Lossless: lots are split, never rounded.
/// Neighbours of one origin are one lot.
/// </summary>
internal sealed class FifoLedger(int wallets, TaintTags tags, Trails trails) : ITaintLedger
{
    /// <summary>A queue: its lots stand in a run of the pool, from the first to before the end. Half a cache line.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 32)]
    private struct Wallet
    {
        public long Balance;
        public int Place,
            First,
            End,
            SizeClass;
    }

    private readonly Wallet[] _wallets = new Wallet[wallets];
    private readonly PortionPool _pool = new();

    public long Held(int wallet) => _wallets[wallet].Balance;

    public long Known(int wallet)
    {
        var known = 0L;
        ref readonly var it = ref _wallets[wallet];
        foreach (ref readonly var lot in it.SizeClass == 0 ? [] : _pool.Run(it.Place, it.End)[it.First..])
        {
            if (lot.Tag != TaintTags.Unknown)
                known += lot.Micro;
        }
        return known;
    }

    public void Approach(int wallet) => Near.Approach(ref _wallets[wallet]);

    public void ApproachPortions(int wallet)
    {
        ref readonly var it = ref _wallets[wallet];
        if (it.SizeClass == 0)
            return;
        _pool.Approach(it.Place, it.First, it.End > it.First ? 1 : 0);
        _pool.Approach(it.Place, it.End - 1, it.End > it.First ? 1 : 0);
    }

    public void Receive(int wallet, int row, ReadOnlySpan<Portion> portions)
    {
        ref var it = ref _wallets[wallet];
        foreach (ref readonly var portion in portions)
        {
            var tag = tags.Further(portion.Tag);
            it.Balance += portion.Micro;
            if (it.End > it.First)
            {
                ref var last = ref _pool.Run(it.Place, it.End)[^1];
                if (last.Tag == tag)
                {
                    last.Micro += portion.Micro;
                    continue;
                }
            }
            if (it.SizeClass == 0 || it.End == 1 << it.SizeClass)
                MakeRoom(ref it);
            it.End++;
            _pool.Run(it.Place, it.End)[^1] = new Portion(
                tag,
                tag == TaintTags.Unknown ? Trails.None : trails.Add(row, portion.Trail),
                portion.Micro
            );
        }
    }

    public void Send(int wallet, long micro, PortionList into)
    {
        ref var it = ref _wallets[wallet];
        var left = Math.Min(micro, it.Balance);
        into.Add(new Portion(TaintTags.Unknown, Trails.None, micro - left));
        it.Balance -= left;
        if (left == 0)
            return;
        var lots = _pool.Run(it.Place, it.End);
        while (left > 0)
        {
            ref var lot = ref lots[it.First];
            var part = Math.Min(left, lot.Micro);
            into.Add(new Portion(lot.Tag, lot.Trail, part));
            left -= part;
            if (part == lot.Micro)
                it.First++;
            else
                lot.Micro -= part;
        }
        if (it.First == it.End)
            (it.First, it.End) = (0, 0);
    }

    /// <summary>Room for one more lot at the end: the queue moves to its run's start when half of it is used up.</summary>
    private void MakeRoom(ref Wallet it)
    {
        if (it.SizeClass == 0)
        {
            (it.SizeClass, it.Place) = (1, _pool.Take(1));
            return;
        }
        var lots = _pool.Run(it.Place, it.End)[it.First..];
        if (it.First > it.End / 2)
        {
            lots.CopyTo(_pool.Run(it.Place, lots.Length));
        }
        else
        {
            var place = _pool.Take(it.SizeClass + 1);
            lots.CopyTo(_pool.Run(place, lots.Length));
            _pool.GiveBack(it.Place, it.SizeClass);
            (it.Place, it.SizeClass) = (place, it.SizeClass + 1);
        }
        (it.First, it.End) = (0, lots.Length);
    }
}
