using Sunqar.Core.Facts;
using Sunqar.Storage.Codec;
using Sunqar.Storage.Files;
using Sunqar.Storage.Journal;
using Xunit;

namespace Sunqar.CrashTests;

/// <summary>Power lost at every kind of moment: every answered fact is there, once, in order; and nothing else stops the start.</summary>
public sealed class JournalCrashTests
{
    private const string Folder = "/data/journal";

    [Fact]
    public void No_answered_fact_is_lost_and_none_comes_twice() => Seeds.Run(seed => new Scenario(seed).Run());

    /// <summary>One life of a journal: several starts, each ended by a power loss, a failing flush or an orderly close.</summary>
    private sealed class Scenario(int seed)
    {
        private readonly Random _random = new(seed);
        private readonly SimulatedDisk _disk = new(seed);
        private readonly Dictionary<string, List<long>> _answered = new() { ["payments"] = [], ["chain"] = [] };
        private readonly Dictionary<string, long[]> _unanswered = [];
        private long _number;

        public void Run()
        {
            var options = new JournalFolderOptions { SegmentBytes = _random.Next(200, 2500), Threads = 1 };
            for (var start = 0; start < 6; start++)
            {
                // A quarter of the power losses come while the start itself repairs.
                var first = _random.Next(4) == 0 ? _random.Next(1, 4) : _random.Next(1, 60);
                _disk.PowerLostAt = start == 5 ? int.MaxValue : _disk.Writes + first;
                if (_random.Next(8) == 0)
                    _disk.FlushFailsAt = _disk.Writes + _random.Next(1, 30);
                try
                {
                    using var journal = new FolderJournal(_disk, Folder, options);
                    Check(journal);
                    Work(journal);
                }
                catch (PowerLostException) { }
                catch (IOException) when (!_disk.IsOff && _disk.FlushFailsAt == int.MaxValue)
                {
                    // The flush failed during the start, which was refused.
                }
                if (_disk.IsOff || _random.Next(2) == 0)
                    _disk.Restart();
                _disk.FlushFailsAt = int.MaxValue;
            }
            _disk.PowerLostAt = int.MaxValue;
            using var last = new FolderJournal(_disk, Folder, options);
            Check(last);
            last.Verify();
        }

        private void Work(FolderJournal journal)
        {
            var writers = _answered.Keys.ToDictionary(stream => stream, journal.Open);
            for (var step = 0; step < 25 && !_disk.IsOff; step++)
            {
                var stream = _random.Next(4) == 0 ? "chain" : "payments";
                if (_random.Next(20) == 0)
                    writers[stream] = journal.Open(stream);
                if (_random.Next(12) == 0)
                {
                    journal.SaveSnapshot(stream, "fold", journal.Head(stream).Next, BitConverter.GetBytes(_answered[stream].Count));
                    continue;
                }
                if (!Append(writers[stream]))
                    return;
            }
        }

        /// <summary>False once the stream takes nothing more.</summary>
        private bool Append(IJournalWriter writer)
        {
            var numbers = Enumerable.Range(0, _random.Next(1, 6)).Select(_ => _number++).ToArray();
            _unanswered[writer.Stream] = numbers;
            var task = writer.AppendAsync(numbers.Select(Numbered).ToArray());
            var outcome = task.IsCompleted ? task.Result : task.AsTask().GetAwaiter().GetResult();
            if (!outcome.IsAppended)
            {
                Assert.Equal(AppendStatus.Failed, outcome.Status);
                return false;
            }
            Assert.Equal(_answered[writer.Stream].Count, outcome.First);
            _answered[writer.Stream].AddRange(numbers);
            _unanswered.Remove(writer.Stream);
            return true;
        }

        private void Check(FolderJournal journal)
        {
            foreach (var (stream, answered) in _answered)
            {
                var stored = journal.Read(stream).Select(fact => Number(fact.Fact)).ToArray();
                var maybe = _unanswered.GetValueOrDefault(stream, []);
                Assert.Equal(answered, stored.Take(answered.Count));
                var more = stored[answered.Count..];
                if (more.Length > 0)
                    Assert.Equal(maybe, more);
                answered.AddRange(more);
                _unanswered.Remove(stream);
                if (journal.LatestSnapshot(stream, "fold") is { } snapshot)
                    Assert.Equal(snapshot.Next, BitConverter.ToInt32(snapshot.Content));
            }
        }

        private Fact Numbered(long number)
        {
            var body = new byte[sizeof(long) + _random.Next(0, 120)];
            BitConverter.TryWriteBytes(body, number);
            return new OpaqueFact(1000, body);
        }

        private static long Number(Fact fact) => BitConverter.ToInt64(((OpaqueFact)fact).Body.Span);
    }
}
