namespace Sunqar.Core.Conformance;

/// <summary>What an institution's call was for.</summary>
public enum CallKind
{
    /// <summary>Anything that no check looks at.</summary>
    Other,

    /// <summary>One payment to decide, <c>POST /v1/payments</c>.</summary>
    Decide,

    /// <summary>Where a payment stands, <c>GET /v1/payments/{id}</c>.</summary>
    Ask,

    /// <summary>A payment that waits was confirmed.</summary>
    Confirm,

    /// <summary>A payment did not happen.</summary>
    Reverse,
}

/// <summary>What the sandbox did to a call beside answering it.</summary>
public enum ForcedFault
{
    None,

    /// <summary>The payment was decided and the connection cut before the answer.</summary>
    LostAnswer,

    /// <summary>Refused with 503 and <c>Retry-After</c>; nothing was decided.</summary>
    Unavailable,

    /// <summary>Refused with 429 and <c>Retry-After</c>; nothing was decided.</summary>
    Busy,

    /// <summary>Decided, and answered later than a customer waits.</summary>
    SlowAnswer,
}

/// <summary>One call of an institution, as the sandbox saw it. It holds no name, account or amount.</summary>
/// <param name="AtUs">When it came, microseconds of a steady count.</param>
/// <param name="PaymentId">The payment that it is about; empty where none was readable.</param>
/// <param name="Content">A digest of the payment without its id and time: two payments of one digest are one customer's one wish. Empty
/// where the call sends no payment.</param>
/// <param name="Status">HTTP status of the answer that was made, also where it was never sent.</param>
/// <param name="Outcome">The decision in the answer, e.g. <c>hold</c>; empty where it holds none.</param>
/// <param name="Problem">The last part of the problem's type; empty where there is none.</param>
/// <param name="Field">The field that the problem names; empty for none.</param>
public sealed record ObservedCall(
    long AtUs,
    CallKind Kind,
    string PaymentId,
    string Content,
    int Status,
    string Outcome = "",
    string Problem = "",
    string Field = "",
    ForcedFault Fault = ForcedFault.None
);
