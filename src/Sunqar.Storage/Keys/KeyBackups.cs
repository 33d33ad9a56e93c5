using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Sunqar.Storage.Disk;
using Sunqar.Storage.Files;
using Sunqar.Storage.Frames;

namespace Sunqar.Storage.Keys;

/// <summary>
/// Backups of the key store that end by themselves. Each is encrypted under a key of its own, which lies beside the root key and is
/// destroyed when the backup's time is over: then nobody can open it, wherever its copies lie, and who was forgotten since it was made
/// stays forgotten. Backups are made beside a running server.
/// </summary>
public sealed class KeyBackups
{
    private const string KeySuffix = ".key",
        Store = "keys";
    private const int KeyBytes = 32,
        NonceBytes = 12,
        TagBytes = 16,
        LengthBytes = sizeof(int),
        PieceBytes = 4 << 20;

    private readonly string _data;
    private readonly string _secrets;

    /// <param name="dataFolder">The data folder whose key store is meant; the backups' keys lie beside it, in a folder that ends with
    /// <c>.backup-keys</c>.</param>
    public KeyBackups(string dataFolder)
    {
        _data = Path.TrimEndingDirectorySeparator(Path.GetFullPath(dataFolder));
        _secrets = _data + ".backup-keys";
    }

    private static ReadOnlySpan<byte> Kind => "SUNQARB1"u8;

    /// <summary>Makes a backup; a file of that name must not be there.</summary>
    /// <exception cref="KeyStoreException">There is no key store, or the file is there.</exception>
    public void Create(string file, long nowUs)
    {
        if (File.Exists(file))
            throw new KeyStoreException($"{file} is there already; name another file.");
        var store = ReadStore();
        var disk = OsDisk.Instance;
        var key = RandomNumberGenerator.GetBytes(KeyBytes);
        disk.CreateFolder(_secrets);
        var keyPath = KeyPath(nowUs);
        using (var secret = disk.Create(keyPath, secret: true))
        {
            secret.Write(0, key);
            secret.Flush();
        }
        disk.FlushFolder(_secrets);
        using (var output = disk.Create(file, secret: true))
        {
            Write(output, store, key, nowUs);
            output.Flush();
        }
        CryptographicOperations.ZeroMemory(store);
        CryptographicOperations.ZeroMemory(key);
    }

    /// <summary>Puts a backup back, where there is no key store. Whoever was forgotten since must be forgotten again at once.</summary>
    /// <exception cref="KeyStoreException">There is a key store, the backup's time is over, or it is none.</exception>
    public void Restore(string file)
    {
        var disk = OsDisk.Instance;
        var folder = Path.Combine(_data, Store);
        if (disk.Files(folder).Any(name => KeyFile.TryName(name, out _)))
            throw new KeyStoreException($"{folder} holds a key store; a backup is only put where there is none.");
        using var input = OsDisk.OpenToRead(file);
        var head = new byte[FileHead.Size];
        input.Read(0, head);
        if (!FileHead.TryRead(head, Kind, out var version, out var madeUs, out var salt) || version != FileHead.Version)
            throw new KeyStoreException($"{file} is no backup of a key store.");
        if (!disk.FileExists(KeyPath(madeUs)))
        {
            throw new KeyStoreException(
                $"The key of this backup, {KeyPath(madeUs)}, is not there: its time is over, or it was made elsewhere. Nobody can open it."
            );
        }
        var store = Read(file, input, ReadKey(KeyPath(madeUs)), head, salt);
        if (!FileHead.TryRead(store, KeyFile.Kind, out _, out var generation, out _))
            throw new KeyStoreException($"{file} holds no key store.");
        disk.CreateFolder(folder);
        var path = KeyFile.PathOf(folder, generation);
        using (var output = disk.Create(path + ".tmp"))
        {
            output.Write(0, store);
            output.Flush();
        }
        disk.Rename(path + ".tmp", path);
        disk.FlushFolder(folder);
        CryptographicOperations.ZeroMemory(store);
    }

    /// <summary>Destroys the keys of backups made before a moment; returns how many.</summary>
    /// <param name="beforeUs">Microseconds since 1970-01-01T00:00:00Z.</param>
    public int Expire(long beforeUs)
    {
        var names = OsDisk.Instance.Files(_secrets).Where(name => TryTime(name, out var madeUs) && madeUs < beforeUs).ToArray();
        foreach (var name in names)
            KeyFile.Wipe(OsDisk.Instance, _secrets, name);
        return names.Length;
    }

    private string KeyPath(long madeUs) => Path.Combine(_secrets, madeUs.ToString("x16", CultureInfo.InvariantCulture) + KeySuffix);

    private static bool TryTime(string name, out long madeUs)
    {
        madeUs = 0;
        return name.EndsWith(KeySuffix, StringComparison.Ordinal)
            && long.TryParse(
                name.AsSpan(0, name.Length - KeySuffix.Length),
                NumberStyles.AllowHexSpecifier,
                CultureInfo.InvariantCulture,
                out madeUs
            );
    }

    /// <summary>The newest generation, whole batches only; read once more where a destruction came in between.</summary>
    private byte[] ReadStore()
    {
        var folder = Path.Combine(_data, Store);
        for (var attempt = 0; attempt < 10; attempt++)
        {
            var name = Newest(folder) ?? throw new KeyStoreException($"{folder} holds no key store.");
            try
            {
                using var file = OsDisk.OpenToRead(Path.Combine(folder, name));
                var length = Whole(Path.Combine(folder, name), file);
                var store = new byte[length];
                file.Read(0, store);
                if (length > FileHead.Size && Newest(folder) == name)
                    return store;
                CryptographicOperations.ZeroMemory(store);
            }
            catch (IOException)
            {
                // Gone meanwhile; the next generation has its name already.
            }
        }
        throw new KeyStoreException($"{folder} could not be read whole.");

        static string? Newest(string folder) => OsDisk.Instance.Files(folder).LastOrDefault(name => KeyFile.TryName(name, out _));
    }

    private static long Whole(string path, IDiskFile file)
    {
        using var scan = new FrameScan(path, file, file.Length, FileHead.Size, 0, new byte[FrameHead.HashBytes], checkHashes: true);
        while (scan.MoveNext()) { }
        return scan.Offset;
    }

    private static void Write(IDiskFile output, ReadOnlySpan<byte> store, byte[] key, long nowUs)
    {
        var head = new byte[FileHead.Size];
        var salt = RandomNumberGenerator.GetBytes(FileHead.SaltBytes);
        FileHead.Write(head, Kind, nowUs, salt);
        output.Write(0, head);
        using var cipher = Cipher(key, salt);
        var piece = new byte[LengthBytes + PieceBytes + TagBytes];
        long at = FileHead.Size;
        for (var number = 0L; ; number++)
        {
            var plain = store[..Math.Min(PieceBytes, store.Length)];
            store = store[plain.Length..];
            var sealedPiece = piece.AsSpan(0, LengthBytes + plain.Length + TagBytes);
            BinaryPrimitives.WriteInt32LittleEndian(sealedPiece, plain.Length);
            cipher.Encrypt(
                Nonce(number),
                plain,
                sealedPiece.Slice(LengthBytes, plain.Length),
                sealedPiece[^TagBytes..],
                Bound(head, store.IsEmpty)
            );
            output.Write(at, sealedPiece);
            at += sealedPiece.Length;
            if (store.IsEmpty)
                return;
        }
    }

    private static byte[] Read(string file, IDiskFile input, byte[] key, byte[] head, byte[] salt)
    {
        using var cipher = Cipher(key, salt);
        var store = new List<byte>((int)Math.Min(input.Length, int.MaxValue));
        long at = FileHead.Size;
        var length = new byte[LengthBytes];
        try
        {
            for (var number = 0L; ; number++)
            {
                if (input.Read(at, length) < LengthBytes)
                    throw new KeyStoreException($"{file} is cut off.");
                var count = BinaryPrimitives.ReadInt32LittleEndian(length);
                if (count is < 0 or > PieceBytes)
                    throw new KeyStoreException($"{file} is damaged.");
                var piece = new byte[count + TagBytes];
                if (input.Read(at + LengthBytes, piece) < piece.Length)
                    throw new KeyStoreException($"{file} is cut off.");
                at += LengthBytes + piece.Length;
                var plain = new byte[count];
                var isLast = at == input.Length;
                cipher.Decrypt(Nonce(number), piece.AsSpan(0, count), piece.AsSpan(count), plain, Bound(head, isLast));
                store.AddRange(plain);
                if (isLast)
                    return [.. store];
            }
        }
        catch (AuthenticationTagMismatchException mismatch)
        {
            throw new KeyStoreException($"{file} is damaged, cut off or of another key.", mismatch);
        }
    }

    private static byte[] ReadKey(string path)
    {
        using var file = OsDisk.OpenToRead(path);
        var key = new byte[KeyBytes];
        return file.Read(0, key) == KeyBytes ? key : throw new KeyStoreException($"{path} is no key of a backup.");
    }

    private static AesGcm Cipher(byte[] key, byte[] salt) =>
        new(HKDF.DeriveKey(HashAlgorithmName.SHA256, key, KeyBytes, salt, Encoding.ASCII.GetBytes("sunqar v1 key backup")), TagBytes);

    // The key serves one backup, so a counter is a nonce.
    private static byte[] Nonce(long number)
    {
        var nonce = new byte[NonceBytes];
        BinaryPrimitives.WriteInt64LittleEndian(nonce, number);
        return nonce;
    }

    /// <summary>Binds a piece to its file, and the last to being the last.</summary>
    private static byte[] Bound(byte[] head, bool isLast) => [.. head, (byte)(isLast ? 1 : 0)];
}
