using Sunqar.Core.Payments;
using Sunqar.Core.Registry;
using Sunqar.Core.Times;
using Sunqar.Simulation.Chance;
using Sunqar.Simulation.Economy;
using Sunqar.Simulation.Schemes;

namespace Sunqar.Simulation.Stories;

/// <summary>
/// Where a scheme or bystander writes what happens: cards are opened, wallets made, money moved. Rows are kept by day until the day is
/// lived. Everything written through a member's part carries the plant; what is written without parts is innocent background.
/// </summary>
internal sealed partial class Story
{
    private const long ConfirmedAboveTiyn = 50_000_000;
    private readonly Chronicle _chronicle;
    private readonly ushort _plant;
    public Dice Dice;

    public Story(Chronicle chronicle, World world, string kind, int number, int count, ushort plant)
    {
        (_chronicle, World, Number, Of, _plant) = (chronicle, world, number, count, plant);
        Dice = Dice.Named(world.Seed, kind, number);
    }

    public World World { get; }

    /// <summary>Which group of its kind this is, from 0, and how many there are.</summary>
    public int Number { get; }

    public int Of { get; }

    public int Days => World.Options.Days;

    /// <summary>Dice that all groups of a kind throw alike: what they share out among themselves.</summary>
    public Dice Shared(string kind) => Dice.Named(World.Seed, kind, -1);

    /// <summary>A citizen who is in no other story.</summary>
    public int Recruit() => _chronicle.Recruit(ref Dice);

    /// <summary>Any citizen: customers, payers, victims.</summary>
    public int Anyone() => Dice.Below(World.People.Count);

    /// <summary>A further card on a recruit's name, at a bank of its own.</summary>
    public int OpenCard(int owner) => World.Identities.OpenCard(owner, Dice.Below(Places.Banks.All.Count));

    /// <summary>
    /// A recruit's card that is lent to a scheme: mostly a new one, for a third their own, on which their ordinary life goes on.
    /// </summary>
    public int LentCard(int owner) => Dice.Chance(350) ? owner : OpenCard(owner);

    /// <summary>Adds to what the plant turned over: value that entered it, counted once.</summary>
    public void TurnOver(long tiyn, long usdtMicro = 0) => _chronicle.TurnOver(_plant, tiyn, usdtMicro);

    /// <summary>Adds to what the reported seizure would take of the plant.</summary>
    public void Hoard(long usdtMicro) => _chronicle.Hoard(_plant, usdtMicro);

    public int OpenWallet() => World.Wallets.Open();

    public int OpenLookAlike(int of) => World.Wallets.OpenLookAlike(of);

    public int OpenEthereum() => World.Wallets.OpenEthereum();

    /// <summary>A deposit address at an exchange, swept like all others.</summary>
    public int OpenDeposit(int exchange)
    {
        var wallet = World.Wallets.Open();
        _chronicle.Deposits.Add((wallet, exchange));
        return wallet;
    }

    /// <summary>Card to card, from the owner's phone unless another device is named; the sender confirms what is large.</summary>
    public void Send(long timeUs, int from, int to, long tiyn, Role fromRole = Role.None, Role toRole = Role.None, int device = -1) =>
        Add(
            World.Slips.CardTransfer(timeUs, from, to, tiyn, device) with
            {
                Flags = tiyn > ConfirmedAboveTiyn ? PaymentFlags.ConfirmationStated | PaymentFlags.Confirmed : PaymentFlags.None,
            },
            fromRole,
            toRole
        );

    public void Withdraw(long timeUs, int card, int atm, long tiyn, Role role = Role.None) =>
        Add(World.Slips.Withdrawal(timeUs, card, atm, tiyn), role, Role.None);

    public void DepositCash(long timeUs, int card, int atm, long tiyn, Role role = Role.None) =>
        Add(World.Slips.CashDeposit(timeUs, card, atm, tiyn), Role.None, role);

    /// <summary>A top-up at a kiosk; <paramref name="shown"/> is the person whose IIN the sender shows, -1 for none.</summary>
    public void TopUp(long timeUs, int card, int atm, long tiyn, int shown, Role role = Role.None) =>
        Add(World.Slips.TopUp(timeUs, card, atm, tiyn, shown), Role.None, role);

    public void Buy(long timeUs, int card, int company, long tiyn) =>
        Add(World.Slips.Purchase(timeUs, card, company, tiyn), Role.None, Role.None);

    /// <summary>A trade on a licensed platform against a card.</summary>
    public void Trade(long timeUs, PaymentKind kind, int card, int platform, long tiyn, long micro, Role role = Role.None)
    {
        var buys = kind == PaymentKind.CryptoBuy;
        Add(World.Slips.Trade(kind, timeUs, card, platform, tiyn, micro), buys ? role : Role.None, buys ? Role.None : role);
    }

    /// <summary>A licensed platform reports that a customer takes USDT out to a wallet; the chain's leg is told apart.</summary>
    public void TakeOut(long timeUs, int person, int platform, int wallet, long micro, Role role = Role.None) =>
        Add(PaymentSlips.TakeOut(timeUs, person, platform, wallet, micro), Role.None, role);

    /// <summary>A licensed platform reports that a customer's deposit from a wallet came in.</summary>
    public void BringIn(long timeUs, int person, int platform, int wallet, long micro, Role role = Role.None) =>
        Add(PaymentSlips.BringIn(timeUs, person, platform, wallet, micro), role, Role.None);

    public void Move(long timeUs, int from, int to, long micro, Role fromRole = Role.None, Role toRole = Role.None)
    {
        if (DayOf(timeUs) is var day and >= 0 && micro > 0)
        {
            var planted = fromRole != Role.None || toRole != Role.None ? _plant : (ushort)0;
            _chronicle
                .Chain[day]
                .Add(
                    new ChainRow
                    {
                        TimeUs = ChainClock.Block(timeUs),
                        From = from,
                        To = to,
                        Units = micro,
                        Plant = planted,
                        FromRole = fromRole,
                        ToRole = toRole,
                    }
                );
        }
    }

    /// <summary>A wallet's energy for its next transfers is paid by another, a few minutes before.</summary>
    public void PayEnergy(long timeUs, int payer, int receiver)
    {
        if (DayOf(timeUs) >= 0)
        {
            _chronicle.Energy.Add(
                new EnergyDelegation(World.Wallets.Text(payer), World.Wallets.Text(receiver), ChainClock.Block(timeUs - 180_000_000))
            );
        }
    }

    /// <summary>Enters somebody in the supervisor's register.</summary>
    public void Register(PlatformListing listing) => _chronicle.Registry.Add(listing);

    /// <summary>A tag pack names a wallet.</summary>
    /// <param name="actor">Who stands behind several wallets.</param>
    public void Label(int wallet, string label, string category, string actor = "") =>
        _chronicle.Labels.Add(
            new WalletLabel(
                World.Wallets.IsEthereum(wallet) ? "ethereum" : "tron",
                World.Wallets.Text(wallet),
                label,
                category,
                actor,
                "simulated country",
                "service_data"
            )
        );

    /// <summary>Names somebody innocent whom a careless rule would accuse.</summary>
    public void Innocent(string kind, string account) => _chronicle.Lookalikes.Add(new Lookalike(kind, account));

    public void InnocentCard(string kind, int card) => Innocent(kind, World.Identities.Card(card));

    public void InnocentWallet(string kind, int wallet) => Innocent(kind, World.Wallets.Text(wallet));

    /// <summary>A moment of a day: hours may pass midnight.</summary>
    public long At(int day, int hour, int minute = 0, int second = 0) =>
        new Calendar(World.Options.Start, day).StartUs + ((((hour * 60L) + minute) * 60) + second) * 1_000_000L;

    public int DayOf(long timeUs)
    {
        var day = LocalTime.Kazakhstan.Day(timeUs).DayNumber - World.Days[0].Date.DayNumber;
        return day >= 0 && day < Days ? day : -1;
    }

    private void Add(PaymentRow row, Role fromRole, Role toRole)
    {
        if (DayOf(row.TimeUs) is var day and >= 0 && row.AmountMinor > 0)
        {
            var planted = fromRole != Role.None || toRole != Role.None ? _plant : (ushort)0;
            _chronicle.Payments[day].Add(row with { Plant = planted, FromRole = fromRole, ToRole = toRole });
        }
    }
}

/// <summary>All that the stories wrote, by day, and who was in them.</summary>
internal sealed class Chronicle
{
    private readonly HashSet<int> _taken = [];
    private readonly int _people;

    public Chronicle(int days, int people)
    {
        _people = people;
        Payments = [.. Enumerable.Range(0, days).Select(_ => new List<PaymentRow>())];
        Chain = [.. Enumerable.Range(0, days).Select(_ => new List<ChainRow>())];
    }

    public List<PaymentRow>[] Payments { get; }

    public List<ChainRow>[] Chain { get; }

    public List<Lookalike> Lookalikes { get; } = [];

    public List<(int Wallet, int Exchange)> Deposits { get; } = [];

    public List<PlatformListing> Registry { get; } = [];

    public List<WalletLabel> Labels { get; } = [];

    public List<EnergyDelegation> Energy { get; } = [];

    /// <summary>Each plant; place 0 is nobody's.</summary>
    public List<Plant> Plants { get; } = [new Plant("", "", 0, 0)];

    /// <summary>Plants that rules speak of, and no typology mines for.</summary>
    public HashSet<ushort> ForRules { get; } = [];

    public void TurnOver(ushort plant, long tiyn, long usdtMicro) =>
        Plants[plant] = Plants[plant] with
        {
            TurnoverTiyn = Plants[plant].TurnoverTiyn + tiyn,
            TurnoverUsdtMicro = Plants[plant].TurnoverUsdtMicro + usdtMicro,
        };

    public void Hoard(ushort plant, long usdtMicro) =>
        Plants[plant] = Plants[plant] with { SeizableUsdtMicro = Plants[plant].SeizableUsdtMicro + usdtMicro };

    public int Recruit(ref Dice dice)
    {
        for (var attempt = 0; attempt < 1_000; attempt++)
        {
            var person = dice.Below(_people);
            if (_taken.Add(person))
            {
                return person;
            }
        }
        throw new InvalidOperationException("The country is too small for its stories.");
    }
}
