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

    /// <summary>A finding matters from about 1,000 USD, the travel rule's threshold (FATF Recommendation 16), at round rates of
    /// 2025.</summary>
    private static readonly Dictionary<Currency, long> Material = new()
    {
        [Currency.Kzt] = 500_000_000_000,
        [Currency.Usd] = 1_000_000_000,
        [Currency.Eur] = 1_000_000_000,
        [Currency.Usdt] = 1_000_000_000,
        [Currency.Rub] = 80_000_000_000,
        [Currency.Cny] = 7_000_000_000,
    };

    public static MiningLimits Kazakhstan { get; } = new(Reported, Material);
}
