using System.Collections.Immutable;
using System.Globalization;
using Sunqar.Core.Patterns;
using Sunqar.Core.Transfers;

namespace Sunqar.Core.Networks;

/// <summary>
/// Finds cards that serve to turn transfers into notes: what others send leaves in cash within hours, and the cards meet at cash terminals
/// (<see cref="CoPresence"/>) again and again. With collectors that feed them it is a network (docs/patterns/cash_out_network.md); fed by strangers alone, a ring
/// (docs/patterns/cash_out_ring.md).
/// </summary>
public sealed class CashOutMiner(TransferGraph graph, TengeRates rates)
{
    private const int CardsMin = 3;
    private const int WithdrawalsMin = 3;

    /// <summary>At least this part of what others send is drawn in cash soon after.</summary>
    private const double QuickOfInflowMin = 0.25;

    /// <summary>At least this part of the cash drawn had come in just before: on their own card people draw what they have.</summary>
    private const double QuickOfCashMin = 0.5;

    /// <summary>At least this part of what a collector sends goes to cards that turn it into cash.</summary>
    private const double FeedingMin = 0.6;

    /// <summary>A group most of whose money comes from one payer is paid, not fed.</summary>
    private const double OnePayerMax = 0.5;

    private const long DayUs = 86_400_000_000;

    /// <summary>log10 of the odds, after all groups tried, that the cards of a group meet by chance.</summary>
    private const double OddsMax = -4;

    private readonly TransferTable _table = graph.Table;
    private readonly CardFlows _measure = new(graph);

    /// <param name="taken">Accounts that an exchanger explains already: its drop cards meet at terminals too.</param>
    public IReadOnlyList<Sighting> Mine(IReadOnlySet<int> taken)
    {
        var flows = Candidates(taken);
        var feeders = Feeders(flows);
        var groups = new Groups();
        foreach (var cards in feeders.Values)
        {
            foreach (var card in cards)
            {
                groups.Join(card, cards[0]);
            }
        }
        // Two networks may use one machine at one hour: cards that a collector holds together are not joined by meeting others.
        var presence = new CoPresence(graph);
        foreach (var (a, b) in presence.Pairs(flows.Keys.Where(card => !groups.Contains(card)).ToHashSet(), occasionsMin: 2))
        {
            groups.Join(a, b);
        }
        var all = groups.All().Where(g => g.Count >= CardsMin).ToList();
        var sightings = new List<Sighting>();
        foreach (var group in all)
        {
            var (occasions, expected, odds) = presence.Of(group);
            odds += Math.Log10(all.Count);
            var set = group.ToHashSet();
            var collectors = feeders.Where(f => f.Value.Any(set.Contains)).Select(f => f.Key).ToList();
            if (odds <= OddsMax && !IsCrew(group, collectors))
            {
                sightings.Add(Sight(group, collectors, flows, occasions, expected, odds));
            }
        }
        return sightings;
    }

    /// <summary>
    /// The innocent explanation that comes closest: a crew that is paid by its contractor and goes to the machine together. Its money comes from one payer, or its
    /// members get the same sum on the same day. A ring's and a collector's money comes from many, or from tokens sold.
    /// </summary>
    private bool IsCrew(List<int> cards, List<int> collectors)
    {
        var bySender = new Dictionary<int, Int128>();
        Int128 total = 0;
        foreach (var account in collectors.Count > 0 ? collectors : cards)
        {
            foreach (var row in graph.In(account))
            {
                if (CardFlows.IsPersonal(_table, row) || _table.KindOf(row) == TransferKind.CryptoSell)
                {
                    total += _table.AmountMicro[row];
                    // What a platform pays was somebody's tokens: no payer of wages.
                    var sender = CardFlows.IsPersonal(_table, row) ? _table.From[row] : ~row;
                    bySender[sender] = bySender.GetValueOrDefault(sender) + _table.AmountMicro[row];
                }
            }
        }
        return bySender.Values.Any(micro => (double)micro > OnePayerMax * (double)total) || (collectors.Count > 0 && PaysWages(cards, collectors));
    }

    /// <summary>On most days when a collector pays at least three of the cards, all get the same sum.</summary>
    private bool PaysWages(List<int> cards, List<int> collectors)
    {
        var set = cards.ToHashSet();
        int days = 0, equal = 0;
        foreach (var collector in collectors)
        {
            var byDay = new Dictionary<long, List<(int Card, long Micro)>>();
            foreach (var row in graph.Out(collector))
            {
                if (set.Contains(_table.To[row]))
                {
                    var day = _table.TimeUs[row] / DayUs;
                    byDay.TryAdd(day, []);
                    byDay[day].Add((_table.To[row], _table.AmountMicro[row]));
                }
            }
            foreach (var paid in byDay.Values.Where(p => p.Select(x => x.Card).Distinct().Count() >= CardsMin))
            {
                days++;
                equal += paid.Select(x => x.Micro).Distinct().Count() == 1 ? 1 : 0;
            }
        }
        return 2 * equal > days;
    }

    private Dictionary<int, CardFlow> Candidates(IReadOnlySet<int> taken)
    {
        var flows = new Dictionary<int, CardFlow>();
        for (var account = 0; account < graph.Accounts; account++)
        {
            if (!taken.Contains(account) && HasWithdrawals(account)
                && _measure.Of(account) is { QuickOfInflow: >= QuickOfInflowMin, QuickOfCash: >= QuickOfCashMin } flow)
            {
                flows[account] = flow;
            }
        }
        return flows;
    }

    private bool HasWithdrawals(int account)
    {
        var count = 0;
        foreach (var row in graph.Out(account))
        {
            count += _table.KindOf(row) == TransferKind.CashWithdrawal ? 1 : 0;
        }
        return count >= WithdrawalsMin;
    }

    /// <summary>Accounts that send mostly to such cards, with the cards; by account.</summary>
    private SortedDictionary<int, List<int>> Feeders(Dictionary<int, CardFlow> flows)
    {
        var suspects = new HashSet<int>();
        foreach (var card in flows.Keys)
        {
            foreach (var row in graph.In(card))
            {
                if (CardFlows.IsPersonal(_table, row)) suspects.Add(_table.From[row]);
            }
        }
        var feeders = new SortedDictionary<int, List<int>>();
        foreach (var suspect in suspects)
        {
            Int128 fed = 0, sent = 0;
            var cards = new SortedDictionary<int, int>();
            foreach (var row in graph.Out(suspect))
            {
                if (!CardFlows.IsPersonal(_table, row))
                {
                    continue;
                }
                sent += _table.AmountMicro[row];
                if (flows.ContainsKey(_table.To[row]))
                {
                    fed += _table.AmountMicro[row];
                    cards[_table.To[row]] = cards.GetValueOrDefault(_table.To[row]) + 1;
                }
            }
            // A collector feeds several cards, each more than once.
            var repeated = cards.Where(c => c.Value >= 2).Select(c => c.Key).ToList();
            if (repeated.Count >= CardsMin && (double)fed >= FeedingMin * (double)sent)
            {
                feeders[suspect] = repeated;
            }
        }
        return feeders;
    }

    private Sighting Sight(List<int> cards, List<int> collectors, Dictionary<int, CardFlow> flows, int occasions, double expected, double odds)
    {
        var members = cards.ConvertAll(card => new Member(card, "dropper"));
        members.AddRange(collectors.Except(cards).Select(c => new Member(c, "collector")));
        var circle = new Circle(graph, [.. members.Select(m => m.Account)], ImmutableHashSet<int>.Empty);
        members.AddRange(circle.Serving(null));
        members.Sort((a, b) => a.Account.CompareTo(b.Account));
        var wallets = new PlatformHop(graph, rates).Wallets(collectors);
        int[] rows = [.. circle.Rows(members, _measure).Concat(wallets.SelectMany(w => w.Rows)).Distinct().Order()];
        members.AddRange(wallets.Select(w => new Member(w.Wallet, "organiser")));
        var kind = collectors.Count > 0 ? PatternKinds.CashOutNetwork : PatternKinds.CashOutRing;
        var inMicro = cards.Aggregate((Int128)0, (sum, card) => sum + flows[card].InMicro);
        var cashMicro = cards.Aggregate((Int128)0, (sum, card) => sum + flows[card].QuickCashMicro);
        var dwell = cards.Select(card => flows[card].DwellUs).Order().ToList();
        var evidence = new Dictionary<string, string>
        {
            ["cards"] = Text(cards.Count),
            ["collectors"] = Text(collectors.Count),
            ["cash_terminals"] = Text(rows.Where(r => _table.KindOf(r) == TransferKind.CashWithdrawal).Select(r => _table.To[r]).Distinct().Count()),
            ["meetings"] = Text(occasions),
            ["meetings_by_chance"] = expected.ToString("0.0", CultureInfo.InvariantCulture),
            ["odds"] = string.Create(CultureInfo.InvariantCulture, $"1 to 10^{-odds:0} that the cards meet by chance, after all groups tried"),
            ["quick_cash_over_inflow"] = ((double)cashMicro / (double)inMicro).ToString("0.00", CultureInfo.InvariantCulture),
            ["median_dwell_hours"] = (dwell[dwell.Count / 2] / 3.6e9).ToString("0.0", CultureInfo.InvariantCulture),
            ["wallets_behind_platforms"] = Text(wallets.Count),
            ["senders"] = Text(circle.Outsiders(rows)),
        };
        return new Sighting(kind, rows, members, odds <= -8 ? 0.95 : 0.85, evidence);
    }

    private static string Text(int count) => count.ToString(CultureInfo.InvariantCulture);
}
