using Sunqar.Core.Payments;
using Sunqar.Simulation.Chance;
using Sunqar.Simulation.People;

namespace Sunqar.Simulation.Economy;

/// <summary>
/// One ordinary person's day at the bank, a function of (seed, person, day): purchases, transfers to family and friends, cash, top-ups,
/// pay, bills, rent. About 0.42 payments a day, more for those who trade.
/// </summary>
internal sealed class DailyLife(World world)
{
    private const long Tenge = 100;

    /// <summary>Purchases a day, per mille, by walk of life.</summary>
    private static ReadOnlySpan<int> Purchases => [190, 225, 180, 105, 140];

    public void Live(int person, Calendar day, DaySink sink)
    {
        var dice = new Dice(world.Seed, Luck.PersonDay, person, day.Number);
        var people = world.People;
        var walk = people.Walk(person);
        Shop(person, walk, day, ref dice, sink);
        // One throw decides on the rarer things, each in its own band of the thousandths.
        var thing = dice.Below(1_000) * 1_000 / day.GiftPerMille;
        switch (thing)
        {
            case < 62:
                SendToSomeone(person, day, ref dice, sink);
                break;
            case < 102:
                Withdraw(person, walk, day, ref dice, sink);
                break;
            case < 116:
                TopUp(person, day, ref dice, sink);
                break;
            case < 123:
                Deposit(person, day, ref dice, sink);
                break;
            case < 156:
                Pay(
                    person,
                    world.Companies.Phone(people.Traits(person) >> 20),
                    dice.Between(20, 90) * 100 * Tenge,
                    day.PhoneTime(ref dice),
                    sink
                );
                break;
        }
        if (walk == Walk.Employee)
        {
            Earn(person, day, ref dice, sink);
        }
        if (people.IsHead(person))
        {
            KeepHouse(person, day, ref dice, sink);
        }
    }

    private void Shop(int person, Walk walk, Calendar day, ref Dice dice, DaySink sink)
    {
        var mean = Purchases[(int)walk] * day.ShoppingPerMille / 1_000;
        // Shopping comes in rounds: three in five shop once, the rest two or three times.
        var throwOf = dice.Below(1_000);
        var times =
            throwOf < mean * 5 / 8
                ? (throwOf % 5) switch
                {
                    0 => 3,
                    1 => 2,
                    _ => 1,
                }
                : 0;
        if (times == 0)
        {
            return;
        }
        var city = world.People.City(person);
        for (var i = 0; i < times; i++)
        {
            var amount = dice.Around(5_200, Quantiles.Wide) * Tenge;
            Pay(person, world.Companies.Shop(city, ref dice), amount, day.ShoppingTime(ref dice), sink);
        }
    }

    private void Pay(int person, int company, long amount, long timeUs, DaySink sink) =>
        sink.Payments.Add(world.Slips.Purchase(timeUs, CardOf(person), company, amount));

    private void SendToSomeone(int person, Calendar day, ref Dice dice, DaySink sink)
    {
        var other = dice.Chance(420) ? world.People.Relative(person, ref dice) : -1;
        other = other >= 0 ? other : world.People.Friend(person, ref dice);
        if (other < 0)
        {
            return;
        }
        var amount = dice.Around(9_000, Quantiles.Heavy);
        amount = amount > 2_000 ? amount / 500 * 500 : amount;
        var flags = PaymentFlags.None;
        if (amount > 500_000)
        {
            flags = PaymentFlags.ConfirmationStated | (dice.Chance(930) ? PaymentFlags.Confirmed : 0);
        }
        sink.Payments.Add(
            world.Slips.CardTransfer(day.PhoneTime(ref dice), CardOf(person), CardOf(other), amount * Tenge) with
            {
                Flags = flags,
            }
        );
    }

    private void Withdraw(int person, Walk walk, Calendar day, ref Dice dice, DaySink sink)
    {
        var city = world.People.City(person);
        // Old habit for half: the ATM near home.
        var atm = dice.Chance(550) ? world.Atms.Near(city, world.People.Traits(person) >> 24) : world.Atms.Draw(city, ref dice);
        var amount = walk == Walk.Pensioner ? dice.Between(8, 40) * 2_000L : (dice.Around(34_000, Quantiles.Wide) / 1_000 * 1_000) + 1_000;
        sink.Payments.Add(world.Slips.Withdrawal(day.ShoppingTime(ref dice), CardOf(person), atm, amount * Tenge));
    }

    private void TopUp(int person, Calendar day, ref Dice dice, DaySink sink)
    {
        var city = world.People.City(person);
        // Most top up their own card at a kiosk; a sender shows an IIN where the amount asks for it, or when the bank's app did it.
        var other = dice.Chance(250) ? world.People.Relative(person, ref dice) : -1;
        var amount = dice.Chance(15) ? dice.Between(380, 950) * 1_000L : dice.Around(14_000, Quantiles.Wide) / 500 * 500 + 500;
        var shown = amount > 500_000 ? dice.Chance(970) : dice.Chance(300);
        var card = CardOf(other >= 0 ? other : person);
        var time = day.ShoppingTime(ref dice);
        sink.Payments.Add(
            world.Slips.TopUp(time, card, world.Atms.Draw(city, ref dice), amount * Tenge, shown ? person : -1) with
            {
                Flags =
                    amount > 500_000 && shown
                        ? PaymentFlags.ConfirmationStated | PaymentFlags.Named | (dice.Chance(940) ? PaymentFlags.Confirmed : 0)
                        : PaymentFlags.None,
            }
        );
    }

    private void Deposit(int person, Calendar day, ref Dice dice, DaySink sink)
    {
        var time = day.ShoppingTime(ref dice);
        var tiyn = ((dice.Around(45_000, Quantiles.Wide) / 1_000) + 1) * 1_000 * Tenge;
        sink.Payments.Add(world.Slips.CashDeposit(time, CardOf(person), world.Atms.Draw(world.People.City(person), ref dice), tiyn));
    }

    private void Earn(int person, Calendar day, ref Dice dice, DaySink sink)
    {
        var employer = world.Companies.Employer(world.People.City(person), person);
        var part = day.PayToday(world.Companies.PayCalendar(employer));
        if (part == 0)
        {
            return;
        }
        var salary = world.People.Salary(person);
        // Wages go to the main card.
        sink.Payments.Add(
            world.Slips.AccountTransfer(day.OfficeTime(ref dice), employer, person, part == 1 ? salary * 2 / 5 : salary * 3 / 5)
        );
    }

    /// <summary>The head of a household pays two utilities on a fixed day of the month, and the rent where they rent.</summary>
    private void KeepHouse(int person, Calendar day, ref Dice dice, DaySink sink)
    {
        var habits = world.People.Traits(person) >> 32;
        var city = world.People.City(person);
        if (day.Date.Day == 8 + (int)(habits % 18))
        {
            for (var i = 0; i < 2; i++)
            {
                Pay(
                    person,
                    world.Companies.Utility(city, i + (int)(habits >> 8 & 1)),
                    dice.Between(2_500, 24_000) * Tenge,
                    day.PhoneTime(ref dice),
                    sink
                );
            }
        }
        if ((habits >> 9) % 7 == 0 && day.Date.Day == 1 + (int)((habits >> 12) % 10))
        {
            // One landlord lets to about three households.
            var landlord = (int)(Dice.Mix((habits >> 16) ^ 77) % (ulong)(world.People.Count / 20)) * 20;
            if (landlord != person)
            {
                var rent = (70 + (long)((habits >> 20) % 180)) * 1_000 * Tenge;
                sink.Payments.Add(world.Slips.CardTransfer(day.PhoneTime(ref dice), CardOf(person), CardOf(landlord), rent));
            }
        }
    }

    /// <summary>The card that a person uses: the main one, or for some the second.</summary>
    private int CardOf(int person) =>
        world.People.HasSecondCard(person) && (world.People.Traits(person) >> 40 & 3) == 0 ? world.Identities.SecondCard(person) : person;
}
