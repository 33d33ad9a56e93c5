using System.Text.Json;
using Sunqar.Core.Cases;
using Sunqar.Core.Decisions;
using Sunqar.Core.Facts;
using Sunqar.Core.Identity;
using Sunqar.Core.Networks;
using Sunqar.Core.Oversight;
using Sunqar.Core.Payments;
using Sunqar.Storage.Codec;
using Sunqar.Storage.Journal;
using Sunqar.Storage.Memory;
using Sunqar.Tests.Api;
using Sunqar.Work.Alerts;
using Sunqar.Work.Deciding;
using Xunit;
using Outcome = Sunqar.Core.Decisions.Outcome;

namespace Sunqar.Tests.Jobs;

public class AlertBookTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void Read_in_slices_it_comes_to_what_it_comes_to_at_once()
    {
        using var journal = new MemoryJournal();
        Append(journal, Streams.Payments, [.. Enumerable.Range(0, 40).Select(Spoke)]);
        var (slow, whole) = (new AlertBook(journal), new AlertBook(journal));
        while (slow.Advance(7, Cancel) == 7) { }
        Assert.Equal(40, whole.Advance(int.MaxValue, Cancel));
        Assert.Equal(Lines(whole), Lines(slow));
        Append(journal, Streams.Payments, [Spoke(40)]);
        Assert.Equal(1, slow.Advance(7, Cancel));
        Assert.Equal(41, slow.List().Sum(alert => alert.PaymentCount));
    }

    [Fact]
    public void A_suppression_is_met_when_it_comes_and_the_alert_stays_counted()
    {
        using var journal = new MemoryJournal();
        Append(journal, Streams.Payments, [Spoke(0)]);
        var book = new AlertBook(journal);
        book.Advance(10, Cancel);
        var alert = Assert.Single(book.List());
        Assert.Null(alert.SuppressedBy);
        Append(journal, Streams.Cases, [new AlertSuppressed(alert.Subject, alert.Rule, "a.officer", "known", 0, 1_000)]);
        Assert.Equal(1, book.Advance(10, Cancel));
        Assert.NotNull(Assert.Single(book.List()).SuppressedBy);
    }

    [Fact]
    public async Task Passing_over_what_says_nothing_leaves_the_same_alerts()
    {
        await using var room = new DeskRoom();
        var dice = new Random(3);
        for (var i = 0; i < 300; i++)
        {
            var id = $"P{dice.Next(200)}";
            await (
                dice.Next(6) switch
                {
                    0 => room.Desk.ConfirmAsync("CASPKZKA", id, Confirmation.Sender),
                    1 => room.Desk.ReverseAsync("CASPKZKA", id),
                    _ => room.Desk.DecideAsync(room.TopUp(id, dice.Next(3) * 300_000 + 12_000, $"card_{dice.Next(14)}", dice.Next(2) == 0)),
                }
            );
        }
        var (book, whole) = (new AlertBook(room.Journal), new AlertFold());
        book.Advance(int.MaxValue, Cancel);
        foreach (var recorded in room.Journal.Read(Streams.Payments))
            whole.Apply(in recorded);
        Assert.Equal(AlertSnapshot.Save(whole), AlertSnapshot.Save(book.Fold));
        Assert.Contains(book.List(), alert => alert.Payments.Any(payment => payment.Fate == PaymentFate.Confirmed));
        Assert.Contains(room.Journal.Read(Streams.Payments, 0, (in row) => false), recorded => recorded.Fact is PassedOver);
    }

    [Fact]
    public void A_case_about_the_subject_stands_among_what_was_decided_afterwards()
    {
        using var journal = new MemoryJournal();
        Append(journal, Streams.Payments, [Spoke(0), Spoke(1)]);
        var network = new Network(
            "n1",
            "cash_out_network",
            1,
            [],
            new Dictionary<string, string> { [new SubjectId(2).ToString()] = "dropper" },
            0,
            0,
            0,
            0,
            0,
            [],
            [],
            []
        );
        var opened = CaseOpened.About(network, 1_768_451_400_000_000);
        Append(journal, Streams.Cases, [new NetworkFormed(network), opened]);
        var book = new AlertBook(journal);
        book.Advance(int.MaxValue, Cancel);
        Assert.Equal(
            ["case-n1 (cash out network): opened 2026-01-15"],
            book.List().Single(alert => alert.Subject == new SubjectId(2)).Afterwards
        );
        Assert.Empty(book.List().Single(alert => alert.Subject == new SubjectId(3)).Afterwards);
        Append(
            journal,
            Streams.Cases,
            [new CaseClosed(opened.CaseId, 2026, opened.Kind, opened.Title, 1_768_537_800_000_000, 0, 0, 0, 0, 0, 0)]
        );
        book.Advance(int.MaxValue, Cancel);
        Assert.EndsWith(
            "closed 2026-01-16",
            Assert.Single(book.List().Single(alert => alert.Subject == new SubjectId(2)).Afterwards),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_line_carries_the_contract()
    {
        using var journal = new MemoryJournal();
        Append(journal, Streams.Payments, [Spoke(0)]);
        var book = new AlertBook(journal);
        book.Advance(10, Cancel);
        using var json = JsonDocument.Parse(Assert.Single(Lines(book)));
        Assert.All(
            (string[])
                ["id", "subject", "rule", "typology", "rulebooks", "payments", "counterfactual", "innocent", "input_hash", "afterwards"],
            name => Assert.True(json.RootElement.TryGetProperty(name, out _), name)
        );
        var payment = json.RootElement.GetProperty("payments")[0];
        Assert.Equal(
            ("p0", "3", "2"),
            (payment.GetProperty("id").GetString(), payment.GetProperty("observed").GetString(), payment.GetProperty("limit").GetString())
        );
    }

    private static string[] Lines(AlertBook book) =>
        [
            .. book.List()
                .Select(alert =>
                {
                    using var stream = new MemoryStream();
                    AlertJson.Write(stream, alert, new Pseudonyms(subject => subject.Value));
                    return System.Text.Encoding.UTF8.GetString(stream.ToArray());
                }),
        ];

    private static void Append(MemoryJournal journal, string stream, Fact[] facts)
    {
        using var writer = journal.Open(stream);
        foreach (var fact in facts)
            writer.AppendAsync(fact).AsTask().GetAwaiter().GetResult().OrThrow();
    }

    private static Fact Spoke(int i) =>
        new PaymentDecided(
            new SealedPayment(
                $"p{i}",
                PaymentKind.CardTransfer,
                i,
                new Money(100, Currency.Kzt),
                "BANK",
                new SealedParty(new SubjectId(1), default, default, IinStatus.Valid, false),
                new SealedParty(new SubjectId(2 + (ulong)(i % 3)), default, default, IinStatus.Valid, false),
                null,
                null,
                default,
                null,
                null,
                null,
                null,
                0,
                (UInt128)(uint)i
            ),
            new Decision(Outcome.Allow, [new Reason("many_senders", "text", "3", "2", "source")], "version", 0)
        );
}
