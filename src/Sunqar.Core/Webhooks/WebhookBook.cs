using Sunqar.Core.Acts;
using Sunqar.Core.Facts;

namespace Sunqar.Core.Webhooks;

/// <summary>A subscription as it stands.</summary>
/// <param name="Sent">Events that were taken, since it began.</param>
public sealed record Webhook(
    string Id,
    string Institution,
    string Url,
    IReadOnlyList<WebhookKind> Kinds,
    WebhookCursor Cursor,
    long Sent,
    string? EndedFor
);

/// <summary>Who is told of what and how far, as a fold over acts.</summary>
public sealed class WebhookBook : IActFold
{
    private readonly SortedDictionary<string, Webhook> _all = new(StringComparer.Ordinal);

    /// <summary>Those at which something is told.</summary>
    public IEnumerable<Webhook> Open => _all.Values.Where(one => one.EndedFor is null);

    /// <summary>Null where there is none, ended ones included.</summary>
    public Webhook? Find(string id) => _all.GetValueOrDefault(id);

    /// <summary>An institution's own, ended ones included, by id.</summary>
    public IReadOnlyList<Webhook> Of(string institution) => [.. _all.Values.Where(one => one.Institution == institution)];

    public void Apply(Act act, Fact what)
    {
        switch (what)
        {
            case WebhookSubscribed one:
                _all[one.WebhookId] = new Webhook(
                    one.WebhookId,
                    one.Institution,
                    one.Url,
                    one.Kinds,
                    new WebhookCursor(one.ActsNext, one.PaymentsNext),
                    0,
                    null
                );
                break;
            case WebhookMoved moved when _all.TryGetValue(moved.WebhookId, out var known):
                _all[known.Id] = known with
                {
                    Cursor = new WebhookCursor(moved.ActsNext, moved.PaymentsNext),
                    Sent = known.Sent + moved.Sent,
                };
                break;
            case WebhookEnded ended when _all.TryGetValue(ended.WebhookId, out var one):
                _all[one.Id] = one with { EndedFor = ended.Reason };
                break;
        }
    }
}
