using System.Globalization;
using Sunqar.Core.Transfers;

namespace Sunqar.Core.Patterns;

/// <summary>
/// An unlicensed mining farm: a pool pays the same wallets on nearly every day, about the same sum, and they forward it to one owner (docs/patterns/mining.md). A pool
/// is told by what it does: it pays several wallets so. Farms with a wallet in the register of licensed miners are left out.
/// </summary>
/// <param name="isLicensed">Whether the register lists the wallet under a licence; null where there is no register, and then scores stay low.</param>
public sealed class MiningPayouts(TransferGraph graph, Func<int, bool>? isLicensed)
{
    private const long DayUs = 86_400_000_000;

    /// <summary>Distinct days with a payment from the pool, and their least part of the days from the first to the last.</summary>
    private const int DaysMin = 10;
    private const double DaysShareMin = 0.6;

    /// <summary>Standard deviation over mean of the payments.</summary>
    private const double VariationMax = 0.6;

    private const int PayeesMin = 4;

    /// <summary>A pool pays miners and hardly anyone else; an exchange too has customers who withdraw every day, among thousands.</summary>
    private const double RigShareMin = 0.3;

    /// <summary>At least this part of a rig wallet's outflow goes to its owner.</summary>
    private const double ForwardMin = 0.9;

    private readonly TransferTable _table = graph.Table;

    /// <summary>One sighting a farm, by its owner's number.</summary>
    public IReadOnlyList<Sighting> Mine()
    {
        var farms = new SortedDictionary<int, List<(int Rig, int Pool)>>();
        foreach (var (pool, rigs) in Pools())
        {
            foreach (var rig in rigs)
            {
                var owner = Owner(rig, pool);
                farms.TryAdd(owner, []);
                farms[owner].Add((rig, pool));
            }
        }
        var sightings = new List<Sighting>();
        foreach (var (owner, rigs) in farms)
        {
            if (isLicensed is null || !(isLicensed(owner) || rigs.Any(r => isLicensed(r.Rig))))
            {
                sightings.Add(Sight(owner, rigs));
            }
        }
        return sightings;
    }

    private IEnumerable<(int Pool, List<int> Rigs)> Pools()
    {
        var byPayee = new Dictionary<int, List<int>>();
        for (var pool = 0; pool < graph.Accounts; pool++)
        {
            byPayee.Clear();
            foreach (var row in graph.Out(pool))
            {
                if (WalletProfiler.IsOnChain(_table, row))
                {
                    ref var rows = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(byPayee, _table.To[row], out _);
                    (rows ??= []).Add(row);
                }
            }
            var rigs = byPayee.Where(p => p.Value.Count >= DaysMin && IsRecurring(p.Value)).Select(p => p.Key).Order().ToList();
            if (rigs.Count >= PayeesMin && rigs.Count >= RigShareMin * byPayee.Count)
            {
                yield return (pool, rigs);
            }
        }
    }

    private bool IsRecurring(List<int> rows)
    {
        var days = rows.Select(row => _table.TimeUs[row] / DayUs).Distinct().Count();
        var span = ((_table.TimeUs[rows[^1]] - _table.TimeUs[rows[0]]) / DayUs) + 1;
        var mean = rows.Average(row => (double)_table.AmountMicro[row]);
        var variance = rows.Average(row => Math.Pow(_table.AmountMicro[row] - mean, 2));
        return days >= DaysMin && days >= DaysShareMin * span && Math.Sqrt(variance) <= VariationMax * mean;
    }

    /// <summary>The wallet that takes nearly all that the rig's wallet sends; the rig's own where there is none.</summary>
    private int Owner(int rig, int pool)
    {
        var sent = new SortedDictionary<int, Int128>();
        Int128 total = 0;
        foreach (var row in graph.Out(rig))
        {
            if (WalletProfiler.IsOnChain(_table, row))
            {
                sent[_table.To[row]] = sent.GetValueOrDefault(_table.To[row]) + _table.AmountMicro[row];
                total += _table.AmountMicro[row];
            }
        }
        foreach (var (to, micro) in sent)
        {
            if (to != pool && (double)micro >= ForwardMin * (double)total)
            {
                return to;
            }
        }
        return rig;
    }

    private Sighting Sight(int owner, List<(int Rig, int Pool)> rigs)
    {
        var pools = rigs.Select(r => r.Pool).ToHashSet();
        var members = rigs.Select(r => r.Rig).Distinct().Where(r => r != owner).Select(r => new Member(r, "miner")).ToList();
        members.Add(new Member(owner, members.Count == 0 ? "miner" : "organiser"));
        members.Sort((a, b) => a.Account.CompareTo(b.Account));
        var set = members.Select(m => m.Account).ToHashSet();
        var rows = new SortedSet<int>();
        Int128 earned = 0;
        foreach (var member in set)
        {
            foreach (var row in graph.In(member))
            {
                if (pools.Contains(_table.From[row]) || set.Contains(_table.From[row])) rows.Add(row);
                earned += pools.Contains(_table.From[row]) ? _table.AmountMicro[row] : 0;
            }
            foreach (var row in graph.Out(member))
            {
                if (WalletProfiler.IsOnChain(_table, row)) rows.Add(row);
            }
        }
        var evidence = new Dictionary<string, string>
        {
            ["payouts"] = rows.Count(row => pools.Contains(_table.From[row])).ToString(CultureInfo.InvariantCulture),
            ["earned_usdt"] = ((double)earned / 1e6).ToString("0", CultureInfo.InvariantCulture),
            ["pools"] = string.Join(", ", pools.Select(p => _table.Accounts.Label(p) ?? _table.Accounts.Id(p)).Order(StringComparer.Ordinal)),
            ["register"] = isLicensed is null ? "not given: the farm may be licensed" : "no licence for any of the wallets",
        };
        return new Sighting(PatternKinds.Mining, [.. rows], members, isLicensed is null ? 0.4 : 0.9, evidence);
    }
}
