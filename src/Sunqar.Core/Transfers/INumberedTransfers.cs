using Sunqar.Core.Payments;

namespace Sunqar.Core.Transfers;

/// <summary>Takes transfers between accounts that it has numbered: a table that is being built, or one that keeps growing.</summary>
public interface INumberedTransfers
{
    /// <summary>The nodes met so far; a caller interns accounts here and adds transfers by number.</summary>
    AccountTable Nodes { get; }

    /// <summary>Adds a transfer; the caller answers for telling each once.</summary>
    /// <param name="timeUs">Microseconds since 1970-01-01T00:00:00Z.</param>
    /// <param name="amountMicro">Millionths of one unit of <paramref name="currency"/>.</param>
    void Add(ReadOnlySpan<byte> id, long timeUs, int fromAccount, int toAccount, long amountMicro, Currency currency, TransferKind kind);
}
