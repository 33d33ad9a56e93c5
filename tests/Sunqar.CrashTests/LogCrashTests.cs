using Sunqar.Core.Facts;
using Sunqar.Core.Merkle;
using Sunqar.Storage.Codec;
using Sunqar.Storage.Files;
using Sunqar.Storage.Journal;
using Sunqar.Storage.Log;
using Xunit;

namespace Sunqar.CrashTests;

/// <summary>Power lost at every kind of moment of the oversight log: what was shown stays true, a size has one root, and no crash is taken
/// for tampering.</summary>
public sealed class LogCrashTests
{
    private const string Data = "/data",
        Stream = "acts",
        KeyPath = "/data.log.key";

    [Fact]
    public void Heads_that_were_shown_stay_true_and_no_crash_looks_like_tampering() => Seeds.Run(seed => new Scenario(seed).Run());

    private sealed class Scenario(int seed)
    {
        private readonly Random _random = new(seed);
        private readonly SimulatedDisk _disk = new(seed);
        private readonly List<TreeHead> _shown = [];
        private readonly JournalFolderOptions _options = new() { SegmentBytes = 900, Threads = 1 };
        private string? _key;
        private long _nowUs = 1_000_000;

        public void Run()
        {
            for (var start = 0; start < 7; start++)
            {
                _disk.PowerLostAt = start == 6 ? int.MaxValue : _disk.Writes + _random.Next(1, 70);
                if (_random.Next(6) == 0)
                    _disk.FlushFailsAt = _disk.Writes + _random.Next(1, 40);
                try
                {
                    using var journal = new FolderJournal(_disk, Path.Combine(Data, "journal"), _options);
                    using var log = new OversightLog(
                        _disk,
                        Path.Combine(Data, OversightLog.FolderName),
                        journal,
                        new OversightLogOptions { Stream = Stream },
                        mayCreate => LogKeyFile.Open(_disk, KeyPath, mayCreate, _random.NextBytes)
                    );
                    Work(journal, log);
                }
                catch (PowerLostException) { }
                catch (IOException) when (!_disk.IsOff && _disk.FlushFailsAt == int.MaxValue)
                {
                    // A flush failed, and whoever called was told.
                }
                if (_disk.IsOff || _random.Next(2) == 0)
                    _disk.Restart();
                _disk.FlushFailsAt = int.MaxValue;
            }
        }

        private void Work(FolderJournal journal, OversightLog log)
        {
            Check(log);
            using var writer = journal.Open(Stream);
            for (var step = 0; step < 20; step++)
            {
                var facts = Enumerable
                    .Range(0, _random.Next(1, 25))
                    .Select(_ => (Fact)new OpaqueFact(1000, BitConverter.GetBytes(_random.NextInt64())))
                    .ToArray();
                var task = writer.AppendAsync(facts);
                if (!(task.IsCompleted ? task.Result : task.AsTask().GetAwaiter().GetResult()).IsAppended)
                    return;
                if (_random.Next(3) == 0)
                    continue;
                _nowUs += 10_000_000;
                log.Advance(_nowUs);
                Check(log);
                // Whoever is shown a head now may hold it against everything that is shown later.
                if (log.Head is { } head && (_shown.Count == 0 || _shown[^1] != head.Head))
                    _shown.Add(head.Head);
            }
        }

        private void Check(OversightLog log)
        {
            Assert.Null(log.Trouble);
            Assert.Equal(_key ??= log.Key.Text, log.Key.Text);
            if (log.Head is not { } head)
                return;
            Assert.IsType<HeadReading.Good>(log.Key.Read(head.Note));
            foreach (var earlier in _shown.Where(earlier => earlier.Size > 0))
            {
                // A crash may take back a head whose flush failed, never what it covered.
                if (earlier.Size > head.Head.Size)
                    continue;
                Assert.True(
                    MerkleCheck.Consistency(
                        earlier.Size,
                        head.Head.Size,
                        earlier.Root.Span,
                        head.Head.Root.Span,
                        log.Consistency(earlier.Size, head.Head.Size)!
                    )
                );
            }
        }
    }
}
