using Sunqar.Core.Decisions;
using Sunqar.Core.Facts;
using Sunqar.Core.Payments;
using Sunqar.Core.Registry;
using Sunqar.Storage.Journal;
using Sunqar.Storage.Keys;
using Sunqar.Tests.Storage;
using Sunqar.Work.Deciding;
using Sunqar.Work.Imports;
using Sunqar.Work.Registers;
using Sunqar.Work.Replaying;
using Xunit;
using Outcome = Sunqar.Core.Decisions.Outcome;

namespace Sunqar.Tests.Api;

/// <summary>What decisions look up changes while they go on; the stream says where, and a replay meets the same.</summary>
public class LookupsTests
{
    private const string Desk = "desk.example";

    [Fact]
    public async Task A_register_that_changes_is_seen_by_the_next_decision_and_by_its_replay()
    {
        await using var room = new DeskRoom();
        var lookups = Lookups.Of(room.Journal);
        Assert.Equal(Outcome.Hold, (await room.Desk.DecideAsync(Buy(room, "A"))).Decision!.Outcome);
        await AppendAsync(room, Listed("unlicensed"));
        // Recorded, and not yet taken in: the decision still sees what it saw.
        Assert.Equal(Outcome.Hold, (await room.Desk.DecideAsync(Buy(room, "B"))).Decision!.Outcome);
        Assert.True(lookups.Advance(room.Journal));
        room.Desk.Use(lookups.Picture);
        Assert.Equal(Outcome.Block, (await room.Desk.DecideAsync(Buy(room, "C"))).Decision!.Outcome);
        await room.RestartAsync();
        await AppendAsync(room, Listed("licensed"));
        lookups.Advance(room.Journal);
        room.Desk.Use(lookups.Picture);
        Assert.Equal(Outcome.Allow, (await room.Desk.DecideAsync(Buy(room, "D"))).Decision!.Outcome);
        Assert.Equal(
            [(0, 0), (1, 0), (1, 0), (2, 0)],
            room.Journal.Read<LookupsTaken>(Streams.Payments).Select(t => ((int)t.RegistryNext, (int)t.ImportsNext))
        );
        Assert.Equal((4, 0), (ReplayJob.Verify(room.Journal).Equal, ReplayJob.Verify(room.Journal).Different));
    }

    [Fact]
    public async Task A_rate_that_comes_late_leaves_what_was_decided_as_it_was()
    {
        await using var room = new DeskRoom();
        var lookups = Lookups.Of(room.Journal);
        // Without a rate the limit of 500,000 tenge cannot be asked, which is no leave to pass; at 500 tenge a dollar 900 dollars are below
        // it, at 600 above.
        foreach (
            var (id, rate, outcome) in (IEnumerable<(string, int, Outcome)>)
                [("A", 0, Outcome.Hold), ("B", 500, Outcome.Allow), ("C", 600, Outcome.VerifySender)]
        )
        {
            if (rate > 0)
                await AppendAsync(room, new RatePublished(Currency.Usd, Currency.Kzt, rate, 1, room.NowUs - 1_000 + rate, "test"));
            if (lookups.Advance(room.Journal))
                room.Desk.Use(lookups.Picture);
            var answer = await room.Desk.DecideAsync(room.TopUp(id) with { Amount = new Money(900_00, Currency.Usd) });
            Assert.Equal(outcome, answer.Decision!.Outcome);
            await room.RestartAsync();
        }
        Assert.Equal(3, ReplayJob.Verify(room.Journal).Equal);
    }

    [Fact]
    public async Task A_mark_that_was_lost_with_a_failed_append_is_made_again()
    {
        await using var room = new DeskRoom();
        var lookups = Lookups.Of(room.Journal);
        await AppendAsync(room, Listed("unlicensed"));
        lookups.Advance(room.Journal);
        var appends = room.Journal.Appends;
        room.Journal.FailWith = AppendStatus.DiskFull;
        room.Desk.Use(lookups.Picture);
        await DeskRoom.UntilAsync(() => room.Journal.Appends > appends);
        room.Journal.FailWith = null;
        await DeskRoom.UntilAsync(() => room.Journal.Read<LookupsTaken>(Streams.Payments).Any(t => t.RegistryNext == 1));
        Assert.Equal(Outcome.Block, (await room.Desk.DecideAsync(Buy(room, "A"))).Decision!.Outcome);
        Assert.Equal(1, ReplayJob.Verify(room.Journal).Equal);
    }

    [Theory]
    [InlineData(
        "code,name,regime,regulator,permission,valid_from,valid_to,status\nDESK,Desk,AIFC,AFSA,trading,2026-01-01,,unlicensed\n",
        PaymentKind.CryptoBuy,
        "unlicensed_platform"
    )]
    [InlineData(
        "wallet,category,source,confidence,as_of\nTR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t,theft,register,60,2026-01-15\n",
        PaymentKind.CryptoWithdrawal,
        "wallet_at_risk"
    )]
    public async Task A_list_in_the_inbox_reaches_decisions_while_they_go_on(string list, PaymentKind kind, string rule)
    {
        using var folder = new TempFolder();
        await using var api = await RunningApi.StartAsync();
        using var stop = new CancellationTokenSource();
        var lookups = Lookups.Of(api.Folder.Journal);
        var inbox = new ListInbox(api.Data, FolderSeal.Beside(api.Data, ListInbox.SealUse));
        Task[] following =
        [
            LookupsFollower.RunAsync(api.Folder.Journal, lookups, api.Desk, Assert.Fail, stop.Token),
            ListInboxFollower.RunAsync(inbox, new ImportJob(api.Folder.Journal, api.Folder.Sealer), Assert.Fail, stop.Token),
        ];
        var path = folder["list.csv"];
        await File.WriteAllTextAsync(path, list, stop.Token);
        var file = Assert.IsType<CheckOutcome.Good>(ImportJob.Check(path, null, null, null, long.MaxValue)).File;
        foreach (var isNew in (bool[])[true, false])
        {
            var answer = await inbox.HandOverAsync(file, skipBad: false, TimeSpan.FromMinutes(1), stop.Token);
            Assert.Equal((null, 1, isNew), (answer!.Refusal, answer.Fact!.Rows, answer.IsNew));
        }
        await DeskRoom.UntilAsync(() => api.Folder.Journal.Read<LookupsTaken>(Streams.Payments).Any(t => t.ImportsNext > 0));
        var payment = new Payment
        {
            Id = "A",
            Kind = kind,
            TimeUs = 1_768_451_400_000_000,
            Amount = kind == PaymentKind.CryptoBuy ? new Money(100_00, Currency.Kzt) : new Money(100_000_000, Currency.Usdt),
            Institution = RunningApi.Bank,
            Sender = new Party(Iin: "800416100254", Card: "card_1"),
            Platform = kind == PaymentKind.CryptoBuy ? "DESK" : null,
            Wallet = kind == PaymentKind.CryptoBuy ? null : new Wallet("tron", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"),
        };
        var decided = await api.Desk.DecideAsync(payment);
        Assert.Contains(rule, decided.Decision!.Reasons.Select(reason => reason.Rule));
        Assert.True(decided.Decision.Outcome is Outcome.Block or Outcome.Hold);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(api.Data, "inbox")));
        await stop.CancelAsync();
        await Task.WhenAll(following);
    }

    [Fact]
    public async Task Without_a_server_a_list_is_withdrawn_again()
    {
        using var folder = new TempFolder();
        var path = folder["rates.csv"];
        await File.WriteAllTextAsync(path, "time,base,quote,rate\n2026-01-15,USD,KZT,525.43\n", TestContext.Current.CancellationToken);
        var file = Assert.IsType<CheckOutcome.Good>(ImportJob.Check(path, null, null, null, long.MaxValue)).File;
        Assert.Null(
            await new ListInbox(folder["data"], new FolderSeal(new byte[32])).HandOverAsync(
                file,
                skipBad: false,
                TimeSpan.Zero,
                TestContext.Current.CancellationToken
            )
        );
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder["data/inbox"]));
    }

    private static PlatformsListed Listed(string status) =>
        new(
            "test",
            [
                new PlatformListing(
                    Desk,
                    "platform",
                    "Desk",
                    [],
                    "",
                    "AIFC",
                    "AFSA",
                    "trading",
                    long.MinValue,
                    long.MaxValue,
                    status,
                    [],
                    [],
                    [],
                    []
                ),
            ]
        );

    private static Payment Buy(DeskRoom room, string id) =>
        new()
        {
            Id = id,
            Kind = PaymentKind.CryptoBuy,
            TimeUs = room.NowUs,
            Amount = new Money(100_00, Currency.Kzt),
            Institution = "CASPKZKA",
            Sender = new Party(Iin: "800416100254", Card: "card_1"),
            Platform = Desk,
        };

    private static async Task AppendAsync(DeskRoom room, Fact fact)
    {
        using var writer = room.Journal.Open(Streams.Registry);
        (await writer.AppendAsync(fact)).OrThrow();
    }
}
