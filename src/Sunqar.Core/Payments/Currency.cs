namespace Sunqar.Core.Payments;

/// <summary>
/// A currency of account: ISO 4217 alphabetic code with the number of digits after the point. USDT is carried as a currency with
/// six digits, as the token's own contract counts it.
/// </summary>
public enum Currency : byte
{
    /// <summary>No currency stated (ISO 4217 XXX); two digits, as the simulators' exports print.</summary>
    None = 0,
    Kzt = 1,
    Usd = 2,
    Eur = 3,
    Rub = 4,
    Cny = 5,
    Usdt = 6,
}
