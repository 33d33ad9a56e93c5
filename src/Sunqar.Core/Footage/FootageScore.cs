namespace Sunqar.Core.Footage;

/// <summary>How well a terminal, or a whole bank, is recorded.</summary>
/// <param name="Terminal">Empty for the bank.</param>
/// <param name="OwedUs">Time that cameras should have run, added up over cameras.</param>
/// <param name="SeenUs">Of it, what is recorded and not black.</param>
/// <param name="OnTime">Of the segments, those committed in time.</param>
/// <param name="Withdrawals">That were looked for.</param>
/// <param name="Found">Of these, seen by a camera whose picture was alive.</param>
/// <param name="Grave">Findings that say that footage was exchanged, deleted or dated wrongly.</param>
public sealed record FootageScore(
    string Terminal,
    long OwedUs,
    long SeenUs,
    long Segments,
    long OnTime,
    long Withdrawals,
    long Found,
    long Grave
)
{
    /// <summary>The product of the three shares in whole percent, rounded down; 0 where anything is grave.</summary>
    public int Percent
    {
        get
        {
            if (Grave > 0)
                return 0;
            Int128 share = 1_000_000;
            foreach (var (part, whole) in ((long, long)[])[(SeenUs, OwedUs), (OnTime, Segments), (Found, Withdrawals)])
                share = whole == 0 ? share : share * part / whole;
            return (int)(share / 10_000);
        }
    }

    /// <summary>Both together.</summary>
    public FootageScore With(FootageScore other) =>
        new(
            "",
            OwedUs + other.OwedUs,
            SeenUs + other.SeenUs,
            Segments + other.Segments,
            OnTime + other.OnTime,
            Withdrawals + other.Withdrawals,
            Found + other.Found,
            Grave + other.Grave
        );
}
