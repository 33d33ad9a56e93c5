using Sunqar.Core.Cases;

namespace Sunqar.Storage.Codec;

internal sealed class CaseQualifiedCodec() : MessageCodec<CaseQualified, Schema.CaseQualified>(174)
{
    protected override Schema.CaseQualified ToMessage(CaseQualified fact) =>
        new()
        {
            CaseId = fact.CaseId,
            Gravity = (uint)fact.Gravity,
            Article = fact.Article,
        };

    protected override CaseQualified ToFact(Schema.CaseQualified message) =>
        new(message.CaseId, (CrimeGravity)message.Gravity, message.Article);
}
