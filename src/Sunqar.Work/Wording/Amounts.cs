using System.Globalization;
using Sunqar.Core.Payments;
using Sunqar.Work.Summaries;

namespace Sunqar.Work.Wording;

/// <summary>Amounts as an officer reads them: "24 bn KZT (43 m USD)". All arithmetic is on integers, so no amount is misread by a
/// float.</summary>
public static class Amounts
{
    private const long Unit = 1_000_000;

    private static readonly (Int128 Size, string Suffix)[] Scales = [(1_000_000_000_000, " tn"), (1_000_000_000, " bn"), (1_000_000, " m")];

    /// <summary>Three significant digits with tn, bn or m; below a million all digits before the point, grouped.</summary>
    /// <param name="micro">Millionths of one unit.</param>
    public static string Short(Int128 micro)
    {
        var negative = micro < 0;
        var units = ((negative ? -micro : micro) + Unit / 2) / Unit;
        return (negative && units > 0 ? "−" : "") + ShortOf(units);
    }

    public static string Short(Int128 micro, Currency currency) => (Short(micro) + " " + Code(currency)).TrimEnd();

    /// <summary>Both currencies: "24 bn KZT (43 m USD)".</summary>
    public static string Both(Turnover turnover) => $"{Short(turnover.KztMicro)} KZT ({Short(turnover.UsdMicro)} USD)";

    /// <summary>Every digit that counts, two at least after the point: "498,000.00", "1,204.337001".</summary>
    public static string Full(Int128 micro)
    {
        var negative = micro < 0;
        var whole = negative ? -micro : micro;
        var fraction = ((long)(whole % Unit)).ToString("000000", CultureInfo.InvariantCulture).TrimEnd('0').PadRight(2, '0');
        return $"{(negative ? "−" : "")}{Grouped(whole / Unit)}.{fraction}";
    }

    /// <summary>An amount with its currency: "498,000.00 KZT".</summary>
    public static string Full(Money money) =>
        $"{Full((Int128)money.MinorUnits * (Unit / money.Currency.MinorUnitsPerUnit()))} {Code(money.Currency)}";

    public static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>ISO 4217 code, or the token's ticker; empty where no currency is stated.</summary>
    public static string Code(Currency currency) => currency.CodeOrEmpty();

    private static string ShortOf(Int128 units)
    {
        foreach (var (size, suffix) in Scales)
        {
            // A number that rounds up to the next scale belongs there: 999.96 m is 1 bn.
            if (units >= size - size / 2000)
            {
                return Significant(units, size) + suffix;
            }
        }
        return Grouped(units);
    }

    /// <summary>Three significant digits of units/size, trailing zeros cut; whole numbers from 100 up keep all their digits.</summary>
    private static string Significant(Int128 units, Int128 size)
    {
        var digits =
            units >= 100 * size - size / 2 ? 0
            : units >= 10 * size - size / 20 ? 1
            : 2;
        var scale = digits switch
        {
            0 => 1,
            1 => 10,
            _ => 100,
        };
        var scaled = (units * scale + size / 2) / size;
        var text = Grouped(scaled / scale);
        var rest = (int)(scaled % scale);
        return rest == 0 ? text : text + "." + rest.ToString(new string('0', digits), CultureInfo.InvariantCulture).TrimEnd('0');
    }

    private static string Grouped(Int128 number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
