using System.Text.Json;
using Sunqar.Core.Cases;
using Sunqar.Core.Decisions;
using Sunqar.Core.Facts;
using Sunqar.Core.Identity;
using Sunqar.Core.Payments;
using Sunqar.Server.Jobs;
using Sunqar.Storage.Journal;
using Sunqar.Storage.Memory;
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
        while (slow.Advance(7, Cancel) == 7)
        {
        }
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
    public void A_line_carries_the_contract()
    {
        using var journal = new MemoryJournal();
        Append(journal, Streams.Payments, [Spoke(0)]);
        var book = new AlertBook(journal);
        book.Advance(10, Cancel);
        using var json = JsonDocument.Parse(Assert.Single(Lines(book)));
        Assert.All(
            (string[])["id", "subject", "rule", "typology", "rulebooks", "payments", "counterfactual", "innocent", "input_hash", "afterwards"],
            name => Assert.True(json.RootElement.TryGetProperty(name, out _), name));
        var payment = json.RootElement.GetProperty("payments")[0];
        Assert.Equal(("p0", "3", "2"), (payment.GetProperty("id").GetString(), payment.GetProperty("observed").GetString(), payment.GetProperty("limit").GetString()));
    }

    private static string[] Lines(AlertBook book) =>
    [
        .. book.List().Select(alert =>
        {
            using var stream = new MemoryStream();
            AlertJson.Write(stream, alert);
            return System.Text.Encoding.UTF8.GetString(stream.ToArray());
        }),
    ];

    private static void Append(MemoryJournal journal, string stream, Fact[] facts)
    {
        using var writer = journal.Open(stream);
        foreach (var fact in facts) writer.AppendAsync(fact).AsTask().GetAwaiter().GetResult().OrThrow();
    }

    private static Fact Spoke(int i) => new PaymentDecided(
        new SealedPayment(
            $"p{i}", PaymentKind.CardTransfer, i, new Money(100, Currency.Kzt), "BANK", new SealedParty(new SubjectId(1), default, default, IinStatus.Valid, false),
            new SealedParty(new SubjectId(2 + (ulong)(i % 3)), default, default, IinStatus.Valid, false), null, null, default, null, null, null, null, 0, (UInt128)(uint)i),
        new Decision(Outcome.Allow, [new Reason("many_senders", "text", "3", "2", "source")], "version", 0));
}
