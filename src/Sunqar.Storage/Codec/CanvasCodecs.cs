using Sunqar.Core.Canvas;

namespace Sunqar.Storage.Codec;

internal sealed class CanvasKeptCodec() : MessageCodec<CanvasKept, Schema.CanvasKept>(215)
{
    protected override Schema.CanvasKept ToMessage(CanvasKept fact) =>
        new()
        {
            CaseId = fact.CaseId,
            CanvasId = fact.CanvasId,
            Version = fact.Version,
            Title = fact.Title,
            Steps = fact.Steps,
            UntilUs = fact.UntilUs,
            PictureSha256 = fact.PictureSha256,
        };

    protected override CanvasKept ToFact(Schema.CanvasKept message) =>
        new(message.CaseId, message.CanvasId, message.Version, message.Title, message.Steps, message.UntilUs, message.PictureSha256);
}
