using Sunqar.Core.Cases;
using Sunqar.Core.Chain;
using Sunqar.Core.Payments;
using Sunqar.Core.Registry;
using Sunqar.Core.Transfers;
using Sunqar.Simulation.Chain;
using Sunqar.Simulation.Chance;
using Sunqar.Simulation.Economy;
using Sunqar.Simulation.Places;
using Sunqar.Simulation.Schemes;
using Sunqar.Simulation.Stories;

namespace Sunqar.Simulation;

/// <summary>
/// A seeded country with known truth. Making it tells the planted stories and sets up who and what there is; <see cref="Days"/> then lives
/// day after day. Citizens are not objects: a person's day is a function of (seed, person, day), so memory does not grow with their number.
/// </summary>
public sealed class Country
{
    /// <summary>USDT's contract on TRON; the fakes' are made up.</summary>
    public const string UsdtContract = "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t";

    private readonly World _world;
    private readonly Chronicle _chronicle;
    private readonly Spelling _spelling;

    private Country(CountryOptions options)
    {
        Options = options;
        _world = new World(options);
        _chronicle = Storytelling.Tell(_world);
        _spelling = new Spelling(_world);
        Atms = [.. _world.Atms.All.Where(atm => atm.Country is null)];
        Rates = _world.Rates.All;
        Platforms =
        [
            .. _world
                .Exchanges.All.Take(_world.Exchanges.Platforms)
                .Select(item => new PlatformPlace(item.Code, item.Name, _world.Wallets.Text(item.Hot), item.Reporting)),
        ];
        Registry = Register.Entries(_world, _chronicle);
        WalletLabels = Register.Labels(_world, _chronicle);
        EnergyDelegations = [.. _chronicle.Energy.OrderBy(one => one.TimeUs)];
        History = LastYear.Cases(_world);
    }

    public CountryOptions Options { get; }

    public IReadOnlyList<AtmPlace> Atms { get; }

    public IReadOnlyList<BankPlace> Banks => Places.Banks.All;

    public IReadOnlyList<PlatformPlace> Platforms { get; }

    public IReadOnlyList<RatePublished> Rates { get; }

    public IReadOnlyList<PlatformListing> Registry { get; }

    public IReadOnlyList<WalletLabel> WalletLabels { get; }

    /// <summary>Who paid whose energy on TRON, by time.</summary>
    public IReadOnlyList<EnergyDelegation> EnergyDelegations { get; }

    /// <summary>Last year's closed cases and cash volumes.</summary>
    public IReadOnlyList<ClosedCase> History { get; }

    /// <summary>Everything planted, with its turnover.</summary>
    public IReadOnlyList<Plant> Plants => _chronicle.Plants[1..];

    /// <summary>What of the year's headline table is planted. Cash is the reported year's whatever the scale, as last year's is.</summary>
    public PlantedYear PlantedYear
    {
        get
        {
            IReadOnlyList<Plant> Of(string kind) => [.. Plants.Where(plant => plant.Kind == kind)];
            static Int128 Seizable(IReadOnlyList<Plant> plants) =>
                plants.Aggregate((Int128)0, (sum, plant) => sum + plant.SeizableUsdtMicro);
            var (exchangers, networks, mining) = (Of(CaseKinds.Exchanger), Of(CaseKinds.CashOutNetwork), Of(CaseKinds.Mining));
            return new PlantedYear(
                exchangers.Count,
                Seizable(exchangers),
                networks.Count,
                networks.Aggregate((Int128)0, (sum, plant) => sum + plant.TurnoverTiyn) * 10_000,
                Of(CaseKinds.Pyramid).Count,
                mining.Count,
                Seizable(mining),
                (Int128)LastYear.CashTengeNow * 1_000_000,
                (Int128)LastYear.CashDollarsNow * 1_000_000
            );
        }
    }

    public IReadOnlyList<Lookalike> Lookalikes => _chronicle.Lookalikes;

    /// <summary>How many instruments (cards and accounts), persons, devices and wallets <see cref="PaymentRow"/>s may name:
    /// 0..n-1.</summary>
    public int Instruments => _world.Identities.Instruments;

    /// <exception cref="ArgumentOutOfRangeException">The options ask for what cannot be simulated.</exception>
    public static Country Create(CountryOptions options)
    {
        options.Check();
        return new Country(options);
    }

    /// <summary>Lives the days in order; each is whole before it is handed out, and may be kept.</summary>
    public IEnumerable<CountryDay> Days(CancellationToken cancel = default)
    {
        var maker = new DayMaker(_world, _chronicle);
        foreach (var calendar in _world.Days)
        {
            cancel.ThrowIfCancellationRequested();
            var (payments, chain) = maker.Make(calendar);
            yield return new CountryDay(this, calendar.Number, payments, chain);
        }
    }

    public bool IsCard(int instrument) => _world.Identities.IsCard(instrument);

    /// <summary>The card token or the IBAN of an instrument, whichever it is.</summary>
    public string Instrument(int instrument) =>
        IsCard(instrument) ? _world.Identities.Card(instrument) : _world.Identities.Account(instrument);

    public string Iin(int person) => _world.Identities.Iin(person);

    public string Wallet(int wallet) => _world.Wallets.Text(wallet);

    /// <summary>BIC, or the platform's code for crypto kinds.</summary>
    public string Institution(in PaymentRow row) => row.Bank >= 0 ? Banks[row.Bank].Bic : Platforms[row.Platform].Code;

    internal Payment Spell(in PaymentRow row, DateOnly date, int index) =>
        _spelling.Payment(row, PaymentId(row, date, index), Institution(row));

    internal TokenTransfer Spell(in ChainRow row, int day, int index) => _spelling.Transfer(row, TransferId(day, index));

    internal string PaymentId(in PaymentRow row, DateOnly date, int index) => Spelling.PaymentId(Institution(row), date, index);

    internal string TransferId(int day, int index) => Spelling.TransactionId(_world.Seed, day, index);

    /// <summary>Rules speak of the plant; no typology mines for it.</summary>
    internal bool IsForRules(ushort plant) => _chronicle.ForRules.Contains(plant);

    internal IEnumerable<TruthRow> TruthOf(PaymentRow row, string id)
    {
        var (kind, pattern, _, _, _) = _chronicle.Plants[row.Plant];
        var (from, to) = PaymentEnds.Of(row.Kind, row.Sender >= 0);
        if (row.FromRole != Role.None)
        {
            yield return new TruthRow(kind, pattern, id, Node(row, from), RoleNames.Of(row.FromRole));
        }
        if (row.ToRole != Role.None)
        {
            yield return new TruthRow(kind, pattern, id, Node(row, to), RoleNames.Of(row.ToRole));
        }
    }

    internal IEnumerable<TruthRow> TruthOf(ChainRow row, string id)
    {
        var (kind, pattern, _, _, _) = _chronicle.Plants[row.Plant];
        if (row.FromRole != Role.None)
        {
            yield return new TruthRow(kind, pattern, id, Wallet(row.From), RoleNames.Of(row.FromRole));
        }
        if (row.ToRole != Role.None)
        {
            yield return new TruthRow(kind, pattern, id, Wallet(row.To), RoleNames.Of(row.ToRole));
        }
    }

    private string Node(in PaymentRow row, PaymentEnd end) =>
        end switch
        {
            PaymentEnd.Sender => Instrument(row.Sender),
            PaymentEnd.Recipient => Instrument(row.Recipient),
            PaymentEnd.Terminal => _world.Atms.All[row.Terminal].Id,
            PaymentEnd.Platform => Platforms[row.Platform].Code,
            PaymentEnd.Wallet => Wallet(row.Wallet),
            _ => throw new InvalidOperationException($"No node stands at {end}."),
        };
}
