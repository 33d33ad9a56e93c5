using Sunqar.Core.Payments;

namespace Sunqar.Core.Transfers;

/// <summary>Kinds of transfers, and which of them a payment of a kind is (<see cref="PaymentKindRow.Transfer"/>): the only way from one
/// enum to the other.</summary>
public static class TransferKinds
{
    private static readonly PaymentKind?[] PaymentOf =
    [
        .. Enumerable
            .Range(0, KindAndCurrency.KindsMax)
            .Select(number => PaymentKinds.Table.SingleOrDefault(row => row.Transfer == number)?.Kind),
    ];

    /// <summary>Every kind but <see cref="TransferKind.Unknown"/>: of each payment, and on chain.</summary>
    public static IReadOnlyList<TransferKind> All { get; } =
    [.. PaymentKinds.Table.Select(row => (TransferKind)row.Transfer).Append(TransferKind.Chain).Order()];

    /// <summary>What a payment of the kind is as a transfer.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No kind of payment.</exception>
    public static TransferKind Of(PaymentKind kind) => (TransferKind)kind.Row().Transfer;

    /// <summary>The kind of payment that such a transfer is; null for what is none: on chain, or unknown.</summary>
    public static PaymentKind? Payment(this TransferKind kind) => (int)kind < PaymentOf.Length ? PaymentOf[(int)kind] : null;

    /// <summary>The name in files: a payment's wire name, <c>chain</c>, or <c>unknown</c>.</summary>
    public static string Name(this TransferKind kind) => kind.Payment()?.Name() ?? (kind == TransferKind.Chain ? "chain" : "unknown");
}
