using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Sunqar.Core.Identity;

namespace Sunqar.Storage.Keys;

/// <summary>What the key store knows of one subject. 56 bytes, of which millions are held.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SubjectEntry
{
    /// <summary>Bytes of an entry in a file, before encryption.</summary>
    public const int Size = 49;

    private const int FormBits = 4;

    /// <summary>The first 128 bits of HMAC-SHA256 of the identifier in its <see cref="Form"/>.</summary>
    public ulong HashLow,
        HashHigh;

    /// <summary>The data key, 128 bits, under which the subject's texts are sealed.</summary>
    public ulong KeyLow,
        KeyHigh;

    public ulong Id;

    /// <summary>Hash, under the data key, of the name last seen; 0 where none was.</summary>
    public ulong NameMark;

    public SubjectKind Kind;

    /// <summary>The <see cref="AccountForm"/> that was hashed; 0: the text as it came.</summary>
    public byte Form;

    public readonly void Write(Span<byte> into)
    {
        into[0] = (byte)((byte)Kind | (Form << FormBits));
        BinaryPrimitives.WriteUInt64LittleEndian(into[1..], HashLow);
        BinaryPrimitives.WriteUInt64LittleEndian(into[9..], HashHigh);
        BinaryPrimitives.WriteUInt64LittleEndian(into[17..], Id);
        BinaryPrimitives.WriteUInt64LittleEndian(into[25..], KeyLow);
        BinaryPrimitives.WriteUInt64LittleEndian(into[33..], KeyHigh);
        BinaryPrimitives.WriteUInt64LittleEndian(into[41..], NameMark);
    }

    public static SubjectEntry Read(ReadOnlySpan<byte> from) =>
        new()
        {
            Kind = (SubjectKind)(from[0] & ((1 << FormBits) - 1)),
            Form = (byte)(from[0] >> FormBits),
            HashLow = BinaryPrimitives.ReadUInt64LittleEndian(from[1..]),
            HashHigh = BinaryPrimitives.ReadUInt64LittleEndian(from[9..]),
            Id = BinaryPrimitives.ReadUInt64LittleEndian(from[17..]),
            KeyLow = BinaryPrimitives.ReadUInt64LittleEndian(from[25..]),
            KeyHigh = BinaryPrimitives.ReadUInt64LittleEndian(from[33..]),
            NameMark = BinaryPrimitives.ReadUInt64LittleEndian(from[41..]),
        };
}
