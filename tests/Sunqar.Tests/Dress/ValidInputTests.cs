using System.Globalization;
using System.Text;
using Sunqar.Core.Identity;
using Sunqar.Core.Payments;
using Sunqar.Formats;
using Sunqar.Formats.Iso20022;
using Sunqar.Formats.Iso8583;
using Sunqar.Formats.Lists;
using Sunqar.Formats.Payments;
using Sunqar.Storage.Keys;
using Sunqar.Tests.Formats;
using Sunqar.Tests.Iso20022;
using Sunqar.Tests.Iso8583;
using Sunqar.Tests.Storage;
using Xunit;

namespace Sunqar.Tests.Dress;

/// <summary>Valid input is taken in all its forms, and limits hold to their last unit (issue 13, kind F).</summary>
public sealed class ValidInputTests
{
    [Theory]
    [InlineData("1000.00", "1000")]
    [InlineData("+1000.00", "1000")]
    [InlineData("0001000.00", "1000")]
    [InlineData("1000.", "1000")]
    [InlineData(".50", "0.5")]
    [InlineData("+.50", "0.5")]
    [InlineData("000", "0")]
    [InlineData("-0.0", "0")]
    [InlineData("-007.10", "-7.1")]
    [InlineData("", null)]
    [InlineData(".", null)]
    [InlineData("+", null)]
    [InlineData("+-1", null)]
    [InlineData("1e3", null)]
    [InlineData("1,5", null)]
    [InlineData("1.5.0", null)]
    [InlineData("٣", null)]
    public void Every_form_of_xs_decimal_is_one_number(string text, string? plain) => Assert.Equal(plain, XmlDecimal.Plain(text));

    [Theory]
    [InlineData("+1000.00", 100_000)]
    [InlineData(".50", 50)]
    [InlineData("0001000.00", 100_000)]
    [InlineData("1000.", 100_000)]
    [InlineData("1000.00000", 100_000)]
    [InlineData("1000000000000.00", 100_000_000_000_000)]
    public void Amounts_in_every_form_are_taken(string amount, long minor)
    {
        var transfer = MessageExamples.Transfer(amount: $"<IntrBkSttlmAmt Ccy=\"KZT\">{amount}</IntrBkSttlmAmt>");
        foreach (var control in (string[])["", $"<CtrlSum>{amount}</CtrlSum>", $"<CtrlSum>00{amount.TrimStart('+')}</CtrlSum>"])
        {
            Assert.Equal(
                minor,
                MessageExamples
                    .Taken(MessageExamples.Pacs8(transfer, control: control, count: "01"))
                    .Transfers[0]
                    .Payment?.Amount.MinorUnits
            );
        }
    }

    [Fact]
    public void An_amount_a_tiyn_above_the_limit_is_above_it_at_every_door()
    {
        var transfer = MessageExamples.Transfer(amount: "<IntrBkSttlmAmt Ccy=\"KZT\">1000000000000.01</IntrBkSttlmAmt>");
        Assert.Equal("AM02", MessageExamples.Taken(MessageExamples.Pacs8(transfer)).Transfers[0].Fault?.Code);
        Assert.IsType<PaymentReading.Refused>(
            PaymentExamples.Read(PaymentExamples.Full.Replace("612000.00", "1000000000000.01", StringComparison.Ordinal))
        );
        Assert.IsType<PaymentReading.Read>(
            PaymentExamples.Read(PaymentExamples.Full.Replace("612000.00", "1000000000000.00", StringComparison.Ordinal))
        );
        Assert.False(PaymentLimits.Admits(new Money((1_000_000_000_000 * 100L) + 1, Currency.Kzt)));
        Assert.True(PaymentLimits.Admits(new Money(1_000_000_000_000 * 100L, Currency.Kzt)));
    }

    [Theory]
    [InlineData("2026-01-14T24:00:00Z", "2026-01-15T00:00:00Z")]
    [InlineData("2026-01-14T24:00:00.000+05:00", "2026-01-14T19:00:00Z")]
    [InlineData("2026-01-15T00:00:00.123456789012Z", "2026-01-15T00:00:00.123456Z")]
    [InlineData("2026-01-15T00:00:00.1Z", "2026-01-15T00:00:00.100000Z")]
    [InlineData("2026-01-14T24:00:01Z", null)]
    [InlineData("2026-01-14T24:00:00.001Z", null)]
    [InlineData("2026-01-14T25:00:00Z", null)]
    [InlineData("2026-01-14T23:59:59.Z", null)]
    public void The_days_end_and_long_fractions_are_times(string text, string? same)
    {
        var isTime = TextTime.TryParseIso(Encoding.ASCII.GetBytes(text), out var us);
        Assert.Equal(same is not null, isTime);
        if (same is not null)
            Assert.Equal(DateTimeOffset.Parse(same, CultureInfo.InvariantCulture), DateTimeOffset.UnixEpoch.AddMicroseconds(us));
        var fault = MessageExamples.Taken(MessageExamples.Pacs8(time: text)).Transfers[0].Fault?.Code;
        Assert.Equal(same is null ? "DT01" : null, fault);
    }

    [Theory]
    [InlineData("windows-1251")]
    [InlineData("koi8-r")]
    [InlineData("ibm866")]
    [InlineData("utf-16")]
    [InlineData("iso-8859-5")]
    public void Declared_encodings_are_read(string encoding)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var xml = MessageExamples
            .Pacs8()
            .Replace("UTF-8", encoding, StringComparison.Ordinal)
            .Replace("Абай  Құнанбайұлы", "Абай Иванов", StringComparison.Ordinal);
        var of = Encoding.GetEncoding(encoding);
        var read = Assert.IsType<CreditTransferReading.Read>(
            new CreditTransfers(null).Read(
                (byte[])[.. of.GetPreamble(), .. of.GetBytes(xml)],
                MessageExamples.Bank,
                MessageExamples.LatestUs
            )
        );
        Assert.Equal("Абай Иванов", read.Transfers[0].Payment?.Sender?.Name);
    }

    [Theory]
    [InlineData(37, "            ", true)]
    [InlineData(37, "R1          ", true)]
    [InlineData(18, "    ", true)]
    [InlineData(43, "                                        ", true)]
    [InlineData(52, "                ", true)]
    [InlineData(19, "   ", true)]
    [InlineData(4, "            ", false)]
    [InlineData(49, "   ", false)]
    [InlineData(37, "R 1         ", false)]
    public void A_fixed_field_of_blanks_is_not_filled(int field, string value, bool isTaken)
    {
        // The builder writes no blanks into numbers: they are put into the bytes in the place of a value that stands nowhere else.
        var filled = (
            field is 37 or 43 ? new string('Q', 40)
            : field == 52 ? "FEDCBA9876543210"
            : "987654321098"
        )[..value.Length];
        var bytes = Encoding
            .ASCII.GetString(IsoExamples.Withdrawal().Set(field, filled).ToArray())
            .Replace(filled, value, StringComparison.Ordinal);
        var reading = IsoExamples.Read(Encoding.ASCII.GetBytes(bytes));
        Assert.Equal(isTaken, reading is IsoPaymentReading.Asked);
        if (reading is IsoPaymentReading.Refused { Fault.Kind: var kind } && field != 37)
            Assert.Equal(IsoFaultKind.FieldMissing, kind);
    }

    [Theory]
    [InlineData("1890-12-31", 1, "1890-12-31T12:00:00+05:00", IinStatus.Valid)]
    [InlineData("1890-12-31", 1, "1890-12-30T23:00:00+05:00", IinStatus.Invalid)]
    [InlineData("1890-12-31", 1, "2026-01-15T09:30:00+05:00", IinStatus.Valid)]
    public void Nobody_is_born_after_the_payment(string birth, int sexCentury, string time, IinStatus status)
    {
        using var folder = new TempFolder();
        using var keys = new KeyStore(folder["keys"], folder["root.key"]);
        var batch = new SealedBatch();
        var iin = Enumerable
            .Range(0, 20)
            .Select(serial => Iin.FromParts(DateOnly.Parse(birth, CultureInfo.InvariantCulture), sexCentury, serial))
            .First(one => one is not null);
        var timeUs = (DateTimeOffset.Parse(time, CultureInfo.InvariantCulture) - DateTimeOffset.UnixEpoch).Ticks / 10;
        var payment = PaymentExamples.Payment(PaymentExamples.Full) with { TimeUs = timeUs, Sender = new Party(iin.ToString()) };
        new PaymentSealer(keys).Seal([payment], batch);
        Assert.Equal(status, batch.Payments[0].Sender.Iin);
    }

    [Theory]
    [InlineData("060449826078", true)]
    [InlineData("", true)]
    [InlineData("800416100254", true)]
    [InlineData("60449826078", false)]
    [InlineData("060449826079", false)]
    [InlineData("06044982607X", false)]
    [InlineData("6.0449826078E10", false)]
    public void A_registrys_numbers_keep_their_rule(string bin, bool isTaken)
    {
        var csv = "code,name,bin,regime,status\n" + $"A,A Ltd,{bin},,registered\n";
        var outcome = ListFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(csv)), "r.csv", null, _ => { });
        Assert.Equal(isTaken, outcome is ListFileOutcome.Completed);
        if (outcome is ListFileOutcome.Refused refused)
            Assert.Equal((2, "bin"), (refused.Why.Line, refused.Why.Field));
    }
}
