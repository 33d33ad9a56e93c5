using System.Buffers.Binary;

namespace Sunqar.Core.Biometrics.Faces;

/// <summary>Why bytes are no template of a face that is taken.</summary>
public enum FaceRecordFault
{
    /// <summary>It does not begin with "SQFACE".</summary>
    NotFace,

    /// <summary>Not <see cref="FaceRecord.Bytes"/> long.</summary>
    WrongLength,

    /// <summary>Of another edition of this layout.</summary>
    UnknownEdition,

    /// <summary>Made by another network: what two networks say cannot be compared.</summary>
    OtherNetwork,

    /// <summary>A quality above 100.</summary>
    Quality,

    /// <summary>A number that is none, or numbers whose squares do not sum to one.</summary>
    Values,
}

/// <summary>What reading a template comes to.</summary>
public abstract record FaceRecordReading
{
    private FaceRecordReading() { }

    /// <summary>The template that the bytes are.</summary>
    public sealed record Read(FaceTemplate Template) : FaceRecordReading;

    /// <param name="At">The byte, from 0, at which the offending field begins.</param>
    public sealed record Refused(FaceRecordFault Fault, int At) : FaceRecordReading;
}

/// <summary>
/// A template as bytes, of our own layout (no standard has one for what a network says): "SQFACE", the edition, the network, a quality of
/// one byte, one byte of zero, then 1,024 numbers of sixteen bits (IEEE 754 binary16), the lowest byte first.
/// </summary>
public static class FaceRecord
{
    /// <summary>Of every template.</summary>
    public const int Bytes = Head + 2 * FaceTemplate.Length;

    private const int Head = 10;

    private const byte Edition = 1;

    /// <summary>faceres of @vladmandic/human 3.3.6, by our way of laying out and aligning a face. A change of either is another
    /// number.</summary>
    private const byte Network = 1;

    /// <summary>How far the sum of squares of numbers of sixteen bits may be from one.</summary>
    private const double SumTolerance = 0.01;

    private static ReadOnlySpan<byte> Name => "SQFACE"u8;

    public static byte[] Write(FaceTemplate template)
    {
        var bytes = new byte[Bytes];
        Name.CopyTo(bytes);
        (bytes[6], bytes[7], bytes[8]) = (Edition, Network, template.Quality);
        var values = template.Values.Span;
        for (var i = 0; i < FaceTemplate.Length; i++)
            BinaryPrimitives.WriteHalfLittleEndian(bytes.AsSpan(Head + 2 * i), (Half)values[i]);
        return bytes;
    }

    public static FaceRecordReading Read(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.StartsWith(Name))
            return new FaceRecordReading.Refused(FaceRecordFault.NotFace, 0);
        if (bytes.Length != Bytes)
            return new FaceRecordReading.Refused(FaceRecordFault.WrongLength, Math.Min(bytes.Length, Bytes));
        if (bytes[6] != Edition || bytes[9] != 0)
            return new FaceRecordReading.Refused(FaceRecordFault.UnknownEdition, bytes[6] != Edition ? 6 : 9);
        if (bytes[7] != Network)
            return new FaceRecordReading.Refused(FaceRecordFault.OtherNetwork, 7);
        if (bytes[8] > FaceTemplate.QualityMax)
            return new FaceRecordReading.Refused(FaceRecordFault.Quality, 8);
        var values = new float[FaceTemplate.Length];
        var sum = 0.0;
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (float)BinaryPrimitives.ReadHalfLittleEndian(bytes[(Head + 2 * i)..]);
            // The network says nothing below zero.
            if (!(values[i] is >= 0 and <= 1))
                return new FaceRecordReading.Refused(FaceRecordFault.Values, Head + 2 * i);
            sum += values[i] * values[i];
        }
        return Math.Abs(sum - 1) <= SumTolerance
            ? new FaceRecordReading.Read(FaceTemplate.Of(values, bytes[8]))
            : new FaceRecordReading.Refused(FaceRecordFault.Values, Head);
    }
}
