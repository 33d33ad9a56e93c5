using System.Globalization;

namespace Sunqar.Core.Confirmations;

/// <summary>
/// What a bank's verifier says of one comparison. It carries no template and no picture; scores and quality stand in bands, since an exact
/// score tells whoever tries on whether he comes nearer (hill climbing), and below the threshold there is one band alone.
/// </summary>
/// <param name="Institution">Whose verifier it is.</param>
/// <param name="Person">The institution's name of the person, as the challenge has it.</param>
/// <param name="ChallengeId">32 small hexadecimal letters: good once.</param>
/// <param name="ChallengeHash">SHA-256 of the challenge's bytes, in hexadecimal: amount, recipient and payment hang on it.</param>
/// <param name="PaymentId">The payment.</param>
/// <param name="Compared">What was compared: <c>finger</c> or <c>face</c>; where both were, each with its band
/// (<see cref="Several"/>).</param>
/// <param name="ScoreBand">See <see cref="BandOf"/>; of several the lowest: each of them has to be the person's.</param>
/// <param name="ThresholdBand">The band from which a sample is the person's: 1.</param>
/// <param name="QualityBand">0 to 4: fifths of the matcher's own measure.</param>
/// <param name="Device">The sensor, as the bank names it.</param>
/// <param name="Liveness">What tested that the sample is of a living person; <c>none</c> where nothing did.</param>
/// <param name="AtUs">Whole seconds, in microseconds since 1970-01-01T00:00:00Z.</param>
public sealed record VerifierStatement(
    string Institution,
    string Person,
    string ChallengeId,
    string ChallengeHash,
    string PaymentId,
    string Compared,
    int ScoreBand,
    int ThresholdBand,
    int QualityBand,
    string Device,
    string Liveness,
    long AtUs
)
{
    /// <summary>The highest band of a score.</summary>
    public const int BandMax = 4;

    private const double BandWidth = 0.5;

    /// <summary>The sample is the person's.</summary>
    public bool IsMatch => ScoreBand >= ThresholdBand;

    /// <summary>0 below the threshold, however far; above it one band for each half of the threshold, up to
    /// <see cref="BandMax"/>.</summary>
    public static int BandOf(double score, double threshold) =>
        score < threshold ? 0 : 1 + (int)Math.Min(BandMax - 1, Math.Floor((score / threshold - 1) / BandWidth));

    /// <summary>What was compared, where it is more than one: <c>finger:2+face:0</c>, so that it is seen which one was not the person's.
    /// </summary>
    public static string Several(IEnumerable<(string Kind, int Band)> compared) =>
        string.Join('+', compared.Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Kind}:{one.Band}")));

    /// <summary>Whether a kind was compared, alone or among several.</summary>
    public bool Has(string kind) => Compared.Split('+').Any(one => one.Split(':')[0] == kind);

    /// <summary>In a line, for the record of the act.</summary>
    public string Said => $"{Compared} {ScoreBand}/{ThresholdBand} quality {QualityBand} liveness {Liveness} device {Device}";
}
