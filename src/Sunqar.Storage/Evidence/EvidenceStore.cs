using System.Security.Cryptography;
using System.Text;
using Sunqar.Storage.Disk;
using Sunqar.Storage.Keys;

namespace Sunqar.Storage.Evidence;

/// <summary>
/// The bytes of evidence, kept under the SHA-256 of what was received, encrypted (AES-256-GCM) under a key of their own with the hash bound
/// in: a file that was changed, or put in another's place, does not open. The same bytes twice are one file.
/// </summary>
public sealed class EvidenceStore
{
    private const int NonceBytes = 12,
        TagBytes = 16;

    private readonly IDisk _disk;
    private readonly string _folder;
    private readonly byte[] _key;

    /// <param name="dataFolder">The data folder; evidence lies in <c>evidence</c> in it.</param>
    public EvidenceStore(string dataFolder, KeyStore keys) =>
        (_disk, _folder, _key) = (keys.Disk, Path.Combine(dataFolder, "evidence"), keys.Root.ForEvidence());

    /// <summary>Keeps the bytes, on disk when it returns.</summary>
    /// <returns>Their SHA-256 in hexadecimal.</returns>
    /// <exception cref="IOException">They found no room.</exception>
    public string Put(ReadOnlySpan<byte> bytes)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        var path = PathOf(hash);
        if (_disk.FileExists(path))
            return hash;
        if (!_disk.IsFar)
            PrivateFolder.Make(Path.GetDirectoryName(path)!);
        var kept = new byte[NonceBytes + bytes.Length + TagBytes];
        RandomNumberGenerator.Fill(kept.AsSpan(0, NonceBytes));
        using (var cipher = new AesGcm(_key, TagBytes))
        {
            cipher.Encrypt(
                kept.AsSpan(0, NonceBytes),
                bytes,
                kept.AsSpan(NonceBytes, bytes.Length),
                kept.AsSpan(NonceBytes + bytes.Length),
                Encoding.ASCII.GetBytes(hash)
            );
        }
        // Two at once write the same bytes under names of their own; the last one stays.
        var aside = $"{path}.{Convert.ToHexStringLower(kept.AsSpan(0, NonceBytes))}.new";
        using (var file = _disk.Create(aside, secret: true))
        {
            file.Write(0, kept);
            file.Flush();
        }
        _disk.Rename(aside, path);
        _disk.FlushFolder(Path.GetDirectoryName(path)!);
        return hash;
    }

    /// <summary>The bytes again; null where none of this hash are kept.</summary>
    /// <exception cref="InvalidDataException">What lies there is not what was kept.</exception>
    public byte[]? Get(string sha256)
    {
        if (sha256.Length != 64 || !sha256.All(char.IsAsciiHexDigitLower) || !_disk.FileExists(PathOf(sha256)))
            return null;
        byte[] kept;
        using (var file = _disk.OpenToRead(PathOf(sha256)))
        {
            kept = new byte[file.Length];
            file.Read(0, kept);
        }
        if (kept.Length < NonceBytes + TagBytes)
            throw Changed(sha256);
        var bytes = new byte[kept.Length - NonceBytes - TagBytes];
        try
        {
            using var cipher = new AesGcm(_key, TagBytes);
            cipher.Decrypt(
                kept.AsSpan(0, NonceBytes),
                kept.AsSpan(NonceBytes, bytes.Length),
                kept.AsSpan(NonceBytes + bytes.Length),
                bytes,
                Encoding.ASCII.GetBytes(sha256)
            );
        }
        catch (AuthenticationTagMismatchException)
        {
            throw Changed(sha256);
        }
        return bytes;
    }

    private static InvalidDataException Changed(string sha256) => new($"Evidence {sha256} is not what was received: its file was changed.");

    private string PathOf(string hash) => Path.Combine(_folder, hash[..2], hash);
}
