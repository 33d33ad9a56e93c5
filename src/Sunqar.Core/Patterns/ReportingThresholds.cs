using Sunqar.Core.Payments;

namespace Sunqar.Core.Patterns;

/// <summary>The amounts that mining is told, in one place, each with its source and the date from which it holds.</summary>
public static class ReportingThresholds
{
    /// <summary>What structuring stays below.</summary>
    private static readonly ReportingThreshold[] Reported =
    [
        new(Currency.Kzt, 500_000_000_000, long.MinValue, "card top-up over 500,000 KZT: the sender's IIN is verified"),
    ];

    public static MiningLimits Kazakhstan { get; } = new(Reported);
}
