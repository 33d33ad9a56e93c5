namespace Sunqar.Core.Biometrics;

/// <summary>Which edition of ISO/IEC 19794-2 a record is laid out by.</summary>
public enum MinutiaRecordEdition
{
    /// <summary>Version " 20": one image size and resolution for all views.</summary>
    Iso2005,

    /// <summary>Version "030": each representation states its own.</summary>
    Iso2011,
}

/// <summary>Why bytes are no minutia record that is taken.</summary>
public enum MinutiaRecordFault
{
    /// <summary>Longer than <see cref="MinutiaRecordReader.BytesMax"/>.</summary>
    TooLong,

    /// <summary>It does not begin with "FMR".</summary>
    NotMinutiae,

    /// <summary>Neither of the two editions.</summary>
    UnknownEdition,

    /// <summary>The bytes end before the field does.</summary>
    Truncated,

    /// <summary>The stated length is not the length.</summary>
    WrongLength,

    /// <summary>No view, or more than <see cref="MinutiaRecordReader.ViewsMax"/>.</summary>
    ViewCount,

    /// <summary>The image has no width or height.</summary>
    ImageSize,

    /// <summary>The resolution is outside <see cref="FingerTemplate.PixelsPerCmMin"/> to
    /// <see cref="FingerTemplate.PixelsPerCmMax"/>.</summary>
    Resolution,

    /// <summary>The code of the finger is none of the table.</summary>
    FingerPosition,

    /// <summary>Minutiae of neither five nor six bytes.</summary>
    MinutiaLength,

    /// <summary>The code 3, which the standard keeps free.</summary>
    MinutiaType,

    /// <summary>The minutia lies outside the image.</summary>
    MinutiaPlace,

    /// <summary>More than 100 where no code for "none" is known.</summary>
    MinutiaQuality,
}

/// <summary>What reading a record comes to.</summary>
public abstract record MinutiaRecordReading
{
    private MinutiaRecordReading() { }

    /// <param name="Views">In the record's order, at least one.</param>
    public sealed record Read(MinutiaRecordEdition Edition, IReadOnlyList<FingerTemplate> Views) : MinutiaRecordReading;

    /// <param name="At">The byte, from 0, at which the offending field begins.</param>
    public sealed record Refused(MinutiaRecordFault Fault, int At) : MinutiaRecordReading;
}
