using Sunqar.Core.Patterns;
using Sunqar.Core.Patterns.Wallets;
using Sunqar.Core.Registry;
using Sunqar.Core.Transfers;
using Sunqar.Core.Tuning;

namespace Sunqar.Core.Networks;

/// <summary>Limits of <see cref="EnergyPayerMiner"/>, section <c>energy</c> of rulebooks/mining.limits.</summary>
[Limits("energy")]
internal sealed record EnergyLimits(
    int WalletsMin,
    int WalletsMax,
    int DaysMin,
    double PayerShareMin,
    int SendsMin,
    int PrivateTransfersMax,
    double TiedMin,
    double Score
);

/// <summary>
/// Wallets of one hand behind one payer of energy (docs/patterns/energy_payer.md). Energy is also rented: whoever rents it out serves many
/// who have nothing to do with each other, so a shared payer alone says nothing. It counts where the payer serves few, pays nearly all that
/// each of them uses, and most of them are tied by transfers besides. Not thread-safe.
/// </summary>
public sealed class EnergyPayerMiner(TransferGraph graph)
{
    private static readonly EnergyLimits Limits = MiningTuning.Shipped.Of<EnergyLimits>();

    private readonly Kept<Asked, Sighting?> _kept = new(graph, Sight);
    private EnergyPayers? _read;
    private List<(string Payer, List<(string Wallet, int Days)> Wallets)> _served = [];

    /// <summary>A payer, its own number where it moves tokens itself (-1 where not), and the wallets that may be of its hand.</summary>
    private readonly record struct Asked(string Payer, int Account, Roster<(int Wallet, int Days)> Wallets);

    /// <summary>How many sightings were worked out so far; a measure of work.</summary>
    public long Looks => _kept.WorkedOut;

    /// <summary>A transfer came, or an account at one of its ends turned out to be of another kind.</summary>
    public void Touch(int row)
    {
        _kept.Touch(graph.Table.From[row], graph.Table.TimeUs[row]);
        _kept.Touch(graph.Table.To[row], graph.Table.TimeUs[row]);
    }

    /// <summary>One sighting a payer, in the order of their addresses; each wallet has one payer.</summary>
    /// <param name="isService">Whether an address is known as a service's, which may pay for whom it serves.</param>
    /// <param name="isNobodysOwn">Whether a wallet is a service's, a deposit address, or explained already.</param>
    public IReadOnlyList<Sighting> Mine(EnergyPayers energy, Func<string, bool> isService, Func<int, bool> isNobodysOwn)
    {
        if (!ReferenceEquals(_read, energy))
            (_read, _served) = (energy, Served(energy));
        var sightings = new List<Sighting>();
        foreach (var (payer, wallets) in _served)
        {
            if (isService(payer))
                continue;
            var known = wallets
                .Where(wallet => graph.Table.Accounts.TryFind(wallet.Wallet, out var account) && !isNobodysOwn(account))
                .Select(wallet => (graph.Table.Accounts.TryFind(wallet.Wallet, out var account) ? account : -1, wallet.Days))
                .OrderBy(wallet => wallet.Item1)
                .ToList();
            if (known.Count < Limits.WalletsMin)
                continue;
            var own = graph.Table.Accounts.TryFind(payer, out var number) ? number : -1;
            if (_kept.Of(new Asked(payer, own, new Roster<(int, int)>(known))) is { } sighting)
                sightings.Add(sighting);
        }
        _kept.ForgetUnasked();
        return sightings;
    }

    /// <summary>Payers that serve neither too few nor a crowd, with the wallets that live on them.</summary>
    private static List<(string Payer, List<(string Wallet, int Days)> Wallets)> Served(EnergyPayers energy)
    {
        var all = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (_, wallets) in energy.All)
        {
            foreach (var (wallet, days) in wallets)
                all[wallet] = all.GetValueOrDefault(wallet) + days;
        }
        var served = new List<(string, List<(string, int)>)>();
        foreach (var (payer, wallets) in energy.All)
        {
            var list = wallets.ToList();
            if (list.Count < Limits.WalletsMin || list.Count > Limits.WalletsMax)
                continue;
            var own = list.Where(one => one.Days >= Limits.DaysMin && one.Days >= Limits.PayerShareMin * all[one.Wallet]).ToList();
            if (own.Count >= Limits.WalletsMin)
                served.Add((payer, own));
        }
        return served;
    }

    private static Sighting? Sight(TransferGraph graph, Asked asked)
    {
        var active = asked.Wallets.Where(one => Sends(graph, one.Wallet) >= Limits.SendsMin).ToList();
        var tied = Tied(graph, [.. active.Select(one => one.Wallet)], asked.Account);
        if (tied.Count < Limits.WalletsMin || tied.Count < Limits.TiedMin * active.Count)
            return null;
        var rows = new HashSet<int>();
        foreach (var wallet in tied)
        {
            rows.UnionWith(OnChain(graph, graph.In(wallet)));
            rows.UnionWith(OnChain(graph, graph.Out(wallet)));
        }
        var members = tied.Select(wallet => new Member(wallet, "wallet")).ToList();
        if (asked.Account >= 0 && !tied.Contains(asked.Account))
            members.Add(new Member(asked.Account, "organiser"));
        var evidence = EvidenceKeys.Evidence(
            EnergyPayer.Payer.Is(asked.Payer),
            EnergyPayer.PaidFor.Is(asked.Wallets.Count),
            EnergyPayer.Days.Is(asked.Wallets.Where(one => tied.Contains(one.Wallet)).Sum(one => one.Days)),
            EnergyPayer.Tied.Is(tied.Count)
        );
        return new Sighting(
            EnergyPayer.Name,
            graph.Table.InTimeOrder(rows),
            [.. members.OrderBy(member => member.Account)],
            Limits.Score,
            evidence
        );
    }

    /// <summary>The largest set of wallets that pay each other, or share somebody whom few deal with: a hot wallet that everybody pays ties
    /// nobody. Of two of a size the one with the lowest number.</summary>
    private static SortedSet<int> Tied(TransferGraph graph, SortedSet<int> wallets, int payer)
    {
        var groups = new Groups();
        foreach (var wallet in wallets)
        {
            foreach (var other in Others(graph, wallet))
            {
                if (wallets.Contains(other) || other == payer || Transfers(graph, other) <= Limits.PrivateTransfersMax)
                    groups.Join(wallet, other);
            }
        }
        return wallets
            .GroupBy(groups.Root)
            .OrderByDescending(group => group.Count())
            .ThenBy(group => group.Min())
            .Select(group => new SortedSet<int>(group))
            .FirstOrDefault([]);
    }

    private static IEnumerable<int> Others(TransferGraph graph, int wallet) =>
        OnChain(graph, graph.In(wallet))
            .Select(row => graph.Table.From[row])
            .Concat(OnChain(graph, graph.Out(wallet)).Select(row => graph.Table.To[row]))
            .Where(other => other != wallet)
            .Distinct();

    private static int Sends(TransferGraph graph, int wallet) => OnChain(graph, graph.Out(wallet)).Count;

    private static int Transfers(TransferGraph graph, int wallet) => graph.In(wallet).Length + graph.Out(wallet).Length;

    private static List<int> OnChain(TransferGraph graph, ReadOnlySpan<int> rows)
    {
        var onChain = new List<int>();
        foreach (var row in rows)
        {
            if (WalletProfiler.IsOnChain(graph.Table, row))
                onChain.Add(row);
        }
        return onChain;
    }
}
