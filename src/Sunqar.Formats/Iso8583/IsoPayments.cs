using System.Globalization;
using System.Text;
using Sunqar.Core.Identity;
using Sunqar.Core.Payments;
using Sunqar.Formats.Payments;

namespace Sunqar.Formats.Iso8583;

/// <summary>
/// Messages of one institution as payments (docs/iso8583.md). The card number becomes a token here and is kept nowhere; tracks, PIN and
/// chip data are not looked at. For any number of threads.
/// </summary>
/// <param name="institution">BIC or platform code: what the payments carry.</param>
/// <param name="acquirer">What field 32 must be beside <paramref name="institution"/>: the institution's number in the card network; null
/// for none.</param>
/// <param name="tokeniser">What a card number becomes.</param>
public sealed class IsoPayments(string institution, string? acquirer, ICardTokeniser tokeniser)
{
    private const int OriginalStan = 4;
    private const int OriginalTime = 10;

    /// <summary>What a message asks.</summary>
    /// <param name="nowUs">The clock, from which the year of a time follows; a time more than five minutes ahead of it is refused.</param>
    public IsoPaymentReading Read(in IsoMessage message, long nowUs)
    {
        if (MessageTypes.Find(message.Type) is not { } type)
        {
            return Refuse(IsoFaultKind.TypeNotTaken, 0);
        }
        if (type.Use == MessageUse.Network)
        {
            return message[32].IsEmpty || IsOurs(message[32]) ? new IsoPaymentReading.Echo() : Refuse(IsoFaultKind.Institution, 32);
        }
        foreach (var field in (ReadOnlySpan<int>)[7, 11, 32])
        {
            if (message[field].IsEmpty)
            {
                return Refuse(IsoFaultKind.FieldMissing, field);
            }
        }
        if (!IsOurs(message[32]))
        {
            return Refuse(IsoFaultKind.Institution, 32);
        }
        if (PaymentId(message, type.Use, nowUs, out var id) is { Kind: not IsoFaultKind.None } fault)
        {
            return new IsoPaymentReading.Refused(fault);
        }
        return type.Use switch
        {
            MessageUse.Reversal => new IsoPaymentReading.Undone(id),
            MessageUse.Advice when message.Has(39) && !ResponseCodes.Approvals.Contains(Encoding.ASCII.GetString(message[39])) =>
                new IsoPaymentReading.Declined(),
            _ => Payment(message, id, type.Use == MessageUse.Advice, nowUs),
        };
    }

    private bool IsOurs(ReadOnlySpan<byte> code) => Is(code, institution) || (acquirer is not null && Is(code, acquirer));

    private static bool Is(ReadOnlySpan<byte> code, string text) => code.Length == text.Length && Encoding.ASCII.GetString(code) == text;

    /// <summary>
    /// Reference (37) and trace number (11), <c>R26032100017-100331</c>; without a reference the transmission's time stands in its place. A
    /// message that speaks of an earlier one (90) carries the earlier one's trace number and time.
    /// </summary>
    private static IsoFault PaymentId(in IsoMessage message, MessageUse use, long nowUs, out string id)
    {
        id = "";
        var original = use == MessageUse.Request ? [] : message[90];
        var stan = original.IsEmpty ? message[11] : original.Slice(OriginalStan, 6);
        if (message.Has(37))
        {
            var reference = message[37].Trim((byte)' ');
            if (reference.Contains((byte)' '))
            {
                return new IsoFault(IsoFaultKind.FieldValue, 37);
            }
            id = $"{Encoding.ASCII.GetString(reference)}-{Encoding.ASCII.GetString(stan)}";
            return default;
        }
        if (!IsoTimes.TryTransmission(original.IsEmpty ? message[7] : original.Slice(OriginalTime, 10), nowUs, out var us))
        {
            return new IsoFault(IsoFaultKind.FieldValue, original.IsEmpty ? 7 : 90);
        }
        id = $"{IsoTimes.Compact(us)}-{Encoding.ASCII.GetString(stan)}";
        return default;
    }

    private IsoPaymentReading Payment(in IsoMessage message, string id, bool isAdvice, long nowUs)
    {
        foreach (var field in (ReadOnlySpan<int>)[3, 4, 49])
        {
            if (!message.Has(field))
            {
                return Refuse(IsoFaultKind.FieldMissing, field);
            }
        }
        if (ProcessingCodes.Find(message[3]) is not { } code)
        {
            return Refuse(IsoFaultKind.ProcessingCode, 3);
        }
        if (IsoTimes.Event(message, nowUs, IsoParties.Town(message), out var timeUs) is { Kind: not IsoFaultKind.None } badTime)
        {
            return new IsoPaymentReading.Refused(badTime);
        }
        if (timeUs > nowUs + PaymentLimits.AheadUsMax)
        {
            return Refuse(IsoFaultKind.TimeAhead, message.Has(12) ? 12 : 7);
        }
        if (Amount(message, out var amount) is { Kind: not IsoFaultKind.None } badAmount)
        {
            return new IsoPaymentReading.Refused(badAmount);
        }
        var parties = new IsoParties(tokeniser);
        if (parties.Read(message, code) is { Kind: not IsoFaultKind.None } badParty)
        {
            return new IsoPaymentReading.Refused(badParty);
        }
        var payment = new Payment
        {
            Id = id,
            Kind = parties.Kind,
            TimeUs = timeUs,
            Amount = amount,
            Institution = institution,
            Sender = parties.Sender,
            Recipient = parties.Recipient,
            Terminal = parties.Terminal,
            Device = parties.Device,
            Platform = parties.Platform,
            Category = CategoryOf(message[18]),
            Purpose = parties.Purpose,
            Ip = parties.Ip,
        };
        return PaymentRequirements.Missing(payment) is { } need
            ? Refuse(IsoFaultKind.FieldMissing, FieldOf(need, code.Card))
            : new IsoPaymentReading.Asked(payment, isAdvice);
    }

    /// <summary>Zeros say that there is none.</summary>
    private static string? CategoryOf(ReadOnlySpan<byte> type) =>
        type.IsEmpty || type.SequenceEqual("0000"u8) ? null : Encoding.ASCII.GetString(type);

    private static IsoFault Amount(in IsoMessage message, out Money amount)
    {
        amount = default;
        if (!Currencies.TryFromNumeric(int.Parse(message[49], CultureInfo.InvariantCulture), out var currency))
        {
            return new IsoFault(IsoFaultKind.Currency, 49);
        }
        var minor = long.Parse(message[4], CultureInfo.InvariantCulture);
        amount = new Money(minor, currency);
        return minor > 0 && PaymentLimits.Admits(amount) ? default : new IsoFault(IsoFaultKind.Amount, 4);
    }

    /// <summary>Where a missing part of a payment would stand.</summary>
    private static int FieldOf(Requirement need, CardSide card) =>
        need.Field switch
        {
            "terminal" => 41,
            "sender" when card == CardSide.Sender => 2,
            "recipient" when card == CardSide.Recipient => 2,
            _ => 48,
        };

    private static IsoPaymentReading.Refused Refuse(IsoFaultKind kind, int field) => new(new IsoFault(kind, field));
}
