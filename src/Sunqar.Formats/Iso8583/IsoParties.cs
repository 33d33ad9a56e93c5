using System.Text;
using Sunqar.Core.Identity;
using Sunqar.Core.Payments;
using Sunqar.Formats.Payments;

namespace Sunqar.Formats.Iso8583;

/// <summary>Who and where, out of fields 2, 41 to 43, 48, 102 and 103 of one message.</summary>
internal ref struct IsoParties(ICardTokeniser tokeniser)
{
    // Name and street, city, region, country (ISO 8583:1987, field 43).
    private const int CityStart = 23;
    private const int CityLength = 13;
    private const int CountryStart = 38;
    private const int CountryLength = 2;

    public PaymentKind Kind { get; private set; }

    public Party? Sender { get; private set; }

    public Party? Recipient { get; private set; }

    public Terminal? Terminal { get; private set; }

    public string? Device { get; private set; }

    public string? Platform { get; private set; }

    public string? Purpose { get; private set; }

    public string? Ip { get; private set; }

    /// <returns>The first fault; none when all is read.</returns>
    public IsoFault Read(in IsoMessage message, ProcessingCode code)
    {
        if (!AdditionalData.TryRead(message[48], out var data, out var kind))
        {
            return new IsoFault(kind, 48);
        }
        string? card = null,
            recipientCard = null;
        if (
            (message.Has(2) && !Token(message[2], out card))
            || (data[AdditionalData.RecipientPan].Length > 0 && !Token(data[AdditionalData.RecipientPan], out recipientCard))
        )
        {
            return new IsoFault(IsoFaultKind.CardNumber, card is null && message.Has(2) ? 2 : 48);
        }
        foreach (var tag in AdditionalData.Table)
        {
            if (tag.Limit is { } limit && data[tag.Tag] is { Length: > 0 } value && !Admits(limit, Encoding.ASCII.GetString(value)))
            {
                return new IsoFault(IsoFaultKind.FieldValue, 48);
            }
        }
        var senderCard = code.Card == CardSide.Sender ? card : null;
        if (code.Card == CardSide.Recipient && !Once(ref recipientCard, card))
        {
            return new IsoFault(IsoFaultKind.FieldValue, 48);
        }
        if (
            !Once(ref senderCard, Text(data[AdditionalData.SenderCard]))
            || !Once(ref recipientCard, Text(data[AdditionalData.RecipientCard]))
        )
        {
            return new IsoFault(IsoFaultKind.FieldValue, 48);
        }
        string? senderAccount = Text(data[AdditionalData.SenderAccount]),
            recipientAccount = Text(data[AdditionalData.RecipientAccount]);
        if (!Account(message[102], ref senderAccount))
        {
            return new IsoFault(IsoFaultKind.FieldValue, 102);
        }
        if (!Account(message[103], ref recipientAccount))
        {
            return new IsoFault(IsoFaultKind.FieldValue, 103);
        }
        if (!Confirmed(data[AdditionalData.SenderConfirmed], out var confirmed))
        {
            return new IsoFault(IsoFaultKind.FieldValue, 48);
        }
        Kind = code.Of(senderCard is not null, recipientCard is not null);
        if (Kind.Row().Recipient == Instrument.Merchant && recipientCard is null)
        {
            // The shop is known by its number at the acquirer; one that is no plain code is left out rather than refused.
            var shop = Text(message[42].Trim((byte)' '));
            recipientAccount ??= shop is not null && PaymentLimits.Account.Admits(shop) ? shop : null;
        }
        if (
            !Day(data[AdditionalData.SenderRegistered], out var senderRegistered)
            || !Day(data[AdditionalData.RecipientRegistered], out var recipientRegistered)
            || !Day(data[AdditionalData.SenderOpened], out var senderOpened)
            || !Day(data[AdditionalData.RecipientOpened], out var recipientOpened)
        )
        {
            return new IsoFault(IsoFaultKind.FieldValue, 48);
        }
        Sender = OrNull(
            new Party(
                Text(data[AdditionalData.SenderIin]),
                senderAccount,
                senderCard,
                Text(data[AdditionalData.SenderName]),
                confirmed,
                Text(data[AdditionalData.SenderPhone]),
                Text(data[AdditionalData.SenderCountry]),
                senderRegistered,
                senderOpened
            )
        );
        Recipient = OrNull(
            new Party(
                Text(data[AdditionalData.RecipientIin]),
                recipientAccount,
                recipientCard,
                Text(data[AdditionalData.RecipientName]),
                Phone: Text(data[AdditionalData.RecipientPhone]),
                Country: Text(data[AdditionalData.RecipientCountry]),
                Registered: recipientRegistered,
                Opened: recipientOpened
            )
        );
        (Device, Platform) = (Text(data[AdditionalData.Device]), Text(data[AdditionalData.Platform]));
        (Purpose, Ip) = (Text(data[AdditionalData.Purpose]), Text(data[AdditionalData.Ip]));
        return Place(message);
    }

    /// <summary>Where the terminal stands; null where the message does not tell.</summary>
    public static string? Town(in IsoMessage message) =>
        message.Has(43) ? Text(message[43].Slice(CityStart, CityLength).Trim((byte)' ')) : null;

    /// <summary>Field 43's last two characters; what is no code of a country is left out, for many write something else there.</summary>
    private static string? Country(in IsoMessage message) =>
        message.Has(43) && Text(message[43].Slice(CountryStart, CountryLength)) is { } code && PaymentLimits.Country.Admits(code)
            ? code
            : null;

    /// <summary>By post or telephone, or in electronic commerce.</summary>
    private static bool IsRemote(ReadOnlySpan<byte> condition) => condition.SequenceEqual("08"u8) || condition.SequenceEqual("59"u8);

    private IsoFault Place(in IsoMessage message)
    {
        var id = Text(message[41].Trim((byte)' '));
        if (id is null)
        {
            return default;
        }
        if (!PaymentLimits.Terminal.Admits(id))
        {
            return new IsoFault(IsoFaultKind.FieldValue, 41);
        }
        var country = Country(message);
        if (IsRemote(message[25]) && Recipient is { } shop)
        {
            // Where nobody stands before it, a terminal is no place: its country is the shop's.
            Recipient = shop with
            {
                Country = shop.Country ?? country,
            };
            return default;
        }
        Terminal = new Terminal(id, Town(message), country);
        return default;
    }

    private readonly bool Token(ReadOnlySpan<byte> digits, out string? token)
    {
        token = Pan.TryParse(digits, out var pan, out _) ? tokeniser.Tokenise(pan).ToString() : null;
        return token is not null;
    }

    private static bool Once(ref string? value, string? other)
    {
        var twice = value is not null && other is not null;
        value ??= other;
        return !twice;
    }

    private static bool Admits(TextLimit limit, string text) => limit.Admits(limit == PaymentLimits.Account ? AccountForm.Of(text) : text);

    private static bool Account(ReadOnlySpan<byte> field, ref string? account)
    {
        var text = Text(field.Trim((byte)' '));
        return text is null || (Once(ref account, text) && PaymentLimits.Account.Admits(AccountForm.Of(text)));
    }

    private static bool Confirmed(ReadOnlySpan<byte> value, out bool? confirmed)
    {
        confirmed = value.IsEmpty ? null : value.SequenceEqual("1"u8);
        return confirmed != false || value.SequenceEqual("0"u8);
    }

    private static readonly Party Nobody = new();

    private static Party? OrNull(Party party) => party == Nobody ? null : party;

    private static bool Day(ReadOnlySpan<byte> value, out DateOnly? day)
    {
        day =
            DateOnly.TryParseExact(Encoding.ASCII.GetString(value), "yyyyMMdd", out var read)
            && read.Year is >= PaymentLimits.YearMin and <= PaymentLimits.YearMax
                ? read
                : null;
        return value.IsEmpty || day is not null;
    }

    private static string? Text(ReadOnlySpan<byte> value) => value.IsEmpty ? null : Encoding.ASCII.GetString(value);
}
