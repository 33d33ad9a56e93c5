using Sunqar.Core.Networks.CashOut;
using Sunqar.Core.Networks.Matching;
using Sunqar.Core.Patterns.Wallets;
using Sunqar.Core.Transfers;

namespace Sunqar.Core.Canvas;

/// <summary>
/// The two legs of exchanges among what is drawn: which card and which wallet agree, how often, and how often chance would
/// (<see cref="LegMatch"/>). Measured pair by pair of accounts; nodes that stand for several take theirs together.
/// </summary>
public sealed class CanvasMatching
{
    /// <summary>Accounts of a side, the busiest first: each of one is held against each of the other.</summary>
    private const int SideMax = 200;

    /// <summary>Legs of one account: what has more is a service, and agrees with everybody.</summary>
    private const int LegsMax = 20_000;

    private readonly CanvasGround _ground;

    private CanvasMatching(CanvasGround ground) => _ground = ground;

    public static CanvasMatching On(CanvasGround ground) => new(ground);

    internal IReadOnlyList<CanvasMatch> Of(CanvasState state, Func<int, string> placeOf)
    {
        var found = new List<(int Card, int Wallet, bool IsSale, LegAgreement Agreement)>();
        foreach (var trade in (Trade[])[Trade.DeskSells, Trade.DeskBuys])
        {
            var isSale = trade == Trade.DeskSells;
            var (cards, wallets) = (Side(state, false, isSale), Side(state, true, !isSale));
            if (cards.Of.Count == 0 || wallets.Of.Count == 0)
                continue;
            var match = new LegMatch(cards.Legs, wallets.Legs, trade, LegRule.Default);
            foreach (var wallet in wallets.Of)
            {
                var agreements = new Dictionary<int, int>();
                match.CountCards(wallets.Legs.Of(wallet), agreements);
                foreach (var (card, count) in agreements.OrderBy(one => one.Key))
                {
                    if (count >= LegMatch.Limits.AgreementsMin)
                        found.Add((card, wallet, isSale, match.Measure(new Roster<int>([card]), new Roster<int>([wallet]))));
                }
            }
        }
        return
        [
            .. found
                .Where(one => one.Agreement.Pairs.Count > one.Agreement.Expected)
                .GroupBy(one => (Bank: placeOf(one.Card), Wallet: placeOf(one.Wallet), one.IsSale))
                .Select(group => Match(group.Key, [.. group.Select(one => one.Agreement)]))
                .OrderBy(match => match.Log10Odds)
                .ThenBy(match => match.Bank, StringComparer.Ordinal)
                .ThenBy(match => match.Wallet, StringComparer.Ordinal),
        ];
    }

    private static CanvasMatch Match((string Bank, string Wallet, bool IsSale) key, List<LegAgreement> agreements) =>
        Match(key, agreements.SelectMany(one => one.Pairs).Select(pair => (pair.First, pair.Second)), agreements.Sum(one => one.Expected));

    /// <summary>Matches of nodes that became one: pairs and chance add up.</summary>
    internal static CanvasMatch Join((string Bank, string Wallet, bool IsSale) key, List<CanvasMatch> matches) =>
        matches is [var only]
            ? only with
            {
                Bank = key.Bank,
                Wallet = key.Wallet,
            }
            : Match(key, matches.SelectMany(one => one.Pairs), matches.Sum(one => one.Expected));

    private static CanvasMatch Match((string Bank, string Wallet, bool IsSale) key, IEnumerable<(int, int)> pairs, double expected)
    {
        List<(int, int)> ordered = [.. pairs.Order()];
        return new CanvasMatch(key.Bank, key.Wallet, key.IsSale, ordered, expected, Odds.Log10AtLeast(ordered.Count, expected));
    }

    /// <summary>The legs of one side: tenge into or out of cards and accounts, tokens into or out of wallets.</summary>
    private (Legs Legs, List<int> Of) Side(CanvasState state, bool isChain, bool isIn)
    {
        var (legs, table) = (new Legs(), _ground.Table);
        var some = new List<(int Account, AccountLegs Legs)>();
        foreach (var account in state.Drawn)
        {
            var rows = isIn ? _ground.In(account, CanvasSieve.All) : _ground.Out(account, CanvasSieve.All);
            if (rows.Length is 0 or > LegsMax)
                continue;
            var own = new AccountLegs(0);
            foreach (var row in rows)
            {
                var fits = isChain ? WalletProfiler.IsOnChain(table, row) : CardFlows.IsPersonal(table, row);
                if (fits && _ground.Worth(row) is var worth && worth > 0)
                    own.Add(row, table.TimeUs[row], Math.Log((double)worth / 1e6));
            }
            if (own.Count > 0)
                some.Add((account, own));
        }
        List<int> kept = [];
        foreach (var (account, own) in some.OrderByDescending(one => one.Legs.Count).ThenBy(one => one.Account).Take(SideMax))
        {
            legs.Set(account, own);
            kept.Add(account);
        }
        return (legs, kept);
    }
}
