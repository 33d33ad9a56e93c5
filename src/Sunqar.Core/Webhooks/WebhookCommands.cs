using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Sunqar.Core.Acts;

namespace Sunqar.Core.Webhooks;

/// <summary>An institution asks to be told. The answer is the subscription's id; its secret follows from the id by a key of the house and
/// is kept nowhere.</summary>
/// <param name="From">Where it begins: at the moment of asking, so that asking again under one key is the same.</param>
public sealed record SubscribeWebhook(string Key, string Url, IReadOnlyList<WebhookKind> Kinds, [property: JsonIgnore] WebhookCursor From)
    : Command(Key, null, "")
{
    public const int UrlLengthMax = 400,
        OfOneMax = 5;

    public override string Name => "webhook.subscribe";

    public override CommandOutcome Decide(ActState state, Actor actor, long nowUs)
    {
        if (actor is not { Role: Role.Bank or Role.Platform, Institution: { } institution })
            return Refused(RefusalKind.Forbidden, "An institution subscribes, by its own key.");
        if (FaultOf(Url) is { } fault)
            return Refused(RefusalKind.Invalid, fault, "url");
        var isUnknown = Kinds.Any(kind => kind == WebhookKind.None || !Enum.IsDefined(kind));
        if (Kinds.Count == 0 || isUnknown || Kinds.Distinct().Count() != Kinds.Count)
            return Refused(RefusalKind.Invalid, "Name what to be told of, each kind once.", "kinds");
        var own = state.Of<WebhookBook>().Of(institution).Where(one => one.EndedFor is null).ToList();
        if (own.Count >= OfOneMax)
            return Refused(RefusalKind.Limited, $"At most {OfOneMax} addresses of an institution; end one first.", "url");
        var id = "wh-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(institution + "\n" + Key)).AsSpan(0, 8));
        return Done(id, new WebhookSubscribed(id, institution, Url, [.. Kinds.Order()], From.ActsNext, From.PaymentsNext));
    }

    /// <summary>Why nothing is told at an address; null where something may be. Where its name leads is looked at when it is
    /// told.</summary>
    private static string? FaultOf(string url) =>
        url.Length > UrlLengthMax
        || !Uri.TryCreate(url, UriKind.Absolute, out var uri)
        || uri.Scheme != Uri.UriSchemeHttps
        || uri.UserInfo.Length > 0
        || uri.Fragment.Length > 0
            ? $"An address is https://, of at most {UrlLengthMax} characters, without a user and without a fragment."
        : uri.IsLoopback ? "An address is one that the whole internet reaches."
        : null;
}

/// <summary>A command about a subscription of the institution's own, or of any by the house.</summary>
public abstract record WebhookCommand(string Key, string WebhookId) : Command(Key, null, "")
{
    protected abstract CommandOutcome Decide(Webhook one, Actor actor);

    public sealed override CommandOutcome Decide(ActState state, Actor actor, long nowUs) =>
        state.Of<WebhookBook>().Find(WebhookId) is { EndedFor: null } one
        && (actor.Role == Role.System || actor.Institution is { } institution && institution == one.Institution)
            ? Decide(one, actor)
            : Refused(RefusalKind.NotFound, "There is no such subscription of this institution.", "webhook");
}

/// <summary>Ends a subscription.</summary>
public sealed record EndWebhook(string Key, string WebhookId, string Reason) : WebhookCommand(Key, WebhookId)
{
    public override string Name => "webhook.end";

    protected override CommandOutcome Decide(Webhook one, Actor actor) =>
        Reason.Length is 0 or > 200
            ? Refused(RefusalKind.Invalid, "A reason has 1 to 200 characters.", "reason")
            : Done(WebhookId, new WebhookEnded(WebhookId, Reason));
}

/// <summary>Has everything told again from a place on that was told before.</summary>
public sealed record ReplayWebhook(string Key, string WebhookId, WebhookCursor From) : WebhookCommand(Key, WebhookId)
{
    public override string Name => "webhook.replay";

    protected override CommandOutcome Decide(Webhook one, Actor actor) =>
        From.ActsNext < 0 || From.PaymentsNext < 0 || From.ActsNext > one.Cursor.ActsNext || From.PaymentsNext > one.Cursor.PaymentsNext
            ? Refused(RefusalKind.Invalid, "A place is one that an event gave, and was told before.", "after")
            : Done(WebhookId, new WebhookMoved(WebhookId, From.ActsNext, From.PaymentsNext, 0));
}

/// <summary>Notes how far an institution was told.</summary>
/// <param name="Was">From where; a replay that was asked for meanwhile is not undone by it.</param>
public sealed record AdvanceWebhook(string Key, string WebhookId, WebhookCursor Was, WebhookCursor Now, long Sent)
    : WebhookCommand(Key, WebhookId)
{
    public override string Name => "webhook.advance";

    protected override CommandOutcome Decide(Webhook one, Actor actor)
    {
        if (actor.Role != Role.System)
            return Refused(RefusalKind.Forbidden, "The house notes it.");
        return one.Cursor == Was
            ? Done(WebhookId, new WebhookMoved(WebhookId, Now.ActsNext, Now.PaymentsNext, Sent))
            : Refused(RefusalKind.Conflict, "It was asked to begin elsewhere meanwhile.", "webhook");
    }
}
