using Sunqar.Core.Payments;
using Sunqar.Simulation.Chance;

namespace Sunqar.Simulation.Economy;

/// <summary>
/// A platform customer's day: buys USDT with a card and may withdraw it to the wallet on their phone, or deposits from there and sells.
/// Each leg on the chain stands beside the platform's report of it: the hot wallet pays minutes after the report, a deposit is credited
/// minutes after the chain.
/// </summary>
internal sealed class CryptoLife(World world)
{
    public void Live(int person, Calendar day, DaySink sink)
    {
        if (!world.People.HoldsCrypto(person))
        {
            return;
        }
        var dice = new Dice(world.Seed, Luck.CryptoDay, person, day.Number);
        if (!dice.Chance(95))
        {
            return;
        }
        var platform = world.Exchanges.PlatformOf(person);
        var wallet = world.Wallets.OfPerson(person);
        // Everything settles before midnight, so that a day stands alone.
        var time = day.At(1, dice.Below(21 * 3_600));
        var tiyn = (dice.Around(48_000, Quantiles.Heavy) / 500 * 500 + 500) * 100;
        var fee = dice.Between(30, 90); // basis points over the day's rate
        if (dice.Chance(560))
        {
            var bought = world.Rates.Micro(day.Number, tiyn, fee);
            sink.Payments.Add(world.Slips.Trade(PaymentKind.CryptoBuy, time, person, platform, tiyn, bought));
            if (dice.Chance(450) && bought > 3_000_000)
            {
                Withdraw(person, platform, wallet, time + dice.Between(5, 40) * 60_000_000L, bought - 1_000_000, ref dice, sink);
            }
            return;
        }
        var sold = world.Rates.Micro(day.Number, tiyn, -fee);
        if (dice.Chance(600))
        {
            var credited = Deposit(person, platform, wallet, time, sold, ref dice, sink);
            time = credited + dice.Between(2, 45) * 60_000_000L;
        }
        sink.Payments.Add(world.Slips.Trade(PaymentKind.CryptoSell, time, person, platform, tiyn, sold));
    }

    private void Withdraw(int person, int platform, int wallet, long timeUs, long micro, ref Dice dice, DaySink sink)
    {
        sink.Payments.Add(PaymentSlips.TakeOut(timeUs, person, platform, wallet, micro));
        sink.Chain.Add(
            new ChainRow
            {
                TimeUs = ChainClock.Block(timeUs + dice.Between(20, 400) * 1_000_000L),
                Units = micro,
                From = world.Exchanges.All[platform].Hot,
                To = wallet,
            }
        );
    }

    /// <returns>When the platform credits the deposit.</returns>
    private long Deposit(int person, int platform, int wallet, long timeUs, long micro, ref Dice dice, DaySink sink)
    {
        var seen = ChainClock.Block(timeUs);
        sink.Chain.Add(
            new ChainRow
            {
                TimeUs = seen,
                Units = micro,
                From = wallet,
                To = world.Wallets.DepositOfPerson(person),
            }
        );
        var credited = (seen / 1_000_000 + dice.Between(60, 300)) * 1_000_000;
        sink.Payments.Add(PaymentSlips.BringIn(credited, person, platform, wallet, micro));
        return credited;
    }
}

/// <summary>TRON makes a block every three seconds.</summary>
internal static class ChainClock
{
    /// <summary>The block that a moment falls into; never in the next day.</summary>
    public static long Block(long timeUs) => timeUs / 3_000_000 * 3_000_000;
}
