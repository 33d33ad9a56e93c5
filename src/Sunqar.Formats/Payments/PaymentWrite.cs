using System.Buffers;
using System.Globalization;
using System.Text;
using Sunqar.Core.Payments;

namespace Sunqar.Formats.Payments;

/// <summary>One writing of one payment into one span that is large enough for it, so that nothing is allocated.</summary>
internal ref struct PaymentWrite
{
    // Names, quotes, commas, braces, time, amount and quantity; texts come on top.
    private const int BytesBesideTexts = 960;
    private const int BytesPerCharacterMax = 6;
    private static readonly SearchValues<char> Plain = SearchValues.Create(
        " !#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~"
    );

    private readonly Span<byte> _span;
    private int _at;

    private PaymentWrite(Span<byte> span) => _span = span;

    public static void Write(Payment payment, IBufferWriter<byte> output)
    {
        var writing = new PaymentWrite(output.GetSpan(BytesBesideTexts + Characters(payment) * BytesPerCharacterMax));
        writing.Payment(payment);
        output.Advance(writing._at);
    }

    private static int Characters(Payment payment) =>
        payment.Id.Length
        + payment.Institution.Length
        + Characters(payment.Sender)
        + Characters(payment.Recipient)
        + Length(payment.Terminal?.Id)
        + Length(payment.Terminal?.City)
        + Length(payment.Terminal?.Country)
        + Length(payment.Category)
        + Length(payment.Purpose)
        + Length(payment.Ip)
        + Length(payment.Device)
        + Length(payment.Wallet?.Chain)
        + Length(payment.Wallet?.Address)
        + Length(payment.Platform)
        + Length(payment.Asset);

    private static int Characters(Party? party) =>
        party is null
            ? 0
            : Length(party.Iin)
                + Length(party.Account)
                + Length(party.Card)
                + Length(party.Name)
                + Length(party.Phone)
                + Length(party.Country);

    private static int Length(string? text) => text?.Length ?? 0;

    private void Payment(Payment payment)
    {
        Raw("{\"id\":"u8);
        Text(payment.Id);
        Raw(",\"kind\":"u8);
        Text(payment.Kind.Name());
        Raw(",\"time\":\""u8);
        Time(payment.TimeUs);
        Raw("\",\"amount\":\""u8);
        _at += payment.Amount.WriteAmount(_span[_at..]);
        Raw("\",\"currency\":"u8);
        Text(payment.Amount.Currency.Code());
        Raw(",\"institution\":"u8);
        Text(payment.Institution);
        Party(",\"sender\":{"u8, payment.Sender);
        Party(",\"recipient\":{"u8, payment.Recipient);
        if (payment.Terminal is { } terminal)
        {
            Raw(",\"terminal\":{\"id\":"u8);
            Text(terminal.Id);
            Optional(",\"city\":"u8, terminal.City);
            Optional(",\"country\":"u8, terminal.Country);
            Raw("}"u8);
        }
        Optional(",\"device\":"u8, payment.Device);
        if (payment.Wallet is { } wallet)
        {
            Raw(",\"wallet\":{\"chain\":"u8);
            Text(wallet.Chain);
            Raw(",\"address\":"u8);
            Text(wallet.Address);
            Raw("}"u8);
        }
        Optional(",\"platform\":"u8, payment.Platform);
        Optional(",\"asset\":"u8, payment.Asset);
        if (payment is { Asset: { } asset, Quantity: { } quantity })
        {
            Raw(",\"quantity\":\""u8);
            _at += new TokenQuantity(quantity, Assets.Decimals(asset)).Write(_span[_at..]);
            Raw("\""u8);
        }
        Optional(",\"category\":"u8, payment.Category);
        Optional(",\"purpose\":"u8, payment.Purpose);
        Optional(",\"ip\":"u8, payment.Ip);
        Raw("}"u8);
    }

    private void Party(ReadOnlySpan<byte> opening, Party? party)
    {
        if (party is null)
        {
            return;
        }
        Raw(opening);
        var from = _at;
        Optional(",\"iin\":"u8, party.Iin);
        Optional(",\"account\":"u8, party.Account);
        Optional(",\"card\":"u8, party.Card);
        Optional(",\"name\":"u8, party.Name);
        if (party.Confirmed is { } confirmed)
        {
            Raw(confirmed ? ",\"confirmed\":true"u8 : ",\"confirmed\":false"u8);
        }
        Optional(",\"phone\":"u8, party.Phone);
        Optional(",\"country\":"u8, party.Country);
        Day(",\"registered\":\""u8, party.Registered);
        Day(",\"opened\":\""u8, party.Opened);
        if (_at > from)
        {
            // The first member wrote a comma before itself: close the gap.
            _span[(from + 1).._at].CopyTo(_span[from..]);
            _at--;
        }
        Raw("}"u8);
    }

    private void Optional(ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            Raw(name);
            Text(value);
        }
    }

    private void Day(ReadOnlySpan<byte> opening, DateOnly? day)
    {
        if (day is not { } known)
        {
            return;
        }
        Raw(opening);
        known.TryFormat(_span[_at..], out var written, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        _at += written;
        Raw("\""u8);
    }

    private void Time(long timeUs)
    {
        // Whole seconds and the rest apart: the standard format ends at the second.
        var (seconds, fraction) = (timeUs / 1_000_000, (int)(timeUs % 1_000_000));
        if (fraction < 0)
        {
            (seconds, fraction) = (seconds - 1, fraction + 1_000_000);
        }
        DateTime.UnixEpoch.AddSeconds(seconds).TryFormat(_span[_at..], out var written, "s", CultureInfo.InvariantCulture);
        _at += written;
        if (fraction > 0)
        {
            Raw("."u8);
            for (var place = 100_000; place > 0; place /= 10)
            {
                _span[_at++] = (byte)('0' + fraction / place % 10);
            }
        }
        Raw("Z"u8);
    }

    private void Raw(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_span[_at..]);
        _at += bytes.Length;
    }

    private void Text(string text)
    {
        _span[_at++] = (byte)'"';
        var rest = text.AsSpan();
        while (true)
        {
            var plain = rest.IndexOfAnyExcept(Plain);
            var run = plain < 0 ? rest : rest[..plain];
            Encoding.ASCII.GetBytes(run, _span[_at..]);
            _at += run.Length;
            if (plain < 0)
            {
                break;
            }
            rest = rest[plain..];
            rest = rest[Unusual(rest)..];
        }
        _span[_at++] = (byte)'"';
    }

    /// <summary>Writes the first character of the text, which needs an escape or more than a byte; returns how many UTF-16 units it
    /// took.</summary>
    private int Unusual(ReadOnlySpan<char> text)
    {
        var character = text[0];
        if (character is '"' or '\\')
        {
            _span[_at++] = (byte)'\\';
            _span[_at++] = (byte)character;
            return 1;
        }
        if (character < ' ' || character == '\u007f')
        {
            Raw("\\u00"u8);
            _span[_at++] = (byte)"0123456789abcdef"[character >> 4];
            _span[_at++] = (byte)"0123456789abcdef"[character & 15];
            return 1;
        }
        Rune.DecodeFromUtf16(text, out var rune, out var units);
        _at += rune.EncodeToUtf8(_span[_at..]);
        return units;
    }
}
