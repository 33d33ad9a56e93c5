using Sunqar.Core.Patterns.Scores;
using Sunqar.Core.Transfers;
using Sunqar.Core.Tuning;

namespace Sunqar.Core.Patterns;

/// <summary>Limits of <see cref="CryptoTill"/>, section <c>till</c> of rulebooks/mining.limits.</summary>
[Limits("till")]
internal sealed record TillLimits(
    int PayersMin,
    int ToPlatformsPercentMin,
    int SentPercentMin,
    int SharedPercentMin,
    int SharedMin,
    double Bias,
    double PerPayer,
    int PayersCounted
);

/// <summary>
/// A till that empties into crypto: the third shape of <see cref="FanIn"/>. Many people pay one card, and nearly all of it buys crypto on a
/// platform (FATF's red flag: many small unrelated payers, converted at once). A taxi firm pays drivers and fuel, a wedding keeps its
/// gifts, a trader also pays people back. Page: docs/patterns/fan_in.md.
/// </summary>
internal static class CryptoTill
{
    private static readonly TillLimits Limits = MiningTuning.Shipped.Of<TillLimits>();

    internal sealed record Till(int Card, HashSet<int> Payers, List<int> Rows);

    /// <summary>Tills that share payers are one sighting.</summary>
    /// <param name="tills">By card.</param>
    public static IEnumerable<Sighting> Sight(MiningGround ground, List<Till> tills) => Join(tills).Select(shop => SightOne(ground, shop));

    /// <summary>The card as a till; null where it is none. Read from its own transfers and the kinds of who pays and is paid.</summary>
    public static Till? At(TransferGraph graph, int card)
    {
        var table = graph.Table;
        ReadOnlySpan<int> received = graph.In(card),
            sent = graph.Out(card);
        if (
            received.Length < Limits.PayersMin
            || sent.Length == 0
            || table.Accounts.Kind(card) is not (AccountKind.Card or AccountKind.Account)
        )
        {
            return null;
        }
        var till = new Till(card, [], []);
        Int128 came = 0,
            left = 0,
            toPlatforms = 0;
        foreach (var row in received)
        {
            if (table.Accounts.Kind(table.From[row]) is not (AccountKind.Card or AccountKind.Account))
                continue;
            till.Payers.Add(table.From[row]);
            till.Rows.Add(row);
            came += table.AmountMicro[row];
        }
        foreach (var row in sent)
        {
            left += table.AmountMicro[row];
            if (table.Accounts.Kind(table.To[row]) != AccountKind.Platform)
                continue;
            toPlatforms += table.AmountMicro[row];
            till.Rows.Add(row);
        }
        return
            till.Payers.Count >= Limits.PayersMin
            && toPlatforms * 100 >= left * Limits.ToPlatformsPercentMin
            && left * 100 >= came * Limits.SentPercentMin
            ? till
            : null;
    }

    private static IEnumerable<List<Till>> Join(List<Till> tills)
    {
        var shop = Enumerable.Range(0, tills.Count).ToArray();
        for (var i = 0; i < tills.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var (small, large) = tills[i].Payers.Count < tills[j].Payers.Count ? (tills[i], tills[j]) : (tills[j], tills[i]);
                var shared = small.Payers.Count(large.Payers.Contains);
                if (shared < Limits.SharedMin || shared * 100 < small.Payers.Count * Limits.SharedPercentMin || shop[i] == shop[j])
                    continue;
                var (keep, drop) = (Math.Min(shop[i], shop[j]), Math.Max(shop[i], shop[j]));
                for (var k = 0; k <= i; k++)
                {
                    if (shop[k] == drop)
                        shop[k] = keep;
                }
            }
        }
        return Enumerable.Range(0, tills.Count).GroupBy(i => shop[i]).OrderBy(g => g.Key).Select(g => g.Select(i => tills[i]).ToList());
    }

    private static Sighting SightOne(MiningGround ground, List<Till> shop)
    {
        var payers = shop.SelectMany(t => t.Payers).Distinct().Count();
        // Payers are customers: counted, not listed.
        return Sightings.FromRows(
            ground,
            FanIn.Name,
            shop.SelectMany(t => t.Rows),
            Logistic.Probability(Limits.Bias + (Limits.PerPayer * Math.Min(payers, Limits.PayersCounted))),
            shop.Select(t => new Member(t.Card, "till")),
            Cause.EmptiesIntoCrypto.Told(),
            EvidenceKeys.Payers.Is(payers)
        );
    }
}
