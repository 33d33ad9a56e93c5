using System.Globalization;
using System.Text;
using Sunqar.Core.Identity;
using Sunqar.Core.Payments;
using Sunqar.Formats.Payments;

namespace Sunqar.Formats.Iso20022;

/// <summary>What an answer says of the message that it answers.</summary>
/// <param name="Name"><c>pacs.008.001.08</c>; null where it could not be told.</param>
/// <param name="Id">MsgId; null where it could not be read.</param>
/// <param name="Count">Payments in it.</param>
public sealed record OriginalMessage(string? Name, string? Id, int Count);

/// <summary>One payment of a message.</summary>
/// <param name="InstructionId">InstrId, and so on: null where the message has none.</param>
/// <param name="Payment">Null where it cannot be taken; then <paramref name="Fault"/> says why.</param>
public sealed record CreditTransfer(
    string? InstructionId,
    string EndToEndId,
    string? TransactionId,
    string? Uetr,
    Payment? Payment,
    Iso20022Fault? Fault
);

/// <summary>The outcome of reading a message.</summary>
public abstract record CreditTransferReading
{
    private CreditTransferReading() { }

    public sealed record Read(OriginalMessage Message, IReadOnlyList<CreditTransfer> Transfers) : CreditTransferReading;

    /// <summary>Not taken, none of its payments.</summary>
    public sealed record Refused(OriginalMessage Message, Iso20022Fault Fault) : CreditTransferReading;
}

/// <summary>pacs.008.001.08, pacs.008.001.10 and pain.001.001.09 as payments (docs/iso20022.md). For any number of threads.</summary>
/// <param name="schemas">The published schemas; null where only the reader's own checks are made.</param>
public sealed class CreditTransfers(Iso20022Schemas? schemas)
{
    /// <summary>The messages that are taken.</summary>
    public static IReadOnlyList<string> Messages => MessageGrammar.Payments;

    /// <summary>Reads one message.</summary>
    /// <param name="institution">Who asks: what the payments carry, and what the instructing agent must be where it is named.</param>
    /// <param name="latestUs">Times after this are refused.</param>
    public CreditTransferReading Read(ReadOnlyMemory<byte> bytes, string institution, long latestUs)
    {
        var reader = new MessageReader(MessageGrammar.Payments, Iso20022Limits.TextMax);
        var fault = reader.Read(bytes, schemas);
        var content = reader.Root.At("FIToFICstmrCdtTrf") ?? reader.Root.At("CstmrCdtTrfInitn");
        var header = content?.At("GrpHdr");
        var original = new OriginalMessage(reader.Message.Length == 0 ? null : reader.Message, Ids(header?.TextAt("MsgId")), 0);
        if (fault is not null)
        {
            return new CreditTransferReading.Refused(original, fault);
        }
        // Of pain.001 the debtor stands above its transfers.
        var pairs = content!
            .All("CdtTrfTxInf")
            .Select(transfer => (Owner: transfer, Transfer: transfer))
            .Concat(
                content.All("PmtInf").SelectMany(owner => owner.All("CdtTrfTxInf").Select(transfer => (Owner: owner, Transfer: transfer)))
            )
            .ToList();
        original = original with { Count = pairs.Count };
        return Judge(original, header!, pairs, institution) is { } wrong
            ? new CreditTransferReading.Refused(original, wrong)
            : new CreditTransferReading.Read(
                original,
                [.. pairs.Select((pair, index) => Transfer(original, header!, pair.Owner, pair.Transfer, index, institution, latestUs))]
            );
    }

    private static Iso20022Fault? Judge(
        OriginalMessage original,
        MessagePart header,
        List<(MessagePart Owner, MessagePart Transfer)> pairs,
        string institution
    )
    {
        if (original.Id is null || pairs.Any(pair => Ids(pair.Transfer.TextAt("PmtId/EndToEndId")) is null))
        {
            return new Iso20022Fault(ReasonCodes.InvalidFormat, "MsgId and EndToEndId have 1 to 35 characters.");
        }
        // Max15NumericText: zeros before the number say nothing.
        if (header.TextAt("NbOfTxs")!.TrimStart('0') != pairs.Count.ToString(CultureInfo.InvariantCulture))
        {
            return new Iso20022Fault(ReasonCodes.TooManyPayments, "NbOfTxs is not the number of payments in the message.");
        }
        if (header.TextAt("CtrlSum") is { } control && !IsSum(control, pairs.Select(pair => AmountOf(pair.Transfer)?.Text)))
        {
            return new Iso20022Fault(ReasonCodes.ControlSum, "CtrlSum is not the sum of the payments' amounts.");
        }
        foreach (var (owner, transfer) in pairs)
        {
            var agent =
                transfer.TextAt("InstgAgt/FinInstnId/BICFI")
                ?? header.TextAt("InstgAgt/FinInstnId/BICFI")
                ?? owner.TextAt("DbtrAgt/FinInstnId/BICFI");
            if (agent is not null && !IsSame(agent, institution))
            {
                return new Iso20022Fault(
                    ReasonCodes.Institution,
                    "The message names another instructing institution than the key stands for."
                );
            }
        }
        return null;
    }

    private static CreditTransfer Transfer(
        OriginalMessage original,
        MessagePart header,
        MessagePart owner,
        MessagePart transfer,
        int index,
        string institution,
        long latestUs
    )
    {
        string? instruction = Ids(transfer.TextAt("PmtId/InstrId")),
            transaction = Ids(transfer.TextAt("PmtId/TxId")),
            uetr = transfer.TextAt("PmtId/UETR");
        var endToEnd = transfer.TextAt("PmtId/EndToEndId")!;
        // EndToEndId is the customer's own reference: two payments of a bank may have the same.
        var id = PaymentId(transaction ?? (IsUetr(uetr) ? uetr! : null) ?? $"{original.Id}/{index + 1}");
        Payment? payment = null;
        var fault =
            !TryTime(transfer.TextAt("AccptncDtTm") ?? header.TextAt("CreDtTm")!, out var timeUs) || timeUs > latestUs
                ? new Iso20022Fault(ReasonCodes.Date, "No time, or one more than five minutes ahead.")
                : Amount(AmountOf(transfer), out var amount) ?? Build(out payment);
        return new CreditTransfer(instruction, endToEnd, transaction, IsUetr(uetr) ? uetr : null, payment, fault);

        Iso20022Fault? Build(out Payment? built)
        {
            built = null;
            var purpose = transfer.TextAt("Purp/Cd") ?? transfer.TextAt("Purp/Prtry");
            if (PartyOf("Dbtr", owner, out var debtor) is { } noDebtor)
            {
                return noDebtor;
            }
            if (PartyOf("Cdtr", transfer, out var creditor) is { } noCreditor)
            {
                return noCreditor;
            }
            built = new Payment
            {
                Id = id,
                Kind = PaymentKinds.OfCreditTransfer,
                TimeUs = timeUs,
                Amount = amount,
                Institution = institution,
                Sender = debtor,
                Recipient = creditor,
                // A proprietary purpose may be any text: one that is no code says nothing to a rule.
                Purpose = purpose is not null && PaymentLimits.Purpose.Admits(purpose) ? purpose : null,
            };
            var wrong =
                built.Sender?.Account is null ? new Iso20022Fault(ReasonCodes.DebtorAccount, "No debtor's account that is taken.")
                : built.Recipient?.Account is null ? new Iso20022Fault(ReasonCodes.CreditorAccount, "No creditor's account that is taken.")
                : uetr is not null && !IsUetr(uetr)
                    ? new Iso20022Fault(ReasonCodes.InvalidFormat, "UETR is no UUID of version 4 in small letters.")
                : !PaymentLimits.Id.Admits(id) ? new Iso20022Fault(ReasonCodes.InvalidFormat, "An id of too many characters beyond ASCII.")
                : null;
            built = wrong is null ? built : null;
            return wrong;
        }
    }

    /// <summary>IntrBkSttlmAmt of pacs.008, InstdAmt of pain.001; null for an equivalent amount.</summary>
    private static MessagePart? AmountOf(MessagePart transfer) => transfer.At("IntrBkSttlmAmt") ?? transfer.At("Amt/InstdAmt");

    private static Iso20022Fault? Amount(MessagePart? part, out Money amount)
    {
        amount = default;
        if (part is null || !Currencies.TryParseOfPayment(part.Currency, out var currency))
        {
            return new Iso20022Fault(ReasonCodes.Currency, "A currency that is not taken here, or an amount by its equivalent.");
        }
        // The schema allows five digits after the point in every currency; zeros there say nothing.
        if (!Money.TryParse(XmlDecimal.Plain(part.Text!) ?? "", currency, out amount, out var fault) || amount.MinorUnits < 0)
        {
            return fault == AmountFault.Size
                ? new Iso20022Fault(ReasonCodes.AmountTooLarge, "The amount is too large.")
                : new Iso20022Fault(ReasonCodes.Amount, "No decimal number, or more digits after the point than the currency has.");
        }
        return amount.MinorUnits == 0 ? new Iso20022Fault(ReasonCodes.ZeroAmount, "The amount is zero.")
            : PaymentLimits.Admits(amount) ? null
            : new Iso20022Fault(ReasonCodes.AmountTooLarge, "The amount is too large.");
    }

    private static bool IsSum(string control, IEnumerable<string?> amounts)
    {
        var sum = 0m;
        foreach (var amount in amounts)
        {
            if (!TryDecimal(amount, out var value) || value is < 0 or > 1e18m)
            {
                // The payment itself is refused for it.
                return true;
            }
            sum += value;
        }
        return TryDecimal(control, out var total) && total == sum;
    }

    private static bool TryDecimal(string? text, out decimal value)
    {
        value = 0;
        return text is not null
            && XmlDecimal.Plain(text) is { } plain
            && decimal.TryParse(
                plain,
                NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign,
                CultureInfo.InvariantCulture,
                out value
            );
    }

    /// <summary>The party of a role (<c>Dbtr</c>, <c>Cdtr</c>). What the message says of it and cannot be kept refuses the payment: a
    /// debtor without the name that was sent would never be screened. Its account is judged by who asks.</summary>
    private static Iso20022Fault? PartyOf(string role, MessagePart of, out Party? read)
    {
        read = null;
        var (party, account) = (of.At(role), of.At(role + "Acct"));
        var others = party?.At("Id/PrvtId")?.All("Othr").ToList() ?? [];
        var other = others.Find(one => one.TextAt("SchmeNm/Cd") == "NIDN") ?? others.FirstOrDefault();
        var iin = other?.TextAt("Id");
        if (iin is not null && !PaymentLimits.Iin.Admits(iin))
        {
            return Unkept($"{role}/Id", PaymentLimits.Iin);
        }
        var name = party?.TextAt("Nm") is { } text
            ? string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            : null;
        if (name is not null && !PaymentLimits.Name.Admits(name))
        {
            return Unkept($"{role}/Nm", PaymentLimits.Name);
        }
        var number = account?.TextAt("Id/IBAN") ?? account?.TextAt("Id/Othr/Id");
        read = new Party(
            iin,
            number is not null && PaymentLimits.Account.Admits(AccountForm.Of(number)) ? number : null,
            Name: name,
            Phone: PhoneOf(party?.TextAt("CtctDtls/MobNb") ?? party?.TextAt("CtctDtls/PhneNb")),
            Country: CountryOf(of.TextAt(role + "Agt/FinInstnId/BICFI"), account?.TextAt("Id/IBAN"))
        );
        return null;
    }

    /// <summary>+7-7001234567 of the standard as +77001234567; null for what is no number.</summary>
    private static string? PhoneOf(string? text)
    {
        var plain = text is null ? null : string.Concat(text.Where(one => one is '+' or (>= '0' and <= '9')));
        return plain is not null && PaymentLimits.Phone.Admits(plain) ? plain : null;
    }

    /// <summary>Where an account is held: the country of its bank's BIC (ISO 9362), else that of the IBAN.</summary>
    private static string? CountryOf(string? bic, string? iban)
    {
        var code =
            bic is { Length: 8 or 11 } ? bic[4..6]
            : iban is { Length: > 4 } ? iban[..2].ToUpperInvariant()
            : null;
        return code is not null && PaymentLimits.Country.Admits(code) ? code : null;
    }

    private static Iso20022Fault Unkept(string element, TextLimit limit) =>
        new(ReasonCodes.InvalidFormat, $"{element} cannot be kept: expected {limit.Expected}, in the encoding that the message declares.");

    /// <summary>A time without an offset is local (ISO 20022, ISODateTime).</summary>
    private static bool TryTime(string text, out long us)
    {
        var hasOffset = text.Length > 6 && (text[^1] == 'Z' || text[^6] is '+' or '-') && text.Contains('T', StringComparison.Ordinal);
        var isTime = TextTime.TryParseIso(Encoding.UTF8.GetBytes(text), out us) && text.Length > 10;
        us = isTime && !hasOffset ? TextTime.Local(us) : us;
        return isTime;
    }

    /// <summary>The same bank: eight characters name it, XXX behind them its head office.</summary>
    private static bool IsSame(string agent, string institution) => Short(agent) == Short(institution);

    private static string Short(string bic) => bic.Length == 11 && bic.EndsWith("XXX", StringComparison.Ordinal) ? bic[..8] : bic;

    /// <summary>Max35Text.</summary>
    private static string? Ids(string? text) => text is { Length: > 0 and <= 35 } ? text : null;

    private static bool IsUetr(string? text) =>
        Guid.TryParseExact(text, "D", out _) && text == text!.ToLowerInvariant() && text[14] == '4' && text[19] is '8' or '9' or 'a' or 'b';

    /// <summary>Ids of payments have visible ASCII characters alone: others are written as %XX of their UTF-8, and so is the percent
    /// sign.</summary>
    private static string PaymentId(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange('!', '~') && !text.Contains('%', StringComparison.Ordinal))
        {
            return text;
        }
        var id = new StringBuilder();
        foreach (var one in Encoding.UTF8.GetBytes(text))
        {
            _ = one is > (byte)' ' and < 0x7f and not (byte)'%'
                ? id.Append((char)one)
                : id.Append(CultureInfo.InvariantCulture, $"%{one:X2}");
        }
        return id.ToString();
    }
}
