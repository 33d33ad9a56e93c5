using Sunqar.Storage.Frames;

namespace Sunqar.Storage.Files;

/// <summary>
/// Where some batches of a stream begin, about one in a quarter of a megabyte: so that reading one fact does not walk its whole segment.
/// Readers note what they pass; nothing depends on it but time. For any number of threads.
/// </summary>
internal sealed class FrameMarks
{
    private const long BytesApart = 256 << 10;

    private readonly Dictionary<string, List<(long First, long Offset)>> _segments = [];
    private readonly Lock _gate = new();

    /// <summary>Where to begin in a segment to find a sequence.</summary>
    public long Before(Segment segment, long sequence)
    {
        lock (_gate)
        {
            if (!_segments.TryGetValue(segment.Path, out var marks))
                return FileHead.Size;
            var (low, high) = (0, marks.Count);
            while (low < high)
            {
                var middle = (low + high) / 2;
                if (marks[middle].First <= sequence)
                    low = middle + 1;
                else
                    high = middle;
            }
            return low == 0 ? FileHead.Size : marks[low - 1].Offset;
        }
    }

    /// <summary>A batch that holds the facts from <paramref name="first"/> on begins at this offset.</summary>
    public void Note(Segment segment, long first, long offset)
    {
        lock (_gate)
        {
            if (!_segments.TryGetValue(segment.Path, out var marks))
                _segments[segment.Path] = marks = [];
            if (offset >= (marks.Count == 0 ? 0 : marks[^1].Offset) + BytesApart)
                marks.Add((first, offset));
        }
    }
}
