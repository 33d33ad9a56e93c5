using System.Text.Json;
using Sunqar.Core.Merkle;
using Sunqar.Storage.Log;

namespace Sunqar.Work.Oversight;

/// <summary>How far a log's leaves say that the journal's streams have come, as a witness has seen it: in one epoch none becomes
/// shorter.</summary>
/// <param name="Epoch">How often an older copy was put in place lawfully; -1 where nothing was seen.</param>
/// <param name="Next">Facts of each stream.</param>
public sealed record WitnessedStreams(long Epoch, IReadOnlyDictionary<string, long> Next)
{
    public static WitnessedStreams None { get; } = new(-1, new Dictionary<string, long>());

    /// <summary>What an answer of <c>/v1/log/streams</c> proves under a head; null where it proves nothing.</summary>
    public static (WitnessedStreams Streams, bool IsRestore)? Proved(string json, TreeHead head)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            var (leaf, size) = (root.GetProperty("leaf").GetInt64(), root.GetProperty("size").GetInt64());
            var record = new LeafRecord(leaf, root.GetProperty("recorded_us").GetInt64(), root.GetProperty("record").GetBytesFromBase64());
            var proof = root.GetProperty("proof").EnumerateArray().Select(hash => hash.GetBytesFromBase64()).ToList();
            var hash = record.Hash();
            if (size != head.Size || !MerkleCheck.Inclusion(leaf, size, hash, proof, head.Root.Span))
                return null;
            return record.Streams() is { } streams ? (new WitnessedStreams(streams.Epoch, streams.Next), streams.IsRestore) : null;
        }
        // A record that is none is told by an IOException.
        catch (Exception error)
            when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or IOException)
        {
            return null;
        }
    }

    /// <summary>What was seen, and what is seen now beside it.</summary>
    public WitnessedStreams With(WitnessedStreams seen)
    {
        if (seen.Epoch > Epoch)
            return seen;
        var next = new SortedDictionary<string, long>(Next.ToDictionary(), StringComparer.Ordinal);
        foreach (var (stream, count) in seen.Next)
            next[stream] = count;
        return new WitnessedStreams(Epoch, next);
    }

    /// <summary>The first stream that has become shorter without a new epoch; null where none has.</summary>
    public string? Shorter(WitnessedStreams seen) =>
        seen.Epoch < Epoch ? "the epoch"
        : seen.Epoch > Epoch ? null
        : seen.Next.Where(pair => pair.Value < Next.GetValueOrDefault(pair.Key)).Select(pair => pair.Key).FirstOrDefault();
}
