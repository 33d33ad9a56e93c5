using Sunqar.Core.Chain;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;
using Sunqar.Formats.Csv;

namespace Sunqar.Formats.Transfers;

/// <summary>
/// A TRC-20 explorer export: <c>timestamp_ms,tx_id,token,from_address,from_tag,to_address,to_tag,amount_units,decimals</c>. Transfers of
/// the genuine USDT contract are handed on as USDT; whatever other contract calls itself is left out, and counted.
/// </summary>
internal sealed class Trc20Export : TransferFormat
{
    public override string Name => "trc20";

    public override IReadOnlyList<string> Columns { get; } =
    ["timestamp_ms", "tx_id", "token", "from_address", "to_address", "amount_units", "decimals"];

    public override ReadTransfer Open(CsvHeader header)
    {
        var checkedRow = new Trc20Row(header);
        return (row, sink) =>
        {
            if (checkedRow.Read(row) is { } fault)
            {
                return fault;
            }
            if (!checkedRow.IsUsdt)
            {
                return FieldFault.LeftOut;
            }
            sink.Add(
                new TransferRow
                {
                    Id = checkedRow.Id,
                    TimeUs = checkedRow.TimeUs,
                    From = checkedRow.From(row),
                    To = checkedRow.To(row),
                    AmountMicro = (long)checkedRow.Units,
                    Currency = Currency.Usdt,
                    Kind = TransferKind.Chain,
                }
            );
            return null;
        };
    }
}

/// <summary>Reads TRC-20 exports with what a transfer row has no place for: every token, exact units, and the exporter's tags.</summary>
public static class Trc20File
{
    /// <summary>The transfer is of Tether's own contract on TRON; a symbol proves nothing.</summary>
    public static bool IsGenuineUsdt(TokenTransfer transfer) => transfer is { Chain: "tron", Token: Trc20Row.UsdtContract, Decimals: 6 };

    /// <summary>Hands over every transfer, whatever its token: see <see cref="IsGenuineUsdt"/>.</summary>
    /// <param name="name">What messages call the stream.</param>
    /// <param name="badRows">Takes each bad row, and reading goes on; null: the first bad row refuses the file.</param>
    public static TransferFileOutcome Read(
        Stream stream,
        string name,
        Action<TokenTransfer> take,
        Action<BadInput>? badRows = null,
        Action<long>? bytesRead = null
    ) => Read(stream, name, take, isTaggedOnly: false, badRows, bytesRead);

    /// <summary>Hands over the transfers beside which a tag stands; the others are checked alike, but for checksums: whoever reads the rows
    /// checks these.</summary>
    internal static TransferFileOutcome ReadTagged(Stream stream, string name, Action<TokenTransfer> take) =>
        Read(stream, name, take, isTaggedOnly: true, null, null);

    private static TransferFileOutcome Read(
        Stream stream,
        string name,
        Action<TokenTransfer> take,
        bool isTaggedOnly,
        Action<BadInput>? badRows,
        Action<long>? bytesRead
    )
    {
        var format = new Trc20Export();
        var reading = new TableReading(new CsvRows(stream), name, badRows, bytesRead);
        if (!reading.TryHeader(out var header, out var why))
        {
            return new TransferFileOutcome.Refused(why);
        }
        if (!format.Knows(header))
        {
            return new TransferFileOutcome.Refused(CsvTable.Lacks(name, header, format.Columns));
        }
        var checkedRow = new Trc20Row(header, checksums: !isTaggedOnly);
        var bad = reading.Rows(
            header,
            row =>
            {
                if (checkedRow.Read(row) is { } fault)
                {
                    return fault;
                }
                if (!isTaggedOnly || checkedRow.HasTags(row))
                    take(checkedRow.Transfer(row));
                return null;
            }
        );
        return bad is null
            ? new TransferFileOutcome.Completed(format.Name, reading.Taken, 0, reading.Skipped)
            : new TransferFileOutcome.Refused(bad);
    }
}
