using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace Sunqar.Core.Merkle;

/// <summary>What came of reading a signed tree head.</summary>
public abstract record HeadReading
{
    private HeadReading() { }

    /// <summary>Signed by this key.</summary>
    /// <param name="Note">As it was read: the proof of what was said.</param>
    public sealed record Good(TreeHead Head, string Note) : HeadReading;

    /// <summary>Signed by another key, or under another name.</summary>
    public sealed record OtherKey(string Name, string KeyId) : HeadReading;

    /// <summary>It names this key, and the signature is not of it.</summary>
    public sealed record Forged : HeadReading;

    /// <summary>No signed head at all.</summary>
    public sealed record Malformed(string Reason) : HeadReading;
}

/// <summary>
/// The public key under which a log signs its heads: Ed25519 (RFC 8032) in the signed notes of C2SP, which witnesses of other houses read
/// too. As text <c>NAME+KEYID+BASE64</c>, the form of a verifier key there.
/// </summary>
public sealed class LogKey
{
    /// <summary>Of a signed head, characters; more is no head.</summary>
    public const int NoteLengthMax = 4096;

    private const byte Ed25519Algorithm = 1;
    private const int IdBytes = sizeof(uint);
    private const string Dash = "— ";

    private readonly byte[] _public;
    private readonly uint _id;

    private LogKey(string name, byte[] key)
    {
        (Name, _public) = (name, key);
        _id = BinaryPrimitives.ReadUInt32BigEndian(
            SHA256.HashData([.. Encoding.UTF8.GetBytes(name), (byte)'\n', Ed25519Algorithm, .. key])
        );
    }

    public string Name { get; }

    /// <summary>8 hexadecimal digits.</summary>
    public string Id => _id.ToString("x8", CultureInfo.InvariantCulture);

    public string Text => $"{Name}+{Id}+{Convert.ToBase64String([Ed25519Algorithm, .. _public])}";

    public override string ToString() => Text;

    /// <summary>The key of its text; null where the text is none.</summary>
    public static LogKey? Parse(string text)
    {
        // Base64 has plus signs of its own.
        var parts = text.Trim().Split('+', 3);
        if (parts.Length != 3 || !IsName(parts[0]))
            return null;
        var bytes = new byte[1 + Ed25519.PublicKeySize];
        if (!Convert.TryFromBase64String(parts[2], bytes, out var written) || written != bytes.Length || bytes[0] != Ed25519Algorithm)
            return null;
        var key = new LogKey(parts[0], bytes[1..]);
        return key.Id == parts[1] ? key : null;
    }

    internal static LogKey Of(string name, byte[] key) => new(name, key);

    /// <summary>No space and no plus, which the text forms use.</summary>
    internal static bool IsName(string name) => name.Length is > 0 and <= 128 && name.All(c => c is > ' ' and <= '~' and not '+');

    /// <summary>Reads a signed head: its text, an empty line, and a line with this key's signature; lines of other keys, such as
    /// witnesses', may stand beside it.</summary>
    public HeadReading Read(string note)
    {
        if (note.Length > NoteLengthMax)
            return new HeadReading.Malformed("it is longer than any head");
        var end = note.IndexOf("\n\n", StringComparison.Ordinal);
        if (end < 0 || !note.EndsWith('\n'))
            return new HeadReading.Malformed("it is no signed note");
        if (TreeHead.Read(note[..(end + 1)]) is not { } head)
            return new HeadReading.Malformed("its text is no tree head");
        HeadReading? other = null;
        foreach (var line in note[(end + 2)..^1].Split('\n'))
        {
            var parts = line.Split(' ');
            var signature = new byte[IdBytes + Ed25519.SignatureSize];
            if (!line.StartsWith(Dash, StringComparison.Ordinal) || parts.Length != 3)
                return new HeadReading.Malformed("a signature line is malformed");
            if (!Convert.TryFromBase64String(parts[2], signature, out var written) || written != signature.Length)
                continue;
            var id = BinaryPrimitives.ReadUInt32BigEndian(signature);
            if (parts[1] != Name || id != _id)
            {
                other ??= new HeadReading.OtherKey(parts[1], id.ToString("x8", CultureInfo.InvariantCulture));
                continue;
            }
            var text = Encoding.UTF8.GetBytes(head.Text);
            if (!Ed25519.Verify(signature, IdBytes, _public, 0, text, 0, text.Length))
                return new HeadReading.Forged();
            return head.Origin == Name ? new HeadReading.Good(head, note) : new HeadReading.OtherKey(head.Origin, Id);
        }
        return other ?? new HeadReading.Malformed("it carries no signature");
    }

    internal static string Note(TreeHead head, uint id, byte[] signature)
    {
        var both = new byte[IdBytes + signature.Length];
        BinaryPrimitives.WriteUInt32BigEndian(both, id);
        signature.CopyTo(both, IdBytes);
        return $"{head.Text}\n{Dash}{head.Origin} {Convert.ToBase64String(both)}\n";
    }

    internal uint Number => _id;
}

/// <summary>The private key of a log. Its text form, <c>PRIVATE+KEY+NAME+KEYID+BASE64</c>, is that of C2SP signed notes and belongs in a
/// file that its owner alone can read.</summary>
public sealed class LogSigner
{
    /// <summary>RFC 8032, 5.1.5.</summary>
    public const int SeedBytes = 32;

    private const string Prefix = "PRIVATE+KEY+";
    private const byte Ed25519Algorithm = 1;

    private readonly byte[] _seed;

    private LogSigner(string name, byte[] seed)
    {
        _seed = seed;
        var key = new byte[Ed25519.PublicKeySize];
        Ed25519.GeneratePublicKey(seed, 0, key, 0);
        Key = LogKey.Of(name, key);
    }

    public LogKey Key { get; }

    /// <summary>A new key, named after itself so that no two logs share a name.</summary>
    /// <param name="seed">32 random bytes.</param>
    /// <param name="kind">What the log holds; part of the name.</param>
    public static LogSigner Create(ReadOnlySpan<byte> seed, string kind = "acts")
    {
        var unnamed = new LogSigner("-", seed.ToArray());
        return new LogSigner($"sunqar-{kind}-{unnamed.Key.Id}", seed.ToArray());
    }

    public string Text => $"{Prefix}{Key.Name}+{Key.Id}+{Convert.ToBase64String([Ed25519Algorithm, .. _seed])}";

    /// <summary>The key of its text; null where the text is none.</summary>
    public static LogSigner? Parse(string text)
    {
        text = text.Trim();
        if (!text.StartsWith(Prefix, StringComparison.Ordinal))
            return null;
        var parts = text[Prefix.Length..].Split('+', 3);
        var bytes = new byte[1 + SeedBytes];
        if (parts.Length != 3 || !LogKey.IsName(parts[0]))
            return null;
        if (!Convert.TryFromBase64String(parts[2], bytes, out var written) || written != bytes.Length || bytes[0] != Ed25519Algorithm)
            return null;
        var signer = new LogSigner(parts[0], bytes[1..]);
        return signer.Key.Id == parts[1] ? signer : null;
    }

    public HeadReading.Good Sign(long size, ReadOnlySpan<byte> root, long timeUs)
    {
        var head = new TreeHead(Key.Name, size, root.ToArray(), timeUs);
        var text = Encoding.UTF8.GetBytes(head.Text);
        var signature = new byte[Ed25519.SignatureSize];
        Ed25519.Sign(_seed, 0, text, 0, text.Length, signature, 0);
        return new HeadReading.Good(head, LogKey.Note(head, Key.Number, signature));
    }
}
