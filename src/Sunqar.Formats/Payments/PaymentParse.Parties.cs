using System.Globalization;
using System.Text;
using System.Text.Json;
using Sunqar.Core.Payments;

namespace Sunqar.Formats.Payments;

/// <summary>The parties and the terminal.</summary>
internal ref partial struct PaymentParse
{
    private const string ExpectedOfParty =
        "the fields iin, account, card or pan, name, confirmed, phone, country, registered, opened, each at most once";

    /// <param name="iin">The party's first text; account, card and name follow it.</param>
    private bool Party(string owner, PersonalText iin)
    {
        bool? confirmed = null;
        var background = default(Background);
        uint seen = 0;
        if (!Object(owner, "an object"))
        {
            return false;
        }
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            var field = _reader.ValueSpan;
            var member =
                field.SequenceEqual("iin"u8) ? 0
                : field.SequenceEqual("account"u8) ? 1
                : field.SequenceEqual("card"u8) ? 2
                : field.SequenceEqual("pan"u8) ? 3
                : field.SequenceEqual("name"u8) ? 4
                : field.SequenceEqual("confirmed"u8) ? 5
                : field.SequenceEqual("phone"u8) ? 6
                : field.SequenceEqual("country"u8) ? 7
                : field.SequenceEqual("registered"u8) ? 8
                : field.SequenceEqual("opened"u8) ? 9
                : -1;
            if (!First(member, ref seen, owner, ExpectedOfParty))
            {
                return false;
            }
            if (member is 2 or 3 && (seen & 0b1100) == 0b1100)
            {
                return Refuse(Path(owner, "pan"), Column, "beside card", "either card or pan");
            }
            _reader.Read();
            var read = member switch
            {
                0 => Personal(PaymentLimits.Iin, "iin", iin, owner),
                1 => Personal(PaymentLimits.Account, "account", iin + 1, owner),
                2 => Card(owner, iin + 2),
                3 => CardNumber(owner, iin + 2),
                4 => Personal(PaymentLimits.Name, "name", iin + 3, owner),
                5 => Flag(owner, "confirmed", out confirmed),
                6 => Personal(PaymentLimits.Phone, "phone", PhoneOf(iin), owner),
                _ => Known(owner, member, ref background),
            };
            if (!read)
            {
                return false;
            }
        }
        if (iin == PersonalText.SenderIin)
            (sent.HasSender, sent.SenderConfirmed, sent.SenderBackground) = (true, confirmed, background);
        else
            (sent.HasRecipient, sent.RecipientConfirmed, sent.RecipientBackground) = (true, confirmed, background);
        return true;
    }

    private static PersonalText PhoneOf(PersonalText iin) =>
        iin == PersonalText.SenderIin ? PersonalText.SenderPhone : PersonalText.RecipientPhone;

    /// <summary>Country, and days of registration and opening.</summary>
    private bool Known(string owner, int member, ref Background background)
    {
        if (member == 7)
        {
            var read = Repeated(PaymentLimits.Country, "country", out var country, owner);
            background = background with { Country = country };
            return read;
        }
        if (!Day(owner, member == 8 ? "registered" : "opened", out var day))
        {
            return false;
        }
        background = member == 8 ? background with { Registered = day } : background with { Opened = day };
        return true;
    }

    private bool Day(string owner, string field, out DateOnly day)
    {
        day = default;
        Span<char> characters = stackalloc char[10];
        return (
                Plain(out var text)
                && text.Length == characters.Length
                && DateOnly.TryParseExact(
                    characters[..Encoding.Latin1.GetChars(text, characters)],
                    "yyyy-MM-dd",
                    CultureInfo.InvariantCulture,
                    DateTimeStyles.None,
                    out day
                )
                && day.Year is >= PaymentLimits.YearMin and <= PaymentLimits.YearMax
            ) || Refuse(Path(owner, field), Column, "not a day", "a day such as \"2026-01-31\", in the years 1900 to 2199");
    }

    private bool Terminal()
    {
        const string Expected = "{\"id\":\"ATM-0001\",\"city\":\"Almaty\",\"country\":\"KZ\"}, city and country may be left out";
        string? id = null,
            city = null,
            country = null;
        uint seen = 0;
        if (!Object("terminal", Expected))
        {
            return false;
        }
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            var member =
                _reader.ValueSpan.SequenceEqual("id"u8) ? 0
                : _reader.ValueSpan.SequenceEqual("city"u8) ? 1
                : _reader.ValueSpan.SequenceEqual("country"u8) ? 2
                : -1;
            if (!First(member, ref seen, "terminal", Expected))
            {
                return false;
            }
            _reader.Read();
            var read = member switch
            {
                0 => Repeated(PaymentLimits.Terminal, "id", out id, "terminal"),
                1 => Repeated(PaymentLimits.City, "city", out city, "terminal"),
                _ => Repeated(PaymentLimits.Country, "country", out country, "terminal"),
            };
            if (!read)
            {
                return false;
            }
        }
        (sent.Terminal, sent.City, sent.TerminalCountry) = (id, city, country);
        return id is not null || Refuse("terminal.id", 0, "missing", Expected);
    }
}
