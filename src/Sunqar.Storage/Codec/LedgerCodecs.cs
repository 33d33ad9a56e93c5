using Sunqar.Core.Cases.Ledger;
using Sunqar.Core.Cases.Reports;

namespace Sunqar.Storage.Codec;

internal sealed class AssetMovedCodec() : MessageCodec<AssetMoved, Schema.AssetMoved>(75)
{
    protected override Schema.AssetMoved ToMessage(AssetMoved fact) =>
        new()
        {
            Id = fact.Id,
            CaseId = fact.CaseId,
            Asset = fact.Asset,
            Unit = fact.Unit,
            From = (uint)fact.From,
            To = (uint)fact.To,
            QuantityMicro = WideCodec.Of(fact.QuantityMicro),
            AtUs = fact.AtUs,
            Document = fact.Document,
            Chain = fact.Chain ?? "",
            Transaction = fact.Transaction ?? "",
            StatedKztMicro = WideCodec.Of(fact.StatedKztMicro),
        };

    protected override AssetMoved ToFact(Schema.AssetMoved message) =>
        new(
            message.Id,
            message.CaseId,
            message.Asset,
            message.Unit,
            (AssetStanding)message.From,
            (AssetStanding)message.To,
            WideCodec.Value(message.QuantityMicro),
            message.AtUs,
            message.Document,
            OrNull(message.Chain),
            OrNull(message.Transaction),
            WideCodec.Value(message.StatedKztMicro)
        );
}

internal sealed class ReportExportedCodec() : MessageCodec<ReportExported, Schema.ReportExported>(76)
{
    protected override Schema.ReportExported ToMessage(ReportExported fact) =>
        new()
        {
            CaseId = fact.CaseId,
            Report = fact.Report,
            Sha256 = fact.Sha256,
            Bytes = fact.Bytes,
            Rows = fact.Rows,
        };

    protected override ReportExported ToFact(Schema.ReportExported message) =>
        new(message.CaseId, message.Report, message.Sha256, message.Bytes, message.Rows);
}
