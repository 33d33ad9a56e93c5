using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Sunqar.Core.Identity;

namespace Sunqar.Storage.Keys;

/// <summary>Which text of a subject is sealed; bound into the seal, so that one cannot be shown as the other.</summary>
public enum SealedField : byte
{
    Identifier = 1,
    Name = 2,

    /// <summary>What a citizen says against a look.</summary>
    Objection = 3,
}

/// <summary>Seals and opens texts with one subject's data key: AES-128-GCM, a random nonce, subject and field as associated data.</summary>
internal readonly ref struct TextSealer : IDisposable
{
    private const int NonceBytes = 12,
        TagBytes = 16,
        BoundBytes = sizeof(ulong) + 1,
        KeyBytes = 16;

    private readonly AesGcm _cipher;
    private readonly ulong _subject;

    public TextSealer(in SubjectEntry entry)
    {
        Span<byte> key = stackalloc byte[KeyBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(key, entry.KeyLow);
        BinaryPrimitives.WriteUInt64LittleEndian(key[sizeof(ulong)..], entry.KeyHigh);
        _cipher = new AesGcm(key, TagBytes);
        _subject = entry.Id;
        CryptographicOperations.ZeroMemory(key);
    }

    public SealedText Seal(ReadOnlySpan<char> text, SealedField field, ChancePool chance)
    {
        Span<byte> bound = stackalloc byte[BoundBytes];
        Bind(field, bound);
        var plain = new byte[Encoding.UTF8.GetByteCount(text)];
        Encoding.UTF8.GetBytes(text, plain);
        var sealedText = new byte[NonceBytes + plain.Length + TagBytes];
        var nonce = sealedText.AsSpan(0, NonceBytes);
        chance.Fill(nonce);
        _cipher.Encrypt(nonce, plain, sealedText.AsSpan(NonceBytes, plain.Length), sealedText.AsSpan(NonceBytes + plain.Length), bound);
        CryptographicOperations.ZeroMemory(plain);
        return new SealedText(sealedText);
    }

    /// <summary>The text, or null where the seal is not of this key, subject and field.</summary>
    public string? Open(SealedText text, SealedField field)
    {
        var bytes = text.Bytes.Span;
        if (bytes.Length < NonceBytes + TagBytes)
            return null;
        Span<byte> bound = stackalloc byte[BoundBytes];
        Bind(field, bound);
        var plain = new byte[bytes.Length - NonceBytes - TagBytes];
        try
        {
            _cipher.Decrypt(bytes[..NonceBytes], bytes[NonceBytes..^TagBytes], bytes[^TagBytes..], plain, bound);
            return Encoding.UTF8.GetString(plain);
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    private void Bind(SealedField field, Span<byte> bound)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(bound, _subject);
        bound[sizeof(ulong)] = (byte)field;
    }

    /// <summary>A hash of a text under the data key, never 0: tells whether a name changed, and dies with the key.</summary>
    public static ulong Mark(in SubjectEntry entry, ReadOnlySpan<char> text)
    {
        new SipHash(entry.KeyLow, entry.KeyHigh).Compute(MemoryMarshal.AsBytes(text), out var mark, out _);
        return mark == 0 ? 1 : mark;
    }

    public void Dispose() => _cipher.Dispose();
}
