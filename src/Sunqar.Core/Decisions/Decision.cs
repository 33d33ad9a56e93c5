using Sunqar.Core.Facts;
using Sunqar.Core.Payments;

namespace Sunqar.Core.Decisions;

/// <summary>What the bank is told, mildest first; the strictest of all rules that speak wins.</summary>
public enum Outcome : byte
{
    Allow = 0,
    VerifySender = 1,
    VerifyBiometrics = 2,
    Hold = 3,
    Block = 4,
}

/// <summary>Why: the rule, a sentence, the value observed and the limit it met, and the law or source behind it.</summary>
public sealed record Reason(string Rule, string Text, string Observed, string Limit, string Source);

/// <param name="RulebookVersion">Content hash of the rulebook that decided.</param>
/// <param name="ExpiresUs">For a hold: when it lapses to allow; 0 where nothing expires.</param>
public sealed record Decision(Outcome Outcome, IReadOnlyList<Reason> Reasons, string RulebookVersion, long ExpiresUs);

/// <summary>A payment was decided; the one fact of the hot path.</summary>
public sealed record PaymentDecided(SealedPayment Payment, Decision Decision) : Fact;
