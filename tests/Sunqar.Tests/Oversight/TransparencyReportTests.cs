using FsCheck;
using FsCheck.Fluent;
using Sunqar.Core.Acts;
using Sunqar.Core.Oversight;
using Xunit;
using static Sunqar.Tests.Oversight.AccessRoom;

namespace Sunqar.Tests.Oversight;

/// <summary>An attacker with the published table, who knows how it was made, tries to work out what was withheld.</summary>
public class TransparencyReportTests
{
    private const int Most = 20;

    /// <summary>Every table of whole numbers that fits what was published, one by one: for each place of the table the values that it may
    /// have.</summary>
    private static HashSet<long>[,] Attack(long?[,] published)
    {
        var (rows, columns) = (published.GetLength(0) - 1, published.GetLength(1) - 1);
        var possible = new HashSet<long>[rows + 1, columns + 1];
        for (var i = 0; i <= rows; i++)
        {
            for (var j = 0; j <= columns; j++)
                possible[i, j] = [];
        }
        var cells = new long[rows, columns];
        Try(0);
        return possible;

        bool Fits(int i, int j, long value) => published[i, j] is not { } known ? value >= 0 : value >= 5 && Math.Abs(value - known) <= 2;

        long Row(int i) => Enumerable.Range(0, columns).Sum(j => cells[i, j]);

        void Try(int at)
        {
            if (at == rows * columns)
            {
                Note();
                return;
            }
            var (i, j) = (at / columns, at % columns);
            for (var value = 0; value <= Most; value++)
            {
                if (!Fits(i, j, value))
                    continue;
                cells[i, j] = value;
                if (j < columns - 1 || Fits(i, columns, Row(i)))
                    Try(at + 1);
            }
            cells[i, j] = 0;
        }

        void Note()
        {
            var sums = Enumerable.Range(0, columns).Select(j => Enumerable.Range(0, rows).Sum(i => cells[i, j])).ToArray();
            if (!Fits(rows, columns, sums.Sum()) || Enumerable.Range(0, columns).Any(j => !Fits(rows, j, sums[j])))
                return;
            for (var i = 0; i < rows; i++)
            {
                for (var j = 0; j < columns; j++)
                    possible[i, j].Add(cells[i, j]);
                possible[i, columns].Add(Row(i));
            }
            for (var j = 0; j < columns; j++)
                possible[rows, j].Add(sums[j]);
            possible[rows, columns].Add(sums.Sum());
        }
    }

    private static void AssertSafe(long[,] counts, long?[,] published)
    {
        var possible = Attack(published);
        for (var i = 0; i < published.GetLength(0); i++)
        {
            for (var j = 0; j < published.GetLength(1); j++)
            {
                if (published[i, j] is { } shown)
                {
                    Assert.True(shown >= 5 && shown % 5 == 0, $"{shown} is shown at {i},{j}");
                }
                else
                {
                    Assert.True(
                        possible[i, j].Max() - possible[i, j].Min() >= SmallNumbers.SpreadMin,
                        $"{i},{j} is {possible[i, j].Min()}..{possible[i, j].Max()} of {counts.Length}"
                    );
                }
            }
        }
    }

    [Fact]
    public void Nobody_works_out_a_withheld_number_from_rows_columns_and_sums()
    {
        var small = Gen.Choose(0, 11).ArrayOf(4).ToArbitrary();
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(150),
            Prop.ForAll(
                small,
                numbers =>
                {
                    var counts = new long[,]
                    {
                        { numbers[0], numbers[1] },
                        { numbers[2], numbers[3] },
                    };
                    AssertSafe(counts, SmallNumbers.Publish(counts));
                }
            )
        );
    }

    [Fact]
    public void The_attack_works_out_what_naive_withholding_leaves_open()
    {
        // 3 is withheld and nothing else: 10 = 7 + x, each at most 2 away.
        var naive = new long?[,]
        {
            { null, 10, 10 },
            { 10, 10, 20 },
            { 10, 20, 35 },
        };
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => AssertSafe(new long[2, 2], naive));
    }

    [Fact]
    public void Large_numbers_are_shown_and_a_lone_small_one_takes_others_with_it()
    {
        var published = SmallNumbers.Publish(
            new long[,]
            {
                { 2, 133, 58 },
                { 61, 42, 77 },
                { 90, 31, 66 },
            }
        );
        Assert.Null(published[0, 0]);
        Assert.Equal(135, published[0, 1]);
        Assert.True(published.Cast<long?>().Count(value => value is null) < 6);
        Assert.Equal(560, published[3, 3]);
    }

    [Fact]
    public void A_years_report_is_published_once_when_the_year_is_over()
    {
        var room = new AccessRoom();
        for (var i = 0; i < 8; i++)
        {
            var grant = room.Granted($"k{i}", Person(i));
            room.Done(Unmask($"l{i}", grant, Person(i)), Officer);
        }
        Assert.Equal(RefusalKind.Conflict, room.Refusal(new PublishReport("p0", 2026), Overseer));
        room.NowUs += 90 * AccessLimits.DayUs;
        Assert.Equal(RefusalKind.Forbidden, room.Refusal(new PublishReport("p1", 2026), Head));
        room.Done(new PublishReport("p2", 2026), Overseer);
        var report = room.State.Of<ReportBook>().Published[2026];
        Assert.Contains(report.Cells, cell => cell is { Row: "looks/pretrial", Column: "unit-a", Value: 10 });
        Assert.All(report.Cells, cell => Assert.True(cell.Value is null or >= 5));
        Assert.Equal(RefusalKind.Conflict, room.Refusal(new PublishReport("p3", 2026), Overseer));
        // What comes later belongs to another year, so no second number about this one ever appears.
        var later = room.Granted("m1", Person(1));
        room.Done(Unmask("m2", later, Person(1)), Officer);
        room.NowUs += 365 * AccessLimits.DayUs;
        room.Done(new PublishReport("p4", 2027), Overseer);
        Assert.Same(report, room.State.Of<ReportBook>().Published[2026]);
        Assert.All(room.State.Of<ReportBook>().Published[2027].Cells, cell => Assert.Null(cell.Value));
    }
}
