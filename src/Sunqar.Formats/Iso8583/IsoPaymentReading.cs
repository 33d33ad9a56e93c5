using Sunqar.Core.Payments;

namespace Sunqar.Formats.Iso8583;

/// <summary>What a message asks of the house.</summary>
public abstract record IsoPaymentReading
{
    private IsoPaymentReading() { }

    /// <summary>A payment to decide.</summary>
    /// <param name="IsAdvice">It was made already.</param>
    public sealed record Asked(Payment Payment, bool IsAdvice) : IsoPaymentReading;

    /// <summary>An advice of a payment that was declined where it was made: nothing to decide, nothing to count.</summary>
    public sealed record Declined : IsoPaymentReading;

    /// <summary>A payment to undo, by its id.</summary>
    public sealed record Undone(string Id) : IsoPaymentReading;

    /// <summary>Network management: are you there?</summary>
    public sealed record Echo : IsoPaymentReading;

    /// <summary>Not taken.</summary>
    public sealed record Refused(IsoFault Fault) : IsoPaymentReading;
}
