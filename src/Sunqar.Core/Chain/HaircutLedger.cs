using System.Runtime.CompilerServices;

namespace Sunqar.Core.Chain;

/// <summary>
/// Haircut: value in a wallet mixes, and what is sent holds every origin in proportion (x_c moves q·x_c/B). Rounded so that the parts of a
/// transfer add up to it exactly and no origin goes below zero: the unknown and the first k known origins together move
/// ⌊q·(x_0+x_1+…+x_k)/B⌋.
/// </summary>
/// <param name="dustMicro">A part below this is no longer told apart when value moves: its origin becomes unknown. Else every wallet would
/// come to hold a speck of every origin, and a busy chain takes minutes.</param>
internal sealed class HaircutLedger(int wallets, TaintTags tags, Trails trails, long dustMicro) : ITaintLedger
{
    /// <summary>What a wallet holds; its known origins stand in the pool in order of their tag. Half a cache line.</summary>
    private struct Wallet
    {
        public long Balance,
            Unknown;
        public int Place,
            Count,
            SizeClass;
    }

    private readonly Wallet[] _wallets = new Wallet[wallets];
    private readonly PortionPool _pool = new();
    private Portion[] _merged = new Portion[64];

    public long Held(int wallet) => _wallets[wallet].Balance;

    public long Known(int wallet) => _wallets[wallet].Balance - _wallets[wallet].Unknown;

    public void Approach(int wallet) => Near.Approach(ref _wallets[wallet]);

    public void ApproachPortions(int wallet)
    {
        ref readonly var it = ref _wallets[wallet];
        if (it.Count > 0)
            _pool.Approach(it.Place, 0, it.Count);
    }

    public void Receive(int wallet, int row, ReadOnlySpan<Portion> portions)
    {
        ref var it = ref _wallets[wallet];
        if (portions.Length > 0 && portions[0].Tag == TaintTags.Unknown)
        {
            it.Balance += portions[0].Micro;
            it.Unknown += portions[0].Micro;
            portions = portions[1..];
        }
        if (portions.IsEmpty)
            return;
        var held = it.Count == 0 ? [] : _pool.Run(it.Place, it.Count);
        var place = 0;
        for (var i = 0; i < portions.Length; i++)
        {
            // One hop further keeps the order of tags.
            var tag = tags.Further(portions[i].Tag);
            while (place < held.Length && held[place].Tag < tag)
            {
                place++;
            }
            if (place == held.Length || held[place].Tag != tag)
            {
                Merge(ref it, row, portions[i..], held, place);
                return;
            }
            // The earlier way is kept: it is never younger than what leaves later.
            held[place].Micro += portions[i].Micro;
            it.Balance += portions[i].Micro;
        }
    }

    /// <summary>Receives portions some of whose origins are new to the wallet.</summary>
    /// <param name="place">Holdings before this one have smaller tags.</param>
    private void Merge(ref Wallet it, int row, ReadOnlySpan<Portion> portions, Span<Portion> held, int place)
    {
        var rest = held[place..];
        if (_merged.Length < rest.Length + portions.Length)
        {
            _merged = new Portion[2 * (rest.Length + portions.Length)];
        }
        int count = 0,
            i = 0;
        foreach (var portion in portions)
        {
            var tag = tags.Further(portion.Tag);
            while (i < rest.Length && rest[i].Tag <= tag)
            {
                _merged[count++] = rest[i++];
            }
            if (count > 0 && _merged[count - 1].Tag == tag)
            {
                _merged[count - 1].Micro += portion.Micro;
            }
            else
            {
                _merged[count++] = new Portion(tag, trails.Add(row, portion.Trail), portion.Micro);
            }
            it.Balance += portion.Micro;
        }
        rest[i..].CopyTo(_merged.AsSpan(count));
        count += rest.Length - i;
        var all = Room(ref it, held, place, place + count);
        _merged.AsSpan(0, count).CopyTo(all[place..]);
        it.Count = place + count;
    }

    /// <summary>The wallet's run with room for so many portions, the first <paramref name="kept"/> as they were.</summary>
    private Span<Portion> Room(ref Wallet it, Span<Portion> held, int kept, int portions)
    {
        if (it.SizeClass > 0 && portions <= 1 << it.SizeClass)
        {
            return _pool.Run(it.Place, portions);
        }
        var sizeClass = PortionPool.ClassOf(Math.Max(2, portions));
        var place = _pool.Take(sizeClass);
        var room = _pool.Run(place, portions);
        held[..kept].CopyTo(room);
        if (it.SizeClass > 0)
            _pool.GiveBack(it.Place, it.SizeClass);
        (it.Place, it.SizeClass) = (place, sizeClass);
        return room;
    }

    public void Send(int wallet, long micro, PortionList into)
    {
        ref var it = ref _wallets[wallet];
        var balance = it.Balance;
        var sent = Math.Min(micro, balance);
        var unknownSent = micro - sent;
        var parts = into.Begin(it.Count + 1);
        var count = 1;
        if (sent > 0)
        {
            var ratio = (double)sent / balance;
            var sum = it.Unknown;
            var moved = Share(sum, sent, balance, ratio);
            unknownSent += moved;
            var unknownKept = sum - moved;
            var kept = 0;
            var held = it.Count == 0 ? [] : _pool.Run(it.Place, it.Count);
            foreach (ref readonly var portion in held)
            {
                sum += portion.Micro;
                var movedByNow = Share(sum, sent, balance, ratio);
                var part = movedByNow - moved;
                var rest = portion.Micro - part;
                moved = movedByNow;
                var (tag, trail) = (portion.Tag, portion.Trail);
                if (part >= dustMicro && part > 0)
                    parts[count++] = new Portion(tag, trail, part);
                else
                    unknownSent += part;
                if (rest >= dustMicro && rest > 0)
                    held[kept++] = new Portion(tag, trail, rest);
                else
                    unknownKept += rest;
            }
            (it.Unknown, it.Count, it.Balance) = (unknownKept, kept, balance - sent);
        }
        parts[0] = new Portion(TaintTags.Unknown, Trails.None, unknownSent);
        into.End(count);
    }

    /// <summary>⌊sum·sent/balance⌋ for sum and sent at most balance.</summary>
    /// <param name="ratio">sent/balance, divided once for all origins of a transfer.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static long Share(long sum, long sent, long balance, double ratio)
    {
        if (sum == balance)
        {
            return sent;
        }
        var estimate = sum * ratio;
        if (estimate >= 1L << 50 || balance >= 1L << 60)
        {
            return WideShare(sum, sent, balance);
        }
        // A division of 128 bits costs ten times as much. Below 2^50 three roundings make the estimate off by one at most, so what remains
        // is between -2·balance and 2·balance, and 64 bits tell it exactly although the products do not fit.
        var share = unchecked((long)estimate);
        var remains = unchecked(sum * sent - share * balance);
        return remains < 0 ? share - 1
            : remains >= balance ? share + 1
            : share;
    }

    private static long WideShare(long sum, long sent, long balance) => (long)((UInt128)(ulong)sum * (ulong)sent / (ulong)balance);
}
