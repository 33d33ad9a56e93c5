using Sunqar.Core.Decisions;
using Sunqar.Core.Facts;
using Sunqar.Core.Identity;
using Sunqar.Core.Payments;
using Sunqar.Core.Registry;
using Sunqar.Core.Rulebook;
using Sunqar.Storage.Journal;
using Sunqar.Storage.Memory;
using Sunqar.Work.Deciding;
using Sunqar.Work.Registers;
using Xunit;
using Outcome = Sunqar.Core.Decisions.Outcome;

namespace Sunqar.Tests.Decisions;

/// <summary>The engine's state in parts: of any size, and one that was cut short or damaged leaves the one before.</summary>
public sealed class EnginePartsTests
{
    private const string Stream = Streams.Payments;

    private static readonly LoadedRulebook Book = Assert
        .IsType<RulebookLoaded>(
            LoadedRulebook.Load(
                "rule many source \"s\" outcome report let n = count by recipient.card in 10 days when n > 0 observed n reason \"{n}\" end"
            )
        )
        .Rulebook;

    [Theory]
    [InlineData(64)]
    [InlineData(1_000)]
    [InlineData(1 << 20)]
    public void What_was_kept_in_parts_comes_back_as_it_was(int partBytes)
    {
        using var journal = Journal();
        Save(journal, 300, partBytes);
        Assert.Equal((300, "301"), Loaded(journal));
    }

    [Fact]
    public void The_one_before_serves_where_the_newest_is_cut_short_damaged_or_missing()
    {
        using var journal = Journal();
        Save(journal, 200, 500);
        Save(journal, 300, 500);
        Assert.Equal((300, "301"), Loaded(journal));
        // A part that is not of this state is no part of it.
        journal.SaveSnapshot(Stream, "engine-b-000002", 310, [1]);
        Assert.Equal((200, "201"), Loaded(journal));
        Save(journal, 350, 500);
        Assert.Equal((350, "351"), Loaded(journal));
        Save(journal, 400, 500);
        Assert.Equal((400, "401"), Loaded(journal));
        // The next is begun in the place of the one of 350 and cut short.
        journal.SaveSnapshot(Stream, "engine-a-000000", 410, [1]);
        Assert.Equal((400, "401"), Loaded(journal));
        journal.SaveSnapshot(Stream, "engine-b-000000", 420, [1]);
        Assert.Null(EngineParts.Load(journal, Stream, Book, Lookups.Of(journal).Picture));
    }

    private static MemoryJournal Journal()
    {
        var journal = new MemoryJournal();
        using var writer = journal.Open(Stream);
        Fact[] facts = [.. Enumerable.Range(0, 500).Select(i => new LookupsTaken(i, 0))];
        writer.AppendAsync(facts).AsTask().GetAwaiter().GetResult().OrThrow();
        return journal;
    }

    private static void Save(MemoryJournal journal, int payments, int partBytes)
    {
        var engine = new DecisionEngine(Book);
        for (var i = 0; i < payments; i++)
            engine.Apply(Payment(i), new Decision(Outcome.Allow, [], "", 0));
        EngineParts.Save(journal, Stream, payments, engine, new LookupsTaken(0, 0), partBytes);
    }

    private static (long Next, string Count) Loaded(MemoryJournal journal)
    {
        var (engine, next) = EngineParts.Load(journal, Stream, Book, Lookups.Of(journal).Picture)!.Value;
        return (next, engine.Decide(Payment(1_000), EmptyRegistry.Instance).Reasons[0].Observed);
    }

    private static SealedPayment Payment(int i) =>
        new(
            $"p{i}",
            PaymentKind.CardTransfer,
            1_767_225_600_000_000 + (i * 60_000_000L),
            new Money(100, Currency.Kzt),
            "BANK",
            new SealedParty(default, default, new SubjectId(7), IinStatus.Absent, false),
            new SealedParty(default, default, new SubjectId(8), IinStatus.Absent, false),
            null,
            null,
            default,
            null,
            null,
            null,
            null,
            0,
            (UInt128)(uint)i
        );
}
