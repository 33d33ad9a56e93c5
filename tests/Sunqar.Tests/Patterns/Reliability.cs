namespace Sunqar.Tests.Patterns;

/// <summary>A claim of a finding, what its pattern itself had claimed, and whether it was right.</summary>
internal readonly record struct JudgedClaim(double Claim, double Own, bool Right);

/// <summary>Claims between two tenths.</summary>
internal sealed record ReliabilityBin(double From, int Findings, double Claimed, double Observed);

/// <summary>How far claims may be believed: the Brier score and, for each tenth of claimed probability, the share that was right.</summary>
internal sealed record Reliability(
    int Findings,
    int Right,
    double Brier,
    double BrierOwn,
    double BrierBase,
    IReadOnlyList<ReliabilityBin> Bins
)
{
    public static Reliability Of(IReadOnlyCollection<JudgedClaim> claims)
    {
        var right = claims.Count(c => c.Right);
        var share = claims.Count == 0 ? 0 : (double)right / claims.Count;
        double Brier(Func<JudgedClaim, double> claimed) =>
            claims.Count == 0 ? 0 : claims.Average(c => Math.Pow(claimed(c) - (c.Right ? 1 : 0), 2));
        return new Reliability(
            claims.Count,
            right,
            Brier(c => c.Claim),
            Brier(c => c.Own),
            share * (1 - share),
            [
                .. claims
                    .GroupBy(c => Math.Min(9, (int)(c.Claim * 10)))
                    .OrderBy(g => g.Key)
                    .Select(g => new ReliabilityBin(g.Key / 10.0, g.Count(), g.Average(c => c.Claim), g.Average(c => c.Right ? 1.0 : 0))),
            ]
        );
    }

    /// <summary>The farthest that claims lie from what was right, among bins of at least so many findings.</summary>
    public double Gap(int findingsMin) =>
        Bins.Where(b => b.Findings >= findingsMin).Select(b => Math.Abs(b.Claimed - b.Observed)).DefaultIfEmpty(0).Max();
}
