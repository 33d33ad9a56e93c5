using System.Globalization;
using Sunqar.Core.Patterns;
using Sunqar.Core.Patterns.Wallets;
using Sunqar.Core.Transfers;
using Sunqar.Core.Tuning;

namespace Sunqar.Core.Networks;

/// <summary>Limits of <see cref="MiningPayouts"/>, section <c>farm</c> of rulebooks/mining.limits.</summary>
[Limits("farm")]
internal sealed record FarmLimits(
    int DaysMin,
    double DaysShareMin,
    double VariationMax,
    int PayeesMin,
    double RigShareMin,
    double ForwardMin,
    double Score,
    double UncheckedScore
);

/// <summary>
/// An unlicensed mining farm: a pool pays the same wallets on nearly every day, about the same sum, and they forward it to one owner
/// (docs/patterns/mining.md). A pool is told by what it does: it pays several wallets so. Farms with a wallet in the register of licensed
/// miners are left out. Over a graph that grows only the payees that new transfers touch are looked at again. Not thread-safe.
/// </summary>
public sealed class MiningPayouts
{
    private static readonly FarmLimits Limits = MiningTuning.Shipped.Of<FarmLimits>();

    private const long DayUs = 86_400_000_000;

    private readonly TransferGraph _graph;
    private readonly Kept<(int Rig, int Pool), int> _owners;
    private readonly Kept<Farm, Seen> _farms;
    private readonly SortedDictionary<int, Pool> _pools = [];
    private readonly HashSet<(int Pool, int Payee)> _touched = [];
    private int _searched;

    public MiningPayouts(TransferGraph graph)
    {
        _graph = graph;
        _owners = new(graph, (seen, key) => Owner(seen, key.Rig, key.Pool));
        _farms = new(graph, Look);
    }

    private readonly record struct Farm(int Owner, Roster<(int Rig, int Pool)> Rigs);

    /// <summary>Whom a wallet pays on a chain, and who of them is paid as a rig is. Kept of wallets that pay one so.</summary>
    private sealed record Pool(HashSet<int> Payees, SortedSet<int> Rigs);

    /// <summary>What is seen of a farm, whoever licenses it.</summary>
    private sealed record Seen(int[] Rows, List<Member> Members, string Payouts, string EarnedUsdt, HashSet<int> Pools);

    /// <summary>How many wallets and payees were looked at so far; a measure of work.</summary>
    public long Looks { get; private set; }

    /// <summary>A transfer came.</summary>
    public void Touch(int row)
    {
        var (from, to, timeUs) = (_graph.Table.From[row], _graph.Table.To[row], _graph.Table.TimeUs[row]);
        if (WalletProfiler.IsOnChain(_graph.Table, row))
            _touched.Add((from, to));
        foreach (var account in (ReadOnlySpan<int>)[from, to])
        {
            _owners.Touch(account, timeUs);
            _farms.Touch(account, timeUs);
        }
    }

    /// <summary>The farms that meet every condition as of now, one sighting each, in the order of their owners' account numbers.</summary>
    /// <param name="isLicensed">Whether the register lists the wallet under a licence; null where there is no register, and then scores
    /// stay low.</param>
    public IReadOnlyList<Sighting> Mine(Func<int, bool>? isLicensed)
    {
        Search();
        var rigsOf = new SortedDictionary<int, List<(int Rig, int Pool)>>();
        foreach (var (pool, seen) in _pools)
        {
            if (seen.Rigs.Count < Limits.PayeesMin || seen.Rigs.Count < Limits.RigShareMin * seen.Payees.Count)
                continue;
            foreach (var rig in seen.Rigs)
            {
                var owner = _owners.Of((rig, pool));
                rigsOf.TryAdd(owner, []);
                rigsOf[owner].Add((rig, pool));
            }
        }
        var sightings = new List<Sighting>();
        foreach (var (owner, rigs) in rigsOf)
        {
            if (isLicensed is null || !(isLicensed(owner) || rigs.Any(r => isLicensed(r.Rig))))
            {
                sightings.Add(Sight(_farms.Of(new Farm(owner, new Roster<(int, int)>(rigs))), isLicensed is not null));
            }
        }
        _owners.ForgetUnasked();
        _farms.ForgetUnasked();
        return sightings;
    }

    /// <summary>Looks for rigs: among all that a new wallet pays, and among the pairs of old ones that a transfer touched.</summary>
    private void Search()
    {
        foreach (var (pool, payee) in _touched.Where(pair => pair.Pool < _searched))
        {
            Looks++;
            _pools.TryGetValue(pool, out var known);
            known?.Payees.Add(payee);
            if (!IsRig(Between(pool, payee)))
                known?.Rigs.Remove(payee);
            else if (known is null)
                SearchAll(pool);
            else
                known.Rigs.Add(payee);
        }
        _touched.Clear();
        for (; _searched < _graph.Accounts; _searched++)
        {
            SearchAll(_searched);
        }
    }

    private void SearchAll(int pool)
    {
        if (_graph.Out(pool).Length < Limits.DaysMin)
            return;
        Looks++;
        var table = _graph.Table;
        var byPayee = new Dictionary<int, List<int>>();
        foreach (var row in _graph.Out(pool))
        {
            if (WalletProfiler.IsOnChain(table, row))
            {
                ref var rows = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(byPayee, table.To[row], out _);
                (rows ??= []).Add(row);
            }
        }
        var rigs = byPayee.Where(p => IsRig(p.Value)).Select(p => p.Key).ToList();
        if (rigs.Count > 0)
            _pools[pool] = new Pool([.. byPayee.Keys], [.. rigs]);
    }

    /// <summary>What a wallet paid another on a chain, by time; read from whichever list is shorter.</summary>
    private List<int> Between(int pool, int payee)
    {
        var table = _graph.Table;
        ReadOnlySpan<int> sent = _graph.Out(pool),
            taken = _graph.In(payee);
        var rows = new List<int>();
        foreach (var row in sent.Length < taken.Length ? sent : taken)
        {
            if (table.From[row] == pool && table.To[row] == payee && WalletProfiler.IsOnChain(table, row))
                rows.Add(row);
        }
        return rows;
    }

    /// <summary>Whether payments, by time, are those of a pool to a rig.</summary>
    private bool IsRig(List<int> rows)
    {
        if (rows.Count < Limits.DaysMin)
            return false;
        var table = _graph.Table;
        var days = rows.Select(row => table.TimeUs[row] / DayUs).Distinct().Count();
        var span = ((table.TimeUs[rows[^1]] - table.TimeUs[rows[0]]) / DayUs) + 1;
        var mean = rows.Average(row => (double)table.AmountMicro[row]);
        var variance = rows.Average(row => Math.Pow(table.AmountMicro[row] - mean, 2));
        return days >= Limits.DaysMin && days >= Limits.DaysShareMin * span && Math.Sqrt(variance) <= Limits.VariationMax * mean;
    }

    /// <summary>The wallet that takes nearly all that the rig's wallet sends; the rig's own where there is none.</summary>
    private static int Owner(TransferGraph graph, int rig, int pool)
    {
        var table = graph.Table;
        var sent = new SortedDictionary<int, Int128>();
        Int128 total = 0;
        foreach (var row in graph.Out(rig))
        {
            if (WalletProfiler.IsOnChain(table, row))
            {
                sent[table.To[row]] = sent.GetValueOrDefault(table.To[row]) + table.AmountMicro[row];
                total += table.AmountMicro[row];
            }
        }
        foreach (var (to, micro) in sent)
        {
            if (to != pool && (double)micro >= Limits.ForwardMin * (double)total)
            {
                return to;
            }
        }
        return rig;
    }

    private static Seen Look(TransferGraph graph, Farm farm)
    {
        var table = graph.Table;
        var pools = farm.Rigs.Select(r => r.Pool).ToHashSet();
        var members = farm.Rigs.Select(r => r.Rig).Distinct().Where(r => r != farm.Owner).Select(r => new Member(r, "miner")).ToList();
        members.Add(new Member(farm.Owner, members.Count == 0 ? "miner" : "organiser"));
        members.Sort((a, b) => a.Account.CompareTo(b.Account));
        var set = members.Select(m => m.Account).ToHashSet();
        var rows = new HashSet<int>();
        Int128 earned = 0;
        foreach (var member in set)
        {
            foreach (var row in graph.In(member))
            {
                if (pools.Contains(table.From[row]) || set.Contains(table.From[row]))
                    rows.Add(row);
                earned += pools.Contains(table.From[row]) ? table.AmountMicro[row] : 0;
            }
            foreach (var row in graph.Out(member))
            {
                if (WalletProfiler.IsOnChain(table, row))
                    rows.Add(row);
            }
        }
        return new Seen(
            table.InTimeOrder(rows),
            members,
            rows.Count(row => pools.Contains(table.From[row])).ToString(CultureInfo.InvariantCulture),
            ((double)earned / 1e6).ToString("0", CultureInfo.InvariantCulture),
            pools
        );
    }

    private Sighting Sight(Seen farm, bool isRegisterGiven)
    {
        var accounts = _graph.Table.Accounts;
        var pools = farm.Pools.Select(accounts.Id).Order(StringComparer.Ordinal);
        var evidence = EvidenceKeys.Evidence(
            MiningFarm.Payouts.Is(farm.Payouts),
            MiningFarm.EarnedUsdt.Is(farm.EarnedUsdt),
            MiningFarm.Pools.Is(string.Join(", ", pools)),
            MiningFarm.LicencesChecked.Is(isRegisterGiven ? 1 : 0),
            MiningFarm.Register.Is(isRegisterGiven ? "no licence for any of the wallets" : "not given: the farm may be licensed")
        );
        return new Sighting(MiningFarm.Name, farm.Rows, farm.Members, isRegisterGiven ? Limits.Score : Limits.UncheckedScore, evidence);
    }
}
