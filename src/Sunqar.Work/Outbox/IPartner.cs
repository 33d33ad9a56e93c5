using Sunqar.Core.Cases.Outbox;

namespace Sunqar.Work.Outbox;

/// <summary>What goes to a partner.</summary>
/// <param name="Id">The idempotency key: what comes twice under it is one message.</param>
/// <param name="Body">JSON; for partners who may know them with identifiers beside the pseudonyms.</param>
public sealed record PartnerMessage(string Id, string Topic, string Body);

/// <summary>What a partner answered.</summary>
/// <param name="Reason">Why it failed or was refused, or the partner's reference; no personal data.</param>
public sealed record PartnerAnswer(Delivery Delivery, string Reason)
{
    public static PartnerAnswer Failed(string reason) => new(Delivery.Failed, reason);
}

/// <summary>Somebody outside who is told what was approved. It may be down, slow or wrong; it may be asked again under the same id, and
/// does the same thing once.</summary>
public interface IPartner
{
    Task<PartnerAnswer> SendAsync(PartnerMessage message, CancellationToken cancel);
}
