using System.Globalization;
using System.Text;
using Sunqar.Core.Decisions;
using Sunqar.Core.Rulebook;
using Sunqar.Storage.Journal;
using Sunqar.Work.Registers;

namespace Sunqar.Work.Deciding;

/// <summary>
/// The engine's state kept beside the journal, in parts of limited size, so that it may be of any size: a list of the parts is kept last,
/// and is what makes them one. Two such states take turns under two names: one that was cut short or damaged leaves the other.
/// </summary>
internal static class EngineParts
{
    private const int PartBytes = 64 << 20;

    private static readonly string[] Names = ["engine-a", "engine-b"];

    /// <param name="lookups">At which rates the engine goes on.</param>
    /// <exception cref="IOException">It found no room; what was kept before stands.</exception>
    public static void Save(
        IJournal journal,
        string stream,
        long next,
        DecisionEngine engine,
        LookupsTaken lookups,
        int partBytes = PartBytes
    )
    {
        var last = Lists(journal, stream).FirstOrDefault().Name;
        var name = last == Names[0] ? Names[1] : Names[0];
        using var parts = new PartsOut(partBytes, (part, bytes) => journal.SaveSnapshot(stream, PartName(name, part), next, bytes));
        EngineSnapshot.Save(engine, parts);
        parts.Finish();
        var list = string.Create(CultureInfo.InvariantCulture, $"{parts.Count} {lookups.RegistryNext} {lookups.ImportsNext}");
        journal.SaveSnapshot(stream, name, next, Encoding.UTF8.GetBytes(list));
    }

    /// <summary>The newest state that is whole and holds what the rulebook's windows need; null where there is none.</summary>
    public static (DecisionEngine Engine, long Next)? Load(IJournal journal, string stream, LoadedRulebook rulebook, LookupsPicture lookups)
    {
        foreach (var (name, list) in Lists(journal, stream))
        {
            var numbers = Encoding
                .UTF8.GetString(list.Content)
                .Split(' ')
                .Select(n => long.Parse(n, CultureInfo.InvariantCulture))
                .ToArray();
            using var parts = new PartsIn(
                (int)numbers[0],
                part => journal.LatestSnapshot(stream, PartName(name, part)) is { } kept && kept.Next == list.Next ? kept.Content : null
            );
            try
            {
                var rates = lookups.RatesAsOf(new LookupsTaken(numbers[1], numbers[2]));
                if (EngineSnapshot.Restore(parts, rulebook, rates) is { } engine)
                    return (engine, list.Next);
            }
            catch (EndOfStreamException)
            {
                // A part is missing or damaged: the state before serves.
            }
        }
        return null;
    }

    private static IEnumerable<(string Name, Snapshot List)> Lists(IJournal journal, string stream) =>
        Names
            .Select(name => (name, List: journal.LatestSnapshot(stream, name)))
            .Where(kept => kept.List is not null)
            .Select(kept => (kept.name, kept.List!))
            .OrderByDescending(kept => kept.Item2.Next);

    private static string PartName(string name, int part) => string.Create(CultureInfo.InvariantCulture, $"{name}-{part:d6}");

    /// <summary>Takes bytes and gives them on in parts.</summary>
    private sealed class PartsOut(int partBytes, PartWriter write) : OneWayStream
    {
        private readonly byte[] _part = new byte[partBytes];
        private int _filled;

        public int Count { get; private set; }

        public override bool CanWrite => true;

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            while (buffer.Length > 0)
            {
                if (_filled == _part.Length)
                    Finish();
                var some = Math.Min(buffer.Length, _part.Length - _filled);
                buffer[..some].CopyTo(_part.AsSpan(_filled));
                _filled += some;
                buffer = buffer[some..];
            }
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        /// <summary>What is left becomes a part.</summary>
        public void Finish()
        {
            write(Count++, _part.AsSpan(0, _filled));
            _filled = 0;
        }
    }

    private delegate void PartWriter(int part, ReadOnlySpan<byte> bytes);

    /// <summary>Parts read one after another; ends where one is missing.</summary>
    private sealed class PartsIn(int count, Func<int, byte[]?> read) : OneWayStream
    {
        private byte[] _part = [];
        private int _taken;
        private int _next;

        public override bool CanRead => true;

        public override int Read(Span<byte> buffer)
        {
            while (_taken == _part.Length)
            {
                if (_next == count || read(_next++) is not { } part)
                    return 0;
                (_part, _taken) = (part, 0);
            }
            var some = Math.Min(buffer.Length, _part.Length - _taken);
            _part.AsSpan(_taken, some).CopyTo(buffer);
            _taken += some;
            return some;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
    }

    private abstract class OneWayStream : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Flush() { }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
