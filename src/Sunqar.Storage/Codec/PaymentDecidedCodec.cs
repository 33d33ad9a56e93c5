using System.Text;
using Sunqar.Core.Decisions;
using Sunqar.Core.Facts;
using Sunqar.Core.Identity;
using Sunqar.Core.Payments;
using Sunqar.Storage.Journal;

namespace Sunqar.Storage.Codec;

/// <summary>
/// The fact of the hot path, written and read by hand so that neither direction creates an object it does not need. A test holds it
/// equal to the generated classes.
/// </summary>
internal sealed class PaymentDecidedCodec() : FactCodec(FieldNumber, typeof(PaymentDecided))
{
    public const int FieldNumber = 1;

    public override void Write(Fact fact, WireWriter wire)
    {
        var decided = (PaymentDecided)fact;
        var payment = decided.Payment;
        WriteRecord(wire, in payment, decided.Decision);
    }

    public static void WriteRecord(WireWriter wire, in SealedPayment payment, Decision decision)
    {
        var mark = wire.BeginMessage(FieldNumber);
        WritePayment(wire, in payment);
        WriteDecision(wire, decision);
        CircumstancesCodec.Write(wire, payment.Circumstances);
        wire.EndMessage(mark);
    }

    /// <summary>The fields of the payment, without the message around them.</summary>
    public static void WritePayment(WireWriter wire, in SealedPayment payment)
    {
        wire.Text(1, payment.Id);
        wire.UInt32(2, (uint)payment.Kind);
        wire.SFixed64(3, payment.TimeUs);
        wire.Int64(4, payment.Amount.MinorUnits);
        wire.UInt32(5, (uint)payment.Amount.Currency);
        wire.Text(6, payment.Institution);
        wire.Fixed64(7, payment.Sender.Person.Value);
        wire.Fixed64(8, payment.Sender.Account.Value);
        wire.Fixed64(9, payment.Sender.Card.Value);
        wire.Fixed64(10, payment.Recipient.Person.Value);
        wire.Fixed64(11, payment.Recipient.Account.Value);
        wire.Fixed64(12, payment.Recipient.Card.Value);
        wire.UInt32(13, DecidedPaymentRow.Flags(payment.Sender, payment.Recipient));
        wire.Fixed64(14, payment.Device.Value);
        wire.Text(15, payment.Terminal);
        wire.Text(16, payment.City);
        wire.Text(17, payment.WalletChain);
        wire.Text(18, payment.WalletAddress);
        wire.Text(19, payment.Platform);
        wire.Text(20, payment.Asset);
        wire.Fixed64(21, unchecked((ulong)(payment.Quantity >> 64)));
        wire.Fixed64(22, unchecked((ulong)payment.Quantity));
        wire.Fixed64(23, unchecked((ulong)(payment.ContentHash >> 64)));
        wire.Fixed64(24, unchecked((ulong)payment.ContentHash));
    }

    /// <summary>The fields of the decision, which stand in the same message.</summary>
    public static void WriteDecision(WireWriter wire, Decision decision)
    {
        wire.UInt32(25, (uint)decision.Outcome);
        wire.Text(26, decision.RulebookVersion);
        wire.SFixed64(27, decision.ExpiresUs);
        for (var i = 0; i < decision.Reasons.Count; i++)
        {
            var reason = decision.Reasons[i];
            var inner = wire.BeginMessage(28);
            wire.Text(1, reason.Rule);
            wire.Text(2, reason.Text);
            wire.Text(3, reason.Observed);
            wire.Text(4, reason.Limit);
            wire.Text(5, reason.Source);
            wire.EndMessage(inner);
        }
    }

    /// <summary>Fills the row from the message; its sequence and time of recording are the caller's.</summary>
    public static void ReadRow(ReadOnlySpan<byte> body, ref DecidedPaymentRow row)
    {
        ulong quantityHigh = 0,
            quantityLow = 0,
            hashHigh = 0,
            hashLow = 0;
        var wire = new WireReader(body);
        for (var field = wire.NextField(); field != 0; field = wire.NextField())
        {
            switch (field)
            {
                case 1:
                    row.Id = wire.Bytes();
                    break;
                case 2:
                    row.Kind = (PaymentKind)wire.UInt32();
                    break;
                case 3:
                    row.TimeUs = wire.SFixed64();
                    break;
                case 4:
                    row.AmountMinor = wire.Int64();
                    break;
                case 5:
                    row.Currency = (Currency)wire.UInt32();
                    break;
                case 6:
                    row.Institution = wire.Bytes();
                    break;
                case >= 7 and <= 14:
                    ReadParties(field, ref wire, ref row);
                    break;
                case 15:
                    row.Terminal = wire.Bytes();
                    break;
                case 16:
                    row.City = wire.Bytes();
                    break;
                case 17:
                    row.WalletChain = wire.Bytes();
                    break;
                case 18:
                    row.WalletAddress = wire.Bytes();
                    break;
                case 19:
                    row.Platform = wire.Bytes();
                    break;
                case 20:
                    row.Asset = wire.Bytes();
                    break;
                case 21:
                    quantityHigh = wire.Fixed64();
                    break;
                case 22:
                    quantityLow = wire.Fixed64();
                    break;
                case 23:
                    hashHigh = wire.Fixed64();
                    break;
                case 24:
                    hashLow = wire.Fixed64();
                    break;
                case >= 25 and <= 28:
                    ReadDecision(field, ref wire, ref row);
                    break;
                case CircumstancesCodec.FieldNumber:
                    row.Circumstances = wire.Bytes();
                    break;
                default:
                    wire.Skip();
                    break;
            }
        }
        row.Quantity = new Int128(quantityHigh, quantityLow);
        row.ContentHash = new UInt128(hashHigh, hashLow);
    }

    private static void ReadParties(int field, ref WireReader wire, ref DecidedPaymentRow row)
    {
        switch (field)
        {
            case 7:
                row.SenderPerson = new(wire.Fixed64());
                break;
            case 8:
                row.SenderAccount = new(wire.Fixed64());
                break;
            case 9:
                row.SenderCard = new(wire.Fixed64());
                break;
            case 10:
                row.RecipientPerson = new(wire.Fixed64());
                break;
            case 11:
                row.RecipientAccount = new(wire.Fixed64());
                break;
            case 12:
                row.RecipientCard = new(wire.Fixed64());
                break;
            case 13:
                row.PartyFlags = wire.UInt32();
                break;
            case 14:
                row.Device = new(wire.Fixed64());
                break;
        }
    }

    private static void ReadDecision(int field, ref WireReader wire, ref DecidedPaymentRow row)
    {
        switch (field)
        {
            case 25:
                row.Outcome = (Outcome)wire.UInt32();
                break;
            case 26:
                row.RulebookVersion = wire.Bytes();
                break;
            case 27:
                row.ExpiresUs = wire.SFixed64();
                break;
            case 28:
                wire.Bytes();
                row.ReasonCount++;
                break;
        }
    }

    public override Fact Read(ReadOnlySpan<byte> body) => ReadDecided(body);

    public static PaymentDecided ReadDecided(ReadOnlySpan<byte> body)
    {
        var row = default(DecidedPaymentRow);
        ReadRow(body, ref row);
        var payment = new SealedPayment(
            Text(row.Id),
            row.Kind,
            row.TimeUs,
            new Money(row.AmountMinor, row.Currency),
            Shared(row.Institution),
            row.Sender,
            row.Recipient,
            Optional(row.Terminal),
            Optional(row.City),
            row.Device,
            Optional(row.WalletChain),
            OptionalOwn(row.WalletAddress),
            Optional(row.Platform),
            Optional(row.Asset),
            row.Quantity,
            row.ContentHash
        )
        {
            Circumstances = row.ReadCircumstances(),
        };
        var reasons = row.ReasonCount == 0 ? [] : Reasons(body, row.ReasonCount);
        return new PaymentDecided(payment, new Decision(row.Outcome, reasons, Shared(row.RulebookVersion), row.ExpiresUs));
    }

    private static Reason[] Reasons(ReadOnlySpan<byte> body, int count)
    {
        var reasons = new Reason[count];
        var filled = 0;
        var wire = new WireReader(body);
        for (var field = wire.NextField(); field != 0; field = wire.NextField())
        {
            if (field == 28)
                reasons[filled++] = Reason(wire.Bytes());
            else
                wire.Skip();
        }
        return reasons;
    }

    private static Reason Reason(ReadOnlySpan<byte> body)
    {
        string rule = "",
            text = "",
            observed = "",
            limit = "",
            source = "";
        var wire = new WireReader(body);
        for (var field = wire.NextField(); field != 0; field = wire.NextField())
        {
            switch (field)
            {
                case 1:
                    rule = Shared(wire.Bytes());
                    break;
                case 2:
                    text = Text(wire.Bytes());
                    break;
                case 3:
                    observed = Text(wire.Bytes());
                    break;
                case 4:
                    limit = Shared(wire.Bytes());
                    break;
                case 5:
                    source = Shared(wire.Bytes());
                    break;
                default:
                    wire.Skip();
                    break;
            }
        }
        return new Reason(rule, text, observed, limit, source);
    }

    private static string Text(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8);

    private static string? OptionalOwn(ReadOnlySpan<byte> utf8) => utf8.IsEmpty ? null : Text(utf8);

    private static string? Optional(ReadOnlySpan<byte> utf8) => utf8.IsEmpty ? null : Shared(utf8);

    /// <summary>Institutions, cities, terminals, rules: few texts that come by the million, so each is kept once.</summary>
    private static string Shared(ReadOnlySpan<byte> utf8) => TextPool.Shared.Get(utf8);
}
