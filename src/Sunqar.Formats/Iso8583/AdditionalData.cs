using System.Runtime.CompilerServices;
using Sunqar.Formats.Payments;

namespace Sunqar.Formats.Iso8583;

/// <param name="Tag">Two digits.</param>
/// <param name="Means">The field of a payment in the API's JSON, or what the reply tells.</param>
/// <param name="Limit">What the value may be; null where it is read by its own rule.</param>
/// <param name="InReply">Written by the reply, not taken from a request.</param>
public sealed record DataTag(int Tag, string Means, string Value, TextLimit? Limit, bool InReply = false);

/// <summary>
/// Field 48 as tag-length-value: two digits of tag, two of length, the value; in any order, each at most once. There is no standard element
/// for an IIN, nor for most of what a decision looks at beside card, amount and terminal. Places only, nothing is copied.
/// </summary>
public readonly ref struct AdditionalData
{
    public const int SenderIin = 1;
    public const int RecipientIin = 2;
    public const int SenderConfirmed = 3;
    public const int SenderAccount = 4;
    public const int RecipientAccount = 5;
    public const int SenderCard = 6;
    public const int RecipientCard = 7;
    public const int RecipientPan = 8;
    public const int Device = 9;
    public const int Platform = 10;
    public const int SenderName = 11;
    public const int RecipientName = 12;
    public const int SenderPhone = 13;
    public const int RecipientPhone = 14;
    public const int Ip = 15;
    public const int Purpose = 16;
    public const int SenderCountry = 17;
    public const int RecipientCountry = 18;
    public const int SenderRegistered = 19;
    public const int RecipientRegistered = 20;
    public const int SenderOpened = 21;
    public const int RecipientOpened = 22;
    public const int Outcome = 90;
    public const int Rules = 91;
    public const int Expires = 92;
    public const int Repeated = 93;

    private const int TagsMax = 23;
    private const int HeadBytes = 4;
    private static readonly TextLimit Card = new(Core.Identity.CardToken.LengthMax, TextAlphabet.Code);

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly Places _places;

    private AdditionalData(ReadOnlySpan<byte> bytes, scoped in Places places)
    {
        _bytes = bytes;
        _places = places;
    }

    /// <summary>The whole table; docs/iso8583.md shows it, and a test holds the two equal.</summary>
    public static IReadOnlyList<DataTag> Table { get; } =
    [
        new(SenderIin, "sender.iin", "a claim, as in JSON", PaymentLimits.Iin),
        new(RecipientIin, "recipient.iin", "a claim, as in JSON", PaymentLimits.Iin),
        new(SenderConfirmed, "sender.confirmed", "1 confirmed in the bank's app, 0 not", null),
        new(SenderAccount, "sender.account", "IBAN or the institution's own number; in place of field 102", PaymentLimits.Account),
        new(RecipientAccount, "recipient.account", "IBAN or the institution's own number; in place of field 103", PaymentLimits.Account),
        new(SenderCard, "sender.card", "the bank's token, in place of field 2", Card),
        new(RecipientCard, "recipient.card", "the bank's token, in place of field 2 or tag 08", Card),
        new(RecipientPan, "recipient.pan", "the other card's number; becomes a token at the door", null),
        new(Device, "device", "the customer's device", PaymentLimits.Device),
        new(Platform, "platform", "code or domain of the platform", PaymentLimits.Platform),
        new(SenderName, "sender.name", "in Latin letters", PaymentLimits.Name),
        new(RecipientName, "recipient.name", "in Latin letters", PaymentLimits.Name),
        new(SenderPhone, "sender.phone", "E.164, with its plus", PaymentLimits.Phone),
        new(RecipientPhone, "recipient.phone", "E.164, with its plus", PaymentLimits.Phone),
        new(Ip, "ip", "the network address of the customer's device", PaymentLimits.Ip),
        new(Purpose, "purpose", "a purpose code", PaymentLimits.Purpose),
        new(SenderCountry, "sender.country", "where the account is held, ISO 3166-1", PaymentLimits.Country),
        new(RecipientCountry, "recipient.country", "where the account is held, ISO 3166-1", PaymentLimits.Country),
        new(SenderRegistered, "sender.registered", "when the company was registered, YYYYMMDD", null),
        new(RecipientRegistered, "recipient.registered", "when the company was registered, YYYYMMDD", null),
        new(SenderOpened, "sender.opened", "when the account was opened, YYYYMMDD", null),
        new(RecipientOpened, "recipient.opened", "when the account was opened, YYYYMMDD", null),
        new(Outcome, "outcome", "allow, verify_sender, verify_biometrics, hold, block", null, true),
        new(Rules, "rules", "names of the rules that spoke, with commas, as many as fit", null, true),
        new(Expires, "expires", "when a hold lapses to allow, yyyy-MM-ddTHH:mm:ssZ", null, true),
        new(Repeated, "duplicate", "1: the answer that was given before", null, true),
    ];

    /// <summary>The value of a tag; empty where it is absent.</summary>
    public ReadOnlySpan<byte> this[int tag] => _bytes.Slice(_places[tag].Start, _places[tag].Length);

    /// <summary>Reads the value of field 48; nothing in it is a field without tags.</summary>
    public static bool TryRead(ReadOnlySpan<byte> value, out AdditionalData data, out IsoFaultKind fault)
    {
        var places = new Places();
        fault = IsoFaultKind.None;
        for (var at = 0; at < value.Length && fault == IsoFaultKind.None; )
        {
            fault = Next(value, ref at, ref places);
        }
        data = fault == IsoFaultKind.None ? new AdditionalData(value, places) : default;
        return fault == IsoFaultKind.None;
    }

    private static IsoFaultKind Next(ReadOnlySpan<byte> value, ref int at, ref Places places)
    {
        if (value.Length - at < HeadBytes)
        {
            return IsoFaultKind.FieldCut;
        }
        int tag = Two(value[at..]),
            length = Two(value[(at + 2)..]);
        if (tag is < 1 or >= TagsMax || length < 1)
        {
            return IsoFaultKind.FieldValue;
        }
        var start = at + HeadBytes;
        if (value.Length - start < length)
        {
            return IsoFaultKind.FieldCut;
        }
        if (places[tag].Length != 0)
        {
            return IsoFaultKind.FieldValue;
        }
        places[tag] = ((ushort)start, (ushort)length);
        at = start + length;
        return IsoFaultKind.None;
    }

    private static int Two(ReadOnlySpan<byte> digits) =>
        digits[0] is >= (byte)'0' and <= (byte)'9' && digits[1] is >= (byte)'0' and <= (byte)'9'
            ? (digits[0] - '0') * 10 + digits[1] - '0'
            : -1;

    [InlineArray(TagsMax)]
    private struct Places
    {
        private (ushort Start, ushort Length) _first;
    }
}
