using Sunqar.Core.Facts;

namespace Sunqar.Core.Webhooks;

/// <summary>What an institution can be told of. Kept in facts: never renumber.</summary>
public enum WebhookKind : byte
{
    None = 0,

    /// <summary>A payment of the institution's own stands otherwise than it was answered.</summary>
    Decision = 1,

    /// <summary>A measure was approved or lifted that the institution carries out.</summary>
    Measure = 2,

    /// <summary>A licence was suspended, given back or revoked.</summary>
    Licence = 3,

    /// <summary>Sites were ordered to be blocked, or the order was lifted.</summary>
    Order = 4,
}

/// <summary>How far an institution was told: the first sequence of each stream that it has not been told of yet.</summary>
public readonly record struct WebhookCursor(long ActsNext, long PaymentsNext);

/// <summary>An institution is told at an address, from these sequences on.</summary>
/// <param name="Url">https, beyond this house.</param>
public sealed record WebhookSubscribed(
    string WebhookId,
    string Institution,
    string Url,
    IReadOnlyList<WebhookKind> Kinds,
    long ActsNext,
    long PaymentsNext
) : Fact;

/// <summary>Nothing is told there any more.</summary>
public sealed record WebhookEnded(string WebhookId, string Reason) : Fact;

/// <summary>Everything before these sequences was told, or is to be told again from them on.</summary>
/// <param name="Sent">Events that were taken since the fact before.</param>
public sealed record WebhookMoved(string WebhookId, long ActsNext, long PaymentsNext, long Sent) : Fact;
