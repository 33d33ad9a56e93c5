using Sunqar.Simulation.Chain;
using Sunqar.Simulation.Chance;
using Sunqar.Simulation.Economy;

namespace Sunqar.Simulation.Economy;

/// <summary>
/// A private wallet's day on the chain, a function of (seed, wallet, day): pays known wallets, buys from shops that take USDT, withdraws
/// from and deposits to exchanges abroad. A few wallets are shops (many payers, sold on through an exchange) or payers of wages (many
/// payees): innocent and busy. Now and then a worthless token with the same symbol is scattered.
/// </summary>
internal sealed class PrivateTraffic(World world)
{
    private const long Usdt = 1_000_000;
    private readonly AliasTable _shops = AliasTable.Zipf(Math.Max(4, world.Wallets.Private / 400));

    /// <summary>Shops are spread evenly over the numbers: every 400th wallet.</summary>
    public int Shop(int rank) => rank * (world.Wallets.Private / _shops.Count);

    public bool IsShop(int wallet) => wallet % (world.Wallets.Private / _shops.Count) == 0;

    public void Live(int wallet, Calendar day, DaySink sink)
    {
        var dice = new Dice(world.Seed, Luck.WalletDay, wallet, day.Number);
        if (IsShop(wallet))
        {
            KeepShop(wallet, day, ref dice, sink);
            return;
        }
        // Activity differs by person: some never move, a few trade daily.
        var habits = Dice.Key(world.Seed, Luck.Wallet, wallet);
        var keen = (habits & 15) switch
        {
            0 => 520,
            < 4 => 210,
            < 10 => 75,
            _ => 22,
        };
        if (dice.Below(1_000) >= keen)
        {
            return;
        }
        var amount = Rounded(dice.Around(140, Quantiles.Heavy) + 1, ref dice);
        var time = ChainClock.Block(day.ChainTime(ref dice));
        var what = dice.Below(100);
        if (what < 36)
        {
            sink.Chain.Add(Move(wallet, Contact(wallet, habits, ref dice), amount, time));
        }
        else if (what < 52)
        {
            sink.Chain.Add(Move(wallet, Shop(_shops.Draw(ref dice)), amount, time));
        }
        else if (what < 76)
        {
            sink.Chain.Add(Move(world.Exchanges.All[world.Exchanges.ForeignOf(wallet)].Hot, wallet, amount, time));
        }
        else
        {
            sink.Chain.Add(Move(wallet, world.Wallets.ForeignDepositOf(wallet), amount, time));
        }
        if (dice.Below(1_000) < 4)
        {
            // Address poisoning and fake giveaways: the symbol is the same, the contract is not.
            sink.Chain.Add(
                Move(dice.Below(world.Wallets.Private), wallet, dice.Between(1, 9_999) * Usdt, time) with
                {
                    Token = (byte)dice.Between(1, 3),
                }
            );
        }
    }

    /// <summary>A shop sells its takings through the exchange every few days and pays two suppliers.</summary>
    private void KeepShop(int wallet, Calendar day, ref Dice dice, DaySink sink)
    {
        var habits = Dice.Key(world.Seed, Luck.Wallet, wallet);
        if (dice.Chance(330))
        {
            var amount = dice.Around(900, Quantiles.Wide) * Usdt + dice.Below(1_000_000);
            sink.Chain.Add(Move(wallet, world.Wallets.ForeignDepositOf(wallet), amount, ChainClock.Block(day.ChainTime(ref dice))));
        }
        if (dice.Chance(140))
        {
            sink.Chain.Add(
                Move(
                    wallet,
                    Contact(wallet, habits, ref dice),
                    Rounded(dice.Around(600, Quantiles.Wide) + 1, ref dice),
                    ChainClock.Block(day.ChainTime(ref dice))
                )
            );
        }
        if (habits % 9 == 0 && day.Date.Day is 1 or 15)
        {
            for (var i = 0; i < 12; i++)
            {
                var payee = (int)((Dice.Mix(habits + (ulong)i) >> 8) % (ulong)world.Wallets.Private);
                sink.Chain.Add(
                    Move(wallet, payee, (300 + (long)((habits >> i) % 20 * 50)) * Usdt, ChainClock.Block(day.At(12, dice.Below(3_600))))
                );
            }
        }
    }

    private int Contact(int wallet, ulong habits, ref Dice dice)
    {
        var contacts = 1 + (int)(habits >> 8 & 7);
        var other = (int)(Dice.Key(world.Seed, Luck.Wallet, wallet, 1 + dice.Below(contacts)) % (ulong)world.Wallets.Private);
        return other == wallet ? (other + 1) % world.Wallets.Private : other;
    }

    /// <summary>People like round numbers: 31 in 100 are whole hundreds, the rest whole or with cents.</summary>
    private static long Rounded(long usdt, ref Dice dice) =>
        dice.Below(100) switch
        {
            < 31 => Math.Max(100, usdt / 100 * 100) * Usdt,
            < 62 => usdt * Usdt,
            _ => (usdt * Usdt) + (dice.Below(100) * 10_000),
        };

    private static ChainRow Move(int from, int to, long units, long timeUs) =>
        new()
        {
            From = from,
            To = to,
            Units = units,
            TimeUs = timeUs,
        };
}
