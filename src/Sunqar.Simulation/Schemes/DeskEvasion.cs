using Sunqar.Simulation.Chance;
using Sunqar.Simulation.Stories;

namespace Sunqar.Simulation.Schemes;

/// <summary>
/// What a desk does so as not to be found, as <see cref="Evasion"/> says. It throws dice of its own and, with every dial at zero, none.
/// </summary>
internal sealed class DeskEvasion(Story story)
{
    private const long Tenge = 100;
    private readonly Evasion _dials = story.World.Options.Evasion;
    private Dice _dice = Dice.Named(story.World.Seed, nameof(DeskEvasion), story.Number);

    /// <summary>How much later than it would be the second leg of an order comes, microseconds.</summary>
    public long DelayUs() => _dials.DelayMinutes == 0 ? 0 : _dials.DelayMinutes * 60L * _dice.Between(500, 1_500) * 1_000;

    public bool IsByHand() => _dials.ByHandPerMille > 0 && _dice.Chance(_dials.ByHandPerMille);

    /// <summary>The spread of one order, basis points.</summary>
    public int Spread(int usual) =>
        _dials.RateNoiseBasisPoints == 0 ? usual : usual + _dice.Between(-_dials.RateNoiseBasisPoints, _dials.RateNoiseBasisPoints);

    /// <summary>What an order costs where the rate is a round number of tenge for a USDT.</summary>
    public long Price(long tiyn, long micro)
    {
        if (_dials.RateStepTenge == 0)
        {
            return tiyn;
        }
        var step = _dials.RateStepTenge * Tenge;
        var rate = (long)((Int128)tiyn * ExchangerDesk.Usdt / micro);
        rate = Math.Max(step, (rate + (step / 2)) / step * step);
        return (long)((Int128)micro * rate / ExchangerDesk.Usdt) / Tenge * Tenge;
    }

    /// <summary>The parts in which a sum is paid, at least one; each a multiple of <paramref name="unit"/> but the last.</summary>
    public long[] Parts(long sum, long unit)
    {
        var count = _dials.FurtherParts == 0 ? 1 : 1 + _dice.Below(_dials.FurtherParts + 1);
        if (count == 1 || sum / unit < count * 2)
        {
            return [sum];
        }
        var parts = Shares.Split(sum / unit, count, ref _dice);
        var paid = parts.Select(part => Math.Max(1, part) * unit).ToArray();
        paid[^1] = sum - paid[..^1].Sum();
        return paid[^1] > 0 ? paid : [sum];
    }

    /// <summary>Whether a card is given up on the morning of a working day; each on a day of its own.</summary>
    public bool GivesUp(int card, int since, int day) =>
        _dials.CardDays > 0 && day > since && (day + card) / _dials.CardDays > (since + card) / _dials.CardDays;

    /// <summary>Honest trade inside a platform, of which banks see what card pays card: beside each order as much as the dial
    /// says.</summary>
    public void TradeHonestly(int day, int card, long tiyn)
    {
        if (_dials.HonestPerMille == 0)
        {
            return;
        }
        // Of h in a thousand: h/(1000-h) honest trades for each order.
        var trades = (_dials.HonestPerMille * 1_000 / (1_000 - _dials.HonestPerMille)) + _dice.Below(1_000);
        for (; trades >= 1_000; trades -= 1_000)
        {
            var part = tiyn * _dice.Between(500, 1_500) / 1_000 / (500 * Tenge) * (500 * Tenge);
            var other = _dice.Below(story.World.People.Count);
            var time = story.At(day, _dice.Between(9, 22), _dice.Below(60), _dice.Below(60));
            var comes = _dice.Chance(500);
            story.Send(time, comes ? other : card, comes ? card : other, part);
        }
    }
}
