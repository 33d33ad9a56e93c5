using Sunqar.Storage.Ids;
using Xunit;

namespace Sunqar.CrashTests;

/// <summary>The index of payments under power losses: whatever was not whole is made again, and nothing that it says it holds is
/// missing.</summary>
public sealed class PaymentIdsCrashTests
{
    private const string Folder = "/data/ids";

    [Fact]
    public void What_the_index_says_it_holds_is_there_whenever_the_power_goes() =>
        Seeds.Run(seed =>
        {
            var random = new Random(seed);
            var disk = new SimulatedDisk(seed);
            var facts = new List<ulong>();
            for (var start = 0; start < 4; start++)
            {
                disk.PowerLostAt = start == 3 ? int.MaxValue : disk.Writes + random.Next(1, 40);
                try
                {
                    using var ids = new FolderPaymentIds(disk, Folder, _ => { }, memoryEntries: random.Next(10, 40));
                    Assert.InRange(ids.Next, 0, facts.Count);
                    // The journal is the truth: what the index lacks comes from there.
                    for (var sequence = (int)ids.Next; sequence < facts.Count; sequence++)
                        ids.Add(facts[sequence], sequence);
                    Check(ids, facts);
                    for (var i = 0; i < 100; i++)
                    {
                        ids.Add(Add(facts, random), facts.Count - 1);
                        if (random.Next(40) == 0)
                            ids.WaitForRun();
                    }
                    ids.WaitForRun();
                    Check(ids, facts);
                }
                catch (Exception error) when (error is PowerLostException or AggregateException { InnerException: PowerLostException }) { }
                if (disk.IsOff || random.Next(2) == 0)
                    disk.Restart();
            }
            Assert.True(facts.Count >= 100);
        });

    [Fact]
    public void A_full_disk_keeps_everything_in_memory_and_goes_on_when_there_is_room()
    {
        var disk = new SimulatedDisk(3);
        var warnings = new List<string>();
        using var ids = new FolderPaymentIds(disk, Folder, warnings.Add, memoryEntries: 50);
        disk.Capacity = 0;
        var facts = new List<ulong>();
        var random = new Random(3);
        for (var i = 0; i < 500; i++)
        {
            ids.Add(Add(facts, random), i);
            if (i % 50 == 0)
                ids.WaitForRun();
        }
        ids.WaitForRun();
        Check(ids, facts);
        Assert.NotEmpty(warnings);
        Assert.Equal(0, ids.Runs);
        disk.Capacity = long.MaxValue;
        for (var i = 500; i < 2_000; i++)
            ids.Add(Add(facts, random), i);
        ids.WaitForRun();
        Check(ids, facts);
        Assert.NotEqual(0, ids.Runs);
    }

    private static ulong Add(List<ulong> facts, Random random)
    {
        // Now and then a fact about a payment that was there before.
        facts.Add(
            random.Next(20) == 0 && facts.Count > 0
                ? facts[random.Next(facts.Count)]
                : (ulong)random.NextInt64() << 1 | (uint)random.Next(2)
        );
        return facts[^1];
    }

    private static void Check(FolderPaymentIds ids, List<ulong> facts)
    {
        var found = new List<long>();
        // A part of them, the newest always: a thousand seeds see the rest.
        foreach (
            var group in facts
                .Select((fingerprint, sequence) => (fingerprint, sequence: (long)sequence))
                .GroupBy(fact => fact.fingerprint, fact => fact.sequence)
                .Where(group => group.Key % 3 == 0 || group.Last() > facts.Count - 20)
        )
        {
            found.Clear();
            ids.Find(group.Key, found);
            Assert.Equal(group, found);
        }
    }
}
