using Sunqar.Core.Payments;

namespace Sunqar.Core.Transfers;

/// <summary>How value moved, for transfers of every origin; each kind of payment is one (<see cref="TransferKinds"/>). The number is what
/// journals and columns hold. Members are those that a miner asks for by name; a kind of payment that none asks for needs its number
/// alone.</summary>
public enum TransferKind : byte
{
    Unknown = 0,
    CardTopUp = 1,
    CardTransfer = 2,
    AccountTransfer = 3,
    CashWithdrawal = 4,
    CashDeposit = 5,
    MerchantPayment = 6,
    CryptoBuy = 7,
    CryptoSell = 8,
    CryptoWithdrawal = 9,
    CryptoDeposit = 10,

    /// <summary>A token or coin transfer seen on a chain.</summary>
    Chain = 11,
}

/// <summary>
/// One movement of value as a reader meets it: spans of UTF-8 that live only during the call, so that reading a file allocates
/// nothing per row.
/// </summary>
public readonly ref struct TransferRow
{
    public required ReadOnlySpan<byte> Id { get; init; }

    /// <summary>Microseconds since 1970-01-01T00:00:00Z.</summary>
    public required long TimeUs { get; init; }

    public required ReadOnlySpan<byte> From { get; init; }

    public required ReadOnlySpan<byte> To { get; init; }

    /// <summary>
    /// Millionths of one unit of <see cref="Currency"/>, whatever its own digits: one scale for tenge and USDT lets patterns compare flows.
    /// Digits beyond the sixth are cut; the largest amount is 9.2e12 units.
    /// </summary>
    public required long AmountMicro { get; init; }

    public Currency Currency { get; init; }

    public TransferKind Kind { get; init; }
}

/// <summary>Where a reader puts rows: the columns, a counter, the journal.</summary>
public interface ITransferSink
{
    void Add(in TransferRow row);
}
