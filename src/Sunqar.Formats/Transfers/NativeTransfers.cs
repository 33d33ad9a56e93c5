using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;
using Sunqar.Formats.Csv;

namespace Sunqar.Formats.Transfers;

/// <summary>
/// The house's own table: <c>id,time,from,to,amount[,currency][,kind]</c> in any order, other columns ignored. Currencies and kinds that the
/// house does not count in are read as "none" and "unknown": a file from elsewhere is welcome.
/// </summary>
internal sealed class NativeTransfers : TransferFormat
{
    public override string Name => "native";

    public override IReadOnlyList<string> Columns { get; } = ["id", "time", "from", "to", "amount"];

    public override TransferRowReader Open(CsvHeader header) => new Reader(header);

    private sealed class Reader(CsvHeader header) : TransferRowReader
    {
        private readonly int _id = header.IndexOf("id");
        private readonly int _time = header.IndexOf("time");
        private readonly int _from = header.IndexOf("from");
        private readonly int _to = header.IndexOf("to");
        private readonly int _amount = header.IndexOf("amount");
        private readonly int _currency = header.IndexOf("currency");
        private readonly int _kind = header.IndexOf("kind");

        public override bool TryRead(CsvRows row, ITransferSink sink)
        {
            if (!IsId(row, _id) || !IsId(row, _from) || !IsId(row, _to))
            {
                return false;
            }
            if (!TextTime.TryParseIso(row[_time], out var time))
            {
                return RefuseText(row, _time, TextTime.Expected);
            }
            if (!TextNumber.TryParseMicro(row[_amount], out var amount))
            {
                return RefuseText(row, _amount, TextNumber.ExpectedAmount);
            }
            var currency = Currency.None;
            if (_currency >= 0 && !TransferWords.TryCurrency(row[_currency], out currency))
            {
                return RefuseText(row, _currency, "a currency code of three to five letters such as KZT, or nothing");
            }
            sink.Add(new TransferRow
            {
                Id = row[_id],
                TimeUs = time,
                From = row[_from],
                To = row[_to],
                AmountMicro = amount,
                Currency = currency,
                Kind = _kind >= 0 ? TransferWords.Kind(row[_kind]) : TransferKind.Unknown,
            });
            return true;
        }
    }
}
