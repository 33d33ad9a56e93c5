using Sunqar.Core.Biometrics.Faces;
using Sunqar.Formats.Pictures;
using Sunqar.Work.Faces;

namespace Sunqar.Work.Verifying;

/// <summary>
/// Tells whether a picture is of a living person before the camera, and not of a photograph, a screen or a mask. None is shipped: the
/// models that come with the weights did not tell them apart. A bank that has a certified one (ISO/IEC 30107-3) puts it here.
/// </summary>
public interface ILivenessTest
{
    /// <summary>As statements name it: product, version and certificate, 1 to 64 visible ASCII characters.</summary>
    string Name { get; }

    /// <summary>True where the face of the picture is alive; anything else stops the comparison.</summary>
    bool IsLive(FaceImage picture, FoundFace face);
}

/// <summary>Faces, by two networks (docs/faces.md): one to one, with a person who looks.</summary>
/// <param name="liveness">Null where nothing tests it: statements say <c>none</c>.</param>
public sealed class FaceKind(FaceReader reader, ILivenessTest? liveness = null) : IBiometricKind
{
    public string Name => "face";

    public byte Code => 2;

    public double Threshold => FaceMatcher.Threshold;

    /// <summary>An enrolment is compared with everybody: what is told there must be surer.</summary>
    public double ThresholdOfMany => FaceMatcher.ThresholdOfMany;

    public string Liveness => liveness?.Name ?? "none";

    public (SampleTemplate? Template, string Why) Take(byte[] picture, byte position)
    {
        if (position != 0)
            return (null, "position: expected 0: a person has one face");
        if (ColourPictureFile.Read(picture, "picture") is not ColourPictureOutcome.Read { Picture: var image })
            return (null, "picture: expected a JPEG, PNG, BMP or PPM picture of one face");
        if (reader.Take(image) is not FaceTaking.Taken taken)
            return (null, "picture: no face that can be compared, or several (docs/faces.md)");
        return liveness is null || liveness.IsLive(image, taken.Face)
            ? (new SampleTemplate(FaceRecord.Write(taken.Template), taken.Template.Quality), "")
            : (null, "picture: not held to be of a living person");
    }

    public object Prepare(byte[] template) =>
        FaceRecord.Read(template) is FaceRecordReading.Read read
            ? read.Template
            : throw new InvalidDataException("A kept template of a face is none, or of another network.");

    public double Score(object one, object other) => FaceMatcher.Compare((FaceTemplate)one, (FaceTemplate)other);
}
