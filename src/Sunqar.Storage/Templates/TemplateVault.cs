using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Sunqar.Storage.Disk;
using Sunqar.Storage.Journal;
using Sunqar.Storage.Keys;

namespace Sunqar.Storage.Templates;

/// <summary>One enrolled sample's template.</summary>
/// <param name="Kind">1 a finger, 2 a face.</param>
/// <param name="Position">Which finger, by the standard's code; 0 where it is not told.</param>
public sealed record KeptTemplate(byte Kind, byte Position, byte[] Template);

/// <summary>
/// Where a bank's verifier keeps templates: each person's sealed under a key of that person's, which is sealed under a key beside the
/// folder. Revoking destroys the person's key first: what a backup still holds of the templates is noise from then on. One process a
/// folder; not for threads at once.
/// </summary>
public sealed class TemplateVault : IDisposable
{
    /// <summary>Templates of one person: ten fingers, each enrolled once more.</summary>
    public const int TemplatesMax = 20;

    private const string KeySuffix = ".key",
        TemplateSuffix = ".templates";
    private const int KeyBytes = 32;

    private readonly IDisk _disk = OsDisk.Instance;
    private readonly string _folder;
    private readonly IDisposable _lock;
    private readonly RootKey _root;

    private TemplateVault(string folder, IDisposable taken, RootKey root) => (_folder, _lock, _root) = (folder, taken, root);

    /// <exception cref="FolderInUseException">Another process has it open.</exception>
    /// <exception cref="KeyStoreException">The root key beside the folder is missing, or is none.</exception>
    public static TemplateVault Open(string folder)
    {
        var persons = Path.Combine(folder, "persons");
        var disk = OsDisk.Instance;
        disk.CreateFolder(persons);
        var taken = disk.TryLock(Path.Combine(persons, "lock")) ?? throw new FolderInUseException(folder);
        try
        {
            var isNew = !disk.Files(persons).Any(name => name.EndsWith(KeySuffix, StringComparison.Ordinal));
            return new TemplateVault(persons, taken, RootKey.Open(disk, RootKey.DefaultPath(folder), isNew, RandomNumberGenerator.Fill));
        }
        catch
        {
            taken.Dispose();
            throw;
        }
    }

    /// <summary>Signs the verifier's statements (P-256); the same for one root key.</summary>
    public ECDsa Signer()
    {
        // A private key is a number below the curve's order; one of 2^32 seeds is not, and the next is taken.
        for (var round = 0; ; round++)
        {
            try
            {
                var parameters = new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = _root.ForVerifierSigning(round) };
                return ECDsa.Create(parameters);
            }
            catch (CryptographicException) when (round < 8)
            {
                // Above the order.
            }
        }
    }

    /// <summary>Shows that a key for the verifier's door was made by whoever holds the root key.</summary>
    public string DoorKey() => Convert.ToHexStringLower(_root.ForSeals("verifier door"));

    /// <summary>Who is enrolled, in no order.</summary>
    public IEnumerable<string> Persons =>
        _disk
            .Files(_folder)
            .Where(name => name.EndsWith(TemplateSuffix, StringComparison.Ordinal))
            .Select(name => name[..^TemplateSuffix.Length]);

    /// <summary>A person's templates; none where nobody of the name is enrolled.</summary>
    /// <exception cref="KeyStoreException">A file is damaged, another person's, or of another root key.</exception>
    public IReadOnlyList<KeptTemplate> Read(string person)
    {
        if (KeyOf(person) is not { } key || File(person, TemplateSuffix, key).Read() is not { } plain)
            return [];
        var rest = Named(plain, person);
        var templates = new List<KeptTemplate>();
        while (rest.Length > 0)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(rest[2..]);
            templates.Add(new KeptTemplate(rest[0], rest[1], rest[6..(6 + length)].ToArray()));
            rest = rest[(6 + length)..];
        }
        return templates;
    }

    /// <summary>Adds a template; durable on return.</summary>
    /// <returns>False where the person has as many as may be.</returns>
    public bool Add(string person, KeptTemplate template)
    {
        var kept = Read(person);
        if (kept.Count >= TemplatesMax)
            return false;
        var key = KeyOf(person) ?? NewKey(person);
        var plain = new List<byte>(Encoding.ASCII.GetBytes(person + "\n"));
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (var one in kept.Append(template))
        {
            plain.AddRange([one.Kind, one.Position]);
            BinaryPrimitives.WriteInt32LittleEndian(length, one.Template.Length);
            plain.AddRange(length);
            plain.AddRange(one.Template);
        }
        File(person, TemplateSuffix, key).Write([.. plain]);
        return true;
    }

    /// <summary>Nobody opens the person's templates any more.</summary>
    /// <returns>False where nobody of the name is enrolled.</returns>
    public bool Revoke(string person)
    {
        if (!_disk.FileExists(Path.Combine(_folder, person + KeySuffix)))
            return false;
        KeyFile.Wipe(_disk, _folder, person + KeySuffix);
        if (_disk.FileExists(Path.Combine(_folder, person + TemplateSuffix)))
            KeyFile.Wipe(_disk, _folder, person + TemplateSuffix);
        return true;
    }

    private byte[]? KeyOf(string person) =>
        File(person, KeySuffix, _root.ForSeals("template keys")).Read() is { } plain ? Named(plain, person).ToArray() : null;

    private byte[] NewKey(string person)
    {
        var key = RandomNumberGenerator.GetBytes(KeyBytes);
        File(person, KeySuffix, _root.ForSeals("template keys")).Write([.. Encoding.ASCII.GetBytes(person + "\n"), .. key]);
        return key;
    }

    private SealedFile File(string person, string suffix, byte[] key) => new(_disk, _folder, person + suffix, "SUNQART1", key);

    /// <summary>What follows the name: a file that was put under another person's name is none.</summary>
    private static ReadOnlySpan<byte> Named(ReadOnlySpan<byte> plain, string person)
    {
        var name = Encoding.ASCII.GetBytes(person + "\n");
        return plain.StartsWith(name)
            ? plain[name.Length..]
            : throw new KeyStoreException("A template's file stands under another person's name.");
    }

    public void Dispose()
    {
        _root.Dispose();
        _lock.Dispose();
    }
}
