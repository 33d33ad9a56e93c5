using System.Collections.Immutable;

namespace Sunqar.Core.Conformance;

/// <summary>What an institution's integration was seen doing: a fold over its calls, in their order.</summary>
public sealed record IntegrationBook
{
    /// <summary>Calls that are kept; whatever comes later is counted and not judged, and the report says so.</summary>
    public const int CallsMax = 20_000;

    public static IntegrationBook Empty { get; } = new();

    public ImmutableList<ObservedCall> Calls { get; private init; } = [];

    /// <summary>Calls beyond <see cref="CallsMax"/>.</summary>
    public long Unjudged { get; private init; }

    /// <summary>Fields of payments that were sent at least once, as paths such as <c>sender.iin</c>.</summary>
    public ImmutableSortedSet<string> Fields { get; private init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <param name="fields">The fields of the payment that the call sent.</param>
    public IntegrationBook After(ObservedCall call, IEnumerable<string> fields) =>
        Calls.Count >= CallsMax
            ? this with
            {
                Unjudged = Unjudged + 1,
            }
            : this with
            {
                Calls = Calls.Add(call),
                Fields = Fields.Union(fields),
            };

    /// <summary>Whether a payment was sent before, so that a fault is forced on its first sending alone.</summary>
    public bool Knows(string paymentId) => Calls.Exists(call => call.Kind == CallKind.Decide && call.PaymentId == paymentId);

    /// <summary>Every check with what was seen of it, in the order of <see cref="IntegrationChecks.All"/>.</summary>
    public IReadOnlyList<(IntegrationCheck Check, CheckVerdict Verdict)> Report() =>
        [.. IntegrationChecks.All.Select(check => (check, check.Judge(this)))];
}
