using System.Runtime.CompilerServices;

namespace Sunqar.Formats.Iso8583;

/// <summary>
/// A message as places in the bytes that came: no value is copied, so a card number, track or PIN ends with the buffer. ASCII throughout:
/// type of four digits, bitmap of 16 hexadecimal digits, a second one where its first bit is set, then the fields in their order.
/// </summary>
public readonly ref struct IsoMessage
{
    private const int TypeBytes = 4;
    private const int BitmapBytes = 16;

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly Places _places;

    private IsoMessage(ReadOnlySpan<byte> bytes, scoped in Places places, bool hasType)
    {
        _bytes = bytes;
        _places = places;
        Type = hasType ? bytes[..TypeBytes] : [];
    }

    /// <summary>Four digits; empty where the message has none.</summary>
    public ReadOnlySpan<byte> Type { get; }

    /// <summary>The value of a field, its length not included; empty where it is absent.</summary>
    public ReadOnlySpan<byte> this[int field] => _bytes.Slice(_places[field].Start, _places[field].Length);

    /// <summary>Whether the bitmap has the field and its value was read; not where a field of fixed length holds blanks alone, which is how
    /// it is left unfilled. A value of variable length may still be empty.</summary>
    public bool Has(int field) => _places[field].Start != 0;

    /// <summary>Reads one message.</summary>
    /// <param name="message">Also after a fault: what was read before it, so that the reply can show to what it is a reply.</param>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out IsoMessage message, out IsoFault fault)
    {
        var places = new Places();
        var hasType = bytes.Length >= TypeBytes && !bytes[..TypeBytes].ContainsAnyExceptInRange((byte)'0', (byte)'9');
        fault =
            bytes.Length > IsoLimits.MessageBytesMax ? new IsoFault(IsoFaultKind.MessageTooLong, 0)
            : !hasType ? new IsoFault(IsoFaultKind.Type, 0)
            : Locate(bytes, ref places);
        message = new IsoMessage(bytes, places, hasType);
        return fault.Kind == IsoFaultKind.None;
    }

    private static IsoFault Locate(ReadOnlySpan<byte> bytes, ref Places places)
    {
        var at = TypeBytes;
        if (!TryBitmap(bytes, ref at, out var first))
        {
            return new IsoFault(IsoFaultKind.Bitmap, 0);
        }
        ulong second = 0;
        if (first >> 63 != 0 && !TryBitmap(bytes, ref at, out second))
        {
            return new IsoFault(IsoFaultKind.Bitmap, 1);
        }
        for (var number = 2; number <= IsoFields.Last; number++)
        {
            var bit = number <= 64 ? first >> (64 - number) : second >> (128 - number);
            if ((bit & 1) == 0)
            {
                continue;
            }
            if (IsoFields.Of(number) is not { } field)
            {
                return new IsoFault(IsoFaultKind.FieldUndefined, number);
            }
            var kind = Locate(bytes, field, ref at, out var start);
            if (kind != IsoFaultKind.None)
            {
                return new IsoFault(kind, number);
            }
            // A field of fixed length has to be filled with something: blanks say that it is not.
            if (field.LengthDigits > 0 || bytes[start..at].ContainsAnyExcept((byte)' '))
            {
                places[number] = new Place((ushort)start, (ushort)(at - start));
            }
        }
        return at == bytes.Length ? default : new IsoFault(IsoFaultKind.BytesBehind, 0);
    }

    private static IsoFaultKind Locate(ReadOnlySpan<byte> bytes, IsoField field, ref int at, out int start)
    {
        start = at;
        var length = field.BytesMax;
        if (field.LengthDigits > 0)
        {
            if (bytes.Length - at < field.LengthDigits)
            {
                return IsoFaultKind.FieldCut;
            }
            length = 0;
            foreach (var digit in bytes.Slice(at, field.LengthDigits))
            {
                if (digit is < (byte)'0' or > (byte)'9')
                {
                    return IsoFaultKind.FieldLength;
                }
                length = length * 10 + digit - '0';
            }
            if (length > field.BytesMax)
            {
                return IsoFaultKind.FieldLength;
            }
            start = at + field.LengthDigits;
        }
        if (bytes.Length - start < length)
        {
            return IsoFaultKind.FieldCut;
        }
        at = start + length;
        var isBlank = field.LengthDigits == 0 && !bytes[start..at].ContainsAnyExcept((byte)' ');
        return isBlank || field.Admits(bytes[start..at]) ? IsoFaultKind.None : IsoFaultKind.FieldCharacters;
    }

    private static bool TryBitmap(ReadOnlySpan<byte> bytes, ref int at, out ulong bits)
    {
        bits = 0;
        if (bytes.Length - at < BitmapBytes)
        {
            return false;
        }
        foreach (var digit in bytes.Slice(at, BitmapBytes))
        {
            var value = digit switch
            {
                >= (byte)'0' and <= (byte)'9' => digit - '0',
                >= (byte)'A' and <= (byte)'F' => digit - 'A' + 10,
                >= (byte)'a' and <= (byte)'f' => digit - 'a' + 10,
                _ => -1,
            };
            if (value < 0)
            {
                return false;
            }
            bits = (bits << 4) | (uint)value;
        }
        at += BitmapBytes;
        return true;
    }

    /// <summary>Start 0 means absent: there stands the type.</summary>
    private readonly record struct Place(ushort Start, ushort Length);

    [InlineArray(IsoFields.Last + 1)]
    private struct Places
    {
        private Place _first;
    }
}
