using System.Globalization;
using Sunqar.Core.Patterns;
using Sunqar.Core.Patterns.Wallets;
using Sunqar.Core.Transfers;
using Sunqar.Core.Tuning;

namespace Sunqar.Core.Networks;

/// <summary>Limits of <see cref="PyramidMiner"/>, section <c>pyramid</c> of rulebooks/mining.limits.</summary>
[Limits("pyramid")]
internal sealed record PyramidLimits(
    int PayersMin,
    int PayeesMin,
    double PaidBeforeMin,
    double InsiderGain,
    int EarlyParts,
    double OrganiserShareMin,
    double Score
);

/// <summary>
/// A crypto pyramid: a wallet that many pay into, whose pay-outs go to those who paid before, out of what later ones bring; a few early
/// ones take far more than they gave; when joining slows the pay-outs stop and the rest leaves at once (docs/patterns/pyramid.md). Figures
/// after Bartoletti et al., "Dissecting Ponzi schemes on Ethereum" (2020): payees who had paid earlier, Gini of what they got, delay of
/// pay-outs, life time. A sighting is kept until a transfer of its treasury or of who emptied it comes.
/// </summary>
public sealed class PyramidMiner(TransferGraph graph)
{
    private static readonly PyramidLimits Limits = MiningTuning.Shipped.Of<PyramidLimits>();

    private const long DayUs = 86_400_000_000;

    private readonly Kept<WalletProfile, Sighting> _kept = new(graph, (seen, profile) => Sight(seen, profile));

    private sealed class Account
    {
        public long FirstPaidUs = long.MaxValue;
        public long FirstGotUs = long.MaxValue;
        public Int128 Paid;
        public Int128 Got;
    }

    /// <summary>How many treasuries were looked at so far; a measure of work.</summary>
    public long Looks => _kept.WorkedOut;

    /// <summary>A transfer came.</summary>
    public void Touch(int row)
    {
        _kept.Touch(graph.Table.From[row], graph.Table.TimeUs[row]);
        _kept.Touch(graph.Table.To[row], graph.Table.TimeUs[row]);
    }

    /// <summary>What holds now, by the treasury's number.</summary>
    /// <param name="wallets">As they are judged now; those that <see cref="IsCandidate"/> leaves out may be missing.</param>
    /// <param name="taken">Wallets that another scheme explains.</param>
    public IReadOnlyList<Sighting> Mine(IEnumerable<WalletVerdict> wallets, IReadOnlySet<int> taken)
    {
        List<Sighting> sightings =
        [
            .. wallets
                .Where(verdict => IsCandidate(verdict) && !taken.Contains(verdict.Wallet))
                .OrderBy(verdict => verdict.Wallet)
                .Select(verdict => _kept.Of(verdict.Profile)),
        ];
        _kept.ForgetUnasked();
        return sightings;
    }

    /// <summary>Whether a wallet is a treasury by what it takes and pays.</summary>
    public static bool IsCandidate(in WalletVerdict verdict) =>
        verdict.Class is WalletClass.Private or WalletClass.Desk
        && verdict.Profile.Senders >= Limits.PayersMin
        && verdict.Profile.Receivers >= Limits.PayeesMin
        && verdict.Profile.PaidBefore >= Limits.PaidBeforeMin;

    private static Sighting Sight(TransferGraph graph, in WalletProfile profile)
    {
        var table = graph.Table;
        var treasury = profile.Wallet;
        var rows = new HashSet<int>();
        List<int> paidIn = ChainRows(table, graph.In(treasury)),
            paidOut = ChainRows(table, graph.Out(treasury));
        rows.UnionWith(paidIn);
        rows.UnionWith(paidOut);
        var accounts = Accounts(table, paidIn, paidOut);
        var members = new List<Member> { new(treasury, "treasury") };
        var early = profile.FirstUs + ((profile.LastUs - profile.FirstUs) / Limits.EarlyParts);
        foreach (var (account, a) in accounts)
        {
            if (a.Paid == 0 && (double)a.Got >= Limits.OrganiserShareMin * (double)profile.OutMicro)
            {
                members.Add(new Member(account, "organiser"));
                rows.UnionWith(ChainRows(table, graph.Out(account)));
            }
            else if (a.Paid > 0 && a.FirstPaidUs <= early && (double)a.Got >= Limits.InsiderGain * (double)a.Paid)
            {
                members.Add(new Member(account, "early_member"));
            }
        }
        members.Sort((a, b) => a.Account.CompareTo(b.Account));
        return new Sighting(
            Pyramid.Name,
            table.InTimeOrder(rows),
            members,
            Limits.Score,
            Evidence(table, profile, accounts, paidIn, paidOut)
        );
    }

    private static SortedDictionary<int, Account> Accounts(TransferTable table, List<int> paidIn, List<int> paidOut)
    {
        var accounts = new SortedDictionary<int, Account>();
        Account Of(int account)
        {
            if (!accounts.TryGetValue(account, out var a))
            {
                accounts[account] = a = new Account();
            }
            return a;
        }
        foreach (var row in paidIn)
        {
            var a = Of(table.From[row]);
            a.Paid += table.AmountMicro[row];
            a.FirstPaidUs = Math.Min(a.FirstPaidUs, table.TimeUs[row]);
        }
        foreach (var row in paidOut)
        {
            var a = Of(table.To[row]);
            a.Got += table.AmountMicro[row];
            a.FirstGotUs = Math.Min(a.FirstGotUs, table.TimeUs[row]);
        }
        return accounts;
    }

    private static List<int> ChainRows(TransferTable table, ReadOnlySpan<int> rows)
    {
        var onChain = new List<int>();
        foreach (var row in rows)
        {
            if (WalletProfiler.IsOnChain(table, row))
                onChain.Add(row);
        }
        return onChain;
    }

    private static Dictionary<string, string> Evidence(
        TransferTable table,
        in WalletProfile p,
        SortedDictionary<int, Account> accounts,
        List<int> paidIn,
        List<int> paidOut
    )
    {
        var depth = PyramidDepth.Of(table, paidIn, paidOut);
        var got = accounts.Values.Where(a => a.Got > 0).Select(a => (double)a.Got).Order().ToList();
        var delays = accounts
            .Values.Where(a => a.Got > 0 && a.FirstPaidUs < a.FirstGotUs)
            .Select(a => a.FirstGotUs - a.FirstPaidUs)
            .Order()
            .ToList();
        var payouts = paidOut.GroupBy(row => table.TimeUs[row] / DayUs).Select(day => (Day: day.Key, Count: day.Count())).ToList();
        var lastPayout = payouts.Where(day => day.Count > 1).Select(day => day.Day).DefaultIfEmpty(p.LastUs / DayUs).Max();
        return EvidenceKeys.Evidence(
            EvidenceKeys.Payers.Is(p.Senders),
            Pyramid.Payees.Is(p.Receivers),
            Pyramid.PaidBefore.Is(Ratio(p.PaidBefore)),
            Pyramid.FromLater.Is(Ratio(depth.FromLater)),
            Pyramid.Depth.Is(depth.Depth),
            Pyramid.NeverPaidBack.Is(accounts.Values.Count(a => a.Paid > 0 && a.Got < a.Paid)),
            Pyramid.Gini.Is(Ratio(Gini(got))),
            Pyramid.DaysToPayout.Is(delays.Count == 0 ? "-" : Sightings.Text(delays[delays.Count / 2] / DayUs)),
            Pyramid.DaysOfLife.Is((p.LastUs - p.FirstUs) / DayUs),
            Pyramid.DaysAfter.Is((p.LastUs / DayUs) - lastPayout)
        );
    }

    /// <summary>0 where all get the same, towards 1 where one gets all; values in ascending order.</summary>
    internal static double Gini(IReadOnlyList<double> sorted)
    {
        double weighted = 0,
            sum = 0;
        for (var i = 0; i < sorted.Count; i++)
        {
            weighted += (i + 1) * sorted[i];
            sum += sorted[i];
        }
        return sum == 0 ? 0 : (2 * weighted / (sorted.Count * sum)) - ((sorted.Count + 1.0) / sorted.Count);
    }

    private static string Ratio(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);
}
