using Sunqar.Core.Decisions;

namespace Sunqar.Core.Rulebook;

/// <summary>The outcomes that rules name, and the legal grounds on which alone one may block.</summary>
public static class RuleOutcomes
{
    /// <summary>Outcomes of whole decisions, as the API writes them.</summary>
    public static IReadOnlyList<string> Answers { get; } = ["allow", "verify_sender", "verify_biometrics", "hold", "block"];

    /// <summary>Outcomes a rule may have: <c>report</c> lets the payment pass and adds a reason.</summary>
    public static IReadOnlyList<string> OfRules { get; } = ["report", "verify_sender", "verify_biometrics", "hold", "block"];

    /// <summary>
    /// Grounds for a block: a sanctions list, a counterparty without a licence, a measure in force. No rule freezes a person's money by
    /// itself, so nothing else may block.
    /// </summary>
    public static IReadOnlyList<string> Grounds { get; } = ["sanctions", "unlicensed_counterparty", "measure_in_force"];

    public static string Name(this Outcome outcome) => Answers[(int)outcome];

    /// <summary>The outcome that a rule's word stands for: <c>report</c> is allow with a reason.</summary>
    internal static Outcome OfRule(string word) => word == "report" ? Outcome.Allow : (Outcome)Answers.ToList().IndexOf(word);
}
