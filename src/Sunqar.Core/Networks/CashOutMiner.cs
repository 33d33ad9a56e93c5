using System.Globalization;
using Sunqar.Core.Patterns;
using Sunqar.Core.Transfers;

namespace Sunqar.Core.Networks;

/// <summary>
/// Finds underground cash-out networks: cards that meet at cash terminals (<see cref="CoPresence"/>), through which what others send leaves in cash, and
/// the accounts that feed and run them (docs/patterns/cash-out-network.md).
/// </summary>
public sealed class CashOutMiner(TransferGraph graph)
{
    private const double MeetingOddsMax = -3;

    /// <summary>Couples and families share a terminal; a network has more hands.</summary>
    private const int CardsMin = 3;

    /// <summary>At least this part of what others send to the card leaves in cash.</summary>
    private const double CashShareMin = 0.5;

    private const int WithdrawalsMin = 3;

    private readonly TransferTable _table = graph.Table;

    /// <param name="taken">Accounts that an exchanger explains already; a ring made mostly of them is that exchanger's.</param>
    public IReadOnlyList<Sighting> Mine(IReadOnlySet<int> taken)
    {
        var flows = Candidates();
        var meetings = new CoPresence(graph).Meetings(flows.Keys.ToHashSet(), MeetingOddsMax);
        var groups = new Groups();
        foreach (var meeting in meetings)
        {
            groups.Join(meeting.A, meeting.B);
        }
        var sightings = new List<Sighting>();
        foreach (var ring in groups.All())
        {
            if (ring.Count >= CardsMin && 2 * ring.Count(taken.Contains) < ring.Count)
            {
                sightings.Add(Sight(ring, flows, [.. meetings.Where(m => ring.Contains(m.A))]));
            }
        }
        return sightings;
    }

    private Dictionary<int, CardFlow> Candidates()
    {
        var flows = new Dictionary<int, CardFlow>();
        var measure = new CardFlows(graph);
        for (var account = 0; account < graph.Accounts; account++)
        {
            if (_table.Accounts.Kind(account) is AccountKind.Card or AccountKind.Account && HasWithdrawals(account))
            {
                var flow = measure.Of(account);
                if (flow.CashShare >= CashShareMin)
                {
                    flows[account] = flow;
                }
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

    private Sighting Sight(List<int> ring, Dictionary<int, CardFlow> flows, List<CardMeeting> meetings)
    {
        var circle = new Circle(graph, ring, System.Collections.Immutable.ImmutableHashSet<int>.Empty);
        var members = ring.ConvertAll(card => new Member(card, "dropper"));
        members.AddRange(circle.Serving(null));
        members.Sort((a, b) => a.Account.CompareTo(b.Account));
        var rows = circle.Rows(members);
        var inMicro = ring.Aggregate((Int128)0, (sum, card) => sum + flows[card].InMicro);
        var cashMicro = ring.Aggregate((Int128)0, (sum, card) => sum + flows[card].CashMicro);
        var dwell = ring.Select(card => flows[card].DwellUs).Where(d => d >= 0).Order().ToList();
        var evidence = new Dictionary<string, string>
        {
            ["cards"] = Text(ring.Count),
            ["cash_terminals"] = Text(rows.Where(r => _table.KindOf(r) == TransferKind.CashWithdrawal).Select(r => _table.To[r]).Distinct().Count()),
            ["meetings"] = Text(meetings.Sum(m => m.Occasions)),
            ["meetings_by_chance"] = meetings.Sum(m => m.Expected).ToString("0.0", CultureInfo.InvariantCulture),
            ["odds"] = string.Create(CultureInfo.InvariantCulture, $"1 to 10^{-meetings.Min(m => m.Log10Odds):0} for the two cards that meet most, after all pairs tried"),
            ["cash_over_inflow"] = ((double)cashMicro / (double)inMicro).ToString("0.00", CultureInfo.InvariantCulture),
            ["senders"] = Text(circle.Outsiders(rows)),
        };
        if (dwell.Count > 0)
        {
            evidence["median_dwell_hours"] = (dwell[dwell.Count / 2] / 3.6e9).ToString("0.0", CultureInfo.InvariantCulture);
        }
        return new Sighting(PatternKinds.CashOutNetwork, rows, members, 0.9, evidence);
    }

    private static string Text(int count) => count.ToString(CultureInfo.InvariantCulture);
}
