using System.Text.Json;
using Sunqar.Core.Footage;
using Sunqar.Core.Merkle;

namespace Sunqar.Formats.Footage;

/// <summary>A leaf that the bank shows.</summary>
/// <param name="Bytes">Null where it says that it has not got it.</param>
/// <param name="Path">The hashes beside its way up.</param>
public sealed record AnsweredLeaf(ReadOnlyMemory<byte>? Bytes, IReadOnlyList<byte[]> Path);

/// <summary>What came of holding an answer against its challenge.</summary>
public abstract record AnswerReading
{
    private AnswerReading() { }

    /// <param name="Verdicts">One for each challenged leaf.</param>
    public sealed record Checked(IReadOnlyList<LeafVerdict> Verdicts) : AnswerReading;

    /// <summary>It answers another challenge.</summary>
    public sealed record OtherChallenge(string Id) : AnswerReading;

    public sealed record Refused(BadInput Why) : AnswerReading;
}

/// <summary>Writes answers, and reads them leaf by leaf against their challenge (docs/footage.md).</summary>
public static class AnswerFile
{
    /// <summary>A leaf and forty hashes in base64, and what stands around them.</summary>
    private const int LineBytesMax = 8192;

    private const int PathMax = 40;

    public static void Begin(Stream file, Challenge challenge) =>
        ChallengeFile.Add(
            file,
            json =>
            {
                json.WriteNumber("footage_answer", 1);
                json.WriteString("challenge", challenge.Id);
            }
        );

    public static void Add(Stream file, int n, AnsweredLeaf leaf) =>
        ChallengeFile.Add(
            file,
            json =>
            {
                json.WriteNumber("n", n);
                if (leaf.Bytes is not { } bytes)
                {
                    json.WriteBoolean("missing", true);
                    return;
                }
                json.WriteBase64String("bytes", bytes.Span);
                json.WriteBase64String("path", leaf.Path.SelectMany(hash => hash).ToArray());
            }
        );

    /// <summary>Checks each leaf as it is read; what is not answered is missing.</summary>
    public static AnswerReading Check(string path, Challenge challenge)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
            return Check(stream, path, challenge);
        }
        catch (Exception why) when (why is IOException or UnauthorizedAccessException)
        {
            return new AnswerReading.Refused(BadInput.Unreadable(path, why));
        }
    }

    public static AnswerReading Check(Stream stream, string file, Challenge challenge)
    {
        var verdicts = new LeafVerdict[challenge.Leaves.Count];
        Array.Fill(verdicts, LeafVerdict.Missing);
        var answered = new bool[verdicts.Length];
        string? id = null;
        var bad = JsonLines.Read(
            stream,
            file,
            LineBytesMax,
            verdicts.Length + 1L,
            (json, line) =>
            {
                if (line > 1)
                    return Leaf(json, challenge, verdicts, answered);
                if (JsonLines.Number(json, "footage_answer", 1, 1) is null)
                    return LineFault.Of("footage_answer", "1, the version of this format");
                id = JsonLines.Text(json, "challenge", 64);
                return id is null
                    ? LineFault.Of("challenge", "the id of a challenge")
                    : JsonLines.Stranger(json, "footage_answer", "challenge");
            }
        );
        if (bad is not null)
            return new AnswerReading.Refused(bad);
        if (id is null)
            return new AnswerReading.Refused(new BadInput(file, 0, 0, null, "the file is empty", "an answer"));
        return id == challenge.Id ? new AnswerReading.Checked(verdicts) : new AnswerReading.OtherChallenge(id);
    }

    private static LineFault? Leaf(JsonElement json, Challenge challenge, LeafVerdict[] verdicts, bool[] answered)
    {
        if (JsonLines.Number(json, "n", 0, verdicts.Length - 1) is not { } n || answered[n])
            return LineFault.Of("n", "the number of a leaf of the challenge, each once");
        answered[n] = true;
        if (json.TryGetProperty("missing", out var missing))
        {
            return missing.ValueKind == JsonValueKind.True ? JsonLines.Stranger(json, "n", "missing") : LineFault.Of("missing", "true");
        }
        if (JsonLines.Bytes(json, "bytes", SegmentTree.LeafBytes) is not { } bytes)
            return LineFault.Of("bytes", $"at most {SegmentTree.LeafBytes} bytes in base64");
        var path = JsonLines.Bytes(json, "path", PathMax * MerkleTree.HashBytes);
        if (path is null || path.Length % MerkleTree.HashBytes != 0)
            return LineFault.Of("path", $"hashes of 32 bytes one behind the other in base64, at most {PathMax}");
        verdicts[n] = challenge.Leaves[(int)n].Check(bytes, [.. path.Chunk(MerkleTree.HashBytes)]);
        return JsonLines.Stranger(json, "n", "bytes", "path");
    }
}
