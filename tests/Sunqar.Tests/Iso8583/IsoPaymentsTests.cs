using System.Text;
using Sunqar.Core.Decisions;
using Sunqar.Core.Identity;
using Sunqar.Core.Payments;
using Sunqar.Formats.Iso8583;
using Sunqar.Tests.Formats;
using Xunit;

namespace Sunqar.Tests.Iso8583;

public class IsoPaymentsTests
{
    private static string TokenOf(string number) =>
        Pan.TryParse(number, out var pan, out _) ? PaymentExamples.Tokeniser.Tokenise(pan).ToString() : "";

    [Fact]
    public void A_withdrawal_is_a_payment()
    {
        var payment = Asked(IsoExamples.Withdrawal());
        Assert.Equal(
            new Payment
            {
                Id = "R26015000017-000017",
                Kind = PaymentKind.CashWithdrawal,
                TimeUs = IsoExamples.NowUs - 10_000_000,
                Amount = new Money(20_000_000, Currency.Kzt),
                Institution = IsoExamples.Bank,
                Sender = new Party(Iin: "800416100254", Card: TokenOf(IsoExamples.Card)),
                Terminal = new Terminal("ATM-0001", "Almaty", "KZ"),
                Category = "6011",
            },
            payment
        );
    }

    [Theory]
    [InlineData("000000", PaymentKind.MerchantPayment)]
    [InlineData("012000", PaymentKind.CashWithdrawal)]
    [InlineData("090000", PaymentKind.MerchantPayment)]
    [InlineData("110000", PaymentKind.CryptoBuy)]
    [InlineData("210020", PaymentKind.CardTopUp)]
    [InlineData("402010", PaymentKind.CardTransfer)]
    [InlineData("500000", PaymentKind.MerchantPayment)]
    public void The_processing_code_tells_the_kind(string code, PaymentKind kind)
    {
        var other = IsoExamples.Pan("440043000000002");
        var message = IsoExamples.Withdrawal().Set(3, code);
        if (code[0] is not '2')
        {
            message.Set(48, IsoExamples.Tag(10, "BYBIT") + IsoExamples.Tag(8, other));
        }
        var payment = Asked(message);
        Assert.Equal(kind, payment.Kind);
        var own = code[0] == '2' ? payment.Recipient : payment.Sender;
        Assert.Equal(TokenOf(IsoExamples.Card), own!.Card);
        Assert.Equal(code[0] == '2' ? null : TokenOf(other), code[0] == '2' ? payment.Sender!.Card : payment.Recipient!.Card);
    }

    [Theory]
    [InlineData("59", false)]
    [InlineData("08", false)]
    [InlineData("00", true)]
    public void A_terminal_before_which_nobody_stands_is_no_place(string condition, bool isPlace)
    {
        var payment = Asked(IsoExamples.Withdrawal().Set(3, "000000").Set(18, "6051").Set(25, condition));
        Assert.Equal(isPlace ? "KZ" : null, payment.Terminal?.Country);
        Assert.Equal((isPlace ? null : "KZ", "6051"), (payment.Recipient!.Country, payment.Category));
    }

    [Fact]
    public void A_deposit_to_an_account_alone_is_cash_and_a_transfer_to_an_account_is_one()
    {
        var deposit = new IsoMessageBuilder("0200")
            .Set(3, "210000")
            .Set(4, "000000010000")
            .Set(7, "0115043000")
            .Set(11, "000001")
            .Set(32, "600020")
            .Set(41, "ATM-0001")
            .Set(49, "398")
            .Set(103, "KZ86125KZT5004100100");
        var payment = Asked(deposit);
        Assert.Equal((PaymentKind.CashDeposit, "20260115043000-000001"), (payment.Kind, payment.Id));
        Assert.Equal(PaymentKind.AccountTransfer, Asked(deposit.Set(3, "400000").Set(102, "A-1")).Kind);
    }

    [Fact]
    public void Every_tag_reaches_its_field()
    {
        var payment = Asked(
            IsoExamples
                .Withdrawal()
                .Set(3, "400000")
                .Set(
                    48,
                    string.Concat(
                        IsoExamples.Tag(1, "800416100254"),
                        IsoExamples.Tag(2, "680503250034"),
                        IsoExamples.Tag(3, "1"),
                        IsoExamples.Tag(4, "A-1"),
                        IsoExamples.Tag(5, "A-2"),
                        IsoExamples.Tag(7, "card_2"),
                        IsoExamples.Tag(9, "d-77"),
                        IsoExamples.Tag(10, "BYBIT"),
                        IsoExamples.Tag(11, "ABAI"),
                        IsoExamples.Tag(12, "BAUYRZHAN"),
                        IsoExamples.Tag(13, "+77010000001"),
                        IsoExamples.Tag(14, "+77010000002"),
                        IsoExamples.Tag(15, "192.0.2.1"),
                        IsoExamples.Tag(16, "GIFT"),
                        IsoExamples.Tag(17, "KZ"),
                        IsoExamples.Tag(18, "AE"),
                        IsoExamples.Tag(19, "20260102"),
                        IsoExamples.Tag(20, "20260103"),
                        IsoExamples.Tag(21, "20260104"),
                        IsoExamples.Tag(22, "20260105")
                    )
                )
        );
        Assert.Equal(
            new Party("800416100254", "A-1", TokenOf(IsoExamples.Card), "ABAI", true)
            {
                Phone = "+77010000001",
                Country = "KZ",
                Registered = new DateOnly(2026, 1, 2),
                Opened = new DateOnly(2026, 1, 4),
            },
            payment.Sender
        );
        Assert.Equal(
            new Party("680503250034", "A-2", "card_2", "BAUYRZHAN")
            {
                Phone = "+77010000002",
                Country = "AE",
                Registered = new DateOnly(2026, 1, 3),
                Opened = new DateOnly(2026, 1, 5),
            },
            payment.Recipient
        );
        Assert.Equal(("192.0.2.1", "GIFT"), (payment.Ip, payment.Purpose));
        Assert.Equal(("d-77", "BYBIT"), (payment.Device, payment.Platform));
        Assert.False(Asked(IsoExamples.Withdrawal().Set(48, IsoExamples.Tag(3, "0"))).Sender!.Confirmed);
    }

    [Theory]
    [InlineData(48, "0112", IsoFaultKind.FieldCut, 48)]
    [InlineData(48, "01", IsoFaultKind.FieldCut, 48)]
    [InlineData(48, "01011" + "01012", IsoFaultKind.FieldValue, 48)]
    [InlineData(48, "23011", IsoFaultKind.FieldValue, 48)]
    [InlineData(48, "17023z", IsoFaultKind.FieldValue, 48)]
    [InlineData(48, "190820260230", IsoFaultKind.FieldValue, 48)]
    [InlineData(48, "0100", IsoFaultKind.FieldValue, 48)]
    [InlineData(48, "03012", IsoFaultKind.FieldValue, 48)]
    [InlineData(48, "0404a b ", IsoFaultKind.FieldValue, 48)]
    [InlineData(48, "0601x", IsoFaultKind.FieldValue, 48)]
    [InlineData(48, "0812" + "123456789012", IsoFaultKind.CardNumber, 48)]
    [InlineData(2, "1111111110000000000", IsoFaultKind.CardNumber, 2)]
    [InlineData(3, "310000", IsoFaultKind.ProcessingCode, 3)]
    [InlineData(4, "000000000000", IsoFaultKind.Amount, 4)]
    [InlineData(7, "0230043000", IsoFaultKind.FieldValue, 7)]
    [InlineData(12, "246000", IsoFaultKind.FieldValue, 13)]
    [InlineData(12, "093700", IsoFaultKind.TimeAhead, 12)]
    [InlineData(32, "600021", IsoFaultKind.Institution, 32)]
    [InlineData(32, "", IsoFaultKind.FieldMissing, 32)]
    [InlineData(37, "R2601 000017", IsoFaultKind.FieldValue, 37)]
    [InlineData(41, "ATM 0001", IsoFaultKind.FieldValue, 41)]
    [InlineData(41, "        ", IsoFaultKind.FieldMissing, 41)]
    [InlineData(49, "036", IsoFaultKind.Currency, 49)]
    public void A_wrong_value_names_its_fault_and_field(int field, string value, IsoFaultKind kind, int faulty)
    {
        var refused = Assert.IsType<IsoPaymentReading.Refused>(IsoExamples.Read(IsoExamples.Withdrawal().Set(field, value)));
        Assert.Equal(new IsoFault(kind, faulty), refused.Fault);
    }

    [Fact]
    public void The_year_is_the_last_that_may_be_and_the_terminals_clock_counts_only_at_home()
    {
        var newYear = DateTimeOffset.Parse("2026-12-31T19:30:00Z").ToUnixTimeMilliseconds() * 1_000;
        // Half past midnight of the new year at the terminal, the old year in UTC.
        var message = IsoExamples.Withdrawal().Set(7, "1231193000").Set(12, "003000").Set(13, "0101");
        Assert.Equal(newYear, Asked(message, newYear).TimeUs);
        Assert.Equal(newYear, Asked(message, newYear + 86_400_000_000L * 300).TimeUs);
        var leapDay = DateTimeOffset.Parse("2024-02-29T12:00:00Z").ToUnixTimeMilliseconds() * 1_000;
        // Until 2024-03-01 the west of the country was an hour behind the rest.
        var leap = IsoExamples.Withdrawal().Set(7, "0229120000").Set(12, "180000").Set(13, "0229");
        Assert.Equal(leapDay, Asked(leap).TimeUs);
        Assert.Equal(leapDay, Asked(leap.Set(12, "170000").Set(43, "Abay 1                 Aktau          KZ")).TimeUs);
        Assert.Equal(newYear, Asked(message.Set(19, "398"), newYear).TimeUs);
        Assert.Equal(newYear, Asked(message.Set(19, "643").Set(12, "223000").Set(13, "1231"), newYear).TimeUs);
    }

    [Fact]
    public void A_reversal_finds_the_payment_and_a_declined_advice_counts_nothing()
    {
        var id = Asked(IsoExamples.Withdrawal()).Id;
        var original = "0200000017" + "0115043000" + "00000000000" + "00000000000";
        Assert.Equal(
            id,
            Assert.IsType<IsoPaymentReading.Undone>(IsoExamples.Read(IsoExamples.Withdrawal("0420").Set(11, "000099").Set(90, original))).Id
        );
        Assert.Equal(id, Assert.IsType<IsoPaymentReading.Undone>(IsoExamples.Read(IsoExamples.Withdrawal("0401"))).Id);
        Assert.Equal(id, Asked(IsoExamples.Withdrawal("0220").Set(11, "000099").Set(90, original).Set(39, "00")).Id);
        Assert.All(ResponseCodes.Approvals, code => Asked(IsoExamples.Withdrawal("0220").Set(39, code)));
        Assert.IsType<IsoPaymentReading.Declined>(IsoExamples.Read(IsoExamples.Withdrawal("0220").Set(39, "51")));
    }

    [Fact]
    public void Network_management_is_an_echo()
    {
        var echo = new IsoMessageBuilder("0800").Set(7, "0115043000").Set(11, "000001").Set(70, "301");
        Assert.IsType<IsoPaymentReading.Echo>(IsoExamples.Read(echo));
        Assert.IsType<IsoPaymentReading.Refused>(IsoExamples.Read(echo.Set(32, "600021")));
    }

    [Fact]
    public void Replies_tell_the_outcome_and_nothing_personal()
    {
        IsoMessage.TryRead(IsoExamples.Withdrawal().ToArray(), out var request, out _);
        var reasons = Enumerable.Range(0, 20).Select(i => new Reason($"rule_number_{i}", "t", "o", "l", "s")).ToArray();
        foreach (var (outcome, code, _) in ResponseCodes.Outcomes)
        {
            var decision = new Decision(outcome, reasons, "v", outcome == Outcome.Hold ? IsoExamples.NowUs : 0);
            var bytes = IsoReply.To(request, isWhole: true)!.Answer(decision, isRepeat: true, isAdvice: false).ToArray();
            Assert.True(IsoMessage.TryRead(bytes, out var reply, out _));
            Assert.Equal(("0210", code), (Text(reply.Type), Text(reply[39])));
            Assert.Contains("9301" + "1", Text(reply[48]));
            Assert.Equal(outcome == Outcome.Hold, Text(reply[48]).Contains("2026-01-15T04:30:10Z", StringComparison.Ordinal));
            Assert.Equal(("000017", "R26015000017"), (Text(reply[11]), Text(reply[37])));
            Assert.DoesNotContain(IsoExamples.Card, Text(bytes));
            Assert.DoesNotContain("800416100254", Text(bytes));
            var heard = IsoReply.To(request, isWhole: true)!.Answer(decision, isRepeat: false, isAdvice: true).ToArray();
            Assert.True(IsoMessage.TryRead(heard, out var advice, out _));
            Assert.Equal("00", Text(advice[39]));
        }
    }

    [Theory]
    [InlineData("0200", "0210")]
    [InlineData("0421", "0430")]
    [InlineData("0300", "0310")]
    [InlineData("0500", "0510")]
    [InlineData("0210", null)]
    [InlineData("0432", null)]
    [InlineData("0620", null)]
    [InlineData("02x0", "0620")]
    [InlineData("", "0620")]
    public void Nothing_answers_an_answer(string type, string? reply) =>
        Assert.Equal(reply, MessageTypes.ReplyTo(Encoding.ASCII.GetBytes(type)));

    [Fact]
    public void The_page_shows_the_tables()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "iso8583.md"));
        void Row(params string[] cells) => Assert.Contains($"| {string.Join(" | ", cells)} |", page, StringComparison.Ordinal);
        foreach (var type in MessageTypes.Table)
            Row(type.Type, type.Reply, type.Name);
        foreach (var code in ProcessingCodes.Table)
        {
            var otherwise = code.Otherwise is { } kind ? $"`{kind.Name()}` {code.Case}" : "";
            Row(code.Code, code.Name, $"`{code.Kind.Name()}`", code.Card == CardSide.Sender ? "sender" : "recipient", otherwise);
        }
        foreach (var tag in AdditionalData.Table)
        {
            var limit = tag.Limit is { } bound ? $", at most {Math.Min(99, bound.CharactersMax)} characters" : "";
            Row(tag.Tag.ToString("00"), tag.Means + (tag.InReply ? " (in replies)" : ""), tag.Value + limit);
        }
        foreach (var (outcome, code, meaning) in ResponseCodes.Outcomes)
            Row($"`{Core.Rulebook.RuleOutcomes.Name(outcome)}`", code, meaning);
        foreach (var (code, meaning) in ResponseCodes.Others)
            Row(code, meaning);
        foreach (var (kind, code, words, meaning) in IsoFaults.Table.Skip(1))
        {
            Row(code, $"`{words}`", meaning);
            Assert.InRange(new IsoFault(kind, 128).ToString().Length, 5, 25);
        }
        Assert.Contains($"none of {string.Join(", ", ResponseCodes.Approvals)} tells", page);
        Assert.Contains(string.Join(", ", IsoReply.Echoed.SkipLast(1)) + " and " + IsoReply.Echoed[^1], page);
        Assert.Equal(Enum.GetValues<IsoFaultKind>(), IsoFaults.Table.Select(row => row.Kind));
        Assert.Equal(Enum.GetValues<Outcome>(), ResponseCodes.Outcomes.Select(row => row.Outcome));
    }

    private static Payment Asked(IsoMessageBuilder message, long nowUs = IsoExamples.NowUs)
    {
        var reading = IsoExamples.Read(message, nowUs);
        return reading is IsoPaymentReading.Asked asked ? asked.Payment : throw new InvalidOperationException(reading.ToString());
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.ASCII.GetString(bytes);
}
