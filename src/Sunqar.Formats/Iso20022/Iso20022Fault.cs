namespace Sunqar.Formats.Iso20022;

/// <summary>Why a message or a payment in it cannot be taken.</summary>
/// <param name="Code">Of the external status reason code set.</param>
/// <param name="Text">In words, with the element and its place; never a value, which may be personal.</param>
public sealed record Iso20022Fault(string Code, string Text);

/// <summary>Codes of ISO 20022's external code sets that answers use; docs/iso20022.md shows them, and a test holds the two
/// equal.</summary>
public static class ReasonCodes
{
    public const string InvalidFormat = "FF01";
    public const string TooManyPayments = "AM18";
    public const string ControlSum = "AM10";
    public const string ZeroAmount = "AM01";
    public const string AmountTooLarge = "AM02";
    public const string Currency = "AM03";
    public const string Amount = "AM12";
    public const string Duplication = "AM05";
    public const string DebtorAccount = "AC02";
    public const string CreditorAccount = "AC03";
    public const string Institution = "RC01";
    public const string Date = "DT01";
    public const string Regulatory = "RR04";
    public const string Narrative = "NARR";

    /// <summary>The whole table.</summary>
    public static IReadOnlyList<(string Code, string Meaning)> Table { get; } =
    [
        (InvalidFormat, "not well-formed, not of its schema, or beyond a limit; the text names element, line and position"),
        (TooManyPayments, "NbOfTxs is not the number of payments"),
        (ControlSum, "CtrlSum is not the sum of the amounts"),
        (ZeroAmount, "an amount of zero"),
        (AmountTooLarge, "an amount above 10^12 units"),
        (Currency, "a currency that is not taken here, or an amount by its equivalent"),
        (Amount, "more digits than the currency has, or no decimal number"),
        (Duplication, "the id was sent before with another content"),
        (DebtorAccount, "no debtor's account, or none that is taken: up to 34 letters, digits, point, underscore, hyphen"),
        (CreditorAccount, "the same of the creditor's account"),
        (Institution, "InstgAgt, or the DbtrAgt of pain.001, is another institution than the key's"),
        (Date, "no time, or one more than five minutes ahead"),
        (Regulatory, "held or blocked by a rule on a legal ground, which the text names"),
        (Narrative, "the text says it"),
    ];
}
