namespace Sunqar.Core.Payments;

/// <summary>
/// The exchange rates in force at any time: a fold over <see cref="RatePublished"/>. Of two rates of a pair from the same moment the one
/// published later holds (a correction). A pair without rates of its own is converted through the tenge, in which all official rates are
/// published. One writer; reading beside it needs the caller's care.
/// </summary>
public sealed class RateTable
{
    private readonly Dictionary<(Currency Base, Currency Quote), List<Dated>> _pairs = [];

    public RateTable() { }

    /// <summary>A table of its own that begins with what the other holds.</summary>
    public RateTable(RateTable other)
    {
        foreach (var (pair, rates) in other._pairs)
            _pairs[pair] = [.. rates];
    }

    private readonly record struct Dated(long FromUs, Ratio Ratio);

    /// <summary>Folds one fact in; late ones find their place in time.</summary>
    /// <exception cref="ArgumentException">Not a rate: see <see cref="Fault"/>. Whoever makes the fact checks first.</exception>
    public void Add(RatePublished rate)
    {
        if (Fault(rate) is { } fault)
        {
            throw new ArgumentException(fault, nameof(rate));
        }
        Insert(rate.Base, rate.Quote, new Dated(rate.FromUs, Ratio.Of(rate.Numerator, rate.Denominator)));
        Insert(rate.Quote, rate.Base, new Dated(rate.FromUs, Ratio.Of(rate.Denominator, rate.Numerator)));
    }

    /// <summary>Why this is not a rate, in a sentence; null when it is one.</summary>
    public static string? Fault(RatePublished rate) =>
        !rate.Base.IsKnown() || !rate.Quote.IsKnown() || rate.Base == Currency.Unstated || rate.Quote == Currency.Unstated
            ? "A rate names two currencies."
        : rate.Base == rate.Quote ? "A rate is between two different currencies."
        : rate.Numerator is < 1 or > RatePublished.TermMax || rate.Denominator is < 1 or > RatePublished.TermMax
            ? $"Numerator and denominator are 1..{RatePublished.TermMax}."
        : null;

    /// <summary>The amount in another currency at the rate in force at a time.</summary>
    /// <param name="timeUs">Microseconds since 1970-01-01T00:00:00Z.</param>
    public Conversion Convert(Money money, Currency to, long timeUs, Rounding rounding)
    {
        if (money.Currency == to)
        {
            return new Conversion(ConversionOutcome.Converted, money, long.MaxValue);
        }
        if (!InForce(money.Currency, to, timeUs, out var rate))
        {
            if (!InForce(money.Currency, Currency.Kzt, timeUs, out var first) || !InForce(Currency.Kzt, to, timeUs, out var second))
            {
                return new Conversion(ConversionOutcome.RateUnknown, default, 0);
            }
            rate = new Dated(Math.Min(first.FromUs, second.FromUs), first.Ratio.Times(second.Ratio));
        }
        var minorUnits = rate.Ratio.Times(Ratio.Of(to.MinorUnitsPerUnit(), money.Currency.MinorUnitsPerUnit()));
        return minorUnits.TryScale(money.MinorUnits, rounding, out var units)
            ? new Conversion(ConversionOutcome.Converted, new Money(units, to), rate.FromUs)
            : new Conversion(ConversionOutcome.TooLarge, default, rate.FromUs);
    }

    private void Insert(Currency from, Currency to, Dated dated)
    {
        if (!_pairs.TryGetValue((from, to), out var rates))
        {
            _pairs[(from, to)] = rates = [];
        }
        var after = CountUntil(rates, dated.FromUs);
        if (after > 0 && rates[after - 1].FromUs == dated.FromUs)
        {
            rates[after - 1] = dated;
        }
        else
        {
            rates.Insert(after, dated);
        }
    }

    private bool InForce(Currency from, Currency to, long timeUs, out Dated dated)
    {
        dated = default;
        if (!_pairs.TryGetValue((from, to), out var rates))
        {
            return false;
        }
        var until = CountUntil(rates, timeUs);
        if (until > 0)
        {
            dated = rates[until - 1];
        }
        return until > 0;
    }

    /// <summary>How many rates are in force at the time or before.</summary>
    private static int CountUntil(List<Dated> rates, long timeUs)
    {
        int low = 0,
            high = rates.Count;
        while (low < high)
        {
            var middle = low + (high - low) / 2;
            if (rates[middle].FromUs <= timeUs)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }
        return low;
    }

    /// <summary>A positive fraction in lowest terms. Terms of a rate are below 10^9 and two rates and a scale of 10^6 meet in a conversion,
    /// so a term stays below 10^24.</summary>
    private readonly record struct Ratio(Int128 Numerator, Int128 Denominator)
    {
        public static Ratio Of(long numerator, long denominator) => Reduce(numerator, denominator);

        public Ratio Times(Ratio other) => Reduce(Numerator * other.Numerator, Denominator * other.Denominator);

        /// <summary>The amount times this fraction; false where it does not fit <see cref="Money"/>.</summary>
        public bool TryScale(long amount, Rounding rounding, out long scaled)
        {
            scaled = 0;
            var magnitude = Int128.Abs(amount);
            // Beyond this the product would not fit 128 bits; with terms below 10^24 that is above 10^14 minor units.
            if (magnitude != 0 && Numerator > Int128.MaxValue / magnitude)
            {
                return false;
            }
            var (quotient, rest) = Int128.DivRem(magnitude * Numerator, Denominator);
            var twice = rest * 2;
            var up = rounding switch
            {
                Rounding.Down => false,
                Rounding.Up => rest != 0,
                Rounding.HalfEven => twice > Denominator || (twice == Denominator && Int128.IsOddInteger(quotient)),
                _ => throw new ArgumentOutOfRangeException(nameof(rounding), rounding, "No such rounding."),
            };
            var rounded = up ? quotient + 1 : quotient;
            if (rounded > Money.MinorUnitsMax)
            {
                return false;
            }
            scaled = amount < 0 ? -(long)rounded : (long)rounded;
            return true;
        }

        private static Ratio Reduce(Int128 numerator, Int128 denominator)
        {
            Int128 a = numerator,
                b = denominator;
            while (b != 0)
            {
                (a, b) = (b, a % b);
            }
            return new Ratio(numerator / a, denominator / a);
        }
    }
}
