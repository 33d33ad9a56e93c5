using Sunqar.Core.Rulebook;

namespace Sunqar.Core.Patterns;

/// <summary>The amounts that structuring stays below, as the rulebook states them: a change of the law is a change of one file.</summary>
public static class ReportingThresholds
{
    /// <summary>The rule that a large card top-up meets, and the parameter from which on it does.</summary>
    private const string Rule = "sender_iin",
        Parameter = "threshold";

    /// <summary>What a rulebook's rule on the senders of large top-ups states, each amount for as long as it is in force.</summary>
    /// <exception cref="ArgumentException">The rulebook has no such rule, or it states no amount: structuring would pass in
    /// silence.</exception>
    public static MiningLimits Of(LoadedRulebook rulebook)
    {
        var rule = rulebook.Rules.FirstOrDefault(rule => rule.Name == Rule);
        if (rule is null || rule.Amounts(Parameter) is not { Count: > 0 } amounts)
            throw new ArgumentException($"The rulebook has no rule '{Rule}' with amounts as its '{Parameter}'.", nameof(rulebook));
        return new MiningLimits([
            .. amounts.Select(stated => new ReportingThreshold(
                stated.Amount.Currency,
                stated.Amount.AmountMicro,
                Math.Max(stated.FromUs, rule.FromUs),
                rule.Source
            )
            {
                UntilUs = Math.Min(stated.UntilUs, rule.UntilUs),
            }),
        ]);
    }
}
