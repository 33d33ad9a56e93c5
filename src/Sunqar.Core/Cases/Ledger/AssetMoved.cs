using Sunqar.Core.Facts;
using Sunqar.Core.Payments;

namespace Sunqar.Core.Cases.Ledger;

/// <summary>Under whose control an asset of a case stands in law. Kept in facts: never renumber.</summary>
public enum AssetStanding : byte
{
    /// <summary>With whoever held it: where every asset of a case comes from, so its balance runs below zero by what is under
    /// control.</summary>
    Held = 0,

    /// <summary>It may not be moved: a bank, a platform or the token's issuer holds it fast.</summary>
    Frozen = 1,

    /// <summary>The agency, or a keeper on its behalf, has it until a court decides.</summary>
    Seized = 2,

    /// <summary>A court gave it to the state.</summary>
    Forfeited = 3,

    /// <summary>Given back to victims; it does not come back.</summary>
    Returned = 4,
}

/// <summary>
/// A quantity of an asset passed from one standing to another: one movement of the ledger, two entries of equal size. What it is worth
/// follows from the rates of its day (<see cref="AssetValue"/>), so a corrected rate corrects every sum.
/// </summary>
/// <param name="Id">Unique in the ledger; a movement that follows from a measure is named after it, so it is booked once.</param>
/// <param name="Asset">Unique within the case, no personal data: <c>usdt:tron:T...</c>, <c>kzt:16 digits of the account's subject</c>,
/// <c>car-1</c>.</param>
/// <param name="Unit">What <paramref name="QuantityMicro"/> counts: a currency's code or token's ticker, or a word (<c>PCS</c>) for
/// things.</param>
/// <param name="QuantityMicro">Millionths of one unit, above zero.</param>
/// <param name="AtUs">When it happened, microseconds since 1970-01-01T00:00:00Z: the day by whose rates it is valued.</param>
/// <param name="Document">The paper it rests on: an order, a ruling, an act of transfer, with its number and date.</param>
/// <param name="Chain">The chain that the asset lives on; null off chain.</param>
/// <param name="Transaction">On chain, the transaction that carried it out; null where it only changed its standing in law, and off
/// chain.</param>
/// <param name="StatedKztMicro">The appraiser's value in millionths of a tenge, for what has no rate; 0 where the rate says it.</param>
public sealed record AssetMoved(
    string Id,
    string CaseId,
    string Asset,
    string Unit,
    AssetStanding From,
    AssetStanding To,
    Int128 QuantityMicro,
    long AtUs,
    string Document,
    string? Chain,
    string? Transaction,
    Int128 StatedKztMicro
) : Fact;

/// <summary>What a movement is worth at the rates of its day, in millionths; null where no rate was in force.</summary>
public readonly record struct AssetValue(Int128? KztMicro, Int128? UsdMicro)
{
    private const long MicroPerUnit = 1_000_000;

    /// <summary>Rounded half to even to a minor unit.</summary>
    public static AssetValue Of(AssetMoved moved, RateTable rates)
    {
        if (moved.StatedKztMicro > 0)
        {
            return new AssetValue(moved.StatedKztMicro, Convert(moved.StatedKztMicro, Currency.Kzt, Currency.Usd, moved.AtUs, rates));
        }
        return Currencies.TryParseOfPayment(moved.Unit, out var currency)
            ? new AssetValue(
                Convert(moved.QuantityMicro, currency, Currency.Kzt, moved.AtUs, rates),
                Convert(moved.QuantityMicro, currency, Currency.Usd, moved.AtUs, rates)
            )
            : default;
    }

    /// <summary>A sum in another currency at the rate in force at a time, in millionths; null where there is none, or where it is too large
    /// for <see cref="Money"/>.</summary>
    public static Int128? Convert(Int128 micro, Currency from, Currency to, long timeUs, RateTable rates)
    {
        if (from == to)
            return micro;
        var minor = micro * from.MinorUnitsPerUnit() / MicroPerUnit;
        if (minor > Money.MinorUnitsMax || minor < -Money.MinorUnitsMax)
            return null;
        var value = rates.Convert(new Money((long)minor, from), to, timeUs, Rounding.HalfEven);
        return value.Outcome == ConversionOutcome.Converted
            ? (Int128)value.Money.MinorUnits * (MicroPerUnit / to.MinorUnitsPerUnit())
            : null;
    }
}
