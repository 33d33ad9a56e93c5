using Sunqar.Core.Cases.Ledger;

namespace Sunqar.Storage.Codec;

internal sealed class AssetMovedCodec() : MessageCodec<AssetMoved, Schema.AssetMoved>(75)
{
    protected override Schema.AssetMoved ToMessage(AssetMoved fact) => new()
    {
        Id = fact.Id, CaseId = fact.CaseId, Asset = fact.Asset, Unit = fact.Unit, From = (uint)fact.From, To = (uint)fact.To,
        QuantityMicro = WideCodec.Of(fact.QuantityMicro), AtUs = fact.AtUs, Document = fact.Document, Chain = fact.Chain ?? "", Transaction = fact.Transaction ?? "",
        StatedKztMicro = WideCodec.Of(fact.StatedKztMicro),
    };

    protected override AssetMoved ToFact(Schema.AssetMoved message) => new(
        message.Id, message.CaseId, message.Asset, message.Unit, (AssetStanding)message.From, (AssetStanding)message.To, WideCodec.Value(message.QuantityMicro),
        message.AtUs, message.Document, OrNull(message.Chain), OrNull(message.Transaction), WideCodec.Value(message.StatedKztMicro));
}
