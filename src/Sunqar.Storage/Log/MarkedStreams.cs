using Sunqar.Core.Acts;
using Sunqar.Core.Oversight;
using Sunqar.Storage.Codec;
using Sunqar.Storage.Journal;

namespace Sunqar.Storage.Log;

/// <summary>The marks of the journal's streams among the leaves of a copy, held against its streams: what an older copy of a stream cannot
/// bring along. Gets the leaves first, then the ends of each stream's batches.</summary>
internal sealed class MarkedStreams(string folder, Action<LogFinding> tell) : IRecordSink
{
    private readonly SortedDictionary<string, (StreamMark Mark, long Leaf)> _marks = new(StringComparer.Ordinal);
    private readonly HashSet<string> _met = new(StringComparer.Ordinal);
    private long _epoch;

    public void Add(long sequence, long recordedUs, ReadOnlySpan<byte> record)
    {
        if (FactCodecs.Read(record) is not Act act)
            return;
        foreach (var what in act.What)
        {
            if (what is StreamsMarked marked)
                Take(marked, sequence);
            if (what is HistoryRestored restored)
                Restore(restored, sequence);
        }
    }

    private void Take(StreamsMarked marked, long leaf)
    {
        foreach (var mark in marked.Marks)
        {
            if (_marks.TryGetValue(mark.Stream, out var known) && (mark.Next < known.Mark.Next || marked.Epoch != _epoch))
            {
                tell(
                    new LogFinding(
                        LogFault.RolledBack,
                        leaf,
                        Place(mark.Stream),
                        $"{known.Mark.Next} facts were marked by leaf {known.Leaf} and {mark.Next} by this one, and no lawful restore lies between"
                    )
                );
            }
            _marks[mark.Stream] = (mark, leaf);
        }
    }

    private void Restore(HistoryRestored restored, long leaf)
    {
        tell(
            new LogFinding(LogFault.None, leaf, Place(""), $"epoch {restored.Epoch}: two persons restored an older copy: {restored.Reason}")
        );
        (_epoch, var marks) = (restored.Epoch, restored.Marks);
        _marks.Clear();
        foreach (var mark in marks)
            _marks[mark.Stream] = (mark, leaf);
    }

    /// <summary>A batch of a stream ends.</summary>
    /// <param name="next">The sequence after its last fact.</param>
    /// <param name="chain">Its hash.</param>
    public void EndOfBatch(string stream, long next, ReadOnlySpan<byte> chain)
    {
        if (_marks.TryGetValue(stream, out var known) && known.Mark.Next == next && Convert.ToHexStringLower(chain) == known.Mark.Chain)
            _met.Add(stream);
    }

    /// <summary>After the last stream: tells of each whose mark no batch met.</summary>
    public void Finish()
    {
        foreach (var (stream, (mark, leaf)) in _marks)
        {
            if (mark.Next > 0 && !_met.Contains(stream))
            {
                tell(
                    new LogFinding(
                        LogFault.RolledBack,
                        leaf,
                        Place(stream),
                        $"the stream does not hold the {mark.Next} facts that this leaf marked: an older copy stands in its place, or another"
                    )
                );
            }
        }
    }

    private string Place(string stream) => Path.Combine(folder, "journal", stream);
}
