using System.Text;
using Sunqar.Formats.Iso8583;
using Sunqar.Tests.Formats;

namespace Sunqar.Tests.Iso8583;

/// <summary>Messages for the tests.</summary>
internal static class IsoExamples
{
    public const string Bank = "CASPKZKA";
    public const string Number = "600020";

    /// <summary>2026-01-15T04:30:10Z, ten seconds after the messages' time.</summary>
    public const long NowUs = 1_768_451_410_000_000;

    public static IsoPayments Payments { get; } = new(Bank, Number, PaymentExamples.Tokeniser);

    /// <summary>A number with the right check digit, made here: none stands in the repository.</summary>
    public static string Pan(string digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = (digits[^(i + 1)] - '0') * (i % 2 == 0 ? 2 : 1);
            sum += digit > 9 ? digit - 9 : digit;
        }
        return digits + (char)('0' + (10 - sum % 10) % 10);
    }

    public static string Card { get; } = Pan("440043000000001");

    /// <summary>A withdrawal of 200,000.00 KZT at an ATM in Almaty.</summary>
    public static IsoMessageBuilder Withdrawal(string type = "0200") =>
        new IsoMessageBuilder(type)
            .Set(2, Card)
            .Set(3, "010000")
            .Set(4, "000020000000")
            .Set(7, "0115043000")
            .Set(11, "000017")
            .Set(12, "093000")
            .Set(13, "0115")
            .Set(18, "6011")
            .Set(32, Bank)
            .Set(37, "R26015000017")
            .Set(41, "ATM-0001")
            .Set(42, "CASPKZKA       ")
            .Set(43, "Abay 1                 Almaty         KZ")
            .Set(48, Tag(1, "800416100254"))
            .Set(49, "398");

    public static string Tag(int tag, string value) => $"{tag:00}{value.Length:00}{value}";

    /// <summary>The same message from its parts.</summary>
    public static IsoMessageBuilder Rebuild(in IsoMessage message)
    {
        var builder = new IsoMessageBuilder(Encoding.ASCII.GetString(message.Type));
        for (var field = 2; field <= IsoFields.Last; field++)
        {
            if (message.Has(field))
            {
                builder.Set(field, message[field]);
            }
        }
        return builder;
    }

    public static IsoPaymentReading Read(IsoMessageBuilder builder, long nowUs = NowUs) => Read(builder.ToArray(), nowUs);

    public static IsoPaymentReading Read(byte[] bytes, long nowUs = NowUs) =>
        IsoMessage.TryRead(bytes, out var message, out var fault) ? Payments.Read(message, nowUs) : new IsoPaymentReading.Refused(fault);
}
