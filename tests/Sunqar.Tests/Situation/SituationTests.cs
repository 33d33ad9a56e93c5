using System.Globalization;
using System.Net;
using Sunqar.Core.Acts;
using Sunqar.Core.Decisions;
using Sunqar.Core.Facts;
using Sunqar.Core.Identity;
using Sunqar.Core.Payments;
using Sunqar.Core.Times;
using Sunqar.Server.Situation;
using Sunqar.Storage.Journal;
using Sunqar.Storage.Memory;
using Sunqar.Tests.Access;
using Sunqar.Tests.Storage;
using Sunqar.Work.Situation;
using Xunit;
using Outcome = Sunqar.Core.Decisions.Outcome;

namespace Sunqar.Tests.Situation;

/// <summary>The wall and the map: what they count, and that they name nobody.</summary>
public sealed class SituationTests
{
    private const long HourUs = 3_600_000_000;
    private static readonly DateOnly Day = new(2026, 1, 15);
    private static readonly HashSet<string> Rules = new(StringComparer.Ordinal) { "atm_ring" };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Cash out of a machine, at a time of the day in Kazakhstan.</summary>
    private static PaymentDecided Cash(int n, string terminal, string? city, double hour, ulong card, bool isSpokenOf = false)
    {
        var one = (PaymentDecided)FactSamples.Payment(n);
        var payment = one.Payment with
        {
            Id = "w" + n.ToString(CultureInfo.InvariantCulture),
            Kind = PaymentKind.CashWithdrawal,
            TimeUs = LocalTime.Kazakhstan.StartUs(Day) + (long)(hour * HourUs),
            Amount = new Money(100_000_00, Currency.Kzt),
            Terminal = terminal,
            City = city,
            Sender = new SealedParty(default, default, new SubjectId(card), IinStatus.Absent, false, false, false),
        };
        Reason[] reasons = isSpokenOf ? [new("atm_ring", "t", "o", "l", "s"), new("attested_by_key", "t", "o", "l", "s")] : [];
        return new PaymentDecided(
            payment,
            one.Decision with
            {
                Outcome = isSpokenOf ? Outcome.VerifyBiometrics : Outcome.Allow,
                Reasons = reasons,
            }
        );
    }

    private static async Task AppendAsync(IJournal journal, params Fact[] facts)
    {
        using var writer = journal.Open(Streams.Payments);
        (await writer.AppendAsync(facts)).OrThrow();
    }

    [Fact]
    public async Task A_day_is_told_by_city_machine_and_hour_and_cards_by_letters()
    {
        using var journal = new MemoryJournal();
        await AppendAsync(
            journal,
            Cash(1, "ATM-1", "Almaty", 9.5, 11),
            Cash(2, "ATM-1", "Almaty", 9.6, 12, isSpokenOf: true),
            Cash(3, "ATM-1", "Almaty", 10.1, 11),
            Cash(4, "ATM-2", "astana", 23.99, 13),
            Cash(5, "ATM-3", "Samarkand", 0, 14),
            Cash(6, "ATM-2", "Astana", 24.0, 13)
        );
        var book = new SituationBook(journal);
        Assert.Equal((6, 0), (book.Advance(100, Cancel), book.Advance(100, Cancel)));
        var country = MapSheet.Of(book, Rules, Day, null, null, null);
        // A machine stands where its newest payment says.
        Assert.Equal(
            [("Almaty", 3, 1), ("Astana", 1, 0), ("Samarkand", 1, 0)],
            country.Cities.Select(one => (one.Name, one.Withdrawals, one.Spoken))
        );
        Assert.Equal([true, true, false], country.Cities.Select(one => one.Place is not null));
        Assert.Equal((2, 1, 1, 5), (country.Hours[9], country.Hours[10], country.Hours[23], country.Hours.Sum()));
        // Where nothing is picked, those machines are listed of which a rule spoke; a key's confirmation is no rule's word.
        var ring = Assert.Single(country.Machines);
        Assert.Equal(("ATM-1", 3, 2, 300_000_00L), (ring.Id, ring.Withdrawals, ring.Cards, ring.Sum.MinorUnits));
        Assert.Equal([("atm_ring", 1)], ring.Rules);
        Assert.Equal(["A", "B", "A"], MapSheet.Of(book, Rules, Day, null, "Almaty", "ATM-1").Day.Select(one => one.Card));
        Assert.Equal(
            (1, 0),
            (MapSheet.Of(book, Rules, Day, null, "Astana", null).Hours[23], MapSheet.Of(book, Rules, Day, null, "Astana", null).Hours[9])
        );
        var hour = MapSheet.Of(book, Rules, Day, 9, null, null);
        Assert.Equal([("Almaty", 2)], hour.Cities.Select(one => (one.Name, one.Withdrawals)));
        Assert.Equal(["ATM-2"], MapSheet.Of(book, Rules, Day.AddDays(1), null, "Astana", null).Machines.Select(one => one.Id));
    }

    [Fact]
    public async Task What_is_older_than_a_month_is_let_go_and_minutes_without_decisions_are_told()
    {
        using var journal = new MemoryJournal();
        await AppendAsync(
            journal,
            Cash(1, "ATM-1", "Almaty", 1, 11),
            Cash(2, "ATM-1", "Almaty", 24 * 33, 12),
            Cash(3, "ATM-1", "Almaty", 24 * 33, 12)
        );
        var book = new SituationBook(journal);
        book.Advance(100, Cancel);
        Assert.Empty(book.Machines(0, LocalTime.Kazakhstan.EndUs(Day)));
        Assert.Equal(2, Assert.Single(book.Machines(0, long.MaxValue)).Taken.Count);
        var recordedUs = journal.Read(Streams.Payments).First().RecordedUs;
        var minutes = book.Minutes(recordedUs + 60_000_000, 5);
        Assert.Equal([0, 0, 0, 3, 0], minutes.Select(one => one.Of.Sum()));
    }

    [Fact]
    public void The_map_knows_the_cities_and_says_which_line_is_none()
    {
        Assert.InRange(CountryMap.Shipped.Cities.Count, 20, 100);
        Assert.All(CountryMap.Shipped.Cities, city => Assert.True(city is { Latitude: > 40 and < 56, Longitude: > 46 and < 88 }));
        Assert.Contains(
            "line 2",
            Assert.Throws<FormatException>(() => CountryMap.Parse("# places\ncity Almaty 1 2")).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task The_pages_say_in_a_table_what_they_draw_and_are_for_whoever_may_see_payments()
    {
        await using var server = await StaffedServer.StartAsync();
        await AppendAsync(
            server.Folder.Journal,
            Cash(1, "ATM-1", "Almaty", 9.5, 11, isSpokenOf: true),
            Cash(2, "ATM-9", "Nowhere", 9.5, 12)
        );
        server.Situation.Advance(100, Cancel);
        using var browser = await server.SignedInAsync(Role.Analyst);
        var map = await browser.GetStringAsync("/map?day=2026-01-15&city=Almaty&machine=ATM-1", Cancel);
        Assert.Contains("Nowhere (1)", map, StringComparison.Ordinal);
        Assert.Contains("href=\"/rules/atm_ring\"", map, StringComparison.Ordinal);
        Assert.DoesNotContain("attested_by_key", map, StringComparison.Ordinal);
        Assert.DoesNotContain(new SubjectId(11).ToString(), map, StringComparison.Ordinal);
        var wall = await browser.GetStringAsync("/situation", Cancel);
        Assert.Contains("class=\"o-verify_biometrics\"", wall, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/map?hour=24", Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/map?day=15.01.2026", Cancel)).StatusCode);
        using var overseer = await server.SignedInAsync(Role.Overseer);
        Assert.Equal(HttpStatusCode.Forbidden, (await overseer.GetAsync("/map", Cancel)).StatusCode);
        using var supervisor = await server.SignedInAsync(Role.Supervisor);
        Assert.Equal(HttpStatusCode.OK, (await supervisor.GetAsync("/situation", Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await supervisor.GetAsync("/map", Cancel)).StatusCode);
    }

    [Fact]
    public async Task The_wall_is_told_when_something_was_decided()
    {
        await using var server = await StaffedServer.StartAsync();
        using var browser = await server.SignedInAsync(Role.Head);
        using var events = await browser.GetStreamAsync("/situation/events", Cancel) is var stream ? new StreamReader(stream) : null!;
        Assert.Equal("event: beat", await events.ReadLineAsync(Cancel));
        await AppendAsync(server.Folder.Journal, Cash(1, "ATM-1", "Almaty", 9.5, 11));
        server.Situation.Advance(100, Cancel);
        var line = "";
        while (line is "" || line!.StartsWith("data:", StringComparison.Ordinal))
            line = await events.ReadLineAsync(Cancel);
        Assert.Equal("event: changed", line);
    }
}
