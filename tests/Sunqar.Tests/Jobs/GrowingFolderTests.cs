using Sunqar.Core.Facts;
using Sunqar.Core.Networks;
using Sunqar.Core.Transfers;
using Sunqar.Rehearsal;
using Sunqar.Simulation;
using Sunqar.Storage;
using Sunqar.Storage.Journal;
using Sunqar.Storage.Memory;
using Sunqar.Work.Mining;
using Sunqar.Work.Registers;
using Sunqar.Work.Summaries;
using Xunit;

namespace Sunqar.Tests.Jobs;

/// <summary>
/// Mining that keeps up with a journal finds, whenever it looks, what mining the journal anew finds: a small simulated country's payments
/// come in bursts of chance, and looks fall between them by chance.
/// </summary>
public class GrowingFolderTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2, Traits = ["Suite", "Whole"])]
    [InlineData(3, Traits = ["Suite", "Whole"])]
    public void What_is_found_does_not_depend_on_the_pace(int seed)
    {
        var place = Directory.CreateTempSubdirectory("sunqar-pace-").FullName;
        try
        {
            var files = new DataFiles(Path.Combine(place, "data"));
            var options = new CountryOptions
            {
                People = 1_500,
                Days = 15,
                Seed = (ulong)seed,
            };
            new RehearsalJob(files, options, new ProgressBoard()).Run(TestContext.Current.CancellationToken);
            using var folder = DataFolder.Open(files.Path);
            Assert.NotEmpty(Compare(folder.Journal, new Random(seed)));
        }
        finally
        {
            Directory.Delete(place, recursive: true);
        }
    }

    private static List<string> Compare(IJournal whole, Random random)
    {
        using var journal = new MemoryJournal();
        foreach (var head in whole.Heads().Where(head => head.Stream is not (Streams.Payments or Streams.Acts)))
            Append(journal, head.Stream, [.. whole.Read(head.Stream).Select(recorded => recorded.Fact)]);
        var payments = whole.Read(Streams.Payments).Select(recorded => recorded.Fact).ToList();
        var first = random.Next(payments.Count / 2);
        Append(journal, Streams.Payments, payments[..first]);
        var growing = new GrowingFolder(journal);
        var looks = 0;
        for (var at = first; at < payments.Count; )
        {
            var burst = random.Next(3) == 0 ? random.Next(1, 20) : random.Next(1, 1_000);
            Append(journal, Streams.Payments, payments.GetRange(at, Math.Min(burst, payments.Count - at)));
            at += burst;
            // A look may take in what came without mining it, as it does where it is held back.
            if (random.Next(2) == 0 && growing.Take() && random.Next(2) == 0)
            {
                growing.Mine();
                looks++;
            }
        }
        growing.Take();
        var mined = growing.Mine();
        Assert.False(growing.Take());
        Assert.True(looks > 1);
        var (table, fold) = FindJob.Load(journal);
        var anew = FindJob.Mine(TypologyTable.Shipped, TransferGraph.Build(table), fold, Lookups.Of(journal), MineJob.WindowHours);
        var expected = Told(anew);
        Assert.Equal(expected, Told(mined));
        return expected;
    }

    /// <summary>Accounts are numbered as they come, and so are findings of equal score.</summary>
    private static List<string> Told(Mined mined) =>
        [
            .. mined
                .Findings()
                .Select(f => $"{f.Id} {f.Pattern} {f.Score:R} {string.Join(' ', f.Transfers)} {string.Join(' ', f.Evidence)}")
                .Concat(
                    mined
                        .Networks()
                        .Select(n =>
                            $"{n.Id} {n.Kind} {n.Score:R} {n.TurnoverKztMicro} {string.Join(' ', n.Findings.Order(StringComparer.Ordinal))}"
                        )
                )
                .Order(StringComparer.Ordinal),
        ];

    private static void Append(MemoryJournal journal, string stream, List<Fact> facts)
    {
        using var writer = journal.Open(stream);
        foreach (var some in facts.Chunk(500))
            writer.AppendAsync(some).AsTask().GetAwaiter().GetResult().OrThrow();
    }
}
