using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Sunqar.Core.Networks;
using Sunqar.Core.Patterns.Scores;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;
using Sunqar.Work.Mining;
using Xunit;

namespace Sunqar.Tests.Patterns;

/// <summary>Whatever stands in a file is mined: amounts of zero and of one millionth, the largest there are, transfers to oneself, all at
/// one moment. Token data is full of these.</summary>
public class AnyAmountTests
{
    private static readonly long[] Amounts = [0, 1, 10_000, 1_000_000, 450_000_000_000, long.MaxValue - 1, long.MaxValue];

    [Fact]
    public void Every_pattern_and_network_mines_any_amounts_and_times() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(60),
            Prop.ForAll(
                Gen.Choose(1, 1_000_000).ToArbitrary(),
                seed =>
                {
                    var table = Dresses.Named("plain").Table(Rows(new Random(seed)), seed);
                    Assert.All(
                        FileFindings.Mine(TypologyTable.Shipped, ScoreWeights.Shipped, table, 720),
                        finding => Assert.InRange(finding.Score, 0, 1)
                    );
                }
            )
        );

    /// <summary>Few accounts, so that every shape closes; few amounts and times, so that all meet.</summary>
    private static List<PlainTransfer> Rows(Random random)
    {
        var kinds = Enum.GetValues<TransferKind>();
        var (accounts, moments, isKind) = (random.Next(2, 30), random.Next(1, 400), random.Next(2) == 0);
        return
        [
            .. Enumerable
                .Range(0, random.Next(1, 400))
                .Select(i => new PlainTransfer(
                    i.ToString(CultureInfo.InvariantCulture),
                    random.Next(moments) * 900_000_000L,
                    "a" + random.Next(accounts).ToString(CultureInfo.InvariantCulture),
                    "a" + random.Next(accounts).ToString(CultureInfo.InvariantCulture),
                    Amounts[random.Next(Amounts.Length)],
                    random.Next(3) == 0 ? Currency.Unstated : Currency.Kzt,
                    isKind ? kinds[random.Next(kinds.Length)] : TransferKind.Unknown
                )),
        ];
    }
}
