using Sunqar.Core.Payments;

namespace Sunqar.Formats.GoAml;

/// <summary>
/// Codes of the schema's lists. The schema gives them without words, and each FIU has its own meaning for some: so only plain ones are
/// used, and docs/reports.md shows them.
/// </summary>
public static class GoAmlCodes
{
    /// <summary>Kind of case → indicator; everything else is simply unusual.</summary>
    public static IReadOnlyList<(string Kind, string Code)> Indicators { get; } =
    [("structuring", "STRUC"), ("exchanger", "ULICE"), ("", "UNUSU")];

    public static string Indicator(string caseKind) => Indicators.FirstOrDefault(row => row.Kind == caseKind, Indicators[^1]).Code;

    /// <summary>How a payment of a kind was made.</summary>
    public static string Conduction(string kind) =>
        kind switch
        {
            "cash_withdrawal" => "ATMWT",
            "cash_deposit" => "CDM",
            "card_top_up" => "ATM",
            "card_transfer" or "merchant_payment" => "DBCD",
            "account_transfer" => "ELCFT",
            "crypto_buy" or "crypto_sell" => "CRNEX",
            _ => "DAWLT",
        };

    /// <summary>What moved.</summary>
    public static string Funds(string kind, Currency currency) =>
        kind switch
        {
            _ when currency == Currency.Usdt => "CRPTC",
            "cash_withdrawal" => "ATM",
            "cash_deposit" or "card_top_up" => "CASH",
            _ => "ELCFT",
        };
}
