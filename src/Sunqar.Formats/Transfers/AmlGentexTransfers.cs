using Sunqar.Formats.Csv;

namespace Sunqar.Formats.Transfers;

/// <summary>
/// AMLGentex's transactions: <c>tran_id,step,type,amount,orig,dest,bank_orig,bank_dest,is_sar,pattern_id,pattern_type</c>. A step is a day;
/// step 0 is put on 2017-01-01 like AMLSim's, of which it is a descendant. Labels are left to <see cref="TruthFile"/>.
/// </summary>
internal sealed class AmlGentexTransfers : TransferFormat
{
    public override string Name => "amlgentex";

    public override IReadOnlyList<string> Columns { get; } = ["tran_id", "step", "amount", "orig", "dest", "bank_orig", "bank_dest"];

    public override ReadTransfer Open(CsvHeader header) =>
        new DailyRow(header, "tran_id", "orig", "dest", "amount", "step", AmlSimTransfers.DayZeroUs).Read;
}
