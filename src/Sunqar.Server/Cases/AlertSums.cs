using Sunqar.Core.Cases;
using Sunqar.Core.Payments;

namespace Sunqar.Server.Cases;

/// <summary>What the payments of alerts come to.</summary>
internal static class AlertSums
{
    /// <summary>Millionths of tenge and of dollars. A payment of which several alerts speak counts once; USDT counts as dollars, other
    /// currencies not.</summary>
    public static (Int128 KztMicro, Int128 UsdMicro) Of(IEnumerable<Alert> alerts)
    {
        var (kzt, usd) = ((Int128)0, (Int128)0);
        foreach (var payment in alerts.SelectMany(alert => alert.Payments).DistinctBy(one => (one.Institution, one.Id)))
        {
            if (payment.Fate == PaymentFate.Reversed)
                continue;
            if (payment.Amount.Currency == Currency.Kzt)
                kzt += payment.Amount.AmountMicro;
            else if (payment.Amount.Currency is Currency.Usd or Currency.Usdt)
                usd += payment.Amount.AmountMicro;
        }
        return (kzt, usd);
    }
}
