using System.Collections.Immutable;
using System.Globalization;
using Sunqar.Core.Networks.Matching;
using Sunqar.Core.Patterns;
using Sunqar.Core.Patterns.Rates;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;

namespace Sunqar.Core.Networks.CashOut;

/// <summary>
/// Finds cards that serve to turn transfers into notes: what others send leaves in cash within hours, and the cards meet at cash terminals
/// (<see cref="CoPresence"/>) again and again. With collectors that feed them it is a network (docs/patterns/cash_out_network.md); fed by
/// strangers alone, a ring (docs/patterns/cash_out_ring.md). Over a graph that grows it does again only what new transfers touch. Not
/// thread-safe.
/// </summary>
public sealed class CashOutMiner : IMiner
{
    private readonly TransferGraph _graph;
    private readonly CashOutCards _cards;
    private readonly CoPresence _presence;
    private readonly PlatformHop _hop;
    private readonly Kept<Group, bool> _paid;
    private readonly Kept<Group, Scheme> _schemes;
    private Dictionary<Group, Told> _told = [];
    private List<Group> _groups = [];
    private IReadOnlySet<int>? _looked;
    private long _lookedAt;

    public CashOutMiner(TransferGraph graph)
    {
        _graph = graph;
        (_cards, _presence, _hop) = (new CashOutCards(graph), new CoPresence(graph), new PlatformHop(graph));
        _paid = new(graph, (seen, group) => PaidCrew.Is(seen, group.Cards, group.Collectors));
        _schemes = new(graph, Around);
    }

    private readonly record struct Group(Roster<int> Cards, Roster<int> Collectors);

    /// <summary>Who belongs to a group, and their transfers in it.</summary>
    private sealed record Scheme(IReadOnlyList<Member> Members, Circle Circle, int[] Rows);

    private readonly record struct Presence(int Occasions, double Expected, double Log10Odds);

    /// <summary>A sighting with all that it was told from.</summary>
    private sealed record Told(Scheme Scheme, Presence Presence, IReadOnlyList<FeedingWallet> Wallets, Turned Turned, Sighting Sighting);

    /// <summary>What the cards of a group turned into cash, in millionths of a tenge.</summary>
    private readonly record struct Turned(Int128 InMicro, Int128 CashMicro, long DwellUs);

    /// <summary>How many accounts, pairs and groups were looked at so far; a measure of work.</summary>
    public long Looks => _cards.Looks + _presence.Looks + _hop.Looks + _paid.WorkedOut + _schemes.WorkedOut;

    /// <summary>A transfer came, or an account at one of its ends turned out to be of another kind.</summary>
    public void Touch(int row)
    {
        var table = _graph.Table;
        var (kind, timeUs) = (table.KindOf(row), table.TimeUs[row]);
        // Shopping is no part of anything here.
        if (kind == TransferKind.MerchantPayment)
            return;
        if (CardFlows.MayBePersonal(kind) || kind == TransferKind.CashWithdrawal)
            _cards.Touch(row);
        foreach (var account in (ReadOnlySpan<int>)[table.From[row], table.To[row]])
        {
            if (kind == TransferKind.CashWithdrawal)
                _presence.Touch(account, timeUs);
            _hop.Touch(account, timeUs);
            _paid.Touch(account, timeUs);
            _schemes.Touch(account, timeUs);
        }
    }

    public IReadOnlyList<Sighting> Mine(MiningStep step)
    {
        foreach (var row in step.Rows)
        {
            Touch(row);
        }
        return Mine(step.Ground.Rates, step.Explained(Exchanger.Name));
    }

    /// <summary>What holds now, by the smallest card.</summary>
    /// <param name="taken">Accounts that an exchanger explains already: its drop cards meet at terminals too.</param>
    public IReadOnlyList<Sighting> Mine(TengeRates rates, IReadOnlySet<int> taken)
    {
        _cards.Update(taken);
        if (_cards.Changes + _presence.Changes != _lookedAt)
        {
            if (!ReferenceEquals(_looked, _cards.Cards))
                _presence.ForgetAllBut(_looked = _cards.Cards);
            _groups = Groups();
            _lookedAt = _cards.Changes + _presence.Changes;
        }
        var sightings = new List<Sighting>();
        var now = new Dictionary<Group, Told>();
        foreach (var group in _groups)
        {
            var (occasions, expected, odds) = _presence.Of(group.Cards);
            odds += Math.Log10(_groups.Count);
            if (odds > CashOutCards.Limits.OddsMax || _paid.Of(group))
                continue;
            var one = Tell(group, new Presence(occasions, expected, odds), rates);
            now[group] = one;
            sightings.Add(one.Sighting);
        }
        _told = now;
        _paid.ForgetUnasked();
        _schemes.ForgetUnasked();
        _hop.ForgetUnasked();
        return sightings;
    }

    /// <summary>Cards that a collector holds, and cards that met, with whoever feeds them.</summary>
    private List<Group> Groups()
    {
        var joined = new Groups();
        foreach (var fed in _cards.Feeders.Values)
        {
            foreach (var card in fed)
            {
                joined.Join(card, fed[0]);
            }
        }
        // Two networks may use one machine at one hour: cards that a collector holds together are not joined by meeting others.
        foreach (var (a, b) in _presence.Pairs(_cards.Cards.Where(card => !joined.Contains(card)).ToHashSet()))
        {
            joined.Join(a, b);
        }
        var all = joined.All().Where(group => group.Count >= CashOutCards.Limits.CardsMin).ToList();
        var collectors = _cards
            .Feeders.GroupBy(feeder => joined.Root(feeder.Value[0]))
            .ToDictionary(group => group.Key, group => group.Select(feeder => feeder.Key));
        return [.. all.Select(group => new Group(new Roster<int>(group), new Roster<int>(collectors.GetValueOrDefault(group[0], []))))];
    }

    private Scheme Around(TransferGraph seen, Group group)
    {
        var members = group.Cards.Select(card => new Member(card, "dropper")).ToList();
        members.AddRange(group.Collectors.Except(group.Cards).Select(c => new Member(c, "collector")));
        var circle = new Circle(seen, [.. members.Select(m => m.Account)], ImmutableHashSet<int>.Empty);
        members.AddRange(circle.Serving(null));
        members.Sort((a, b) => a.Account.CompareTo(b.Account));
        return new Scheme(members, circle, circle.Rows(members, new CardFlows(seen)));
    }

    private Told Tell(Group group, Presence met, TengeRates rates)
    {
        var scheme = _schemes.Of(group);
        var wallets = _hop.Wallets(group.Collectors, rates);
        var dwell = new List<long>();
        Int128 inMicro = 0,
            cashMicro = 0;
        foreach (var card in group.Cards)
        {
            var flow = _cards.FlowOf(card);
            dwell.Add(flow.DwellUs);
            inMicro += flow.InMicro;
            cashMicro += flow.QuickCashMicro;
        }
        dwell.Sort();
        var turned = new Turned(inMicro, cashMicro, dwell[dwell.Count / 2]);
        if (
            _told.TryGetValue(group, out var before)
            && ReferenceEquals(before.Scheme, scheme)
            && ReferenceEquals(before.Wallets, wallets)
            && before.Presence == met
            && before.Turned == turned
        )
        {
            return before;
        }
        return new Told(scheme, met, wallets, turned, Sight(group, scheme, met, wallets, turned).WithTurnover(_graph.Table, Currency.Kzt));
    }

    private Sighting Sight(Group group, Scheme scheme, Presence met, IReadOnlyList<FeedingWallet> wallets, Turned turned)
    {
        var table = _graph.Table;
        var rows = table.InTimeOrder(scheme.Rows.Concat(wallets.SelectMany(w => w.Rows)).Distinct());
        var kind = group.Collectors.Count > 0 ? CashOutNetwork.Name : CashOutRing.Name;
        var terminals = rows.Where(r => table.KindOf(r) == TransferKind.CashWithdrawal).Select(r => table.To[r]).Distinct();
        var evidence = EvidenceKeys.Evidence(
            CashOutNetwork.Cards.Is(group.Cards.Count),
            CashOutNetwork.Collectors.Is(group.Collectors.Count),
            CashOutNetwork.CashTerminals.Is(terminals.Count()),
            CashOutNetwork.Meetings.Is(met.Occasions),
            CashOutNetwork.MeetingsByChance.Is(met.Expected.ToString("0.0", CultureInfo.InvariantCulture)),
            CashOutNetwork.Odds.Is(Odds.Say(met.Log10Odds)),
            CashOutNetwork.QuickCash.Is(((double)turned.CashMicro / (double)turned.InMicro).ToString("0.00", CultureInfo.InvariantCulture)),
            CashOutNetwork.DwellHours.Is((turned.DwellUs / 3.6e9).ToString("0.0", CultureInfo.InvariantCulture)),
            CashOutNetwork.WalletsBehind.Is(wallets.Count),
            CashOutNetwork.Senders.Is(scheme.Circle.Outsiders(rows))
        );
        List<Member> members = [.. scheme.Members, .. wallets.Select(w => new Member(w.Wallet, "organiser"))];
        return new Sighting(
            kind,
            rows,
            members,
            met.Log10Odds <= CashOutCards.Limits.PlainOddsMax ? CashOutCards.Limits.PlainScore : CashOutCards.Limits.Score,
            evidence
        );
    }
}
