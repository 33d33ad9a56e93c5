using Sunqar.Core.Patterns;
using Sunqar.Core.Patterns.Scores;
using Sunqar.Tests.Transfers;
using Xunit;

namespace Sunqar.Tests.Patterns;

/// <summary>Pieces of one scheme are told once.</summary>
public class PiecesTests
{
    private static readonly Core.Transfers.TransferTable Table = TransferFixture.Table([
        .. Enumerable.Range(0, 12).Select(i => (i, "a" + i, "b" + i)),
    ]);

    [Fact]
    public void The_most_probable_leads_and_takes_in_shapes_of_the_same_accounts()
    {
        var told = Pieces.Fold(
            [
                Of(FanIn.Name, 0.6, [0, 1], [1, 2, 3]),
                Of(ScatterGather.Name, 0.9, [2, 3, 4], [1, 2, 4, 5]),
                Of(FanOut.Name, 0.7, [5], [5, 3]),
                Of(Cycle.Name, 0.8, [6, 7], [5, 8, 9]),
            ],
            Table
        );
        // The fan out stands by half in what the leader took in; the cycle shares one account of three.
        Assert.Equal([ScatterGather.Name, Cycle.Name], told.Select(s => s.Kind));
        Assert.Equal([0, 1, 2, 3, 4, 5], told[0].Rows);
        Assert.Equal([1, 2, 3, 4, 5], told[0].Members.Select(m => m.Account).Order());
        Assert.Equal("1 fan_in, 1 fan_out", told[0].Evidence["pieces"]);
        Assert.Equal(0.9, told[0].Score);
    }

    [Theory]
    [InlineData(Structuring.Name, 0.9, Cause.None)]
    [InlineData(FanIn.Name, 0.4, Cause.None)]
    [InlineData(FanIn.Name, 0.9, Cause.EmptiesIntoCrypto)]
    public void Schemes_of_their_own_kind_tills_and_what_is_improbable_stay_apart(string kind, double score, Cause cause)
    {
        Sighting[] claimed = [Of(Cycle.Name, 0.95, [0, 1], [1, 2, 3]), Of(kind, score, [2, 3], [1, 2, 3], cause)];
        Assert.Equal(claimed, Pieces.Fold(claimed, Table));
    }

    private static Sighting Of(string kind, double score, int[] rows, int[] accounts, Cause cause = Cause.None) =>
        new(kind, rows, [.. accounts.Select(account => new Member(account, "layerer"))], score, new Dictionary<string, string>())
        {
            Cause = cause,
        };
}
