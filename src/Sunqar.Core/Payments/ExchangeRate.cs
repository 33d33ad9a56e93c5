using Sunqar.Core.Facts;

namespace Sunqar.Core.Payments;

/// <summary>
/// An exchange rate was published: from <paramref name="FromUs"/> until the next one of the same pair, one unit of <paramref name="Base"/>
/// is worth <paramref name="Numerator"/>/<paramref name="Denominator"/> units of <paramref name="Quote"/>. The National Bank publishes
/// tenge for 1, 10, 100 or 1000 units with two decimals, so an official rate is exact: 525.43 KZT for one USD is 52543/100.
/// </summary>
/// <param name="FromUs">When it comes into force, microseconds since 1970-01-01T00:00:00Z.</param>
/// <param name="Source">Who published it.</param>
public sealed record RatePublished(Currency Base, Currency Quote, long Numerator, long Denominator, long FromUs, string Source) : Fact
{
    /// <summary>Largest numerator and denominator.</summary>
    public const long TermMax = 1_000_000_000;
}

/// <summary>What a conversion does with the part of a minor unit that is left over.</summary>
public enum Rounding : byte
{
    /// <summary>To the nearest minor unit, a half to the even one.</summary>
    HalfEven = 0,

    /// <summary>Towards zero.</summary>
    Down = 1,

    /// <summary>Away from zero: a threshold "not above" compared with this is never missed by rounding.</summary>
    Up = 2,
}

/// <summary>How a conversion ended.</summary>
public enum ConversionOutcome : byte
{
    /// <summary>There is an amount.</summary>
    Converted = 0,

    /// <summary>No rate of the pair, nor of both with the tenge, was in force at the time.</summary>
    RateUnknown = 1,

    /// <summary>The amount does not fit <see cref="Money"/>, or is above 10^14 minor units and its product with the rates does not fit 128
    /// bits.</summary>
    TooLarge = 2,
}

/// <summary>The outcome of a conversion.</summary>
/// <param name="Money">The amount in the asked currency; the default value unless converted.</param>
/// <param name="RateUs">When the oldest rate used came into force, so that a rule can refuse a stale one; <see cref="long.MaxValue"/> where
/// none was needed.</param>
public readonly record struct Conversion(ConversionOutcome Outcome, Money Money, long RateUs);
