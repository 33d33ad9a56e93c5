using Sunqar.Core.Decisions;
using Sunqar.Core.Facts;
using Sunqar.Core.Payments;

namespace Sunqar.Work.Deciding;

/// <summary>Where a payment stands: a fold over the facts that speak of it, in their order.</summary>
public sealed class PaymentHistory
{
    private PaymentHistory(in SealedPayment payment, Decision decision, long sequence)
    {
        (Payment, First, FirstSequence) = (payment, decision, sequence);
        (Standing, Sequence) = (decision, sequence);
    }

    /// <summary>The payment as it was last decided.</summary>
    public SealedPayment Payment { get; private set; }

    /// <summary>What was answered when the payment was first sent; a repeat gets the same.</summary>
    public Decision First { get; }

    public long FirstSequence { get; }

    /// <summary>What holds now.</summary>
    public Decision Standing { get; private set; }

    /// <summary>Of the fact that made it so.</summary>
    public long Sequence { get; private set; }

    /// <summary>When a hold lapsed, microseconds since 1970-01-01T00:00:00Z; 0 where none did.</summary>
    public long LapsedUs { get; private set; }

    /// <summary>When it was undone; 0 where it was not.</summary>
    public long ReversedUs { get; private set; }

    /// <summary>Folds one fact in.</summary>
    /// <param name="history">Null before the payment's first fact.</param>
    public static void Apply(ref PaymentHistory? history, Fact fact, long sequence)
    {
        switch (fact)
        {
            case PaymentDecided decided when history is null:
                history = new PaymentHistory(decided.Payment, decided.Decision, sequence);
                break;
            case PaymentDecided decided:
                (history.Payment, history.Standing, history.Sequence) = (decided.Payment, decided.Decision, sequence);
                break;
            case HoldLapsed lapsed when history is not null:
                history.Standing = history.Standing with { Outcome = Outcome.Allow, ExpiresUs = 0 };
                (history.LapsedUs, history.Sequence) = (lapsed.TimeUs, sequence);
                break;
            case PaymentReversed reversed when history is not null:
                (history.ReversedUs, history.Sequence) = (reversed.TimeUs, sequence);
                break;
        }
    }

    /// <summary>The payment that a fact speaks of; null for facts about something else.</summary>
    public static SealedPayment? PaymentOf(Fact fact) =>
        fact switch
        {
            PaymentDecided decided => decided.Payment,
            HoldLapsed lapsed => lapsed.Payment,
            PaymentReversed reversed => reversed.Payment,
            _ => null,
        };
}
