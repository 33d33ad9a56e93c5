using Sunqar.Core.Acts;
using Sunqar.Core.Cases.Ledger;
using Sunqar.Core.Identity;

namespace Sunqar.Core.Cases.Measures;

/// <summary>What a measure's confirmation and its end mean for the ledger.</summary>
internal static class MeasureBooking
{
    /// <summary>The movement of a confirmation; null where it moves nothing that the ledger knows of.</summary>
    public static AssetMoved? Confirmed(ActState state, Measure one, Int128 quantityMicro, string document, string transaction, long nowUs)
    {
        var value = one.Request.Value;
        if (quantityMicro <= 0 || value.Asset.Length == 0 || one.Kind.Movement(Balance(state, one)) is not { } way)
            return null;
        return Moved(one, $"{one.Id}:{one.Steps.Count}", way.From, way.To, quantityMicro, document, transaction, nowUs);
    }

    /// <summary>What was frozen by it, and still is, goes back to whoever held it. On chain that has a transaction of its own, by which an
    /// officer books it once it is seen.</summary>
    public static AssetMoved? Ended(ActState state, Measure one, string document, long nowUs) =>
        ChainOf(one) is null ? Back(state, one, document, "", nowUs) : null;

    /// <summary>The transaction that confirmed it is no longer part of the chain.</summary>
    public static AssetMoved? TakenBack(ActState state, Measure one, string transaction, long nowUs) =>
        Back(state, one, "The chain was reorganised.", transaction, nowUs);

    private static AssetMoved? Back(ActState state, Measure one, string document, string transaction, long nowUs)
    {
        if (one.ConfirmedUs == 0 || one.Kind.Movement(null)?.To != AssetStanding.Frozen || Balance(state, one) is not { } balance)
            return null;
        var quantity = one.CaughtMicro < balance.Frozen ? one.CaughtMicro : balance.Frozen;
        return quantity > 0
            ? Moved(one, $"{one.Id}:{one.Steps.Count}", AssetStanding.Frozen, AssetStanding.Held, quantity, document, transaction, nowUs)
            : null;
    }

    private static AssetBalance? Balance(ActState state, Measure one) =>
        state
            .Of<AssetLedger>()
            .Balances.FirstOrDefault(balance => balance.CaseId == one.CaseId && balance.Asset == one.Request.Value.Asset);

    private static AssetMoved Moved(
        Measure one,
        string id,
        AssetStanding from,
        AssetStanding to,
        Int128 quantityMicro,
        string document,
        string transaction,
        long nowUs
    ) =>
        new(
            id,
            one.CaseId,
            one.Request.Value.Asset,
            one.Request.Value.Unit,
            from,
            to,
            quantityMicro,
            nowUs,
            document,
            ChainOf(one),
            transaction.Length > 0 ? transaction : null,
            0
        );

    /// <summary>An asset on chain is named after its chain: <c>usdt:tron:T...</c>; what a platform keeps is the platform's, not the
    /// chain's.</summary>
    private static string? ChainOf(Measure one) =>
        one.Request.Value.Asset.Split(':') is { Length: 3 } parts && WalletChains.TryParse(parts[1], out _) ? parts[1] : null;
}
