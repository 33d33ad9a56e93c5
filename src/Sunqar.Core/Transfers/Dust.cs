using Sunqar.Core.Payments;
using Sunqar.Core.Tuning;

namespace Sunqar.Core.Transfers;

/// <summary>Limits of <see cref="Dust"/>, section <c>dust</c> of rulebooks/mining.limits.</summary>
/// <param name="UsdtBelow">Millionths of a USDT from which on a transfer on a chain counts.</param>
[Limits("dust")]
internal sealed record DustLimits(long UsdtBelow);

/// <summary>
/// Transfers so small that they join nobody. Whoever poisons addresses sends nothing, or next to nothing, from a wallet that looks like one
/// that the victim knows, so that the victim copies the wrong address out of their own history (docs/patterns/poisoning.md). Anybody can
/// send such a transfer to anybody, and a contract lets anybody move a sum of zero out of any wallet: neither end chose the other. Which
/// transfer is dust hangs on that transfer alone, so that it is the same in files, in the journal and while transfers keep coming.
/// </summary>
internal static class Dust
{
    private static readonly long UsdtBelow = MiningTuning.Shipped.Of<DustLimits>().UsdtBelow;

    /// <summary>
    /// Whether a transfer of more than nothing is dust: tokens on a chain, or in a file that does not say how they moved. Money at a bank
    /// and tokens at a platform have a sender who is known and no look-alikes, so that the smallest sum counts there; other currencies
    /// have no price here, and none of their sums is called small.
    /// </summary>
    /// <param name="amountMicro">Millionths of one unit of the currency.</param>
    public static bool Is(TransferKind kind, Currency currency, long amountMicro) =>
        currency == Currency.Usdt && amountMicro < UsdtBelow && (kind is TransferKind.Chain or TransferKind.Unknown);
}
