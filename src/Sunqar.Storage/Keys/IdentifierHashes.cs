using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Sunqar.Core.Identity;

namespace Sunqar.Storage.Keys;

/// <summary>The two keyed hashes of identifiers: a lasting one for the disk and a quick one for this process. Each kind of subject has its
/// own keys.</summary>
internal sealed class IdentifierHashes : IDisposable
{
    private const int Kinds = (int)SubjectKind.Ip + 1;

    // Kept ready, which is three times as fast as starting from the key each time; not for two threads at once.
    private readonly IncrementalHash[] _lasting = new IncrementalHash[Kinds];
    private readonly SipHash[] _quick = new SipHash[Kinds];

    public IdentifierHashes(RootKey root, Action<Span<byte>> chance)
    {
        Span<byte> key = stackalloc byte[2 * sizeof(ulong)];
        for (var kind = 0; kind < Kinds; kind++)
        {
            _lasting[kind] = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, root.ForIdentifiers((SubjectKind)kind));
            chance(key);
            _quick[kind] = SipHash.FromKey(key);
        }
    }

    /// <summary>HMAC-SHA256 over the identifier in UTF-8, its first 128 bits.</summary>
    public (ulong Low, ulong High) Durable(SubjectKind kind, ReadOnlySpan<char> identifier)
    {
        Span<byte> utf8 = stackalloc byte[256];
        var most = Encoding.UTF8.GetMaxByteCount(identifier.Length);
        if (most > utf8.Length)
            utf8 = new byte[most];
        utf8 = utf8[..Encoding.UTF8.GetBytes(identifier, utf8)];
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        _lasting[(int)kind].AppendData(utf8);
        _lasting[(int)kind].GetHashAndReset(hash);
        return (BinaryPrimitives.ReadUInt64LittleEndian(hash), BinaryPrimitives.ReadUInt64LittleEndian(hash[8..]));
    }

    public void Dispose()
    {
        foreach (var hash in _lasting)
            hash.Dispose();
    }

    /// <summary>SipHash under a key that lives as long as the process.</summary>
    public void Quick(SubjectKind kind, ReadOnlySpan<char> identifier, out ulong tag, out uint spread)
    {
        _quick[(int)kind].Compute(MemoryMarshal.AsBytes(identifier), out tag, out var more);
        spread = more.Low31();
    }
}
