using Sunqar.Core.Facts;

namespace Sunqar.Core.Cases.Outbox;

/// <summary>Something is to leave the house. It is in the same act as what caused it, so that nothing is approved and never sent.</summary>
/// <param name="MessageId">Unique, and the idempotency key towards the partner: what comes twice under it is one message.</param>
/// <param name="Partner">Who gets it: <c>desk</c>, <c>bank-casp</c>, <c>authority-nsc</c>.</param>
/// <param name="Subject">The measure, order or report that it is about.</param>
/// <param name="Topic">What it says: <c>measure.take</c>, <c>measure.lift</c>, ...</param>
/// <param name="Body">JSON without personal data: the sender puts identifiers in place of pseudonyms for whoever may know them.</param>
public sealed record MessagePosted(string MessageId, string Partner, string Subject, string Topic, string Body) : Fact;

/// <summary>How an attempt to deliver ended. Kept in facts: never renumber.</summary>
public enum Delivery : byte
{
    /// <summary>The partner was not reached, or could not take it now: tried again later.</summary>
    Failed = 0,

    /// <summary>The partner has it; whether it is carried out is still to come.</summary>
    Accepted = 1,

    /// <summary>The partner has it and says that it is carried out.</summary>
    Confirmed = 2,

    /// <summary>The partner will not; it is not tried again.</summary>
    Refused = 3,
}

/// <summary>A message was tried.</summary>
/// <param name="Reason">Why it failed or was refused, or the partner's reference.</param>
public sealed record MessageTried(string MessageId, Delivery Delivery, string Reason) : Fact;
