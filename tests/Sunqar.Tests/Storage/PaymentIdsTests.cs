using Sunqar.Storage.Disk;
using Sunqar.Storage.Ids;
using Xunit;

namespace Sunqar.Tests.Storage;

/// <summary>The index of payments finds what was added, whatever became of memory, runs and the process meanwhile.</summary>
public sealed class PaymentIdsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sunqar-ids-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private FolderPaymentIds Open(int memoryEntries = 100) => new(OsDisk.Instance, _folder, _ => { }, memoryEntries);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void What_was_added_is_found_in_order_and_nothing_else(int seed)
    {
        var dice = new Random(seed);
        var known = new Dictionary<ulong, List<long>>();
        var sequence = 0L;
        for (var start = 0; start < 4; start++)
        {
            using var ids = Open(dice.Next(50, 400));
            Refill(ids, known, sequence);
            for (var i = 0; i < 3_000; i++)
            {
                sequence += dice.Next(1, 3);
                // Some ids come again; many lie close together, so that pages overflow.
                var fingerprint =
                    dice.Next(10) == 0 && known.Count > 0 ? known.Keys.ElementAt(dice.Next(Math.Min(50, known.Count)))
                    : dice.Next(3) == 0 ? (ulong)dice.NextInt64() >> 24
                    : (ulong)dice.NextInt64() << 1;
                ids.Add(fingerprint, sequence);
                if (!known.TryGetValue(fingerprint, out var at))
                    known[fingerprint] = at = [];
                at.Add(sequence);
            }
            if (dice.Next(2) == 0)
                ids.WaitForRun();
            foreach (var (fingerprint, at) in known)
            {
                Assert.Equal(at, Find(ids, fingerprint));
                Assert.Empty(Find(ids, fingerprint ^ 0x5555).Except(known.GetValueOrDefault(fingerprint ^ 0x5555) ?? []));
            }
            Assert.Equal(sequence + 1, ids.Next);
        }
    }

    /// <summary>As the desk does from the journal: whatever was in memory alone comes again.</summary>
    private static void Refill(FolderPaymentIds ids, Dictionary<ulong, List<long>> known, long last)
    {
        Assert.True(ids.Next <= last + 1);
        foreach (
            var (fingerprint, sequence) in known
                .SelectMany(pair => pair.Value.Select(sequence => (pair.Key, sequence)))
                .Where(pair => pair.sequence >= ids.Next)
                .OrderBy(pair => pair.sequence)
                .ToList()
        )
        {
            ids.Add(fingerprint, sequence);
        }
    }

    [Fact]
    public void There_are_few_runs_however_many_entries()
    {
        using var ids = Open(memoryEntries: 64);
        for (var sequence = 0L; sequence < 64 * 200; sequence++)
        {
            ids.Add(unchecked((ulong)(sequence + 1) * 0x9E3779B97F4A7C15UL), sequence);
            if (sequence % 64 == 63)
                ids.WaitForRun();
        }
        Assert.InRange(ids.Runs, 1, 9);
    }

    [Fact]
    public void A_broken_run_costs_a_replay_and_a_damaged_page_is_told()
    {
        using (var ids = Open(memoryEntries: 64))
        {
            for (var sequence = 0L; sequence < 64; sequence++)
                ids.Add(Spread(sequence), sequence);
        }
        var run = Assert.Single(Directory.GetFiles(_folder));
        var whole = File.ReadAllBytes(run);
        var damaged = (byte[])whole.Clone();
        damaged[IdRun.PageBytes + 20] ^= 1;
        File.WriteAllBytes(run, damaged);
        using (var ids = Open())
            Assert.Throws<IOException>(() => Find(ids, Spread(5)));
        File.WriteAllBytes(run, whole[..^1]);
        using (var ids = Open())
        {
            Assert.Equal(0, ids.Next);
            Assert.Empty(Find(ids, Spread(5)));
        }
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public void Cleared_it_begins_again()
    {
        using var ids = Open(memoryEntries: 64);
        for (var sequence = 0L; sequence < 100; sequence++)
            ids.Add(Spread(sequence), sequence);
        ids.Clear();
        Assert.Equal(0, ids.Next);
        Assert.Empty(Find(ids, Spread(5)));
        ids.Add(Spread(5), 0);
        Assert.Equal([0], Find(ids, Spread(5)));
    }

    private static ulong Spread(long number) => unchecked((ulong)(number + 1) * 0x9E3779B97F4A7C15UL);

    private static List<long> Find(IPaymentIds ids, ulong fingerprint)
    {
        var found = new List<long>();
        ids.Find(fingerprint, found);
        return found;
    }
}
