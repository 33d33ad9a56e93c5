using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;
using Sunqar.Core.Tuning;

namespace Sunqar.Core.Patterns.Rates;

/// <summary>Limits of <see cref="RateEstimate"/>, section <c>rate</c> of rulebooks/mining.limits.</summary>
[Limits("rate")]
internal sealed record RateLimits(long WindowUs, double Step, int WidthSteps, int DriftSteps, int RatiosMin);

/// <summary>
/// The tenge rate of a token, day by day, told by the transfers themselves where no rates are given: whoever buys on a platform and
/// withdraws within the hour pays tenge and gets tokens at about the day's rate, so among all ratios of such two amounts the true ones
/// stand close together. Ratios are counted in steps of a thousandth: as more transfers come, a day's rate seldom moves.
/// </summary>
internal sealed class RateEstimate
{
    private static readonly RateLimits Limits = MiningTuning.Shipped.Of<RateLimits>();

    private const long DayUs = 86_400_000_000;

    private readonly Steps _all = new();
    private readonly Dictionary<long, Steps> _days = [];
    private readonly Dictionary<long, double> _byDay = [];
    private int? _period;
    private int _counted;

    /// <summary>Tenge for one token by day number (microseconds / 86.4e9); empty where the transfers tell nothing.</summary>
    public IReadOnlyDictionary<long, double> ByDay => _byDay;

    /// <summary>Takes in the transfers that came since the last time.</summary>
    public void Update(TransferGraph graph)
    {
        var touched = new HashSet<long>();
        for (; _counted < graph.Table.Count; _counted++)
        {
            Count(graph, _counted, touched);
        }
        if (touched.Count == 0)
            return;
        var period = _all.Densest(int.MinValue, int.MaxValue);
        foreach (var day in period == _period ? touched : [.. _days.Keys])
        {
            if (period is not { } step)
            {
                _byDay.Remove(day);
                continue;
            }
            var densest = _days[day].Densest(step - Limits.DriftSteps, step + Limits.DriftSteps) ?? step;
            _byDay[day] = Math.Exp((densest + 0.5) * Limits.Step);
        }
        _period = period;
    }

    /// <summary>Counts the ratio of a purchase and a withdrawal from the same platform within the window when the second of them
    /// comes.</summary>
    private void Count(TransferGraph graph, int row, HashSet<long> touched)
    {
        var table = graph.Table;
        var time = table.TimeUs[row];
        if (IsWithdrawal(table, row))
        {
            foreach (var bought in graph.In(table.From[row], time - Limits.WindowUs, time))
            {
                if (bought < row && IsPurchase(table, bought) && table.InTime(bought, row) < 0)
                    Count(table, bought, row, touched);
            }
        }
        else if (!table.IsByTime && IsPurchase(table, row))
        {
            foreach (var withdrawn in graph.Out(table.To[row], time, time + Limits.WindowUs))
            {
                if (withdrawn < row && IsWithdrawal(table, withdrawn) && table.InTime(row, withdrawn) < 0)
                    Count(table, row, withdrawn, touched);
            }
        }
    }

    private void Count(TransferTable table, int bought, int withdrawn, HashSet<long> touched)
    {
        var step = (int)Math.Floor((Math.Log(table.AmountMicro[bought]) - Math.Log(table.AmountMicro[withdrawn])) / Limits.Step);
        var day = table.TimeUs[withdrawn] / DayUs;
        if (!_days.TryGetValue(day, out var steps))
            _days[day] = steps = new Steps();
        steps.Add(step);
        _all.Add(step);
        touched.Add(day);
    }

    private static bool IsPurchase(TransferTable table, int row) =>
        table.KindOf(row) == TransferKind.CryptoBuy && table.CurrencyOf(row) == Currency.Kzt && table.AmountMicro[row] > 0;

    private static bool IsWithdrawal(TransferTable table, int row) =>
        table.KindOf(row) == TransferKind.CryptoWithdrawal && table.AmountMicro[row] > 0;

    /// <summary>How many ratios lie in each step.</summary>
    private sealed class Steps
    {
        private int _first;
        private int[] _counts = [];

        public void Add(int step)
        {
            if (_counts.Length == 0)
                (_first, _counts) = (step - 32, new int[64]);
            while (step < _first || step >= _first + _counts.Length)
            {
                // Grows to both sides: a ratio beyond one end is as likely beyond the other.
                var wider = new int[_counts.Length * 2];
                _counts.CopyTo(wider, _counts.Length / 2);
                _first -= _counts.Length / 2;
                _counts = wider;
            }
            _counts[step - _first]++;
        }

        /// <summary>The middle of the run of <see cref="WidthSteps"/> steps that holds most, the lowest of equals, among some steps; null
        /// where too few lie together to tell.</summary>
        public int? Densest(int low, int high)
        {
            var start = Math.Max(0, (long)low - _first);
            var end = Math.Min(_counts.Length, (long)high - _first + 1);
            int held = 0,
                best = 0;
            long at = 0;
            for (var i = start; i < end; i++)
            {
                held += _counts[i];
                if (i - Limits.WidthSteps >= start)
                    held -= _counts[i - Limits.WidthSteps];
                if (held > best)
                    (best, at) = (held, Math.Max(start, i - Limits.WidthSteps + 1));
            }
            if (best < Limits.RatiosMin)
                return null;
            for (var before = 0; ; at++)
            {
                before += _counts[at];
                if (2 * before > best)
                    return (int)(_first + at);
            }
        }
    }
}
