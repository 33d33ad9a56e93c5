using System.Text;
using Sunqar.Core.Payments;
using Sunqar.Formats.Iso20022;
using Xunit;

namespace Sunqar.Tests.Iso20022;

public class CreditTransfersTests
{
    private static readonly CreditTransferReading.Refused Missing = new(new OriginalMessage(null, null, 0), new Iso20022Fault("", ""));

    [Theory]
    [InlineData("08")]
    [InlineData("10")]
    public void A_transfer_between_banks_is_a_payment(string version)
    {
        var read = MessageExamples.Taken(MessageExamples.Pacs8(version: version));
        Assert.Equal(new OriginalMessage($"pacs.008.001.{version}", "M-1", 1), read.Message);
        var transfer = Assert.Single(read.Transfers);
        Assert.Equal(
            new Payment
            {
                Id = "TX-1",
                Kind = PaymentKind.AccountTransfer,
                TimeUs = MessageExamples.LatestUs - 1_800_000_000,
                Amount = new Money(61_200_000, Currency.Kzt),
                Institution = MessageExamples.Bank,
                Sender = new Party("800416100254", "KZ86125KZT5004100100", Name: "Абай Құнанбайұлы", Country: "KZ"),
                Recipient = new Party("680503250034", "A-2", Name: "B", Phone: "+77010000002", Country: "KZ"),
                Purpose = "GIFT",
            },
            transfer.Payment
        );
        Assert.Equal(("E2E-1", "TX-1", null), (transfer.EndToEndId, transfer.TransactionId, transfer.Fault));
    }

    [Fact]
    public void A_customers_transfers_take_the_debtor_above_them()
    {
        var read = MessageExamples.Taken(MessageExamples.Pain1());
        Assert.Equal(["M-2/1", "8a562c67-ca16-48ba-b074-65581be6f001"], read.Transfers.Select(transfer => transfer.Payment!.Id));
        Assert.Equal(
            [new Money(10_000, Currency.Kzt), new Money(50, Currency.Usd)],
            read.Transfers.Select(transfer => transfer.Payment!.Amount)
        );
        // Its time has no offset: it is local.
        Assert.All(read.Transfers, transfer => Assert.Equal(MessageExamples.LatestUs - 1_800_000_000, transfer.Payment!.TimeUs));
        Assert.All(read.Transfers, transfer => Assert.Equal("A", transfer.Payment!.Sender!.Name));
        Assert.Equal(["I-1", null], read.Transfers.Select(transfer => transfer.InstructionId));
    }

    [Theory]
    [InlineData("<EndToEndId>1</EndToEndId><TxId>INV 7%</TxId>", "INV%207%25")]
    [InlineData("<EndToEndId>1</EndToEndId><TxId>ж</TxId>", "%D0%B6")]
    [InlineData("<EndToEndId>INV 7</EndToEndId>", "M-1/1")]
    public void Ids_are_visible_ascii(string ids, string id) =>
        Assert.Equal(id, MessageExamples.Taken(MessageExamples.Pacs8(MessageExamples.Transfer(ids))).Transfers[0].Payment!.Id);

    [Theory]
    [InlineData("<IntrBkSttlmAmt Ccy=\"KZT\">0</IntrBkSttlmAmt>", "AM01")]
    [InlineData("<IntrBkSttlmAmt Ccy=\"KZT\">1000000000001</IntrBkSttlmAmt>", "AM02")]
    [InlineData("<IntrBkSttlmAmt Ccy=\"KZT\">12345678901234567890123</IntrBkSttlmAmt>", "AM02")]
    [InlineData("<IntrBkSttlmAmt Ccy=\"GBP\">1</IntrBkSttlmAmt>", "AM03")]
    [InlineData("<IntrBkSttlmAmt>1</IntrBkSttlmAmt>", "AM03")]
    [InlineData("<IntrBkSttlmAmt Ccy=\"KZT\">1.001</IntrBkSttlmAmt>", "AM12")]
    [InlineData("<IntrBkSttlmAmt Ccy=\"KZT\">-1</IntrBkSttlmAmt>", "AM12")]
    [InlineData("<IntrBkSttlmAmt Ccy=\"KZT\">1e3</IntrBkSttlmAmt>", "AM12")]
    public void A_wrong_amount_refuses_its_payment_alone(string amount, string code)
    {
        var read = MessageExamples.Taken(
            MessageExamples.Pacs8(
                MessageExamples.Transfer(amount: amount) + MessageExamples.Transfer("<EndToEndId>2</EndToEndId>"),
                count: "2"
            )
        );
        Assert.Equal(code, read.Transfers[0].Fault?.Code);
        Assert.Null(read.Transfers[0].Payment);
        Assert.NotNull(read.Transfers[1].Payment);
    }

    [Fact]
    public void Wrong_accounts_and_times_refuse_the_payment()
    {
        Assert.Equal(
            "AC03",
            MessageExamples.Taken(MessageExamples.Pacs8(MessageExamples.Transfer(creditorAccount: ""))).Transfers[0].Fault?.Code
        );
        Assert.Equal(
            "AC03",
            MessageExamples
                .Taken(
                    MessageExamples.Pacs8(
                        MessageExamples.Transfer(creditorAccount: "<CdtrAcct><Id><Othr><Id>A 2</Id></Othr></Id></CdtrAcct>")
                    )
                )
                .Transfers[0]
                .Fault?.Code
        );
        var noDebtor = MessageExamples
            .Transfer()
            .Replace("<DbtrAcct><Id><IBAN>KZ86125KZT5004100100</IBAN></Id></DbtrAcct>", "", StringComparison.Ordinal);
        Assert.Equal("AC02", MessageExamples.Taken(MessageExamples.Pacs8(noDebtor)).Transfers[0].Fault?.Code);
        var badUetr = MessageExamples.Transfer("<EndToEndId>1</EndToEndId><UETR>8A562C67-CA16-48BA-B074-65581BE6F001</UETR>");
        Assert.Equal("FF01", MessageExamples.Taken(MessageExamples.Pacs8(badUetr)).Transfers[0].Fault?.Code);
        foreach (var time in (string[])["2026-01-15T05:00:01Z", "2026-01-15T10:00:01", "2026-01-15", "yesterday"])
        {
            Assert.Equal("DT01", MessageExamples.Taken(MessageExamples.Pacs8(time: time)).Transfers[0].Fault?.Code);
        }
        Assert.Null(MessageExamples.Taken(MessageExamples.Pacs8(time: "2026-01-15T05:00:00.000000Z")).Transfers[0].Fault);
    }

    [Theory]
    [InlineData("count", "2", "AM18")]
    [InlineData("control", "<CtrlSum>1</CtrlSum>", "AM10")]
    [InlineData("control", "<CtrlSum>x</CtrlSum>", "AM10")]
    [InlineData("agent", "HSBKKZKX", "RC01")]
    [InlineData("transfers", "<Nonsense/>", "FF01")]
    [InlineData("transfers", "<CdtTrfTxInf/>", "FF01")]
    [InlineData("transfers", "", "FF01")]
    [InlineData("transfers", "text", "FF01")]
    public void A_wrong_message_is_refused_whole(string part, string value, string code)
    {
        var xml = part switch
        {
            "count" => MessageExamples.Pacs8(count: value),
            "control" => MessageExamples.Pacs8(control: value),
            "agent" => MessageExamples.Pacs8(agent: value),
            _ => MessageExamples.Pacs8(value),
        };
        var refused = MessageExamples.Read(xml) as CreditTransferReading.Refused ?? Missing;
        Assert.Equal((code, "M-1", "pacs.008.001.08"), (refused.Fault.Code, refused.Message.Id, refused.Message.Name));
    }

    [Theory]
    [InlineData("<DbtrAgt>", "<CdtrAgt>", "CdtrAgt")]
    [InlineData("<MsgId>M-1</MsgId>", "", "GrpHdr/MsgId")]
    [InlineData("<MsgId>M-1</MsgId>", "<MsgId>M-1</MsgId><MsgId>M-1</MsgId>", "MsgId: given twice")]
    [InlineData("<MsgId>", "<MsgId a=\"1\">", "an attribute")]
    [InlineData("<MsgId>M-1<", "<MsgId><", "not a text")]
    [InlineData("<MsgId>", "<MsgId xmlns=\"urn:other\">", "another namespace")]
    [InlineData(
        "<IBAN>KZ86125KZT5004100100</IBAN>",
        "<IBAN>KZ86125KZT5004100100</IBAN><Othr><Id>1</Id></Othr>",
        "a second one of a choice"
    )]
    [InlineData("<IBAN>KZ86125KZT5004100100</IBAN>", "", "nothing in it")]
    [InlineData("<Document ", "<!DOCTYPE x [<!ENTITY e \"e\">]><Document ", "not well-formed")]
    [InlineData("</Document>", "</Document><x/>", "not well-formed")]
    [InlineData("pacs.008.001.08", "pacs.008.001.07", "not a message")]
    public void The_fault_names_the_element_and_no_value(string part, string instead, string says)
    {
        var refused =
            MessageExamples.Read(MessageExamples.Pacs8().Replace(part, instead, StringComparison.Ordinal)) as CreditTransferReading.Refused
            ?? Missing;
        Assert.Equal("FF01", refused.Fault.Code);
        Assert.Contains(says, refused.Fault.Text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("612000", refused.Fault.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Size_depth_and_number_are_bounded()
    {
        var deep = string.Concat(Enumerable.Repeat("<a>", 40)) + string.Concat(Enumerable.Repeat("</a>", 40));
        string[] messages =
        [
            MessageExamples.Pacs8(MessageExamples.Transfer().Replace("<Ustrd>", deep + "<Ustrd>", StringComparison.Ordinal)),
            MessageExamples.Pacs8(string.Concat(Enumerable.Repeat(MessageExamples.Transfer(), 1_001)), count: "1001"),
            MessageExamples.Pacs8() + new string(' ', Iso20022Limits.BytesMax),
            MessageExamples.Pacs8().Replace("<MsgId>M-1", $"<MsgId>{new string('x', 36)}", StringComparison.Ordinal),
        ];
        Assert.All(
            messages,
            message => Assert.Equal("FF01", Assert.IsType<CreditTransferReading.Refused>(MessageExamples.Read(message)).Fault.Code)
        );
    }

    [Fact]
    public void Mutated_messages_are_read_or_refused_and_answered()
    {
        byte[][] samples = [Encoding.UTF8.GetBytes(MessageExamples.Pacs8()), Encoding.UTF8.GetBytes(MessageExamples.Pain1())];
        var transfers = new CreditTransfers(null);
        var (taken, refused) = (0, 0);
        for (var seed = 0; seed < 4_000; seed++)
        {
            var random = new Random(seed);
            var mutated = samples[seed % 2].ToList();
            for (var changes = random.Next(1, 3); changes > 0; changes--)
            {
                var at = random.Next(mutated.Count);
                var length = Math.Min(random.Next(1, 60), mutated.Count - at);
                switch (random.Next(4))
                {
                    case 0:
                        mutated[at] = (byte)random.Next(256);
                        break;
                    case 1:
                        mutated[at] = (byte)('0' + random.Next(10));
                        break;
                    case 2:
                        mutated.RemoveRange(at, length);
                        break;
                    default:
                        mutated.InsertRange(random.Next(mutated.Count), mutated.GetRange(at, length));
                        break;
                }
            }
            switch (transfers.Read(mutated.ToArray(), MessageExamples.Bank, MessageExamples.LatestUs))
            {
                case CreditTransferReading.Read read:
                    taken++;
                    Assert.NotEmpty(
                        PaymentStatusReport.Write(
                            "1",
                            0,
                            read.Message,
                            [.. read.Transfers.Select(transfer => (transfer, new PaymentStatus("ACCP", null, [])))]
                        )
                    );
                    break;
                case CreditTransferReading.Refused no:
                    refused++;
                    Assert.NotEmpty(PaymentStatusReport.Write("1", 0, no.Message, no.Fault));
                    break;
            }
        }
        Assert.InRange(taken, 100, 3_900);
        Assert.Equal(4_000, taken + refused);
    }
}
