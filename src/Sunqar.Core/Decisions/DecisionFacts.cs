using Sunqar.Core.Facts;
using Sunqar.Core.Payments;

namespace Sunqar.Core.Decisions;

/// <summary>A payment was undone (a reversal, ISO 8583 0420): it no longer counts in any window.</summary>
/// <param name="Payment">The payment as it was last decided.</param>
/// <param name="Decision">The decision that stood: it tells whether, and where, the payment counted.</param>
/// <param name="TimeUs">When the reversal happened, microseconds since 1970-01-01T00:00:00Z.</param>
public sealed record PaymentReversed(SealedPayment Payment, Decision Decision, long TimeUs) : Fact;

/// <summary>No suspension came within the hold's time, or a person found the hold wrong before: the payment proceeds, and counts from now
/// on.</summary>
/// <param name="Payment">The payment as it was held.</param>
/// <param name="TimeUs">When the hold lapsed, microseconds since 1970-01-01T00:00:00Z.</param>
public sealed record HoldLapsed(SealedPayment Payment, long TimeUs) : Fact;

/// <summary>
/// From this fact on, decisions look up registers, labels, lists and rates as these streams held them, so that a replay meets what the
/// decision met. It stands in the stream of payments ahead of the first decision that saw them.
/// </summary>
/// <param name="RegistryNext">The first sequence of the stream of registers that is not taken in.</param>
/// <param name="ImportsNext">The same of the stream of imported files.</param>
public sealed record LookupsTaken(long RegistryNext, long ImportsNext) : Fact;

/// <summary>From this fact on, a rulebook decides. The text is whole, so that a replay needs nothing else.</summary>
/// <param name="Version">Content hash of <paramref name="Text"/>.</param>
/// <param name="FromUs">When it was published, microseconds since 1970-01-01T00:00:00Z.</param>
public sealed record RulebookPublished(string Version, string Text, long FromUs) : Fact;
