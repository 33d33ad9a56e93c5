using System.Globalization;
using Sunqar.Core.Transfers;

namespace Sunqar.Core.Patterns;

/// <summary>
/// A crypto pyramid: a wallet that many pay into, whose pay-outs go to those who paid before, out of what later ones bring; a few early ones take far more than they gave;
/// when joining slows the pay-outs stop and the rest leaves at once (docs/patterns/pyramid.md). Figures after Bartoletti et al., "Dissecting Ponzi
/// schemes on Ethereum" (2020): payees who had paid earlier, Gini of what they got, delay of pay-outs, life time.
/// </summary>
public sealed class Pyramid(TransferGraph graph, WalletClassification wallets)
{
    private const int PayersMin = 25;
    private const int PayeesMin = 10;

    /// <summary>At least this part of the payees had paid in before.</summary>
    private const double PaidBeforeMin = 0.6;

    /// <summary>An early member who takes this many times what they gave is no saver but an insider.</summary>
    private const double InsiderGain = 1.5;

    /// <summary>A payee who never paid in and takes at least this part of all that leaves empties the till.</summary>
    private const double OrganiserShareMin = 0.1;

    private const long DayUs = 86_400_000_000;

    private readonly TransferTable _table = graph.Table;

    private sealed class Account
    {
        public long FirstPaidUs = long.MaxValue;
        public long FirstGotUs = long.MaxValue;
        public Int128 Paid;
        public Int128 Got;
    }

    /// <param name="taken">Wallets that another scheme explains.</param>
    public IReadOnlyList<Sighting> Mine(IReadOnlySet<int> taken)
    {
        var sightings = new List<Sighting>();
        foreach (var verdict in wallets.Verdicts.OrderBy(v => v.Wallet))
        {
            var p = verdict.Profile;
            if (verdict.Class is WalletClass.Private or WalletClass.Desk && !taken.Contains(p.Wallet)
                && p.Senders >= PayersMin && p.Receivers >= PayeesMin && p.PaidBefore >= PaidBeforeMin)
            {
                sightings.Add(Sight(p));
            }
        }
        return sightings;
    }

    private Sighting Sight(in WalletProfile profile)
    {
        var treasury = profile.Wallet;
        var rows = new SortedSet<int>();
        var accounts = Accounts(treasury, rows);
        var members = new List<Member> { new(treasury, "treasury") };
        var early = profile.FirstUs + ((profile.LastUs - profile.FirstUs) / 4);
        foreach (var (account, a) in accounts)
        {
            if (a.Paid == 0 && (double)a.Got >= OrganiserShareMin * (double)profile.OutMicro)
            {
                members.Add(new Member(account, "organiser"));
                rows.UnionWith(ChainRows(graph.Out(account)));
            }
            else if (a.Paid > 0 && a.FirstPaidUs <= early && (double)a.Got >= InsiderGain * (double)a.Paid)
            {
                members.Add(new Member(account, "early_member"));
            }
        }
        members.Sort((a, b) => a.Account.CompareTo(b.Account));
        return new Sighting(PatternKinds.Pyramid, [.. rows], members, 0.9, Evidence(profile, accounts, treasury));
    }

    private SortedDictionary<int, Account> Accounts(int treasury, SortedSet<int> rows)
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
        foreach (var row in ChainRows(graph.In(treasury)))
        {
            rows.Add(row);
            var a = Of(_table.From[row]);
            a.Paid += _table.AmountMicro[row];
            a.FirstPaidUs = Math.Min(a.FirstPaidUs, _table.TimeUs[row]);
        }
        foreach (var row in ChainRows(graph.Out(treasury)))
        {
            rows.Add(row);
            var a = Of(_table.To[row]);
            a.Got += _table.AmountMicro[row];
            a.FirstGotUs = Math.Min(a.FirstGotUs, _table.TimeUs[row]);
        }
        return accounts;
    }

    private List<int> ChainRows(ReadOnlySpan<int> rows)
    {
        var onChain = new List<int>();
        foreach (var row in rows)
        {
            if (WalletProfiler.IsOnChain(_table, row)) onChain.Add(row);
        }
        return onChain;
    }

    private Dictionary<string, string> Evidence(in WalletProfile p, SortedDictionary<int, Account> accounts, int treasury)
    {
        var got = accounts.Values.Where(a => a.Got > 0).Select(a => (double)a.Got).Order().ToList();
        var delays = accounts.Values.Where(a => a.Got > 0 && a.FirstPaidUs < a.FirstGotUs).Select(a => a.FirstGotUs - a.FirstPaidUs).Order().ToList();
        var payouts = ChainRows(graph.Out(treasury)).GroupBy(row => _table.TimeUs[row] / DayUs).Select(day => (Day: day.Key, Count: day.Count())).ToList();
        var lastPayout = payouts.Where(day => day.Count > 1).Select(day => day.Day).DefaultIfEmpty(p.LastUs / DayUs).Max();
        return new Dictionary<string, string>
        {
            ["payers"] = Text(p.Senders),
            ["payees"] = Text(p.Receivers),
            ["payees_that_paid_before"] = Ratio(p.PaidBefore),
            ["never_paid_back"] = Text(accounts.Values.Count(a => a.Paid > 0 && a.Got < a.Paid)),
            ["gini_of_payouts"] = Ratio(Gini(got)),
            ["median_days_to_first_payout"] = delays.Count == 0 ? "-" : Text((int)(delays[delays.Count / 2] / DayUs)),
            ["days_of_life"] = Text((int)((p.LastUs - p.FirstUs) / DayUs)),
            ["days_after_last_round_of_payouts"] = Text((int)((p.LastUs / DayUs) - lastPayout)),
        };
    }

    /// <summary>0 where all get the same, towards 1 where one gets all; values in ascending order.</summary>
    internal static double Gini(IReadOnlyList<double> sorted)
    {
        double weighted = 0, sum = 0;
        for (var i = 0; i < sorted.Count; i++)
        {
            weighted += (i + 1) * sorted[i];
            sum += sorted[i];
        }
        return sum == 0 ? 0 : (2 * weighted / (sorted.Count * sum)) - ((sorted.Count + 1.0) / sorted.Count);
    }

    private static string Text(int count) => count.ToString(CultureInfo.InvariantCulture);

    private static string Ratio(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);
}
