using Sunqar.Core.Patterns;
using Sunqar.Core.Patterns.Rates;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;
using Sunqar.Core.Tuning;

namespace Sunqar.Core.Networks;

/// <summary>Limits of <see cref="PyramidCollectors"/>, section <c>collector</c> of rulebooks/mining.limits.</summary>
[Limits("collector")]
internal sealed record CollectorLimits(long WindowUs, double DifferenceMax, int PurchasesMin, double ShareMin);

/// <summary>
/// The cards that collect tenge for a crypto pyramid: many people pay one, it empties into crypto (<see cref="CryptoTill"/>), and within
/// the hour the platform sends about as much to the pyramid's treasury. Once means nothing; a till most of whose purchases come out there
/// is the pyramid's. Withdrawals and tills are kept until what they were matched with changes.
/// </summary>
internal sealed class PyramidCollectors(TransferGraph graph)
{
    private static readonly CollectorLimits Limits = MiningTuning.Shipped.Of<CollectorLimits>();

    private readonly Kept<(int Withdrawal, double PerToken), List<int>> _purchases = new(graph, PurchasesBefore);
    private readonly Kept<int, CryptoTill.Till?> _tills = new(graph, CryptoTill.At);
    private readonly Dictionary<int, (Sighting Pyramid, List<CryptoTill.Till> Tills, Sighting Extended)> _told = [];

    /// <summary>How many withdrawals and cards were looked at so far; a measure of work.</summary>
    public long Looks => _purchases.WorkedOut + _tills.WorkedOut;

    /// <summary>A transfer came, or an account at one of its ends turned out to be of another kind.</summary>
    public void Touch(int row)
    {
        foreach (var account in (ReadOnlySpan<int>)[graph.Table.From[row], graph.Table.To[row]])
        {
            _purchases.Touch(account, graph.Table.TimeUs[row]);
            _tills.Touch(account, graph.Table.TimeUs[row]);
        }
    }

    /// <summary>The sightings with their turnover, their collecting cards, and what came to them and went on.</summary>
    public IReadOnlyList<Sighting> Extend(IReadOnlyList<Sighting> pyramids, TengeRates rates)
    {
        List<Sighting> extended = [.. pyramids.Select(pyramid => Extend(pyramid, rates))];
        _purchases.ForgetUnasked();
        _tills.ForgetUnasked();
        return extended;
    }

    private Sighting Extend(Sighting pyramid, TengeRates rates)
    {
        var table = graph.Table;
        var treasury = pyramid.Members.First(member => member.Role == "treasury").Account;
        var byCard = new SortedDictionary<int, HashSet<int>>();
        foreach (var withdrawal in graph.In(treasury))
        {
            if (table.KindOf(withdrawal) != TransferKind.CryptoWithdrawal)
                continue;
            foreach (var purchase in _purchases.Of((withdrawal, rates.PerToken(table.TimeUs[withdrawal]))))
            {
                byCard.TryAdd(table.From[purchase], []);
                byCard[table.From[purchase]].Add(purchase);
            }
        }
        var collecting = new List<CryptoTill.Till>();
        foreach (var (card, matched) in byCard)
        {
            if (
                matched.Count < Limits.PurchasesMin
                || pyramid.Members.Any(member => member.Account == card)
                || _tills.Of(card) is not { } till
            )
            {
                continue;
            }
            if (matched.Count >= Limits.ShareMin * till.Rows.Count(row => table.KindOf(row) == TransferKind.CryptoBuy))
                collecting.Add(till);
        }
        if (_told.TryGetValue(treasury, out var before) && before.Pyramid == pyramid && before.Tills.SequenceEqual(collecting))
            return before.Extended;
        // What the cards collect enters the treasury as tokens: it is turned over once.
        var extended = pyramid.WithTurnover(table, Currency.Usdt);
        if (collecting.Count > 0)
        {
            var members = pyramid
                .Members.Concat(collecting.Select(till => new Member(till.Card, "collector")))
                .OrderBy(member => member.Account)
                .ToList();
            extended = extended with
            {
                Members = members,
                Rows = table.InTimeOrder(pyramid.Rows.Union(collecting.SelectMany(till => till.Rows))),
            };
        }
        _told[treasury] = (pyramid, collecting, extended);
        return extended;
    }

    /// <summary>The purchases that a withdrawal may be made of.</summary>
    private static List<int> PurchasesBefore(TransferGraph graph, (int Withdrawal, double PerToken) key)
    {
        var table = graph.Table;
        var time = table.TimeUs[key.Withdrawal];
        var tenge = table.AmountMicro[key.Withdrawal] * key.PerToken;
        var found = new List<int>();
        foreach (var row in graph.In(table.From[key.Withdrawal], time - Limits.WindowUs, time))
        {
            if (
                table.KindOf(row) == TransferKind.CryptoBuy
                && table.InTime(row, key.Withdrawal) < 0
                && Math.Abs((table.AmountMicro[row] / tenge) - 1) <= Limits.DifferenceMax
            )
            {
                found.Add(row);
            }
        }
        return found;
    }
}
