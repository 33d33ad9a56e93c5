namespace Sunqar.Core.Biometrics.Faces;

/// <summary>Why no template is made of a picture.</summary>
public enum FaceFault
{
    /// <summary>Nothing in it looks like a face.</summary>
    NoFace,

    /// <summary>More than one face, none of which is much larger than the others: whose is meant?</summary>
    SeveralFaces,

    /// <summary>Fewer pixels between the eyes than <see cref="FaceChoice.EyeDistanceMin"/>.</summary>
    TooSmall,

    /// <summary>Seen from the side.</summary>
    TurnedAway,

    /// <summary>Part of it lies outside the picture.</summary>
    CutOff,

    /// <summary>Too dark, too bright, flat or blurred to be compared.</summary>
    Unclear,
}

/// <summary>Which face of a picture is taken, or why none is.</summary>
public abstract record FaceChoice
{
    private FaceChoice() { }

    /// <summary>Fewer pixels between the eyes tell too little of a face.</summary>
    public const double EyeDistanceMin = 16;

    /// <summary>A second face that has at least this share of the first's width makes it unclear whose is meant.</summary>
    private const double SecondShare = 0.6;

    /// <summary>Eyes nearer to each other than this share of the face's width are seen from the side.</summary>
    private const double EyesShareMin = 0.28;

    /// <summary>The nose, along the line of the eyes, stands between these shares of it where the face looks here.</summary>
    private const double NoseMin = 0.1,
        NoseMax = 0.9;

    /// <summary>The face that is meant.</summary>
    public sealed record Taken(FoundFace Face) : FaceChoice;

    /// <summary>None is, and why.</summary>
    public sealed record Refused(FaceFault Fault) : FaceChoice;

    /// <param name="faces">As <see cref="FaceFinder.Read"/> gives them.</param>
    public static FaceChoice Of(FaceImage image, IReadOnlyList<FoundFace> faces)
    {
        var sorted = faces.OrderByDescending(face => face.Width).ToList();
        if (sorted is not [var face, ..])
            return new Refused(FaceFault.NoFace);
        if (sorted.Skip(1).Any(other => other.Width >= SecondShare * face.Width))
            return new Refused(FaceFault.SeveralFaces);
        if (!(face.EyeDistance > 0) || face.EyeDistance < EyesShareMin * face.Width || NoseAlongEyes(face) is < NoseMin or > NoseMax)
            return new Refused(FaceFault.TurnedAway);
        if (face.EyeDistance < EyeDistanceMin)
            return new Refused(FaceFault.TooSmall);
        return IsInside(image, face.LeftEye) && IsInside(image, face.RightEye) && IsInside(image, face.Nose) && IsInside(image, face.Mouth)
            ? new Taken(face)
            : new Refused(FaceFault.CutOff);
    }

    /// <summary>Where the nose stands between the eyes: 0 at the left one, 1 at the right one.</summary>
    internal static double NoseAlongEyes(FoundFace face)
    {
        double x = face.RightEye.X - face.LeftEye.X,
            y = face.RightEye.Y - face.LeftEye.Y;
        return ((face.Nose.X - face.LeftEye.X) * x + (face.Nose.Y - face.LeftEye.Y) * y) / (x * x + y * y);
    }

    private static bool IsInside(FaceImage image, FacePoint point) =>
        point.X >= 0 && point.Y >= 0 && point.X < image.Width && point.Y < image.Height;
}
