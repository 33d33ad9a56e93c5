using System.Net;
using System.Text;
using Sunqar.Core.Decisions;
using Sunqar.Core.Facts;
using Sunqar.Core.Payments;
using Sunqar.Core.Registry;
using Sunqar.Core.Rulebook;
using Sunqar.Storage.Journal;
using Sunqar.Storage.Keys;
using Sunqar.Tests.Api;
using Sunqar.Work.Deciding;
using Sunqar.Work.Replaying;
using Xunit;

namespace Sunqar.Tests.Attacker;

/// <summary>Whoever sends a payment does not choose the day by whose rules, rates and limits it is decided, nor how long it is held, nor
/// when its people are forgotten.</summary>
public sealed class BackdatingTests
{
    private const long HourUs = 3_600_000_000,
        DayUs = 24 * HourUs;

    public static TheoryData<string, long, bool, DeskStatus> Dates =>
        new()
        {
            { "now", 0, false, DeskStatus.Decided },
            { "as late as windows accept", 3 * DayUs, false, DeskStatus.Decided },
            { "a second later", 3 * DayUs + 1_000_000, false, DeskStatus.TooLate },
            { "of 2010, when there was no rate", 16 * 365 * DayUs, false, DeskStatus.TooLate },
            { "of 1900", 126 * 365 * DayUs, false, DeskStatus.TooLate },
            { "of 2010, as history", 16 * 365 * DayUs, true, DeskStatus.Decided },
        };

    [Theory]
    [MemberData(nameof(Dates))]
    public async Task A_door_takes_no_payment_that_is_dated_further_back_than_windows_accept(
        string what,
        long backUs,
        bool isHistory,
        DeskStatus status
    )
    {
        await using var room = new DeskRoom();
        var payment = room.TopUp("p") with { TimeUs = room.NowUs - backUs };
        var answer = await AskAsync(room.Desk, payment, isHistory);
        Assert.True(status == answer.Status, what);
        // Which fact records it: a decided payment; of a refused one nothing is kept but the answer.
        Assert.Equal(status == DeskStatus.Decided ? 1 : 0, room.Journal.Read<PaymentDecided>(Streams.Payments).Count());
        if (status != DeskStatus.Decided)
            Assert.Contains("72 hours", answer.Reason, StringComparison.Ordinal);
    }

    /// <summary>A repeat of what was taken in time is told as one, however late.</summary>
    [Fact]
    public async Task What_was_taken_in_time_is_answered_again_whenever_it_is_asked_for()
    {
        await using var room = new DeskRoom();
        var payment = room.TopUp("p");
        await room.Desk.DecideAsync(payment);
        room.Time.Pass(TimeSpan.FromDays(30));
        Assert.Equal(DeskStatus.Duplicate, (await room.Desk.DecideAsync(payment)).Status);
    }

    [Fact]
    public async Task History_counts_in_the_windows_of_its_own_day_alone()
    {
        await using var room = new DeskRoom();
        var today = room.NowUs;
        for (var card = 0; card < 11; card++)
            await AskAsync(room.Desk, room.TopUp($"old-{card}", card: $"card_{card}") with { TimeUs = today - 400 * DayUs }, true);
        Assert.Equal(Outcome.Allow, (await room.Desk.DecideAsync(room.TopUp("now", card: "card_0"))).Decision!.Outcome);
    }

    /// <summary>A hold lasts from its decision: dated two days back it would else have lapsed before an officer saw it.</summary>
    [Fact]
    public async Task A_hold_lasts_from_its_decision_and_replays_alike()
    {
        await using var room = new DeskRoom();
        var answer = default(DeskAnswer);
        for (var card = 0; card <= 10; card++)
            answer = await room.Desk.DecideAsync(room.TopUp($"h{card}", card: $"card_{card}") with { TimeUs = room.NowUs - 2 * DayUs });
        Assert.Equal((Outcome.Hold, room.NowUs + DayUs), (answer.Decision!.Outcome, answer.Decision.ExpiresUs));
        var replay = ReplayJob.Verify(room.Journal);
        Assert.Equal((11, 0), (replay.Equal, replay.Different));
    }

    public static TheoryData<string, string, Outcome> Unrated =>
        new()
        {
            { "hold for 24 hours", "block on sanctions", Outcome.Hold },
            { "hold for 24 hours", "hold for 2 hours", Outcome.Hold },
            { "hold for 24 hours", "verify_sender", Outcome.Hold },
            { "hold for 24 hours", "report", Outcome.Allow },
            { "", "verify_sender", Outcome.Allow },
        };

    /// <summary>900 million dollars without a rate: a rulebook that says so holds what it could not ask about. One of old folders, which
    /// does not say so, replays as it decided.</summary>
    [Theory]
    [MemberData(nameof(Unrated))]
    public void A_missing_rate_never_loosens_a_decision(string unasked, string outcome, Outcome expected)
    {
        var text =
            "rulebook \"t\"\n"
            + (unasked.Length > 0 ? $"unasked {unasked}\n" : "")
            + $"rule r source \"s\" outcome {outcome} when amount > 500,000 KZT reason \"x\" end";
        var rules = Assert.IsType<RulebookLoaded>(LoadedRulebook.Load(text)).Rulebook;
        var payment = new SealedPayment() with
        {
            Id = "p",
            Kind = PaymentKind.CardTopUp,
            TimeUs = 40 * 365 * DayUs,
            Amount = new Money(900_000_000_00, Currency.Usd),
            Institution = "CASPKZKA",
        };
        var decision = new DecisionEngine(rules).Decide(in payment, EmptyRegistry.Instance);
        Assert.Equal(expected, decision.Outcome);
        Assert.Contains(decision.Reasons, reason => reason.Rule == "rate_missing");
        Assert.True(ShippedRulebook.Instance.UnaskedHoldUs > 0);
    }

    /// <summary>Where no watchlist was ever taken, that a wallet is on none is no leave to pass; of a simulated country all is
    /// known.</summary>
    [Theory]
    [InlineData("nothing was taken", "unasked hold for 24 hours", Outcome.Hold)]
    [InlineData("nothing was taken", "", Outcome.Allow)]
    [InlineData("a watchlist was taken", "unasked hold for 24 hours", Outcome.Allow)]
    [InlineData("a country is simulated", "unasked hold for 24 hours", Outcome.Allow)]
    public void A_missing_list_never_loosens_a_decision(string what, string unasked, Outcome expected)
    {
        var text =
            $"rulebook \"t\"\n{unasked}\n"
            + "rule r source \"s\" outcome block on sanctions when wallet.standing is sanctioned reason \"x\" end";
        var rules = Assert.IsType<RulebookLoaded>(LoadedRulebook.Load(text)).Rulebook;
        var registry = new RegistryFold();
        if (what == "a watchlist was taken")
            registry.Apply(new WatchlistPublished("OFAC", "1", 1, 0));
        if (what == "a country is simulated")
            registry.Apply(new CountrySimulated("c", true));
        var payment = new SealedPayment() with
        {
            Id = "p",
            Kind = PaymentKind.CryptoWithdrawal,
            TimeUs = 40 * 365 * DayUs,
            Amount = new Money(100, Currency.Kzt),
            Institution = "CASPKZKA",
            WalletChain = "tron",
            WalletAddress = "T1",
        };
        var decision = new DecisionEngine(rules).Decide(in payment, registry.Snapshot);
        Assert.Equal(expected, decision.Outcome);
        Assert.Equal(expected == Outcome.Hold, decision.Reasons.Any(reason => reason.Rule == "list_missing"));
    }

    public static TheoryData<string, string?, HttpStatusCode, string> Doors =>
        new()
        {
            { "/v1/payments", null, (HttpStatusCode)422, "too-late" },
            { "/v1/payments/batch", null, HttpStatusCode.OK, "too-late" },
            { "/v1/history/batch", null, HttpStatusCode.Forbidden, "" },
            { "/v1/history/batch", "payments", HttpStatusCode.Forbidden, "" },
            { "/v1/history/batch", InstitutionKey.HistoryRoom, HttpStatusCode.OK, "\"outcome\":\"allow\"" },
            { "/v1/payments", InstitutionKey.HistoryRoom, HttpStatusCode.Forbidden, "" },
        };

    /// <summary>History takes a right of its own, which no key has that does not name it.</summary>
    [Theory]
    [MemberData(nameof(Doors))]
    public async Task History_comes_by_a_key_for_it(string path, string? scope, HttpStatusCode status, string said)
    {
        await using var api = await RunningApi.StartAsync();
        using var client = api.ClientOf(api.Keys.Create(RunningApi.Bank, scope: scope));
        var old = RunningApi.TopUp("old").Replace("2026-01-15", "2010-01-15", StringComparison.Ordinal);
        using var answer = await client.PostAsync(
            path,
            new StringContent(old, Encoding.UTF8, "application/json"),
            TestContext.Current.CancellationToken
        );
        Assert.Equal(status, answer.StatusCode);
        Assert.Contains(said, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private static async Task<DeskAnswer> AskAsync(DecisionDesk desk, Payment payment, bool isHistory)
    {
        var ticket = DeskTicket.Rent();
        ticket.IsHistory = isHistory;
        ticket.Add(payment);
        Assert.True(desk.TryAsk(ticket, out var answered));
        await answered;
        var answer = ticket.Answers[0];
        ticket.Return();
        return answer;
    }
}
