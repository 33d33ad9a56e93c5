using FsCheck;
using FsCheck.Fluent;
using Sunqar.Core.Decisions;
using Sunqar.Core.Networks;
using Sunqar.Core.Patterns;
using Sunqar.Core.Patterns.Scores;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;
using Sunqar.Tests.Networks;
using Sunqar.Work.Mining;
using Xunit;

namespace Sunqar.Tests.Patterns;

/// <summary>
/// The same money in any dress: what the names of accounts, the order of rows, other units, another currency or none, and rows that move
/// nothing do to what is told, with its scores, of generated traffic with schemes of every kind in it (generic typologies, networks) and of
/// a small country. The laws are those that <see cref="Dresses"/> name; whole sets are measured by <c>./sunqar bench dress</c>.
/// </summary>
public class DressLawTests
{
    private const double Threshold = 0.5;

    /// <summary>Of transfers told where less is known, at most one in so many was not told before.</summary>
    private const int StrangersIn = 8;

    public static TheoryData<string> Names => [.. Dresses.All.Select(dress => dress.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Generic_typologies_and_their_claims(string name) => Holds(name, seed => Traffic(seed, 800));

    /// <summary>A chain states its own currency, and a desk is told by what a token costs: dresses of currency are not for
    /// networks.</summary>
    public static TheoryData<string> EqualNames => [.. Dresses.All.Where(dress => dress.Law == DressLaw.Equal).Select(dress => dress.Name)];

    [Theory]
    [MemberData(nameof(EqualNames))]
    public void Networks_and_their_claims(string name) =>
        Holds(
            name,
            seed =>
                Apart([
                    .. SchemeStream
                        .Of(seed)
                        .Select(row => new PlainTransfer(row.Id, row.TimeUs, row.From, row.To, row.Micro, row.Currency, row.Kind)),
                ])
        );

    /// <summary>No two in one second, of which nothing would say which came first.</summary>
    private static List<PlainTransfer> Apart(List<PlainTransfer> rows)
    {
        var lastS = long.MinValue;
        return
        [
            .. rows.OrderBy(row => row.TimeUs)
                .Select(row => row with { TimeUs = (lastS = Math.Max(lastS + 1, row.TimeUs / 1_000_000)) * 1_000_000 }),
        ];
    }

    private static void Holds(string name, Func<int, List<PlainTransfer>> rows)
    {
        var dress = Dresses.Named(name);
        void Hold(int seed)
        {
            var plain = rows(seed);
            var hasLimits = dress.Law != DressLaw.EqualButLegalLimits;
            Compare(dress, Told(Dresses.Named("plain"), plain, seed, hasLimits), Told(dress, plain, seed, hasLimits));
        }
        Hold(FalsifiedOnce);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2), Prop.ForAll(Gen.Choose(1, 10_000).ToArbitrary(), Hold));
    }

    /// <summary>A world that broke a law while two of its payouts came at one moment.</summary>
    private const int FalsifiedOnce = 1359;

    private static void Compare(Dress dress, List<Finding> plain, List<Finding> dressed)
    {
        if (dress.Law != DressLaw.Loses)
        {
            Assert.Equal(Texts(plain, dress.Account), Texts(dressed, account => account));
            return;
        }
        var before = plain.SelectMany(finding => finding.Transfers).ToHashSet();
        // Schemes of their own kind are the ones told before. Shapes are counted: where less is known a few stand elsewhere.
        Assert.All(
            dressed.Where(finding => !Pieces.Shapes.Contains(finding.Pattern)),
            finding => Assert.True(2 * finding.Transfers.Count(before.Contains) >= finding.Transfers.Count, finding.Id)
        );
        var told = dressed.SelectMany(finding => finding.Transfers).Distinct().ToList();
        Assert.True(told.Count(transfer => !before.Contains(transfer)) * StrangersIn <= told.Count);
    }

    /// <summary>What is claimed at one half and more, as <c>find</c> claims it; without legal limits where these hang on the
    /// currency.</summary>
    private static List<Finding> Told(Dress dress, List<PlainTransfer> rows, int seed, bool hasLimits)
    {
        var table = dress.Table(rows, seed);
        var graph = TransferGraph.Build(table);
        var limits = hasLimits ? ReportingThresholds.Of(ShippedRulebook.Instance) : MiningLimits.None;
        var ground = new MiningGround(graph, 30 * 86_400_000_000, limits, MiningContext.Bare());
        var sightings = TypologyTable.Shipped.Mine(ground, FileFindings.ScoreMin);
        return
        [
            .. Pieces.Fold(ScoreWeights.Shipped.Claim(sightings, table), table).Where(s => s.Score >= Threshold).Select(s => s.Name(table)),
        ];
    }

    private static IEnumerable<string> Texts(List<Finding> findings, Func<string, string> account) =>
        findings
            .Select(finding =>
                $"{finding.Pattern} {finding.Score:F6} [{string.Join(' ', finding.Transfers.Order(StringComparer.Ordinal))}] "
                + $"[{string.Join(' ', finding.Roles.Select(r => $"{account(r.Key)} {r.Value}").Order(StringComparer.Ordinal))}]"
            )
            .Order(StringComparer.Ordinal);

    /// <summary>One shop and one cash machine for all, met often enough to be known for what they are.</summary>
    private static string Place(string account) =>
        account.StartsWith("shop", StringComparison.Ordinal) ? "shop"
        : account.StartsWith("atm", StringComparison.Ordinal) ? "atm"
        : account;

    /// <summary>Sixty days of people, shops and schemes; no two transfers at one moment, of which nothing says which came first.</summary>
    private static List<PlainTransfer> Traffic(int seed, int people) =>
        [
            .. LiveMiningTests
                .Stream(new Random(seed), people)
                .Select(
                    (row, i) =>
                        new PlainTransfer(
                            row.Id,
                            row.TimeUs + (i * 1_000_000L),
                            Place(row.From),
                            Place(row.To),
                            row.Units * 1_000_000,
                            row.Currency,
                            row.Kind
                        )
                ),
        ];
}
