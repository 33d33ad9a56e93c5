namespace Sunqar.Formats.Iso8583;

/// <summary>The first thing wrong with a message.</summary>
public enum IsoFaultKind : byte
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Longer than <see cref="IsoLimits.MessageBytesMax"/>.</summary>
    MessageTooLong,

    /// <summary>The message type is not four digits.</summary>
    Type,

    /// <summary>A message type that is not taken here.</summary>
    TypeNotTaken,

    /// <summary>A bitmap is not 16 hexadecimal digits.</summary>
    Bitmap,

    /// <summary>The bitmap names a field that the table lacks.</summary>
    FieldUndefined,

    /// <summary>The message ends within a field.</summary>
    FieldCut,

    /// <summary>A length before a value is no number, or above the field's most.</summary>
    FieldLength,

    /// <summary>A character that the field's type does not have.</summary>
    FieldCharacters,

    /// <summary>Bytes stand behind the last field.</summary>
    BytesBehind,

    /// <summary>A field that this message needs is absent or blank.</summary>
    FieldMissing,

    /// <summary>A field's value means nothing: no such date, a blank in an id, a tag given twice.</summary>
    FieldValue,

    /// <summary>A processing code that is not taken here.</summary>
    ProcessingCode,

    /// <summary>An amount of zero, or too large.</summary>
    Amount,

    /// <summary>A currency that is not taken here.</summary>
    Currency,

    /// <summary>No card number: length or check digit.</summary>
    CardNumber,

    /// <summary>A time more than five minutes ahead.</summary>
    TimeAhead,

    /// <summary>Field 32 names another institution than the listener's.</summary>
    Institution,
}

/// <summary>What is wrong and with which field. Never holds a value, which may be personal.</summary>
/// <param name="Field">Number of the data element; 0 where none is meant, 1 for the second bitmap.</param>
public readonly record struct IsoFault(IsoFaultKind Kind, int Field)
{
    /// <summary>Field 39 of the reply.</summary>
    public string ResponseCode => IsoFaults.Of(Kind).ResponseCode;

    /// <summary>Field 44 of the reply, at most 25 characters: <c>041 MISSING</c>.</summary>
    public override string ToString() => Field == 0 ? IsoFaults.Of(Kind).Words : $"{Field:000} {IsoFaults.Of(Kind).Words}";
}

/// <summary>What each fault is answered with; docs/iso8583.md shows this table, and a test holds the two equal.</summary>
public static class IsoFaults
{
    /// <summary>The whole table.</summary>
    public static IReadOnlyList<(IsoFaultKind Kind, string ResponseCode, string Words, string Meaning)> Table { get; } =
    [
        (IsoFaultKind.None, ResponseCodes.Approved, "", "nothing is wrong"),
        (
            IsoFaultKind.MessageTooLong,
            ResponseCodes.FormatError,
            "MESSAGE TOO LONG",
            "the frame is longer than a message may be; it was passed over unread"
        ),
        (IsoFaultKind.Type, ResponseCodes.FormatError, "NO MESSAGE TYPE", "the message type is not four digits"),
        (IsoFaultKind.TypeNotTaken, ResponseCodes.InvalidTransaction, "TYPE NOT TAKEN", "a message type that is not taken here"),
        (IsoFaultKind.Bitmap, ResponseCodes.FormatError, "BITMAP NOT HEX", "a bitmap is not 16 hexadecimal digits"),
        (IsoFaultKind.FieldUndefined, ResponseCodes.FormatError, "NO SUCH FIELD", "the bitmap names a field that the table lacks"),
        (IsoFaultKind.FieldCut, ResponseCodes.FormatError, "CUT SHORT", "the message ends within the field"),
        (
            IsoFaultKind.FieldLength,
            ResponseCodes.FormatError,
            "BAD LENGTH",
            "the length before the value is no number or above the field's most"
        ),
        (IsoFaultKind.FieldCharacters, ResponseCodes.FormatError, "BAD CHARACTER", "a character that the field's type does not have"),
        (IsoFaultKind.BytesBehind, ResponseCodes.FormatError, "BYTES BEHIND FIELDS", "bytes stand behind the last field"),
        (IsoFaultKind.FieldMissing, ResponseCodes.FormatError, "MISSING", "the message needs the field"),
        (
            IsoFaultKind.FieldValue,
            ResponseCodes.FormatError,
            "BAD VALUE",
            "the value means nothing: no such date, a blank in an id, a tag given twice"
        ),
        (IsoFaultKind.ProcessingCode, ResponseCodes.InvalidTransaction, "CODE NOT TAKEN", "a processing code that is not taken here"),
        (IsoFaultKind.Amount, ResponseCodes.InvalidAmount, "BAD AMOUNT", "an amount of zero, or too large"),
        (IsoFaultKind.Currency, ResponseCodes.InvalidTransaction, "CURRENCY NOT TAKEN", "a currency that is not taken here"),
        (
            IsoFaultKind.CardNumber,
            ResponseCodes.InvalidCardNumber,
            "NO CARD NUMBER",
            "12 to 19 digits with the right check digit are a card number"
        ),
        (IsoFaultKind.TimeAhead, ResponseCodes.FormatError, "TIME AHEAD", "the time is more than five minutes ahead"),
        (
            IsoFaultKind.Institution,
            ResponseCodes.BankNotSupported,
            "OTHER INSTITUTION",
            "field 32 names another institution than the listener's"
        ),
    ];

    internal static (IsoFaultKind Kind, string ResponseCode, string Words, string Meaning) Of(IsoFaultKind kind) => Table[(int)kind];
}

/// <summary>Bounds of a message.</summary>
public static class IsoLimits
{
    /// <summary>Bytes of one message, its length not counted. All fields that are read here fit several times over.</summary>
    public const int MessageBytesMax = 8_192;
}
