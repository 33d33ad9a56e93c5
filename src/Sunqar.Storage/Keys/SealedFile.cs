using System.Security.Cryptography;
using System.Text;
using Sunqar.Storage.Disk;

namespace Sunqar.Storage.Keys;

/// <summary>One small file in the data folder, encrypted (AES-256-GCM) under a key that the root key gives, readable by its owner alone,
/// and replaced as a whole at each change. Not for threads at once.</summary>
public sealed class SealedFile
{
    private const int NonceBytes = 12,
        TagBytes = 16;

    private readonly IDisk _disk;
    private readonly string _folder,
        _path;
    private readonly byte[] _kind,
        _key;

    /// <param name="kind">Eight letters with which the file begins.</param>
    internal SealedFile(IDisk disk, string folder, string name, string kind, byte[] key) =>
        (_disk, _folder, _path, _kind, _key) = (disk, folder, Path.Combine(folder, name), Encoding.ASCII.GetBytes(kind), key);

    /// <summary>What it holds; null where there is no file.</summary>
    /// <exception cref="KeyStoreException">The file is damaged, or of another root key.</exception>
    public byte[]? Read()
    {
        if (!_disk.FileExists(_path))
            return null;
        using var file = _disk.Open(_path);
        var bytes = new byte[file.Length];
        if (bytes.Length < _kind.Length + NonceBytes + TagBytes || file.Read(0, bytes) != bytes.Length || !bytes.AsSpan().StartsWith(_kind))
            throw new KeyStoreException($"{_path} is no file of its kind.");
        var body = bytes.AsSpan(_kind.Length);
        var plain = new byte[body.Length - NonceBytes - TagBytes];
        try
        {
            using var cipher = new AesGcm(_key, TagBytes);
            cipher.Decrypt(body[..NonceBytes], body[NonceBytes..^TagBytes], body[^TagBytes..], plain, _kind);
            return plain;
        }
        catch (AuthenticationTagMismatchException error)
        {
            throw new KeyStoreException($"{_path} is damaged, or belongs to another root key.", error);
        }
    }

    /// <summary>Durable on return.</summary>
    public void Write(ReadOnlySpan<byte> plain)
    {
        var bytes = new byte[_kind.Length + NonceBytes + plain.Length + TagBytes];
        _kind.CopyTo(bytes, 0);
        var body = bytes.AsSpan(_kind.Length);
        RandomNumberGenerator.Fill(body[..NonceBytes]);
        using (var cipher = new AesGcm(_key, TagBytes))
        {
            cipher.Encrypt(body[..NonceBytes], plain, body[NonceBytes..^TagBytes], body[^TagBytes..], _kind);
        }
        var aside = _path + ".tmp";
        if (_disk.FileExists(aside))
            _disk.Delete(aside);
        using (var file = _disk.Create(aside, secret: true))
        {
            file.Write(0, bytes);
            file.Flush();
        }
        _disk.Rename(aside, _path);
        _disk.FlushFolder(_folder);
    }
}
