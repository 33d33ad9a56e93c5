using Sunqar.Core.Decisions;
using Sunqar.Core.Facts;
using Sunqar.Core.Identity;
using Sunqar.Core.Payments;
using Sunqar.Storage.Codec;
using Sunqar.Storage.Journal;
using Xunit;

namespace Sunqar.Tests.Storage;

/// <summary>What every journal must hold to, whatever it stands on. A new implementation derives from this and gives itself.</summary>
public abstract class JournalConformance : IDisposable
{
    protected const string Stream = "payments";

    private IJournal? _journal;

    /// <summary>Opens the journal of this test; called again after <see cref="Reopen"/> it finds what was there.</summary>
    protected abstract IJournal OpenJournal();

    protected IJournal Journal => _journal ??= OpenJournal();

    /// <summary>Closes the journal, to be opened again. One that keeps nothing stays as it is.</summary>
    protected virtual void Reopen()
    {
        _journal?.Dispose();
        _journal = null;
    }

    public virtual void Dispose()
    {
        _journal?.Dispose();
        GC.SuppressFinalize(this);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static long[] Numbers(IEnumerable<RecordedFact> facts) => [.. facts.Select(fact => FactSamples.NumberOf(fact.Fact))];

    private static async Task Append(IJournalWriter writer, int from, int count)
    {
        var outcome = await writer.AppendAsync(FactSamples.Payments(from, count));
        Assert.True(outcome.IsAppended, outcome.Reason);
    }

    [Fact]
    public void A_stream_that_nobody_wrote_is_empty()
    {
        Assert.Empty(Journal.Heads());
        Assert.Equal(new StreamHead(Stream, 0, 0), Journal.Head(Stream));
        Assert.Empty(Journal.Read(Stream));
        Assert.Null(Journal.LatestSnapshot(Stream, "windows"));
    }

    [Fact]
    public async Task Facts_come_back_in_order_with_gapless_sequences()
    {
        using var writer = Journal.Open(Stream);
        for (var i = 0; i < 50; i++)
        {
            var outcome = await writer.AppendAsync(FactSamples.Payment(i));
            Assert.Equal((AppendStatus.Appended, i, 1), (outcome.Status, outcome.First, outcome.Count));
        }
        var facts = Journal.Read(Stream).ToArray();
        Assert.Equal(Enumerable.Range(0, 50).Select(i => (long)i), facts.Select(fact => fact.Sequence));
        Assert.Equal(Enumerable.Range(0, 50).Select(i => (long)i), Numbers(facts));
        Assert.All(facts, fact => Assert.Equal(Stream, fact.Stream));
        Assert.Equal(50, Journal.Head(Stream).Next);
    }

    [Fact]
    public async Task What_was_answered_is_read_at_once()
    {
        using var writer = Journal.Open(Stream);
        for (var i = 0; i < 20; i++)
        {
            await writer.AppendAsync(FactSamples.Payment(i));
            Assert.Equal(i, FactSamples.NumberOf(Journal.Read(Stream, i).Single().Fact));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(29)]
    [InlineData(30)]
    [InlineData(99)]
    public async Task Reading_begins_at_any_sequence(int from)
    {
        using var writer = Journal.Open(Stream);
        for (var i = 0; i < 30; i += 5)
            await Append(writer, i, 5);
        Assert.Equal(Enumerable.Range(0, 30).Skip(from).Select(i => (long)i), Numbers(Journal.Read(Stream, from)));
    }

    [Fact]
    public async Task Every_kind_of_fact_comes_back_equal()
    {
        using var writer = Journal.Open(Stream);
        var facts = FactSamples.OfEveryKind().ToArray();
        await writer.AppendAsync(facts);
        FactSamples.AssertSame(facts, Journal.Read(Stream).Select(recorded => recorded.Fact));
    }

    [Fact]
    public async Task Facts_of_one_kind_are_read_without_the_others()
    {
        using var writer = Journal.Open(Stream);
        var facts = FactSamples.OfEveryKind().ToArray();
        await writer.AppendAsync(facts);
        FactSamples.AssertSame(facts.OfType<SubjectIntroduced>(), Journal.Read<SubjectIntroduced>(Stream));
        Assert.Empty(Journal.Read<SubjectIntroduced>(Stream, facts.Length));
    }

    [Fact]
    public async Task The_payments_reader_gives_what_the_facts_hold()
    {
        using var writer = Journal.Open(Stream);
        var facts = FactSamples.OfEveryKind().ToArray();
        await writer.AppendAsync(facts);
        await Append(writer, 0, 100);
        var sink = new CollectingSink();
        Journal.ReadPayments(Stream, 0, sink);
        var expected = Journal.Read(Stream).Where(fact => fact.Fact is PaymentDecided).ToArray();
        Assert.Equal(expected.Select(fact => (fact.Sequence, ((PaymentDecided)fact.Fact).Payment, fact.RecordedUs)), sink.Rows);
        sink.Rows.Clear();
        Journal.ReadPayments(Stream, facts.Length + 40, sink);
        Assert.Equal(60, sink.Rows.Count);
    }

    [Fact]
    public async Task A_newer_lease_refuses_the_older_writer()
    {
        using var first = Journal.Open(Stream);
        await Append(first, 0, 3);
        using var second = Journal.Open(Stream);
        Assert.True(second.Epoch > first.Epoch);
        Assert.Equal(AppendStatus.LeaseLost, (await first.AppendAsync(FactSamples.Payment(3))).Status);
        Assert.Equal(AppendStatus.LeaseLost, first.Flush().Status);
        await Append(second, 3, 1);
        Assert.Equal(4, Journal.Head(Stream).Next);
        Assert.Equal(second.Epoch, Journal.Head(Stream).Epoch);
    }

    [Fact]
    public async Task An_epoch_never_comes_again()
    {
        var epochs = new List<long>();
        for (var i = 0; i < 3; i++)
        {
            using (var writer = Journal.Open(Stream))
            {
                epochs.Add(writer.Epoch);
                await Append(writer, i, 1);
            }
            Reopen();
        }
        Assert.Equal(epochs.Order().Distinct(), epochs);
    }

    [Fact]
    public async Task Streams_do_not_touch_each_other()
    {
        using var payments = Journal.Open(Stream);
        using var chain = Journal.Open("chain");
        await Append(payments, 0, 3);
        await Append(chain, 100, 2);
        await Append(payments, 3, 1);
        Assert.Equal([0L, 1, 2, 3], Numbers(Journal.Read(Stream)));
        Assert.Equal([100L, 101], Numbers(Journal.Read("chain")));
        Assert.Equal(["chain", Stream], Journal.Heads().Select(head => head.Stream));
    }

    [Fact]
    public async Task A_call_is_stored_together_or_not_at_all()
    {
        using var writer = Journal.Open(Stream);
        await Append(writer, 0, 2);
        var tooLarge = FactSamples.OfSize(JournalLimits.RecordBytesMax + 1);
        var outcome = await writer.AppendAsync([FactSamples.Payment(2), tooLarge, FactSamples.Payment(3)]);
        Assert.Equal(AppendStatus.OverLimit, outcome.Status);
        Assert.NotNull(outcome.Reason);
        Assert.Equal(2, Journal.Head(Stream).Next);
        await Append(writer, 2, 1);
        Assert.Equal([0L, 1, 2], Numbers(Journal.Read(Stream)));
    }

    [Fact]
    public async Task The_largest_record_is_stored_and_one_byte_more_is_refused()
    {
        using var writer = Journal.Open(Stream);
        var largest = FactSamples.OfSize(JournalLimits.RecordBytesMax);
        Assert.True((await writer.AppendAsync(largest)).IsAppended);
        Assert.Equal(AppendStatus.OverLimit, (await writer.AppendAsync(FactSamples.OfSize(JournalLimits.RecordBytesMax + 1))).Status);
        Assert.Equal(largest, Assert.Single(Journal.Read(Stream)).Fact);
    }

    [Fact]
    public async Task A_batch_above_the_limit_is_refused()
    {
        using var writer = Journal.Open(Stream);
        var large = FactSamples.OfSize(JournalLimits.RecordBytesMax);
        var fits = Enumerable.Repeat<Fact>(large, JournalLimits.BatchBytesMax / (JournalLimits.RecordBytesMax + 8)).ToArray();
        Assert.True((await writer.AppendAsync(fits)).IsAppended);
        Assert.Equal(AppendStatus.OverLimit, (await writer.AppendAsync([.. fits, large])).Status);
        Assert.Equal(AppendStatus.OverLimit, (await writer.AppendAsync([])).Status);
        var small = FactSamples.OfSize(8);
        Assert.Equal(
            AppendStatus.OverLimit,
            (await writer.AppendAsync(Enumerable.Repeat<Fact>(small, JournalLimits.BatchFactsMax + 1).ToArray())).Status
        );
        Assert.Equal(fits.Length, Journal.Head(Stream).Next);
    }

    [Fact]
    public async Task Many_producers_lose_nothing_and_keep_their_own_order()
    {
        const int Producers = 8,
            Each = 200;
        using var writer = Journal.Open(Stream);
        var sequences = await Task.WhenAll(
            Enumerable
                .Range(0, Producers)
                .Select(producer =>
                    Task.Run(
                        async () =>
                        {
                            var got = new List<long>();
                            for (var i = 0; i < Each; i++)
                                got.Add((await writer.AppendAsync(FactSamples.Payment(producer * Each + i))).First);
                            return got;
                        },
                        Cancel
                    )
                )
        );
        var facts = Journal.Read(Stream).ToArray();
        Assert.Equal(Producers * Each, facts.Length);
        for (var producer = 0; producer < Producers; producer++)
        {
            Assert.Equal(sequences[producer].Order(), sequences[producer]);
            for (var i = 0; i < Each; i++)
                Assert.Equal(producer * Each + i, FactSamples.NumberOf(facts[sequences[producer][i]].Fact));
        }
    }

    [Fact]
    public void The_bulk_way_stores_everything_by_the_flush()
    {
        using var writer = Journal.Open(Stream);
        var batch = new FactBatch();
        for (var i = 0; i < 5000; i++)
        {
            batch.Add(FactSamples.Payment(i));
            if (batch.Count < 300)
                continue;
            Assert.True(writer.Enqueue(batch).IsAppended);
            batch.Clear();
        }
        Assert.True(writer.Enqueue(batch).IsAppended);
        Assert.Equal((true, 5000L), (writer.Flush().IsAppended, Journal.Head(Stream).Next));
        Assert.Equal(Enumerable.Range(0, 5000).Select(i => (long)i), Numbers(Journal.Read(Stream)));
    }

    [Fact]
    public async Task A_closed_writer_takes_nothing()
    {
        var writer = Journal.Open(Stream);
        await Append(writer, 0, 1);
        writer.Dispose();
        Assert.Equal(AppendStatus.Closed, (await writer.AppendAsync(FactSamples.Payment(1))).Status);
        Assert.Equal(1, Journal.Head(Stream).Next);
    }

    [Fact]
    public async Task Everything_is_there_after_opening_again()
    {
        using (var writer = Journal.Open(Stream))
            await Append(writer, 0, 40);
        var before = Journal.Read(Stream).ToArray();
        Reopen();
        Assert.Equal(
            before.Select(fact => (fact.Sequence, fact.RecordedUs)),
            Journal.Read(Stream).Select(fact => (fact.Sequence, fact.RecordedUs))
        );
        using (var writer = Journal.Open(Stream))
            await Append(writer, 40, 2);
        Assert.Equal(Enumerable.Range(0, 42).Select(i => (long)i), Numbers(Journal.Read(Stream)));
    }

    [Fact]
    public async Task A_reader_sees_the_head_of_its_time_while_a_writer_goes_on()
    {
        using var writer = Journal.Open(Stream);
        await Append(writer, 0, 10);
        var seen = new List<long>();
        foreach (var fact in Journal.Read(Stream))
        {
            seen.Add(FactSamples.NumberOf(fact.Fact));
            await Append(writer, 100, 1);
        }
        Assert.Equal(Enumerable.Range(0, 10).Select(i => (long)i), seen);
    }

    [Fact]
    public async Task The_newest_snapshot_comes_back_and_two_are_kept()
    {
        using var writer = Journal.Open(Stream);
        await Append(writer, 0, 10);
        foreach (var next in new[] { 2, 9, 5 })
            Journal.SaveSnapshot(Stream, "windows", next, [(byte)next, 1, 2]);
        Journal.SaveSnapshot(Stream, "registry", 1, [77]);
        var snapshot = Journal.LatestSnapshot(Stream, "windows");
        Assert.Equal(9, snapshot!.Next);
        Assert.Equal([9, 1, 2], snapshot.Content);
        Assert.Equal([77], Journal.LatestSnapshot(Stream, "registry")!.Content);
        Assert.Throws<ArgumentOutOfRangeException>(() => Journal.SaveSnapshot(Stream, "windows", 11, [1]));
        Reopen();
        Assert.Equal(9, Journal.LatestSnapshot(Stream, "windows")!.Next);
    }

    [Theory]
    [InlineData("")]
    [InlineData("../keys")]
    [InlineData("Upper")]
    [InlineData("a b")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void A_name_outside_the_alphabet_is_refused(string name)
    {
        Assert.Throws<ArgumentException>(() => Journal.Open(name));
        Assert.Throws<ArgumentException>(() => Journal.Read(name).Count());
        Assert.Throws<ArgumentException>(() => Journal.SaveSnapshot(Stream, name, 0, []));
    }

    private sealed class CollectingSink : IDecidedPaymentSink
    {
        public List<(long, SealedPayment, long)> Rows { get; } = [];

        public void Add(in DecidedPaymentRow row)
        {
            static string? Text(ReadOnlySpan<byte> utf8) => utf8.IsEmpty ? null : System.Text.Encoding.UTF8.GetString(utf8);
            Rows.Add(
                (
                    row.Sequence,
                    new SealedPayment(
                        Text(row.Id) ?? "",
                        row.Kind,
                        row.TimeUs,
                        new Money(row.AmountMinor, row.Currency),
                        Text(row.Institution) ?? "",
                        row.Sender,
                        row.Recipient,
                        Text(row.Terminal),
                        Text(row.City),
                        row.Device,
                        Text(row.WalletChain),
                        Text(row.WalletAddress),
                        Text(row.Platform),
                        Text(row.Asset),
                        row.Quantity,
                        row.ContentHash
                    ),
                    row.RecordedUs
                )
            );
        }
    }
}
