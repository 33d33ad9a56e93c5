using Sunqar.Core.Payments;

namespace Sunqar.Formats.GoAml;

/// <summary>
/// Codes of the schema's lists. The schema gives them without words, and each FIU has its own meaning for some: so only plain ones are
/// used, and docs/reports.md shows them.
/// </summary>
public static class GoAmlCodes
{
    private const string DigitalWallet = "DAWLT",
        ElectronicFunds = "ELCFT";

    /// <summary>Kind of case → indicator; everything else is simply unusual.</summary>
    public static IReadOnlyList<(string Kind, string Code)> Indicators { get; } =
    [("structuring", "STRUC"), ("exchanger", "ULICE"), ("", "UNUSU")];

    public static string Indicator(string caseKind) => Indicators.FirstOrDefault(row => row.Kind == caseKind, Indicators[^1]).Code;

    /// <summary>How a payment of a kind was made.</summary>
    /// <param name="kind">A kind of payment by its wire name, or what a transfer of another origin is called.</param>
    public static string Conduction(string kind) =>
        PaymentKinds.TryParse(kind, out var payment) ? payment.Row().GoAmlConduction : DigitalWallet;

    /// <summary>What moved.</summary>
    public static string Funds(string kind, Currency currency) =>
        currency is Currency.Usdt or Currency.Btc ? "CRPTC"
        : PaymentKinds.TryParse(kind, out var payment) ? payment.Row().GoAmlFunds
        : ElectronicFunds;
}
