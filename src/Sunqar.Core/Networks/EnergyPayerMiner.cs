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
    double ExclusiveMin,
    int SharedByMin,
    double SharedByShareMin,
    double LivesMin,
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

    /// <summary>
    /// The largest set of wallets that live on each other: at least half of what a wallet sends, or of what it takes, passes between it and
    /// the others, or somebody whom several of them and few besides deal with. Single ties say nothing: among strangers too a few pay each
    /// other, and chains of such ties join half a crowd. Of two sets of a size the one with the lowest number.
    /// </summary>
    private static SortedSet<int> Tied(TransferGraph graph, SortedSet<int> wallets, int payer)
    {
        var partners = wallets.ToDictionary(wallet => wallet, wallet => Partners(graph, wallet));
        var shared = partners
            .SelectMany(one => one.Value)
            .GroupBy(one => one.Key)
            .ToDictionary(one => one.Key, one => (Wallets: one.Count(), Rows: one.Sum(of => of.Value.Rows)));
        var sharedMin = Math.Max(Limits.SharedByMin, Limits.SharedByShareMin * wallets.Count);
        bool IsOfGroup(int other) =>
            wallets.Contains(other)
            || other == payer
            || (shared[other].Wallets >= sharedMin && shared[other].Rows >= Limits.ExclusiveMin * Transfers(graph, other));
        var groups = new Groups();
        var living = new SortedSet<int>();
        foreach (var (wallet, dealt) in partners)
        {
            var own = dealt.Where(one => IsOfGroup(one.Key)).ToList();
            if (
                !Lives(own.Select(one => one.Value.Sent), dealt.Values.Select(one => one.Sent))
                && !Lives(own.Select(one => one.Value.Taken), dealt.Values.Select(one => one.Taken))
            )
            {
                continue;
            }
            living.Add(wallet);
            foreach (var (other, _) in own)
                groups.Join(wallet, other);
        }
        return living
            .GroupBy(groups.Root)
            .OrderByDescending(group => group.Count())
            .ThenBy(group => group.Min())
            .Select(group => new SortedSet<int>(group))
            .FirstOrDefault([]);
    }

    private static bool Lives(IEnumerable<Int128> own, IEnumerable<Int128> all)
    {
        var (part, whole) = (own.Aggregate((Int128)0, (sum, one) => sum + one), all.Aggregate((Int128)0, (sum, one) => sum + one));
        return whole > 0 && (double)part >= Limits.LivesMin * (double)whole;
    }

    /// <summary>With whom a wallet deals on a chain: how much it sent them and took from them, in millionths, and in how many
    /// transfers.</summary>
    private static SortedDictionary<int, (Int128 Sent, Int128 Taken, int Rows)> Partners(TransferGraph graph, int wallet)
    {
        var partners = new SortedDictionary<int, (Int128 Sent, Int128 Taken, int Rows)>();
        foreach (var row in OnChain(graph, graph.Out(wallet)))
        {
            var other = graph.Table.To[row];
            var (sent, taken, rows) = partners.GetValueOrDefault(other);
            partners[other] = (sent + graph.Table.AmountMicro[row], taken, rows + 1);
        }
        foreach (var row in OnChain(graph, graph.In(wallet)))
        {
            var other = graph.Table.From[row];
            var (sent, taken, rows) = partners.GetValueOrDefault(other);
            partners[other] = (sent, taken + graph.Table.AmountMicro[row], rows + 1);
        }
        partners.Remove(wallet);
        return partners;
    }

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
