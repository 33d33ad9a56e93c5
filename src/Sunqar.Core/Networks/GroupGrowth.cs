using Sunqar.Core.Networks.Matching;
using Sunqar.Core.Transfers;

namespace Sunqar.Core.Networks;

/// <summary>
/// Who agrees with a group's cards or wallets often enough to be one more of it, kept up for each group: new legs of the group count
/// everybody again, new legs of anybody else count that one.
/// </summary>
internal sealed class GroupGrowth(ExchangerLegs legs, TradeMatch match)
{
    private Dictionary<(Roster<int> Cards, Roster<int> Wallets), Candidates> _kept = [];
    private Dictionary<(Roster<int> Cards, Roster<int> Wallets), Candidates> _asked = [];

    private sealed class Candidates
    {
        public Dictionary<int, int> Cards { get; init; } = [];

        public Dictionary<int, int> Wallets { get; init; } = [];

        /// <summary>log10 of the chance of those that were put to the test; infinite where chance explains them.</summary>
        public Dictionary<int, double> CardChance { get; } = [];

        public Dictionary<int, double> WalletChance { get; } = [];
    }

    /// <summary>Forgets groups that nobody asked for, and begins to note who is asked for.</summary>
    public void Begin() => (_kept, _asked) = (_asked, []);

    /// <summary>Cards whose odds with the group's wallets pass; ascending, told as they are asked for.</summary>
    /// <param name="ofCards">How often a card agrees with each wallet, of the cards whose legs changed.</param>
    /// <param name="ofWallets">The same of wallets.</param>
    public (IEnumerable<int> Cards, IEnumerable<int> Wallets) Of(
        Roster<int> cards,
        Roster<int> wallets,
        double cardsTried,
        double walletsTried,
        double oddsMax,
        Func<int, Dictionary<int, int>> ofCards,
        Func<int, Dictionary<int, int>> ofWallets
    )
    {
        var key = (cards, wallets);
        if (
            !_kept.TryGetValue(key, out var candidates)
            || wallets.Any(legs.ChangedWallets.Contains)
            || cards.Any(legs.ChangedCards.Contains)
        )
        {
            candidates = new Candidates { Cards = Enough(match.CardsWith(wallets)), Wallets = Enough(match.WalletsWith(cards)) };
        }
        else
        {
            Renew(candidates.Cards, candidates.CardChance, legs.ChangedCards, ofCards, wallets);
            Renew(candidates.Wallets, candidates.WalletChance, legs.ChangedWallets, ofWallets, cards);
        }
        _asked[key] = candidates;
        return (
            Passing(candidates.Cards, candidates.CardChance, cardsTried, oddsMax, card => match.Test(new Roster<int>([card]), wallets)),
            Passing(
                candidates.Wallets,
                candidates.WalletChance,
                walletsTried,
                oddsMax,
                wallet => match.Test(cards, new Roster<int>([wallet]))
            )
        );
    }

    private static Dictionary<int, int> Enough(Dictionary<int, int> agreements)
    {
        foreach (var account in agreements.Where(a => a.Value < LegMatch.Limits.AgreementsMin).Select(a => a.Key).ToList())
        {
            agreements.Remove(account);
        }
        return agreements;
    }

    private static void Renew(
        Dictionary<int, int> counts,
        Dictionary<int, double> chance,
        IReadOnlySet<int> changed,
        Func<int, Dictionary<int, int>> agreements,
        Roster<int> group
    )
    {
        foreach (var account in changed)
        {
            chance.Remove(account);
            var with = agreements(account);
            var count = group.Sum(member => with.GetValueOrDefault(member));
            if (count >= LegMatch.Limits.AgreementsMin)
                counts[account] = count;
            else
                counts.Remove(account);
        }
    }

    private static IEnumerable<int> Passing(
        Dictionary<int, int> counts,
        Dictionary<int, double> chance,
        double tried,
        double oddsMax,
        Func<int, TradeLink?> test
    )
    {
        var least = TradeMatch.LeastAgreements(tried, oddsMax);
        foreach (var account in counts.Where(c => c.Value >= least).Select(c => c.Key).Order().ToList())
        {
            if (!chance.TryGetValue(account, out var log10Chance))
                chance[account] = log10Chance = test(account)?.Log10Chance ?? double.PositiveInfinity;
            if (TradeMatch.Tried(log10Chance, tried) <= oddsMax)
                yield return account;
        }
    }
}
