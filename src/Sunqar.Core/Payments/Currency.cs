namespace Sunqar.Core.Payments;

/// <summary>
/// A currency of account, or that none was stated. The value is what journals and snapshots store: the currencies that payments are made in
/// have numbers of the house's own, from its first day; every other one goes by its ISO 4217 number (GBP 826, AED 784, see
/// <see cref="Currencies.TryParse(ReadOnlySpan{char}, out Currency)"/>), which is never below 8; coins that have none begin at 1000.
/// </summary>
public enum Currency : ushort
{
    /// <summary>
    /// None was stated (ISO 4217 XXX): one unknown currency, no other's equal. Its amounts add and compare with each other, never with
    /// those of a stated currency, and no rate converts them. Counted with two digits.
    /// </summary>
    Unstated = 0,
    Kzt = 1,
    Usd = 2,
    Eur = 3,
    Rub = 4,
    Cny = 5,

    /// <summary>Tether, with six digits, as the token's own contract counts it.</summary>
    Usdt = 6,

    /// <summary>Bitcoin, in millionths, as transfers are counted.</summary>
    Btc = 1000,
}
