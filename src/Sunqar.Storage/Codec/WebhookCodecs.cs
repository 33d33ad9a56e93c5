using Sunqar.Core.Webhooks;

namespace Sunqar.Storage.Codec;

internal sealed class WebhookSubscribedCodec() : MessageCodec<WebhookSubscribed, Schema.WebhookSubscribed>(225)
{
    protected override Schema.WebhookSubscribed ToMessage(WebhookSubscribed fact) =>
        new()
        {
            WebhookId = fact.WebhookId,
            Institution = fact.Institution,
            Url = fact.Url,
            Kinds = { fact.Kinds.Select(kind => (uint)kind) },
            ActsNext = fact.ActsNext,
            PaymentsNext = fact.PaymentsNext,
        };

    protected override WebhookSubscribed ToFact(Schema.WebhookSubscribed message) =>
        new(
            message.WebhookId,
            message.Institution,
            message.Url,
            [.. message.Kinds.Select(kind => (WebhookKind)kind)],
            message.ActsNext,
            message.PaymentsNext
        );
}

internal sealed class WebhookEndedCodec() : MessageCodec<WebhookEnded, Schema.WebhookEnded>(226)
{
    protected override Schema.WebhookEnded ToMessage(WebhookEnded fact) => new() { WebhookId = fact.WebhookId, Reason = fact.Reason };

    protected override WebhookEnded ToFact(Schema.WebhookEnded message) => new(message.WebhookId, message.Reason);
}

internal sealed class WebhookMovedCodec() : MessageCodec<WebhookMoved, Schema.WebhookMoved>(227)
{
    protected override Schema.WebhookMoved ToMessage(WebhookMoved fact) =>
        new()
        {
            WebhookId = fact.WebhookId,
            ActsNext = fact.ActsNext,
            PaymentsNext = fact.PaymentsNext,
            Sent = fact.Sent,
        };

    protected override WebhookMoved ToFact(Schema.WebhookMoved message) =>
        new(message.WebhookId, message.ActsNext, message.PaymentsNext, message.Sent);
}
