using System.Text;
using System.Text.Json;
using Sunqar.Core.Identity;
using Sunqar.Core.Payments;

namespace Sunqar.Formats.Payments;

/// <summary>One reading of one payment: the members are read in any order into a form that is used again, then judged together.</summary>
internal ref partial struct PaymentParse(ReadOnlySpan<byte> json, SentPayment sent, ICardTokeniser? tokeniser, RepeatedTexts texts)
{
    private const string ExpectedFields =
        "the fields id, kind, time, amount, currency, institution, sender, recipient, "
        + "terminal, device, wallet, platform, asset, quantity, category, purpose, ip, each at most once";

    private Utf8JsonReader _reader = new(json, new JsonReaderOptions { MaxDepth = PaymentLimits.NestingMax + 1 });
    private PaymentReading.Refused? _refused;
    private uint _seen;

    private Currency _currency;
    private Number _amount,
        _quantity;

    /// <summary>A number kept until its currency or asset is known.</summary>
    private ref struct Number
    {
        public ReadOnlySpan<byte> Text;
        public int Column;
    }

    /// <summary>Null where the payment is good and stands in the form.</summary>
    public PaymentReading.Refused? Run(long latestUs)
    {
        try
        {
            if (!_reader.Read() || _reader.TokenType != JsonTokenType.StartObject)
            {
                return new PaymentReading.Refused("", 1, "not a JSON object", "one payment as a JSON object");
            }
            while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
            {
                if (!Member())
                {
                    return _refused;
                }
            }
            _reader.Read();
        }
        catch (JsonException exception)
        {
            var column = (int)Math.Min((exception.BytePositionInLine ?? 0) + 1, int.MaxValue);
            return new PaymentReading.Refused("", column, "not well-formed JSON", "one payment as a JSON object (RFC 8259)");
        }
        return Judge(latestUs);
    }

    private int Column => (int)_reader.TokenStartIndex + 1;

    private bool Member()
    {
        // Names are compared as written: an escape in a name makes it an unknown field.
        var name = _reader.ValueSpan;
        var member = name switch
        {
            _ when name.SequenceEqual("id"u8) => 0,
            _ when name.SequenceEqual("kind"u8) => 1,
            _ when name.SequenceEqual("time"u8) => 2,
            _ when name.SequenceEqual("amount"u8) => 3,
            _ when name.SequenceEqual("currency"u8) => 4,
            _ when name.SequenceEqual("institution"u8) => 5,
            _ when name.SequenceEqual("sender"u8) => 6,
            _ when name.SequenceEqual("recipient"u8) => 7,
            _ when name.SequenceEqual("terminal"u8) => 8,
            _ when name.SequenceEqual("device"u8) => 9,
            _ when name.SequenceEqual("wallet"u8) => 10,
            _ when name.SequenceEqual("platform"u8) => 11,
            _ when name.SequenceEqual("asset"u8) => 12,
            _ when name.SequenceEqual("quantity"u8) => 13,
            _ when name.SequenceEqual("category"u8) => 14,
            _ when name.SequenceEqual("purpose"u8) => 15,
            _ when name.SequenceEqual("ip"u8) => 16,
            _ => -1,
        };
        if (!First(member, ref _seen, "", ExpectedFields))
        {
            return false;
        }
        _reader.Read();
        switch (member)
        {
            case 0 when Text(PaymentLimits.Id, "id", out var id):
                sent.Id = id!;
                return true;
            case 1:
                return Kind();
            case 2:
                return Time();
            case 3:
                return Decimal("amount", out _amount);
            case 4:
                return CurrencyCode();
            case 5 when Repeated(PaymentLimits.Institution, "institution", out var institution):
                sent.Institution = institution!;
                return true;
            case 6:
                return Party("sender", PersonalText.SenderIin);
            case 7:
                return Party("recipient", PersonalText.RecipientIin);
            case 8:
                return Terminal();
            case 9:
                return Personal(PaymentLimits.Device, "device", PersonalText.Device);
            case 10:
                return Wallet();
            case 11 when Repeated(PaymentLimits.Platform, "platform", out var platform):
                sent.Platform = platform;
                return true;
            case 12 when Repeated(PaymentLimits.Asset, "asset", out var asset):
                sent.Asset = asset;
                return true;
            case 13:
                return Decimal("quantity", out _quantity);
            case 14 when Repeated(PaymentLimits.Category, "category", out var category):
                sent.Category = category;
                return true;
            case 15 when Repeated(PaymentLimits.Purpose, "purpose", out var purpose):
                sent.Purpose = purpose;
                return true;
            case 16:
                return Personal(PaymentLimits.Ip, "ip", PersonalText.Ip);
            default:
                return false;
        }
    }

    private PaymentReading.Refused? Judge(long latestUs)
    {
        ReadOnlySpan<string> required = ["id", "kind", "time", "amount", "currency", "institution"];
        for (var i = 0; i < required.Length; i++)
        {
            if ((_seen & (1u << i)) == 0)
            {
                return new PaymentReading.Refused(
                    required[i],
                    0,
                    "missing",
                    "id, kind, time, amount, currency and institution in every payment"
                );
            }
        }
        if (sent.TimeUs > latestUs)
        {
            return new PaymentReading.Refused("time", 0, "more than five minutes ahead", "a time that has come");
        }
        if (!Amount() || !Quantity())
        {
            return _refused;
        }
        return PaymentRequirements.Missing(sent) is { } need
            ? new PaymentReading.Refused(need.Field, 0, $"missing in a payment of kind {sent.Kind.Name()}", need.Expected)
            : null;
    }

    private bool Amount()
    {
        var fits = Money.TryParse(_amount.Text, _currency, out var amount, out var fault);
        sent.Amount = amount;
        if (!fits)
        {
            return Refuse(
                "amount",
                _amount.Column,
                Reason(fault),
                $"a decimal string such as \"612000.00\", at most {_currency.Digits()} digits after the point"
            );
        }
        return amount.MinorUnits > 0 && PaymentLimits.Admits(amount)
            || Refuse(
                "amount",
                _amount.Column,
                amount.MinorUnits > 0 ? "too large" : "not above zero",
                $"more than 0, at most {PaymentLimits.AmountUnitsMax} units"
            );
    }

    private bool Quantity()
    {
        if (_quantity.Column == 0)
        {
            return true;
        }
        if (sent.Asset is null)
        {
            return Refuse("asset", 0, "missing beside a quantity", "the ticker of the asset that the quantity counts");
        }
        var decimals = Assets.Decimals(sent.Asset);
        if (!TokenQuantity.TryParse(_quantity.Text, decimals, out var tokens, out var fault))
        {
            return Refuse(
                "quantity",
                _quantity.Column,
                Reason(fault),
                $"a decimal string of whole {sent.Asset}, at most {decimals} digits after the point"
            );
        }
        sent.Quantity = tokens.Units;
        return tokens.Units > 0 || Refuse("quantity", _quantity.Column, "not above zero", "more than 0");
    }

    private static string Reason(AmountFault fault) =>
        fault switch
        {
            AmountFault.Precision => "too many digits after the point",
            AmountFault.Size => "too large",
            _ => "not a decimal number",
        };

    private bool First(int member, ref uint seen, string owner, string expected)
    {
        if (member < 0)
        {
            // Somebody may have put a value where a name belongs: the place says enough.
            return Refuse(owner, Column, "unknown field", expected);
        }
        if ((seen & (1u << member)) != 0)
        {
            return Refuse(Path(owner, Encoding.ASCII.GetString(_reader.ValueSpan)), Column, "given twice", expected);
        }
        seen |= 1u << member;
        return true;
    }

    private static string Path(string owner, string field) =>
        owner.Length == 0 ? field
        : field.Length == 0 ? owner
        : $"{owner}.{field}";

    private bool Refuse(string field, int column, string reason, string expected)
    {
        _refused = new PaymentReading.Refused(field, column, reason, expected);
        return false;
    }
}
