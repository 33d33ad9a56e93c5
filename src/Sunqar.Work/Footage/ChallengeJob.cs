using Sunqar.Core.Footage;
using Sunqar.Core.Merkle;
using Sunqar.Formats.Footage;
using Sunqar.Storage.Footage;

namespace Sunqar.Work.Footage;

/// <summary>What came of drawing a challenge.</summary>
public abstract record DrawOutcome
{
    private DrawOutcome() { }

    /// <param name="Segments">Recordings that were drawn from.</param>
    public sealed record Drawn(IReadOnlyList<ChallengedLeaf> Leaves, int Segments) : DrawOutcome;

    /// <summary>Nothing was drawn.</summary>
    public sealed record Refused(string Why) : DrawOutcome;

    /// <summary>The manifest is not what the bank signed.</summary>
    public sealed record Broken(string Why) : DrawOutcome;
}

/// <summary>Draws challenges from manifests, and answers them from a folder.</summary>
public static class ChallengeJob
{
    /// <param name="pinned">The bank's key as the agency has it; null to believe the manifest.</param>
    /// <param name="isWanted">Which recordings are drawn from; those with a certificate of deletion never are.</param>
    public static DrawOutcome Draw(string manifest, LogKey? pinned, string seed, int count, Func<Segment, bool> isWanted)
    {
        var kept = new KeptSegments();
        switch (ManifestReader.Read(manifest, pinned, kept))
        {
            case ManifestReading.Refused refused:
                return new DrawOutcome.Refused(refused.Why.ToString());
            case ManifestReading.Broken broken:
                return new DrawOutcome.Broken(broken.Why.ToString());
            case ManifestReading.Read { Unsigned: > 0 } read:
                return new DrawOutcome.Refused($"{manifest}: {read.Unsigned} lines after the last signed one; expected all of them signed");
            case ManifestReading.Read read:
                var segments = kept.All.Where(isWanted).ToList();
                if (segments.Count == 0)
                    return new DrawOutcome.Refused($"{manifest}: no recording to draw from; expected one that is kept and in the period");
                var drawn = LeafDraw.Draw(seed, read.Head.Head.Root.Span, [.. segments.Select(segment => segment.Leaves)], count);
                return new DrawOutcome.Drawn([.. drawn.Select(one => Leaf(segments[one.Segment], one.Leaf))], segments.Count);
            default:
                throw new InvalidOperationException("A reading that this job does not know.");
        }
    }

    private static ChallengedLeaf Leaf(Segment segment, long leaf) => new(segment.Key, segment.SealedBytes, segment.Root, leaf);

    /// <summary>Writes an answer.</summary>
    /// <param name="recordings">The folder whose <c>sealed</c> has them.</param>
    /// <returns>How many leaves the folder has not got.</returns>
    public static int Answer(Challenge challenge, string recordings, Stream into)
    {
        var folder = new SealedFolder(recordings);
        var missing = 0;
        AnswerFile.Begin(into, challenge);
        for (var n = 0; n < challenge.Leaves.Count; n++)
        {
            var leaf = challenge.Leaves[n];
            var found = folder.Leaf(leaf, SegmentName.Of(leaf.Segment));
            missing += found is null ? 1 : 0;
            AnswerFile.Add(into, n, found is { } shown ? new AnsweredLeaf(shown.Leaf, shown.Path) : new AnsweredLeaf(null, []));
        }
        return missing;
    }

    /// <summary>The first manifest of each recording: a second one under the same name is a finding, and changes nothing of what is
    /// owed.</summary>
    private sealed class KeptSegments : IManifestSink
    {
        private readonly Dictionary<SegmentKey, Segment> _segments = [];
        private readonly HashSet<SegmentKey> _deleted = [];

        public IEnumerable<Segment> All => _segments.Values.Where(segment => !_deleted.Contains(segment.Key));

        public void Take(Segment segment, ReadOnlyMemory<byte> leafHash) => _segments.TryAdd(segment.Key, segment);

        public void Take(Deletion deletion) => _deleted.Add(deletion.Segment);

        public void Take(TreeHead head) { }
    }
}
