namespace Sunqar.Core.Chain;

/// <summary>
/// Haircut: value in a wallet mixes, and what is sent holds every origin in proportion (x_c moves q·x_c/B). Rounded so that the parts of a transfer add up to
/// it exactly and no origin goes below zero: the first k origins together move ⌊q·(x_1+…+x_k)/B⌋.
/// </summary>
/// <param name="dustMicro">A part below this is no longer told apart when value moves: its origin becomes unknown. Else every wallet would come to hold a speck of
/// every origin, and a busy chain takes minutes.</param>
internal sealed class HaircutLedger(int wallets, TaintTags tags, Trails trails, long dustMicro) : ITaintLedger
{
    // By wallet: portions in order of their tag, the first always the unknown one, and their sum. Most wallets hold few origins.
    private readonly Portion[]?[] _held = new Portion[wallets][];
    private readonly int[] _count = new int[wallets];
    private readonly long[] _balance = new long[wallets];
    private Portion[] _merged = new Portion[64];

    public ReadOnlySpan<Portion> Held(int wallet) => _held[wallet].AsSpan(0, _count[wallet]);

    public void Receive(int wallet, int row, ReadOnlySpan<Portion> portions)
    {
        if (_held[wallet] is null)
        {
            Keep(wallet, [new Portion(TaintTags.Unknown, Trails.None, 0)]);
        }
        var held = _held[wallet].AsSpan(0, _count[wallet]);
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
                Merge(wallet, row, portions[i..], place);
                return;
            }
            // The earlier way is kept: it is never younger than what leaves later.
            held[place] = held[place] with { Micro = held[place].Micro + portions[i].Micro };
            _balance[wallet] += portions[i].Micro;
        }
    }

    /// <summary>Receives portions some of whose origins are new to the wallet.</summary>
    /// <param name="place">Holdings before this one have smaller tags.</param>
    private void Merge(int wallet, int row, ReadOnlySpan<Portion> portions, int place)
    {
        var held = Held(wallet);
        if (_merged.Length < held.Length + portions.Length)
        {
            _merged = new Portion[2 * (held.Length + portions.Length)];
        }
        held[..place].CopyTo(_merged);
        int count = place, i = place;
        foreach (var portion in portions)
        {
            var tag = tags.Further(portion.Tag);
            while (i < held.Length && held[i].Tag <= tag)
            {
                _merged[count++] = held[i++];
            }
            if (count > 0 && _merged[count - 1].Tag == tag)
            {
                _merged[count - 1] = _merged[count - 1] with { Micro = _merged[count - 1].Micro + portion.Micro };
            }
            else
            {
                _merged[count++] = new Portion(tag, trails.Add(row, portion.Trail), portion.Micro);
            }
            _balance[wallet] += portion.Micro;
        }
        held[i..].CopyTo(_merged.AsSpan(count));
        Keep(wallet, _merged.AsSpan(0, count + held.Length - i));
    }

    public void Send(int wallet, long micro, PortionList into)
    {
        var balance = _balance[wallet];
        var sent = Math.Min(micro, balance);
        var unknownSent = micro - sent;
        into.Begin();
        if (sent > 0)
        {
            var held = _held[wallet].AsSpan(0, _count[wallet]);
            var ratio = (double)sent / balance;
            var sum = held[0].Micro;
            var moved = Share(sum, sent, balance, ratio);
            unknownSent += moved;
            var unknownKept = sum - moved;
            var kept = 1;
            foreach (ref readonly var portion in held[1..])
            {
                sum += portion.Micro;
                var movedByNow = Share(sum, sent, balance, ratio);
                var part = movedByNow - moved;
                var rest = portion.Micro - part;
                moved = movedByNow;
                if (part >= dustMicro) into.Add(portion with { Micro = part });
                else unknownSent += part;
                if (rest >= dustMicro && rest > 0) held[kept++] = portion with { Micro = rest };
                else unknownKept += rest;
            }
            held[0] = held[0] with { Micro = unknownKept };
            _count[wallet] = kept;
            _balance[wallet] = balance - sent;
        }
        into.SetUnknown(unknownSent);
    }

    /// <summary>⌊sum·sent/balance⌋ for sum and sent at most balance.</summary>
    /// <param name="ratio">sent/balance, divided once for all origins of a transfer.</param>
    internal static long Share(long sum, long sent, long balance, double ratio)
    {
        if (sum == balance)
        {
            return sent;
        }
        var estimate = sum * ratio;
        if (estimate >= 1L << 50 || balance >= 1L << 60)
        {
            return (long)((UInt128)(ulong)sum * (ulong)sent / (ulong)balance);
        }
        // A division of 128 bits costs ten times as much. Below 2^50 three roundings make the estimate off by one at most, so what remains is between -2·balance and 2·balance, and
        // 64 bits tell it exactly although the products do not fit.
        var share = (long)estimate;
        var remains = unchecked(sum * sent - share * balance);
        return remains < 0 ? share - 1 : remains >= balance ? share + 1 : share;
    }

    private void Keep(int wallet, ReadOnlySpan<Portion> portions)
    {
        if (_held[wallet] is not { } room || room.Length < portions.Length)
        {
            _held[wallet] = room = new Portion[Math.Max(2, portions.Length + portions.Length / 2)];
        }
        portions.CopyTo(room);
        _count[wallet] = portions.Length;
    }
}
