using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Sunqar.Core.Identity;
using Sunqar.Core.Oversight;

namespace Sunqar.Storage.Keys;

/// <summary>
/// What pseudonyms are made of: HMAC-SHA256 of a scope and a subject under a key of its own from the root key. The same subject has the
/// same name wherever the scope is the same, after a restart too; without the root key nobody can tell whose it is. For any number of
/// threads.
/// </summary>
public sealed class PseudonymKey(KeyStore keys)
{
    private readonly byte[] _key = keys.Root.ForPseudonyms();

    /// <summary>The names of one scope, e.g. a case by its id.</summary>
    public Pseudonyms In(string scope) => new(subject => Bits(scope, subject));

    /// <summary>A subject's name of all 80 bits, for programs: 20 small hexadecimal letters.</summary>
    public string Whole(string scope, SubjectId subject) =>
        Bits(scope, subject).ToString("x20", System.Globalization.CultureInfo.InvariantCulture);

    private UInt128 Bits(string scope, SubjectId subject)
    {
        Span<byte> text = stackalloc byte[sizeof(ulong) + 512];
        var most = sizeof(ulong) + Encoding.UTF8.GetMaxByteCount(scope.Length);
        if (most > text.Length)
            text = new byte[most];
        BinaryPrimitives.WriteUInt64LittleEndian(text, subject.Value);
        var length = sizeof(ulong) + Encoding.UTF8.GetBytes(scope, text[sizeof(ulong)..]);
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, text[..length], hash);
        return BinaryPrimitives.ReadUInt128BigEndian(hash) >> 48;
    }
}
