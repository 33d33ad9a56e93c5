using Sunqar.Core.Patterns;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;

namespace Sunqar.Core.Networks;

/// <summary>
/// The cards that collect tenge for a crypto pyramid: many people pay one, it empties into crypto (<see cref="CryptoTill"/>), and within the hour the platform sends about as much to the pyramid's treasury.
/// Once means nothing; a till most of whose purchases come out there is the pyramid's.
/// </summary>
internal sealed class PyramidCollectors(TransferGraph graph, TengeRates rates)
{
    private const long WindowUs = 60 * 60 * 1_000_000L;

    /// <summary>The platform's fee and the difference between its rate and the day's.</summary>
    private const double DifferenceMax = 0.03;

    private const int PurchasesMin = 3;
    private const double ShareMin = 0.5;

    private readonly TransferTable _table = graph.Table;

    /// <summary>The sighting with its collecting cards, and what came to them and went on.</summary>
    public Sighting Extend(Sighting pyramid)
    {
        var purchases = new SortedDictionary<int, SortedSet<int>>();
        foreach (var treasury in pyramid.Members.Where(member => member.Role == "treasury"))
        {
            foreach (var row in graph.In(treasury.Account))
            {
                if (_table.KindOf(row) == TransferKind.CryptoWithdrawal) Match(row, purchases);
            }
        }
        var members = pyramid.Members.ToList();
        var rows = pyramid.Rows.ToHashSet();
        foreach (var (card, matched) in purchases)
        {
            if (matched.Count < PurchasesMin || members.Exists(member => member.Account == card) || CryptoTill.At(graph, card) is not { } till) continue;
            if (matched.Count < ShareMin * till.Rows.Count(row => _table.KindOf(row) == TransferKind.CryptoBuy)) continue;
            members.Add(new Member(card, "collector"));
            rows.UnionWith(till.Rows);
        }
        if (members.Count == pyramid.Members.Count) return pyramid;
        members.Sort((a, b) => a.Account.CompareTo(b.Account));
        return pyramid with { Members = members, Rows = [.. rows.Order()] };
    }

    /// <summary>The purchases that a withdrawal may be made of.</summary>
    private void Match(int withdrawal, SortedDictionary<int, SortedSet<int>> purchases)
    {
        var (platform, time) = (_table.From[withdrawal], _table.TimeUs[withdrawal]);
        var tenge = _table.AmountMicro[withdrawal] * rates.PerToken(time);
        for (var row = withdrawal - 1; row >= 0 && time - _table.TimeUs[row] <= WindowUs; row--)
        {
            if (_table.KindOf(row) != TransferKind.CryptoBuy || _table.To[row] != platform || Math.Abs((_table.AmountMicro[row] / tenge) - 1) > DifferenceMax) continue;
            purchases.TryAdd(_table.From[row], []);
            purchases[_table.From[row]].Add(row);
        }
    }
}
