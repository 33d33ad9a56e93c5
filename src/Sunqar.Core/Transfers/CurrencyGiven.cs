using Sunqar.Core.Payments;

namespace Sunqar.Core.Transfers;

/// <summary>Passes rows on; those that state no currency become of the one that the caller says they are of.</summary>
public sealed class CurrencyGiven(Currency currency, ITransferSink sink) : ITransferSink
{
    /// <summary>Rows that stated none.</summary>
    public long Rows { get; private set; }

    public void Add(in TransferRow row)
    {
        if (row.Currency != Currency.Unstated)
        {
            sink.Add(in row);
            return;
        }
        Rows++;
        sink.Add(row with { Currency = currency });
    }
}
