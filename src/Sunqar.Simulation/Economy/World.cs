using Sunqar.Simulation.Chain;
using Sunqar.Simulation.People;
using Sunqar.Simulation.Places;

namespace Sunqar.Simulation.Economy;

/// <summary>Everything that stands still while days pass: who and what there is, and the prices.</summary>
internal sealed class World
{
    public World(CountryOptions options)
    {
        Options = options;
        var seed = options.Seed;
        People = new Population(seed, options.People);
        Companies = new Companies(seed, options.People);
        Identities = new IdentityBook(seed, People, Companies);
        Slips = new PaymentSlips(Identities);
        Atms = new AtmNet(seed, options.People);
        Wallets = new WalletBook(seed, options.People);
        Exchanges = new Exchanges(seed, Wallets, options.FullScale);
        MiningPools = [Wallets.Open(), Wallets.Open()];
        Rates = new Rates(seed, options.Start, options.Days);
        Days = [.. Enumerable.Range(0, options.Days).Select(day => new Calendar(options.Start, day))];
    }

    public CountryOptions Options { get; }

    public ulong Seed => Options.Seed;

    public Population People { get; }

    public Companies Companies { get; }

    public IdentityBook Identities { get; }

    public PaymentSlips Slips { get; }

    /// <summary>What banks say beside, where stories make it matter.</summary>
    public KnownToBanks KnownToBanks { get; } = new();

    public AtmNet Atms { get; }

    public WalletBook Wallets { get; }

    public Exchanges Exchanges { get; }

    /// <summary>The wallets that pools abroad pay from; labelled, and not themselves of the country.</summary>
    public IReadOnlyList<int> MiningPools { get; }

    public Rates Rates { get; }

    public IReadOnlyList<Calendar> Days { get; }

    /// <summary>Local midnight, so many days from the country's first.</summary>
    public long DayUs(int days) => new Calendar(Options.Start, days).StartUs;
}
