using System.Buffers.Binary;
using System.Security.Cryptography;
using Sunqar.Core.Footage;
using Sunqar.Core.Merkle;
using Sunqar.Storage.Disk;
using Sunqar.Storage.Keys;

namespace Sunqar.Storage.Footage;

/// <summary>
/// Encrypts recordings at rest and opens them again. A sealed recording is a head (kind, salt) and pieces of AES-256-GCM under a key of its
/// own, derived from the bank's key, the recording's name and the salt; a piece's nonce is its number and whether it is the last, so pieces
/// cannot be swapped, nor the end be cut, without the seal breaking. Not for two threads at once.
/// </summary>
public sealed class RecordingSealer : IDisposable
{
    private const int SaltBytes = 32,
        TagBytes = 16,
        NonceBytes = 12,
        PieceBytes = 1 << 16,
        PlainBytes = PieceBytes - TagBytes;

    private readonly RootKey _key;
    private readonly byte[] _plain = new byte[PlainBytes + 1];
    private readonly byte[] _sealed = new byte[PieceBytes];

    private RecordingSealer(RootKey key)
    {
        _key = key;
        var seed = key.ForFootageSigning();
        Signer = LogSigner.Create(seed, "footage");
        CryptographicOperations.ZeroMemory(seed);
    }

    private static ReadOnlySpan<byte> Kind => "SUNQARV1"u8;

    private static int HeadBytes => Kind.Length + SaltBytes;

    /// <summary>Signs the manifests; derived from the same key.</summary>
    public LogSigner Signer { get; }

    /// <param name="keyPath">32 random bytes, readable by their owner alone; never in the folder of the footage.</param>
    /// <param name="mayCreate">Whether a folder without a key may begin with a new one; not where something is sealed already.</param>
    /// <exception cref="KeyStoreException">The key is missing where it may not be made, or is none.</exception>
    public static RecordingSealer Open(string keyPath, bool mayCreate) =>
        new(RootKey.Open(OsDisk.Instance, keyPath, mayCreate, RandomNumberGenerator.Fill));

    /// <summary>Encrypts to a stream.</summary>
    /// <param name="name">The recording's name, bound into the seal.</param>
    /// <returns>The tree over what was written, and its length.</returns>
    public (BuiltTree Tree, long Bytes) Seal(string name, Stream plain, Stream into)
    {
        Span<byte> salt = stackalloc byte[SaltBytes];
        RandomNumberGenerator.Fill(salt);
        return Seal(name, plain, into, salt);
    }

    /// <summary>Whether a recording that is sealed already is of these bytes: sealed once more under its salt, it has the same
    /// root.</summary>
    public bool IsOf(string name, Stream plain, Stream sealedBefore, ReadOnlySpan<byte> root)
    {
        Span<byte> head = stackalloc byte[HeadBytes];
        if (sealedBefore.ReadAtLeast(head, HeadBytes, throwOnEndOfStream: false) < HeadBytes || !head.StartsWith(Kind))
            return false;
        return Seal(name, plain, Stream.Null, head[Kind.Length..]).Tree.Root.AsSpan().SequenceEqual(root);
    }

    private (BuiltTree Tree, long Bytes) Seal(string name, Stream plain, Stream into, ReadOnlySpan<byte> salt)
    {
        var key = _key.ForRecording(name, salt);
        using var cipher = new AesGcm(key, TagBytes);
        CryptographicOperations.ZeroMemory(key);
        var leaves = new LeafStream();
        Span<byte> head = stackalloc byte[HeadBytes];
        Kind.CopyTo(head);
        salt.CopyTo(head[Kind.Length..]);
        Put(head, into, leaves);
        Span<byte> nonce = stackalloc byte[NonceBytes];
        // One byte more than a piece holds tells whether this is the last.
        var held = plain.ReadAtLeast(_plain, _plain.Length, throwOnEndOfStream: false);
        for (var piece = 0L; ; piece++)
        {
            var isLast = held <= PlainBytes;
            var length = isLast ? held : PlainBytes;
            Nonce(nonce, piece, isLast);
            cipher.Encrypt(nonce, _plain.AsSpan(0, length), _sealed.AsSpan(0, length), _sealed.AsSpan(length, TagBytes));
            Put(_sealed.AsSpan(0, length + TagBytes), into, leaves);
            if (isLast)
                break;
            _plain[0] = _plain[PlainBytes];
            held = 1 + plain.ReadAtLeast(_plain.AsSpan(1), PlainBytes, throwOnEndOfStream: false);
        }
        CryptographicOperations.ZeroMemory(_plain);
        return leaves.Finish();
    }

    private static void Put(ReadOnlySpan<byte> bytes, Stream into, LeafStream leaves)
    {
        into.Write(bytes);
        leaves.Add(bytes);
    }

    /// <summary>Decrypts a sealed recording; false where it is not what was sealed under this name and key. What was written before that
    /// was found is genuine, and not all of it.</summary>
    public bool Unseal(string name, Stream sealedStream, Stream into)
    {
        Span<byte> head = stackalloc byte[HeadBytes];
        if (sealedStream.ReadAtLeast(head, HeadBytes, throwOnEndOfStream: false) < HeadBytes || !head.StartsWith(Kind))
            return false;
        var key = _key.ForRecording(name, head[Kind.Length..]);
        using var cipher = new AesGcm(key, TagBytes);
        CryptographicOperations.ZeroMemory(key);
        Span<byte> nonce = stackalloc byte[NonceBytes];
        var held = sealedStream.ReadAtLeast(_sealed, PieceBytes, throwOnEndOfStream: false);
        for (var piece = 0L; ; piece++)
        {
            var next = new byte[PieceBytes];
            var more = held < PieceBytes ? 0 : sealedStream.ReadAtLeast(next, PieceBytes, throwOnEndOfStream: false);
            if (held < TagBytes)
                return false;
            var length = held - TagBytes;
            Nonce(nonce, piece, isLast: more == 0);
            try
            {
                cipher.Decrypt(nonce, _sealed.AsSpan(0, length), _sealed.AsSpan(length, TagBytes), _plain.AsSpan(0, length));
            }
            catch (AuthenticationTagMismatchException)
            {
                return false;
            }
            into.Write(_plain.AsSpan(0, length));
            if (more == 0)
                return true;
            next.AsSpan(0, more).CopyTo(_sealed);
            held = more;
        }
    }

    private static void Nonce(Span<byte> nonce, long piece, bool isLast)
    {
        nonce.Clear();
        BinaryPrimitives.WriteInt64LittleEndian(nonce, piece);
        nonce[sizeof(long)] = isLast ? (byte)1 : (byte)0;
    }

    public void Dispose() => _key.Dispose();
}
