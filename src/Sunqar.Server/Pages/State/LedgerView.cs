using Sunqar.Core.Acts;
using Sunqar.Core.Cases;
using Sunqar.Core.Cases.Ledger;
using Sunqar.Core.Payments;
using Sunqar.Server.Cases;
using Sunqar.Server.Entrance;

namespace Sunqar.Server.Pages.State;

/// <summary>A movement as the ledger's page shows it.</summary>
/// <param name="Asset">As <see cref="AssetMoved.Asset"/>, an account by the name that it has in the case.</param>
public sealed record LedgerLine(AssetMoved Moved, string Asset, AssetValue Value);

/// <summary>The asset ledger as a page shows it: what stands where, then the newest movements.</summary>
/// <param name="Balances">By case and asset; the asset's name as in <paramref name="Lines"/>.</param>
/// <param name="Movements">How many there are in all.</param>
public sealed record LedgerView(IReadOnlyList<AssetBalance> Balances, IReadOnlyList<LedgerLine> Lines, int Movements)
{
    public const int LinesMax = 200;

    internal static LedgerView Of(ActState state, CaseDoor cases, RateTable rates)
    {
        var (ledger, book) = (state.Of<AssetLedger>(), state.Of<CaseBook>());
        var names = ledger
            .Balances.Select(balance => balance.CaseId)
            .Distinct()
            .ToDictionary(
                id => id,
                id => book.Find(id) is { } one ? cases.NamesIn(one) : new Dictionary<string, string>(),
                StringComparer.Ordinal
            );
        string Shown(string caseId, string asset)
        {
            var last = asset[(asset.LastIndexOf(':') + 1)..];
            return CaseText.IsSubject(last) ? asset[..^last.Length] + names[caseId].GetValueOrDefault(last, "an account") : asset;
        }
        return new LedgerView(
            [.. ledger.Balances.Select(balance => balance with { Asset = Shown(balance.CaseId, balance.Asset) })],
            [
                .. ledger
                    .Movements.Reverse()
                    .Take(LinesMax)
                    .Select(moved => new LedgerLine(moved, Shown(moved.CaseId, moved.Asset), AssetValue.Of(moved, rates))),
            ],
            ledger.Movements.Count
        );
    }
}
