using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Sunqar.Formats.Iso8583;

/// <summary>Puts a message together. What a field cannot hold is a bug of the caller.</summary>
/// <param name="type">Four digits.</param>
public sealed class IsoMessageBuilder(string type)
{
    private readonly byte[]?[] _values = new byte[]?[IsoFields.Last + 1];

    /// <summary>Sets a field; a fixed field's value has its whole length, filled up by the caller.</summary>
    /// <exception cref="ArgumentException">No such field, or a value that it cannot hold.</exception>
    public IsoMessageBuilder Set(int field, ReadOnlySpan<byte> value)
    {
        if (IsoFields.Of(field) is not { } known)
        {
            throw new ArgumentException($"There is no field {field}.", nameof(field));
        }
        var fits = known.LengthDigits == 0 ? value.Length == known.BytesMax : value.Length <= known.BytesMax;
        if (!fits || !known.Admits(value))
        {
            throw new ArgumentException($"Field {field} ({known.Notation}) cannot hold the value.", nameof(value));
        }
        _values[field] = value.ToArray();
        return this;
    }

    /// <inheritdoc cref="Set(int, ReadOnlySpan{byte})"/>
    public IsoMessageBuilder Set(int field, string value) => Set(field, Encoding.ASCII.GetBytes(value));

    /// <summary>A field as it was set; null where it was not.</summary>
    public string? Text(int field) => _values[field] is { } value ? Encoding.ASCII.GetString(value) : null;

    /// <summary>The message without its length.</summary>
    public byte[] ToArray()
    {
        var output = new ArrayBufferWriter<byte>(256);
        Write(output);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>The message behind its length, two bytes, the higher first.</summary>
    public byte[] ToFrame()
    {
        var message = ToArray();
        var frame = new byte[message.Length + 2];
        BinaryPrimitives.WriteUInt16BigEndian(frame, (ushort)message.Length);
        message.CopyTo(frame, 2);
        return frame;
    }

    private void Write(ArrayBufferWriter<byte> output)
    {
        Ascii(output, type);
        ulong first = 0,
            second = 0;
        for (var number = 2; number <= IsoFields.Last; number++)
        {
            if (_values[number] is not null)
            {
                if (number <= 64)
                {
                    first |= 1UL << (64 - number);
                }
                else
                {
                    second |= 1UL << (128 - number);
                }
            }
        }
        Ascii(output, ((second == 0 ? 0 : 1UL << 63) | first).ToString("X16"));
        if (second != 0)
        {
            Ascii(output, second.ToString("X16"));
        }
        for (var number = 2; number <= IsoFields.Last; number++)
        {
            if (_values[number] is { } value)
            {
                var digits = IsoFields.Of(number)!.LengthDigits;
                if (digits > 0)
                {
                    Ascii(output, value.Length.ToString(digits == 2 ? "00" : "000"));
                }
                output.Write(value);
            }
        }
    }

    private static void Ascii(ArrayBufferWriter<byte> output, string text) => Encoding.ASCII.GetBytes(text, output);
}
