namespace Sunqar.Simulation;

/// <summary>
/// What schemes do so as not to be found, one dial each; all at zero is a country whose schemes do nothing of the kind. Dials throw dice of
/// their own, so turning one leaves everybody else's day as it was, and of the scheme all that the dial does not speak of.
/// </summary>
public sealed record Evasion
{
    /// <summary>Exchangers: the second leg of an order comes so many minutes later than it would, half of that to one and a half times, by
    /// chance for each order; 0 to 1,440.</summary>
    public int DelayMinutes { get; init; }

    /// <summary>Exchangers: the rate of each order is moved by up to so many hundredths of a percent either way; 0 to 500.</summary>
    public int RateNoiseBasisPoints { get; init; }

    /// <summary>Exchangers: the rate of each order is rounded to whole multiples of so many tenge for a USDT; 0 to 50.</summary>
    public int RateStepTenge { get; init; }

    /// <summary>Exchangers: the tenge of an order come to up to one more than so many cards, its USDT from as many payments of the desk's
    /// wallets, in parts of their own; 0 to 5.</summary>
    public int FurtherParts { get; init; }

    /// <summary>Exchangers: each drop card is given up after so many days for another of another person; 0 (kept) to 60.</summary>
    public int CardDays { get; init; }

    /// <summary>Exchangers: of so many in a thousand of what passes their cards, honest trade inside a platform is the reason; 0 to
    /// 900.</summary>
    public int HonestPerMille { get; init; }

    /// <summary>Exchangers: so many orders in a thousand are paid in notes, by hand; 0 to 1,000.</summary>
    public int ByHandPerMille { get; init; }

    /// <summary>Cash-out networks and rings: so many cards in a thousand are emptied at some machine of the town rather than at the usual
    /// ones, a part of an hour apart; 0 to 1,000.</summary>
    public int RotatePerMille { get; init; }

    /// <summary>Cash-out networks and rings: nothing that they pass on or draw is of more than so many thousand tenge; 0 (no ceiling) or 20
    /// to 1,000.</summary>
    public int CeilingThousandTenge { get; init; }

    /// <summary>Cash-out networks and rings: so many purchases and payments of an ordinary life on each drop card in 30 days; 0 to
    /// 100.</summary>
    public int LifeInMonth { get; init; }

    internal void Check()
    {
        Within(DelayMinutes, 1_440, nameof(DelayMinutes));
        Within(RateNoiseBasisPoints, 500, nameof(RateNoiseBasisPoints));
        Within(RateStepTenge, 50, nameof(RateStepTenge));
        Within(FurtherParts, 5, nameof(FurtherParts));
        Within(CardDays, 60, nameof(CardDays));
        Within(HonestPerMille, 900, nameof(HonestPerMille));
        Within(ByHandPerMille, 1_000, nameof(ByHandPerMille));
        Within(RotatePerMille, 1_000, nameof(RotatePerMille));
        Within(CeilingThousandTenge, 1_000, nameof(CeilingThousandTenge));
        Within(LifeInMonth, 100, nameof(LifeInMonth));
        if (CeilingThousandTenge is > 0 and < 20)
        {
            throw new ArgumentOutOfRangeException(nameof(CeilingThousandTenge), "A ceiling is 0 or at least 20 thousand tenge.");
        }
    }

    private static void Within(int value, int most, string name)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, most, name);
    }
}
