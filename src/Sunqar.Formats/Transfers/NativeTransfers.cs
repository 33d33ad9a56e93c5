using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;
using Sunqar.Formats.Csv;

namespace Sunqar.Formats.Transfers;

/// <summary>
/// The house's own table: <c>id,time,from,to,amount[,currency][,kind]</c> in any order, other columns ignored. A currency is a code of ISO
/// 4217 or a coin's, or is not stated; a kind that the house does not know is read as "unknown": a file from elsewhere is welcome.
/// </summary>
internal sealed class NativeTransfers : TransferFormat
{
    public override string Name => "native";

    public override IReadOnlyList<string> Columns { get; } = ["id", "time", "from", "to", "amount"];

    public override ReadTransfer Open(CsvHeader header) => new Reader(header).Read;

    private sealed class Reader(CsvHeader header)
    {
        private readonly int _id = header.IndexOf("id");
        private readonly int _time = header.IndexOf("time");
        private readonly int _from = header.IndexOf("from");
        private readonly int _to = header.IndexOf("to");
        private readonly int _amount = header.IndexOf("amount");
        private readonly int _currency = header.IndexOf("currency");
        private readonly int _kind = header.IndexOf("kind");

        public FieldFault? Read(CsvRows row, ITransferSink sink)
        {
            if ((FieldFault.OfId(row, _id) ?? FieldFault.OfId(row, _from) ?? FieldFault.OfId(row, _to)) is { } fault)
            {
                return fault;
            }
            if (!TextTime.TryParseIso(row[_time], out var time))
            {
                return FieldFault.Of(row, _time, TextTime.Expected);
            }
            if (!TextNumber.TryParseMicro(row[_amount], out var amount))
            {
                return FieldFault.Of(row, _amount, TextNumber.ExpectedAmount);
            }
            var currency = Currency.Unstated;
            if (_currency >= 0 && !Currencies.TryRead(row[_currency], out currency))
            {
                return FieldFault.Of(row, _currency, "a currency's code (ISO 4217, such as KZT; or USDT, BTC), or nothing");
            }
            sink.Add(
                new TransferRow
                {
                    Id = row[_id],
                    TimeUs = time,
                    From = row[_from],
                    To = row[_to],
                    AmountMicro = amount,
                    Currency = currency,
                    Kind = _kind >= 0 ? TransferWords.Kind(row[_kind]) : TransferKind.Unknown,
                }
            );
            return null;
        }
    }
}
