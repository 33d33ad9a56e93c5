using Sunqar.Core.Decisions;

namespace Sunqar.Formats.Iso8583;

/// <summary>Field 39 (ISO 8583:1987, annex A). docs/iso8583.md shows the tables, and a test holds them equal.</summary>
public static class ResponseCodes
{
    public const string Approved = "00";
    public const string ReferToIssuer = "01";
    public const string ReferToIssuerSpecial = "02";
    public const string InvalidTransaction = "12";
    public const string InvalidAmount = "13";
    public const string InvalidCardNumber = "14";
    public const string NoRecord = "25";
    public const string FormatError = "30";
    public const string BankNotSupported = "31";
    public const string NotPermitted = "57";
    public const string SuspectedFraud = "59";
    public const string Inoperative = "91";
    public const string DuplicateTransmission = "94";
    public const string Malfunction = "96";

    /// <summary>What each outcome of a decision becomes. One code an outcome, so that the bank's switch can tell them apart.</summary>
    public static IReadOnlyList<(Outcome Outcome, string Code, string Meaning)> Outcomes { get; } =
    [
        (Outcome.Allow, Approved, "approved"),
        (Outcome.VerifySender, ReferToIssuer, "refer to card issuer: the sender confirms in the bank's app"),
        (Outcome.VerifyBiometrics, ReferToIssuerSpecial, "refer to card issuer, special condition: face or fingerprint"),
        (Outcome.Hold, SuspectedFraud, "suspected fraud: held, field 48 says until when"),
        (Outcome.Block, NotPermitted, "transaction not permitted to cardholder: a legal ground forbids it"),
    ];

    /// <summary>What becomes of a message that has no decision.</summary>
    public static IReadOnlyList<(string Code, string Meaning)> Others { get; } =
    [
        (NoRecord, "a reversal of a payment that was never sent"),
        (Inoperative, "too much waits; nothing was decided, send the message again as a repeat"),
        (DuplicateTransmission, "the same numbers were sent before with another content"),
        (Malfunction, "nothing can be decided now; a repeat shows whether anything was"),
    ];

    /// <summary>Codes of an advice that say that the payment was made: approved; honoured with identification; in part; VIP; with track 3
    /// updated.</summary>
    public static IReadOnlyList<string> Approvals { get; } = [Approved, "08", "10", "11", "16"];

    /// <summary>The code of an outcome.</summary>
    public static string Of(Outcome outcome) => Outcomes[(int)outcome].Code;
}
