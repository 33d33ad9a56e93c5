using Sunqar.Core.Biometrics;
using Sunqar.Formats.Pictures;

namespace Sunqar.Work.Verifying;

/// <summary>A template out of a sample.</summary>
/// <param name="Quality">0 to 100 by the kind's own measure.</param>
public sealed record SampleTemplate(byte[] Template, int Quality);

/// <summary>One kind of biometrics that a verifier compares.</summary>
public interface IBiometricKind
{
    /// <summary>As statements and messages name it.</summary>
    string Name { get; }

    /// <summary>In the vault; never used again for another kind.</summary>
    byte Code { get; }

    /// <summary>Score from which two templates are held to be one person's.</summary>
    double Threshold { get; }

    /// <summary>Score from which an enrolment against everybody enrolled is a doubt: higher, since it is compared with many.</summary>
    double ThresholdOfMany { get; }

    /// <summary>What tests that a sample is of a living person; <c>none</c> where nothing does.</summary>
    string Liveness { get; }

    /// <summary>The template of a picture, or why there is none.</summary>
    (SampleTemplate? Template, string Why) Take(byte[] picture, byte position);

    /// <summary>A template made ready to be compared many times.</summary>
    object Prepare(byte[] template);

    /// <summary>0 where the two cannot be compared: no answer is no match.</summary>
    double Score(object one, object other);
}

/// <summary>Fingers, by our own extraction and comparison (docs/fingerprints.md).</summary>
public sealed class FingerKind : IBiometricKind
{
    public string Name => "finger";

    public byte Code => 1;

    public double Threshold => FingerMatcher.Threshold;

    /// <summary>Some ten times fewer false matches than at the threshold, by drawn prints.</summary>
    public double ThresholdOfMany => FingerMatcher.Threshold * 1.25;

    public string Liveness => "none";

    public (SampleTemplate? Template, string Why) Take(byte[] picture, byte position)
    {
        if (!Enum.IsDefined((FingerPosition)position))
            return (null, "position: expected a finger's code, 0 to 10");
        if (GreyPictureFile.Read(picture, "picture") is not PictureOutcome.Read { Picture: var grey })
            return (null, "picture: expected a PNG, BMP or PGM picture of one finger");
        var image = new FingerImage(grey.Width, grey.Height, grey.Grey, grey.PixelsPerInch ?? FingerImage.UsualPixelsPerInch);
        return FingerExtractor.Extract(image, (FingerPosition)position) is Extraction.Extracted extracted
            ? (
                new SampleTemplate(MinutiaRecordWriter.Write(extracted.Template, MinutiaRecordEdition.Iso2005), extracted.Template.Quality),
                ""
            )
            : (null, "picture: too little of a finger, or none (docs/fingerprints.md)");
    }

    public object Prepare(byte[] template) =>
        MinutiaRecordReader.Read(template) is MinutiaRecordReading.Read { Views: [var view, ..] }
            ? MinutiaCylinders.Of(view)
            : throw new InvalidDataException("A kept template is none.");

    public double Score(object one, object other) =>
        FingerMatcher.Compare((MinutiaCylinders)one, (MinutiaCylinders)other) is FingerComparison.Compared compared ? compared.Score : 0;
}
