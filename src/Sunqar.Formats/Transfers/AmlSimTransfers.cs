using Sunqar.Core.Transfers;
using Sunqar.Formats.Csv;

namespace Sunqar.Formats.Transfers;

/// <summary>
/// IBM AMLSim's transactions: <c>tran_id,orig,dest,amount,day,alert_id,alert_type</c>. Day 0 is 2017-01-01, AMLSim's own base date, and all
/// of a day happens at its first moment, since the simulator knows no finer time. Labels are left to <see cref="TruthFile"/>.
/// </summary>
internal sealed class AmlSimTransfers : TransferFormat
{
    internal static readonly long DayZeroUs = TextTime.DaysFromCivil(2017, 1, 1) * TextTime.DayUs;

    /// <summary>A hundred years of days.</summary>
    internal const int DaysMax = 36_525;

    public override string Name => "amlsim";

    public override IReadOnlyList<string> Columns { get; } = ["tran_id", "orig", "dest", "amount", "day"];

    public override ReadTransfer Open(CsvHeader header) => new DailyRow(header, "tran_id", "orig", "dest", "amount", "day", DayZeroUs).Read;
}

/// <summary>A row of a simulator that counts time in days.</summary>
internal sealed class DailyRow(CsvHeader header, string id, string from, string to, string amount, string day, long dayZeroUs)
{
    private readonly int _id = header.IndexOf(id);
    private readonly int _from = header.IndexOf(from);
    private readonly int _to = header.IndexOf(to);
    private readonly int _amount = header.IndexOf(amount);
    private readonly int _day = header.IndexOf(day);

    public FieldFault? Read(CsvRows row, ITransferSink sink)
    {
        if ((FieldFault.OfId(row, _id) ?? FieldFault.OfId(row, _from) ?? FieldFault.OfId(row, _to)) is { } fault)
        {
            return fault;
        }
        if (!TextNumber.TryParseMicro(row[_amount], out var amountMicro))
        {
            return FieldFault.Of(row, _amount, TextNumber.ExpectedAmount);
        }
        if (!TextNumber.TryParseWhole(row[_day], AmlSimTransfers.DaysMax, out var days))
        {
            return FieldFault.Of(row, _day, $"a day from 0 to {AmlSimTransfers.DaysMax}");
        }
        sink.Add(
            new TransferRow
            {
                Id = row[_id],
                TimeUs = dayZeroUs + days * TextTime.DayUs,
                From = row[_from],
                To = row[_to],
                AmountMicro = amountMicro,
                Kind = TransferKind.AccountTransfer,
            }
        );
        return null;
    }
}
