using System.Security.Cryptography;
using System.Text;
using Sunqar.Core.Merkle;
using Sunqar.Storage.Disk;
using Sunqar.Storage.Keys;

namespace Sunqar.Storage.Log;

/// <summary>
/// The key that signs the heads: a file beside the data folder, readable by its owner alone, made at the first start; beside it the public
/// key, which everybody may have.
/// </summary>
public static class LogKeyFile
{
    private const int BytesMax = 1024;

    /// <summary>Where the private key lies when nobody says otherwise; the public one ends with <c>.log.pub</c>.</summary>
    public static string DefaultPath(string dataFolder) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(dataFolder)) + ".log.key";

    public static string PublicPath(string privatePath) => Path.ChangeExtension(privatePath, ".pub");

    /// <param name="mayCreate">Whether a log without a key may begin with a new one; not where heads were signed already.</param>
    /// <exception cref="IOException">The key is missing where it may not be made, or is none.</exception>
    public static LogSigner Open(string path, bool mayCreate) => Open(OsDisk.Instance, path, mayCreate, RandomNumberGenerator.Fill);

    internal static LogSigner Open(IDisk disk, string path, bool mayCreate, Action<Span<byte>> chance)
    {
        if (!disk.FileExists(path))
        {
            if (!mayCreate)
            {
                throw new IOException(
                    $"The log's key {path} is missing, and heads were signed with it; put "
                        + $"the file back. A new key would be taken for an attack by every witness."
                );
            }
            var seed = new byte[LogSigner.SeedBytes];
            chance(seed);
            Put(disk, path, LogSigner.Create(seed).Text, secret: true);
            CryptographicOperations.ZeroMemory(seed);
        }
        var signer =
            LogSigner.Parse(Read(disk, path)) ?? throw new IOException($"{path} is no key of an oversight log (docs/oversight-log.md).");
        var open = PublicPath(path);
        if (!disk.FileExists(open) || Read(disk, open).Trim() != signer.Key.Text)
            Put(disk, open, signer.Key.Text, secret: false);
        return signer;
    }

    /// <summary>The key that nodes share: sealed under the root key. The public one lies beside each node's folder.</summary>
    /// <param name="alone">The key's file of a node that was alone before.</param>
    internal static LogSigner OpenShared(KeyStore keys, string folder, string alone, bool mayCreate)
    {
        var kept = keys.LogKeyFile(folder);
        if (kept.Read() is not { } plain)
        {
            var first = Open(OsDisk.Instance, alone, mayCreate, RandomNumberGenerator.Fill);
            kept.Write(Encoding.UTF8.GetBytes(first.Text));
            return first;
        }
        var signer =
            LogSigner.Parse(Encoding.UTF8.GetString(plain)) ?? throw new IOException("The nodes' key of the oversight log is none.");
        CryptographicOperations.ZeroMemory(plain);
        Put(OsDisk.Instance, PublicPath(alone), signer.Key.Text, secret: false);
        return signer;
    }

    private static string Read(IDisk disk, string path)
    {
        using var file = disk.Open(path);
        var bytes = new byte[(int)Math.Min(file.Length, BytesMax)];
        file.Read(0, bytes);
        return Encoding.UTF8.GetString(bytes);
    }

    private static void Put(IDisk disk, string path, string text, bool secret)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        disk.CreateFolder(folder);
        var aside = path + ".tmp";
        if (disk.FileExists(aside))
            disk.Delete(aside);
        using (var file = disk.Create(aside, secret))
        {
            file.Write(0, Encoding.UTF8.GetBytes(text + "\n"));
            file.Flush();
        }
        disk.Rename(aside, path);
        disk.FlushFolder(folder);
    }
}
