using System.Security.Cryptography;
using Sunqar.Storage.Disk;

namespace Sunqar.Storage.Keys;

/// <summary>
/// Shows that a small file beside the journal was written by somebody who holds the root key: a keyed hash (HMAC-SHA256) of its bytes,
/// under a key of each use. Who may write the folder alone cannot make one.
/// </summary>
public sealed class FolderSeal
{
    private readonly byte[] _key;

    internal FolderSeal(byte[] key) => _key = key;

    /// <summary>For whoever works beside a running server, which holds the key store itself. In a folder that has no key store yet the root
    /// key is made.</summary>
    /// <exception cref="KeyStoreException">The root key is missing.</exception>
    public static FolderSeal Beside(string folder, string use) => Beside(OsDisk.Instance, folder, null, use);

    /// <param name="disk">Where the key store lies.</param>
    /// <param name="rootKey">The root key's file; null for the one beside the folder.</param>
    internal static FolderSeal Beside(IDisk disk, string folder, string? rootKey, string use)
    {
        using var root = RootKey.Open(
            OsDisk.Instance,
            rootKey ?? RootKey.DefaultPath(folder),
            mayCreate: !disk.Files(Path.Combine(folder, "keys")).Any(name => KeyFile.TryName(name, out _)),
            RandomNumberGenerator.Fill
        );
        return new FolderSeal(root.ForSeals(use));
    }

    /// <summary>In small hexadecimal letters.</summary>
    public string Of(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(HMACSHA256.HashData(_key, bytes));

    public bool Holds(ReadOnlySpan<byte> bytes, string seal)
    {
        Span<byte> told = stackalloc byte[HMACSHA256.HashSizeInBytes];
        return seal.Length == 2 * told.Length
            && Convert.FromHexString(seal, told, out _, out _) == System.Buffers.OperationStatus.Done
            && CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(_key, bytes), told);
    }
}
