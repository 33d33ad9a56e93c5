using Sunqar.Core.Patterns;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;

namespace Sunqar.Server.Jobs;

/// <summary>Finds the generic typologies in a table of transfers, wherever it came from.</summary>
public static class FileFindings
{
    /// <summary>Claims less probable than this are not told: an officer could not look at them, and they would drown the others.</summary>
    public const double ScoreMin = 0.1;

    private const long HourUs = 3_600_000_000;

    /// <summary>
    /// Dated configuration until the rulebook carries it: the sender's IIN is verified above 500,000 KZT; a finding matters from about 1,000 USD, the travel rule's
    /// threshold.
    /// </summary>
    public static MiningLimits Limits { get; } = new(
        [new(Currency.Kzt, 500_000_000_000, long.MinValue, "card top-up over 500,000 KZT: the sender's IIN is verified")],
        new Dictionary<Currency, long>
        {
            [Currency.Kzt] = 500_000_000_000, [Currency.Usd] = 1_000_000_000, [Currency.Eur] = 1_000_000_000, [Currency.Usdt] = 1_000_000_000,
            [Currency.Rub] = 80_000_000_000, [Currency.Cny] = 7_000_000_000,
        });

    /// <returns>Findings by falling score; the same for the same table, whatever the number of cores.</returns>
    public static IReadOnlyList<Finding> Mine(TransferTable table, int windowHours)
    {
        var ground = new MiningGround(TransferGraph.Build(table), windowHours * HourUs, Limits);
        return [.. PatternTable.Mine(ground, ScoreMin).Select(s => s.Name(table))];
    }
}
