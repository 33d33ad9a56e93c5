using System.Text.Json;
using Sunqar.Core.Merkle;
using Xunit;

namespace Sunqar.Tests.Merkle;

/// <summary>Every published vector of proofs: which hold, and each way in which one does not.</summary>
public class MerkleVectorTests
{
    private static List<(string Name, JsonElement Vector)> Read(string folder)
    {
        var root = Repository.Shared(Path.Combine("standards/merkle", folder));
        return
        [
            .. Directory
                .EnumerateFiles(root, "*.json", SearchOption.AllDirectories)
                .Select(file => (Path.GetRelativePath(root, file), JsonDocument.Parse(File.ReadAllText(file)).RootElement)),
        ];
    }

    private static byte[] Bytes(JsonElement vector, string name) => vector.GetProperty(name).GetBytesFromBase64();

    /// <summary>Some are above what a signed number holds: negative here, and refused as such.</summary>
    private static long Number(JsonElement vector, string name) => unchecked((long)vector.GetProperty(name).GetUInt64());

    private static byte[][] Proof(JsonElement vector) =>
        vector.GetProperty("proof") is { ValueKind: JsonValueKind.Array } proof
            ? [.. proof.EnumerateArray().Select(hash => hash.GetBytesFromBase64())]
            : [];

    private static void Hold(List<(string Name, JsonElement Vector)> vectors, int least, Func<JsonElement, bool> check)
    {
        Assert.True(vectors.Count >= least, $"only {vectors.Count} vectors");
        var wrong = vectors.Where(v => check(v.Vector) == v.Vector.GetProperty("wantErr").GetBoolean()).Select(v => v.Name).ToList();
        Assert.Empty(wrong);
        Assert.Contains(vectors, v => v.Vector.GetProperty("wantErr").GetBoolean());
        Assert.Contains(vectors, v => !v.Vector.GetProperty("wantErr").GetBoolean());
    }

    [Fact]
    public void Inclusion() =>
        Hold(
            Read("inclusion"),
            98,
            v => MerkleCheck.Inclusion(Number(v, "leafIdx"), Number(v, "treeSize"), Bytes(v, "leafHash"), Proof(v), Bytes(v, "root"))
        );

    [Fact]
    public void Consistency() =>
        Hold(
            Read("consistency"),
            90,
            v => MerkleCheck.Consistency(Number(v, "size1"), Number(v, "size2"), Bytes(v, "root1"), Bytes(v, "root2"), Proof(v))
        );
}
