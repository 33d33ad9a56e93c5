using Sunqar.Core.Footage;
using Sunqar.Core.Merkle;
using Sunqar.Formats.Footage;
using Sunqar.Work.Footage;
using Xunit;
using static Sunqar.Tests.Footage.FootageSamples;

namespace Sunqar.Tests.Footage;

/// <summary>A bank's footage is reviewed by its manifest alone: an honest one has no findings, and each way to cheat has its own.</summary>
public class ReviewTests
{
    private const int Days = 5;
    private const long Day = 24 * HourUs;

    /// <summary>A bank that records two cameras of a machine by the hour, signs each night, and cheats or does not.</summary>
    private sealed class Bank
    {
        public List<(long SignedUs, List<object> Lines)> Nights { get; } = [];

        public List<DeclaredUptime> Uptime { get; } = [new("A-17", "", DayUs, DayUs + Days * Day)];

        public List<FootageHold> Holds { get; } = [];

        public Dictionary<long, long>? Receipts { get; set; }

        public long NowUs { get; set; } = DayUs + (Days + 1) * Day;

        public List<(string Id, string Terminal, long TimeUs)> Withdrawals { get; } = [];

        public Bank()
        {
            for (var day = 0; day < Days; day++)
            {
                var lines = new List<object>();
                for (var hour = 0; hour < 24; hour++)
                {
                    foreach (var camera in (string[])["1", "2"])
                        lines.Add(Segment("A-17", DayUs + day * Day + hour * HourUs, camera, HourUs - 1_000_000));
                }
                Nights.Add((DayUs + (day + 1) * Day + HourUs, lines));
            }
            for (var minute = 7; minute < Days * 24 * 60; minute += 97)
                Withdrawals.Add(($"w{minute}", "A-17", DayUs + minute * 60_000_000L));
        }

        public Segment At(int day, int hour, int camera = 0) => (Segment)Nights[day].Lines[hour * 2 + camera];

        public void Set(int day, int hour, Func<Segment, Segment> change, int camera = 0) =>
            Nights[day].Lines[hour * 2 + camera] = change(At(day, hour, camera));

        public (List<FootageFinding> Findings, FootageScore Score) Review()
        {
            var manifest = new SampleManifest();
            var size = 1L;
            foreach (var (signedUs, lines) in Nights)
            {
                foreach (var line in lines)
                {
                    if (line is Segment segment)
                        manifest.Add(segment);
                    else
                        manifest.Add((Deletion)line);
                }
                manifest.Sign(signedUs);
                size += lines.Count;
            }
            var findings = new List<FootageFinding>();
            var terms = new ReviewTerms(
                NowUs,
                Uptime,
                Holds,
                Receipts is { } known ? head => known.TryGetValue(head.Size, out var at) ? at : null : null
            );
            var review = new FootageReview(terms, findings.Add);
            Assert.IsType<ManifestReading.Read>(manifest.Read(new ReviewSink(review), manifest.Key));
            review.EndLines(180);
            foreach (var (id, terminal, timeUs) in Withdrawals)
                review.Withdrawal(id, terminal, timeUs);
            return (findings, review.Scores()[^1]);
        }
    }

    [Fact]
    public void An_honest_bank_has_no_findings_and_a_full_score()
    {
        var (findings, score) = new Bank().Review();
        Assert.Empty(findings);
        Assert.Equal(100, score.Percent);
        Assert.Equal(2 * Days * Day, score.OwedUs);
        Assert.Equal((Days * 48, Days * 48), ((int)score.Segments, (int)score.OnTime));
    }

    private static readonly IReadOnlyDictionary<string, (Action<Bank> Do, FootageFault[] Found, bool IsGrave)> Ways = new Dictionary<
        string,
        (Action<Bank>, FootageFault[], bool)
    >
    {
        ["loses a camera"] = (
            bank =>
            {
                for (var day = 2; day < Days; day++)
                    bank.Nights[day].Lines.RemoveAll(line => line is Segment { Camera: "2" });
            },
            [FootageFault.Gap],
            false
        ),
        ["never had the camera that it declared"] = (
            bank => bank.Uptime.Add(new DeclaredUptime("A-17", "3", DayUs, DayUs + Days * Day)),
            [FootageFault.Gap],
            false
        ),
        ["loses the only recordings of an hour"] = (
            bank => bank.Nights[1].Lines.RemoveAll(line => line is Segment one && one.StartUs == DayUs + Day + 8 * HourUs),
            [FootageFault.Gap, FootageFault.WithdrawalUnseen],
            false
        ),
        ["is not recorded at all"] = (
            bank =>
            {
                bank.Uptime.Add(new DeclaredUptime("B-1", "", DayUs, DayUs + Day));
                bank.Withdrawals.Add(("b", "B-1", DayUs + HourUs));
            },
            [FootageFault.Gap, FootageFault.WithdrawalUnseen],
            false
        ),
        ["films the dark"] = (
            bank =>
            {
                foreach (var camera in (int[])[0, 1])
                    bank.Set(2, 3, one => one with { Look = new PictureLook([new Stretch(0, 3_599_000)], [], []) }, camera);
            },
            [FootageFault.Black, FootageFault.WithdrawalUnseen],
            false
        ),
        ["shows a still"] = (
            bank =>
            {
                foreach (var camera in (int[])[0, 1])
                    bank.Set(2, 3, one => one with { Look = new PictureLook([], [new Stretch(0, 3_599_000)], []) }, camera);
            },
            [FootageFault.WithdrawalFrozen],
            false
        ),
        ["loops a recording, its clock with it"] = (
            bank => bank.Set(2, 3, one => one with { Look = new PictureLook([], [], [new Stretch(1000, 5000)]) }),
            [FootageFault.ClockStopped],
            false
        ),
        ["sets the clock"] = (bank => bank.Set(2, 3, one => one with { ClockOffsetMs = 5_000 }), [FootageFault.ClockStep], false),
        ["lets the clock run away"] = (
            bank =>
            {
                for (var day = 0; day < Days; day++)
                {
                    for (var hour = 0; hour < 24; hour++)
                        bank.Set(day, hour, one => one with { ClockOffsetMs = 61_000 });
                }
            },
            [FootageFault.ClockOff],
            false
        ),
        ["measures no clock and looks at no picture"] = (
            bank => bank.Set(2, 3, one => one with { ClockOffsetMs = null, Look = null }),
            [FootageFault.ClockUnknown, FootageFault.NotLooked],
            false
        ),
        ["records twice at once"] = (
            bank => bank.Set(2, 3, one => one with { EndUs = one.EndUs + HourUs / 2 }),
            [FootageFault.Overlap],
            false
        ),
        ["commits a day late"] = (
            bank => bank.Nights[1] = (bank.Nights[1].SignedUs + Day, bank.Nights[1].Lines),
            [FootageFault.LateCommitment],
            false
        ),
        ["re-encodes and commits again"] = (
            bank => bank.Nights[3].Lines.Add(bank.At(1, 5) with { Root = Root("smaller"), SealedBytes = 1_000_000 }),
            [FootageFault.Replaced],
            true
        ),
        ["commits to what was not recorded yet"] = (
            bank => bank.Nights[1].Lines.Add(Segment("A-17", DayUs + 3 * Day, "3")),
            [FootageFault.Gap, FootageFault.BackDated],
            true
        ),
        ["deletes early"] = (
            bank => bank.Nights.Add((DayUs + 181 * Day - 1, [Gone(bank.At(0, 5), DayUs + 181 * Day - 1)])),
            [FootageFault.DeletedEarly],
            true
        ),
        ["deletes what is held"] = (
            bank =>
            {
                bank.Holds.Add(new FootageHold("A-17", DayUs, DayUs + Day, DayUs + 400 * Day, "case"));
                bank.Nights.Add((DayUs + 190 * Day, [Gone(bank.At(0, 5), DayUs + 190 * Day)]));
            },
            [FootageFault.DeletedUnderHold],
            true
        ),
        ["certifies what was never there"] = (
            bank => bank.Nights.Add((DayUs + 190 * Day, [Gone(Segment("A-17", DayUs - Day, "1"), DayUs + 190 * Day)])),
            [FootageFault.DeletedUnknown],
            false
        ),
        ["keeps beyond its own limit"] = (bank => bank.NowUs = DayUs + 183 * Day, [FootageFault.KeptTooLong], false),
    };

    private static Deletion Gone(Segment segment, long atUs) => new(segment.Key, segment.Root, atUs, "its time is over");

    public static TheoryData<string> Cheats => [.. Ways.Keys];

    [Theory]
    [MemberData(nameof(Cheats))]
    public void Each_way_to_cheat_has_its_finding_and_no_other(string how)
    {
        var (cheat, found, isGrave) = Ways[how];
        var bank = new Bank();
        cheat(bank);
        var (findings, score) = bank.Review();
        Assert.Equal(found, findings.Select(one => one.Fault).Distinct().Order());
        Assert.Equal(isGrave, score.Grave > 0);
        Assert.True(
            score.Percent < 100
                || found[0] >= FootageFault.BackDated
                || found[0] is >= FootageFault.Overlap and <= FootageFault.ClockStopped
        );
        Assert.True(!isGrave || score.Percent == 0);
    }

    /// <summary>The signature's own time is the bank's word; the receipt is not.</summary>
    [Theory]
    [InlineData("received in time", null)]
    [InlineData("received late", FootageFault.LateCommitment)]
    [InlineData("never received", FootageFault.Unreceipted)]
    public void Receipts_tell_what_was_dated_back(string how, FootageFault? also)
    {
        var bank = new Bank { Receipts = [] };
        var size = 1L;
        for (var night = 0; night < Days; night++)
        {
            size += bank.Nights[night].Lines.Count;
            if (night == 2 && how == "never received")
                continue;
            bank.Receipts[size] = bank.Nights[night].SignedUs + (night == 2 && how == "received late" ? 3 * Day : 60_000_000);
        }
        var (findings, score) = bank.Review();
        var faults = findings.Select(one => one.Fault).Distinct().ToList();
        Assert.Equal(also is null, faults.Count == 0);
        Assert.True(also is null || faults.Contains(also.Value));
        Assert.Equal(how == "received late", faults.Contains(FootageFault.BackDated));
        Assert.Equal(
            also is null ? 100
                : how == "received late" ? 0
                : 80,
            score.Percent
        );
    }

    /// <summary>A frozen picture alone is an empty lobby; so is a black one for a moment.</summary>
    [Fact]
    public void An_empty_lobby_is_no_finding()
    {
        var bank = new Bank();
        bank.Withdrawals.RemoveAll(one => one.TimeUs >= bank.At(2, 3).StartUs && one.TimeUs < bank.At(2, 4).StartUs);
        foreach (var camera in (int[])[0, 1])
            bank.Set(2, 3, one => one with { Look = new PictureLook([new Stretch(0, 900)], [new Stretch(1000, 3_599_000)], []) }, camera);
        Assert.Empty(bank.Review().Findings);
    }

    [Fact]
    public void What_is_deleted_in_time_or_held_is_no_finding()
    {
        var bank = new Bank { NowUs = DayUs + 183 * Day };
        var night = DayUs + 181 * Day;
        bank.Nights.Add((night, [.. bank.Nights[0].Lines.Cast<Segment>().Select(one => (object)Gone(one, night))]));
        bank.Holds.Add(new FootageHold("A-17", DayUs + Day, DayUs + 2 * Day, DayUs + 200 * Day, "complaint 7"));
        Assert.Empty(bank.Review().Findings);
    }

    /// <summary>Days of the calendar, not hours: what ends at noon is owed to the end of the 180th day after.</summary>
    [Theory]
    [InlineData("2026-01-15T07:00:00Z", "2026-07-14T19:00:00Z")]
    [InlineData("2026-01-15T18:59:59Z", "2026-07-14T19:00:00Z")]
    [InlineData("2026-01-15T19:00:00Z", "2026-07-15T19:00:00Z")]
    // The clocks went back an hour between: the day's end is the country's.
    [InlineData("2024-02-01T07:00:00Z", "2024-07-30T19:00:00Z")]
    public void Footage_is_owed_for_180_calendar_days(string end, string until)
    {
        var (endUs, untilUs) = (Us(end), Us(until));
        Assert.Equal(untilUs, FootageTerms.OwedUntilUs(endUs));
        Assert.True(FootageTerms.IsLastDay(endUs, untilUs - 1));
        Assert.False(FootageTerms.IsLastDay(endUs, untilUs));
    }

    private static long Us(string text) =>
        DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeMilliseconds() * 1000;

    /// <summary>A year of a bank's machines, by the hour: as many gaps as recordings were lost, each found where it was.</summary>
    [Theory]
    [InlineData(4)]
    public void Every_recording_that_a_year_lost_is_found(int terminals)
    {
        var dice = new Random(7);
        var lost = new HashSet<(string, long)>();
        var findings = new List<FootageFinding>();
        var review = new FootageReview(new ReviewTerms(DayUs + 366 * Day, [], [], null), findings.Add);
        var manifest = new SampleManifest(keptDays: 3000);
        for (var day = 0; day < 365; day++)
        {
            for (var one = 0; one < terminals * 24; one++)
            {
                var (terminal, startUs) = ($"ATM-{one % terminals}", DayUs + day * Day + one / terminals * HourUs);
                // Never two in a row, and not the ends of the year.
                if (dice.Next(500) == 0 && day is > 0 and < 364 && !lost.Contains((terminal, startUs - HourUs)))
                    lost.Add((terminal, startUs));
                else
                    manifest.Add(Segment(terminal, startUs));
            }
            manifest.Sign(DayUs + (day + 1) * Day + HourUs);
        }
        var read = Assert.IsType<ManifestReading.Read>(manifest.Read(new ReviewSink(review), manifest.Key));
        Assert.Equal(1 + terminals * 8760 - lost.Count, read.Head.Head.Size);
        review.EndLines(3000);
        Assert.All(findings, one => Assert.Equal(FootageFault.Gap, one.Fault));
        Assert.Equal(lost, findings.Select(one => (one.Terminal, one.FromUs)).ToHashSet());
        Assert.All(findings, one => Assert.Equal(HourUs, one.ToUs - one.FromUs));
        Assert.NotEmpty(lost);
    }
}
