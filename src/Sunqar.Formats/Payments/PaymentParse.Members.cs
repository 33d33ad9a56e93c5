using System.Text;
using System.Text.Json;
using Sunqar.Core.Identity;
using Sunqar.Core.Payments;

namespace Sunqar.Formats.Payments;

/// <summary>The members one by one.</summary>
internal ref partial struct PaymentParse
{
    private const string ExpectedTime =
        "an RFC 3339 time with offset, 2026-01-15T09:30:00+05:00, at most nine digits of a second (six count), in the years 1900 to 2199";

    private bool Kind()
    {
        Span<char> characters = stackalloc char[32];
        var kind = default(PaymentKind);
        var known =
            Plain(out var text)
            && text.Length <= characters.Length
            && PaymentKinds.TryParse(characters[..Encoding.Latin1.GetChars(text, characters)], out kind);
        sent.Kind = kind;
        return known || Refuse("kind", Column, "no such kind", "one of " + string.Join(", ", PaymentKinds.All));
    }

    private bool CurrencyCode() =>
        (Plain(out var text) && Currencies.TryParseOfPayment(text, out _currency))
        || Refuse("currency", Column, "no such currency", "one of " + string.Join(", ", Currencies.OfPayments.Select(Currencies.Code)));

    private bool Time()
    {
        var timeUs = 0L;
        var known = Plain(out var text) && IsRfc3339(text) && TextTime.TryParseIso(text, out timeUs);
        sent.TimeUs = timeUs;
        return known || Refuse("time", Column, "not a time", ExpectedTime);
    }

    /// <summary>The shape alone, narrower than ISO 8601: hours to 23, seconds are there, T between, and an offset with a colon or
    /// Z.</summary>
    private static bool IsRfc3339(ReadOnlySpan<byte> text)
    {
        if (text.Length is < 20 or > 35 || text[10] != (byte)'T' || text[16] != (byte)':' || text[11..13].SequenceEqual("24"u8))
        {
            return false;
        }
        var zulu = text[^1] == (byte)'Z';
        if (!zulu && (text.Length < 25 || text[^6] is not ((byte)'+' or (byte)'-') || text[^3] != (byte)':'))
        {
            return false;
        }
        var fraction = text[19..^(zulu ? 1 : 6)];
        return fraction.Length == 0 || (fraction[0] == (byte)'.' && fraction.Length is >= 2 and <= 10);
    }

    private bool Decimal(string field, out Number number)
    {
        number = new Number { Column = Column };
        if (!Plain(out var text) || text.Length > PaymentLimits.NumberCharactersMax)
        {
            return Refuse(field, Column, "not a decimal string", "a decimal number in quotes, such as \"612000.00\"");
        }
        number.Text = text;
        return true;
    }

    private bool Card(string owner, PersonalText card)
    {
        if (!Plain(out var text) || CardToken.Judge(text) != CardTokenFault.None)
        {
            return Refuse(
                Path(owner, "card"),
                Column,
                "not a card token",
                $"1 to {CardToken.LengthMax} of A-Z, a-z, 0-9, underscore, hyphen"
            );
        }
        sent.Keep(card, Encoding.ASCII.GetChars(text, sent.Room(text.Length)));
        return true;
    }

    private bool CardNumber(string owner, PersonalText card)
    {
        if (tokeniser is null)
        {
            return Refuse(Path(owner, "pan"), Column, "card numbers are not taken here", "the bank's own token in the field card");
        }
        if (!Plain(out var text) || !Pan.TryParse(text, out var pan, out _))
        {
            return Refuse(
                Path(owner, "pan"),
                Column,
                "not a card number",
                $"{Pan.LengthMin} to {Pan.LengthMax} digits of which the last checks the others"
            );
        }
        sent.Set(card, tokeniser.Tokenise(pan).ToString());
        return true;
    }

    private bool Flag(string owner, string field, out bool? value)
    {
        value = _reader.TokenType == JsonTokenType.True;
        return _reader.TokenType is JsonTokenType.True or JsonTokenType.False
            || Refuse(Path(owner, field), Column, "not a truth value", "true or false");
    }

    private bool Wallet()
    {
        const string Expected = "{\"chain\":\"tron\",\"address\":\"T...\"}";
        var chain = WalletChain.None;
        var address = default(Number);
        uint seen = 0;
        if (!Object("wallet", Expected))
        {
            return false;
        }
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            var member =
                _reader.ValueSpan.SequenceEqual("chain"u8) ? 0
                : _reader.ValueSpan.SequenceEqual("address"u8) ? 1
                : -1;
            if (!First(member, ref seen, "wallet", Expected))
            {
                return false;
            }
            _reader.Read();
            if (!Plain(out var text) || text.Length > PaymentLimits.Address.CharactersMax || (member == 0 && !Chain(text, out chain)))
            {
                return Refuse(
                    member == 0 ? "wallet.chain" : "wallet.address",
                    Column,
                    member == 0 ? "no such chain" : "not an address",
                    member == 0 ? "one of " + string.Join(", ", WalletChains.All) : PaymentLimits.Address.Expected
                );
            }
            if (member == 1)
            {
                address = new Number { Text = text, Column = Column };
            }
        }
        return seen == 0b11 ? Address(chain, address) : Refuse((seen & 1) == 0 ? "wallet.chain" : "wallet.address", 0, "missing", Expected);
    }

    private bool Address(WalletChain chain, Number stated)
    {
        if (!WalletAddress.TryParse(chain, stated.Text, out var address, out var fault))
        {
            return Refuse(
                "wallet.address",
                stated.Column,
                $"not an address on {chain.Name()}: {Words(fault)}",
                $"an address of the chain {chain.Name()}"
            );
        }
        (sent.WalletChain, sent.WalletAddress) = (chain.Name(), address.ToString());
        return true;
    }

    private static bool Chain(ReadOnlySpan<byte> text, out WalletChain chain)
    {
        Span<char> characters = stackalloc char[PaymentLimits.Address.CharactersMax];
        return WalletChains.TryParse(characters[..Encoding.Latin1.GetChars(text, characters)], out chain);
    }

    private static string Words(WalletFault fault) =>
        fault switch
        {
            WalletFault.Length => "wrong length",
            WalletFault.Alphabet => "a character that addresses do not have",
            WalletFault.Checksum => "the checksum is wrong",
            WalletFault.Network => "another network's address",
            WalletFault.MixedCase => "upper and lower case mixed",
            WalletFault.Program => "no such witness program",
            WalletFault.Encoding => "Bech32 where Bech32m belongs, or the reverse",
            _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "No fault."),
        };

    private bool Object(string field, string expected) =>
        _reader.TokenType == JsonTokenType.StartObject || Refuse(field, Column, "not an object", expected);

    /// <summary>
    /// The bytes of a string, escapes resolved: all fields with an alphabet of their own are read by them. Some serialisers escape even the
    /// + of a time.
    /// </summary>
    private bool Plain(out ReadOnlySpan<byte> text)
    {
        text = _reader.ValueSpan;
        if (_reader.TokenType != JsonTokenType.String || !_reader.ValueIsEscaped)
        {
            return _reader.TokenType == JsonTokenType.String;
        }
        try
        {
            var resolved = new byte[text.Length];
            text = resolved.AsSpan(0, _reader.CopyString(resolved));
            return true;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair: no field that is read by bytes has such characters.
            return false;
        }
    }

    private bool Repeated(TextLimit limit, string field, out string? value, string owner = "")
    {
        if (Plain(out var text) && text.Length <= limit.CharactersMax && Ascii.IsValid(text))
        {
            value = texts.Of(text);
            return limit.Admits(value) || Refuse(Path(owner, field), Column, "not such a text", limit.Expected);
        }
        return Text(limit, field, out value, owner);
    }

    /// <summary>A text that names somebody goes straight into the form.</summary>
    private bool Personal(TextLimit limit, string field, PersonalText text, string owner = "")
    {
        if (_reader.TokenType != JsonTokenType.String || _reader.ValueSpan.Length > limit.CharactersMax * 6)
        {
            return Refuse(
                Path(owner, field),
                Column,
                _reader.TokenType == JsonTokenType.String ? "too long" : "not a string",
                limit.Expected
            );
        }
        var room = sent.Room(_reader.ValueSpan.Length);
        int length;
        try
        {
            length = _reader.CopyString(room);
        }
        catch (InvalidOperationException)
        {
            return Refuse(Path(owner, field), Column, "half of a surrogate pair", limit.Expected);
        }
        // An account may come in any spelling of its form, such as an IBAN in groups of four; it is kept as it came.
        var judged =
            limit == PaymentLimits.Account ? AccountForm.Of(room[..length], stackalloc char[AccountForm.LengthMax]) : room[..length];
        if (!limit.Admits(judged))
            return Refuse(Path(owner, field), Column, "not such a text", limit.Expected);
        sent.Keep(text, length);
        return true;
    }

    private bool Text(TextLimit limit, string field, out string? value, string owner = "")
    {
        value = null;
        // A character takes up to six bytes as an escape; what is longer cannot fit and is not unescaped.
        if (_reader.TokenType != JsonTokenType.String || _reader.ValueSpan.Length > limit.CharactersMax * 6)
        {
            return Refuse(
                Path(owner, field),
                Column,
                _reader.TokenType == JsonTokenType.String ? "too long" : "not a string",
                limit.Expected
            );
        }
        try
        {
            value = _reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return Refuse(Path(owner, field), Column, "half of a surrogate pair", limit.Expected);
        }
        return limit.Admits(value) || Refuse(Path(owner, field), Column, "not such a text", limit.Expected);
    }
}
