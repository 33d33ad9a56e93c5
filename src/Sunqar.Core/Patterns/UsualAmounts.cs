using System.Runtime.InteropServices;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;
using Sunqar.Core.Tuning;

namespace Sunqar.Core.Patterns;

/// <summary>Limits of <see cref="UsualAmounts"/>, section <c>usual</c> of rulebooks/mining.limits.</summary>
[Limits("usual")]
internal sealed record UsualLimits(int OneIn);

/// <summary>
/// What a large transfer is in a file, for each currency that it states and for what states none: one transfer in twenty is at least as
/// large. Other units or another name of the currency move it along, and a few giants do not move it. Told to two digits, so that transfers
/// which come later change it now and then, not always, and ten times the amounts give ten times the answer.
/// </summary>
public sealed class UsualAmounts
{
    private static readonly UsualLimits Limits = MiningTuning.Shipped.Of<UsualLimits>();

    private readonly Dictionary<(Currency Currency, long Micro), long> _counts = [];
    private readonly Dictionary<Currency, long> _large = [];

    /// <summary>One transfer in twenty is at least this, millionths of a unit; 1 where none is known.</summary>
    public long Of(Currency currency) => _large.GetValueOrDefault(currency, 1);

    /// <summary>Transfers that move anything.</summary>
    public long Transfers { get; private set; }

    /// <summary>How many large transfers a row is worth.</summary>
    public double In(TransferTable table, int row) => (double)table.AmountMicro[row] / Of(table.CurrencyOf(row));

    public static UsualAmounts Of(TransferTable table)
    {
        var usual = new UsualAmounts();
        for (var row = 0; row < table.Count; row++)
        {
            usual.Count(table, row);
        }
        usual.Settle();
        return usual;
    }

    /// <summary>Counts a transfer in; told only after <see cref="Settle"/>.</summary>
    internal void Count(TransferTable table, int row)
    {
        if (!table.Moves(row))
            return;
        ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(
            _counts,
            (table.CurrencyOf(row), Told(table.AmountMicro[row])),
            out _
        );
        count++;
        Transfers++;
    }

    /// <returns>Whether what is told has changed.</returns>
    internal bool Settle()
    {
        var isChanged = false;
        foreach (var currency in _counts.GroupBy(c => c.Key.Currency))
        {
            var all = currency.Sum(c => c.Value);
            long above = 0;
            foreach (var ((_, micro), count) in currency.OrderByDescending(c => c.Key.Micro))
            {
                above += count;
                if (above * Limits.OneIn < all)
                    continue;
                isChanged |= Of(currency.Key) != micro;
                _large[currency.Key] = micro;
                break;
            }
        }
        return isChanged;
    }

    /// <summary>Down to two digits.</summary>
    private static long Told(long micro)
    {
        long step = 1;
        while (micro / step >= 100)
        {
            step *= 10;
        }
        return micro / step * step;
    }
}
