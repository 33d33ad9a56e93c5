using Sunqar.Core.Biometrics;
using Sunqar.Core.Biometrics.Faces;
using Sunqar.Core.Confirmations;
using Sunqar.Simulation.Faces;
using Sunqar.Simulation.Fingers;

namespace Sunqar.Rehearsal;

/// <summary>
/// Fingers and faces of a simulated country's customers, as its banks' verifiers hold them: drawn minutiae and drawn likenesses, compared
/// by the matchers that real ones are compared by.
/// </summary>
internal sealed class SimulatedSamples(ulong seed)
{
    private const int PicturesMax = 1_000;

    private readonly Dictionary<long, (MinutiaCylinders Finger, FaceTemplate Face)> _enrolled = [];

    /// <summary>The bands of finger and face when somebody stands before a machine as its customer.</summary>
    /// <param name="holder">Whose finger and face are enrolled.</param>
    /// <param name="who">Whose are shown.</param>
    /// <param name="occasion">Another number, another touch and picture.</param>
    public (int Finger, int Face) Compare(long holder, long who, ulong occasion)
    {
        if (!_enrolled.TryGetValue(holder, out var enrolled))
            _enrolled[holder] = enrolled = (Finger(holder, 0), Face(holder, 0));
        var shown = 1 + (int)(occasion % PicturesMax);
        var finger = FingerMatcher.Compare(enrolled.Finger, Finger(who, shown)) is FingerComparison.Compared compared ? compared.Score : 0;
        var face = FaceMatcher.Compare(enrolled.Face, Face(who, shown));
        return (VerifierStatement.BandOf(finger, FingerMatcher.Threshold), VerifierStatement.BandOf(face, FaceMatcher.Threshold));
    }

    private FaceTemplate Face(long person, int picture) =>
        FaceTemplate.Of([.. DrawnLikeness.Of(seed, person, picture).Select(value => (float)value)], 60);

    private MinutiaCylinders Finger(long finger, int impression) =>
        MinutiaCylinders.Of(
            new FingerTemplate(
                DrawnMinutiae.Width,
                DrawnMinutiae.Height,
                197,
                197,
                FingerPosition.Unknown,
                0,
                60,
                [
                    .. DrawnMinutiae
                        .Of(seed, finger, impression)
                        .Where(one => one.X is >= 0 and < DrawnMinutiae.Width && one.Y is >= 0 and < DrawnMinutiae.Height)
                        .Select(one => new Minutia(MinutiaType.Ending, one.X, one.Y, one.Turn, 60)),
                ]
            )
        );
}
