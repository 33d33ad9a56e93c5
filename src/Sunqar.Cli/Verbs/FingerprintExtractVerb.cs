using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Sunqar.Core.Biometrics;
using Sunqar.Formats;
using Sunqar.Formats.Pictures;

namespace Sunqar.Cli.Verbs;

/// <summary><c>sunqar fingerprint extract</c>: a picture of a finger becomes a template.</summary>
internal static class FingerprintExtractVerb
{
    private const string Newer = "2011";

    public static Command Create()
    {
        var image = new Argument<FileInfo>("IMAGE") { Description = "A picture of one finger, dark ridges on light: PNG, BMP or PGM." };
        var output = new Option<FileInfo>("--out") { Description = "Where the template goes (.fmr).", Required = true };
        var resolution = new Option<int?>("--ppi")
        {
            Description = "Pixels an inch, where the picture does not state them or states them wrongly; else 500 is taken.",
        };
        resolution.Validators.Add(result => WholeNumber.Between(result, FingerImage.PixelsPerInchMin, FingerImage.PixelsPerInchMax));
        var edition = new Option<string>("--edition")
        {
            Description = "Of ISO/IEC 19794-2, by which the template is laid out.",
            DefaultValueFactory = _ => "2005",
        };
        edition.AcceptOnlyFromAmong("2005", Newer);
        var command = new Command(
            "extract",
            "Extract minutiae into a template; prints their number and the print's quality, 0 to 100 by our own measure."
        )
        {
            image,
            output,
            resolution,
            edition,
        };
        command.SetAction(parsed =>
            Run(
                parsed.GetValue(image)!.ToString(),
                parsed.GetValue(output)!.ToString(),
                parsed.GetValue(resolution),
                parsed.GetValue(edition) == Newer ? MinutiaRecordEdition.Iso2011 : MinutiaRecordEdition.Iso2005
            )
        );
        return command;
    }

    private static int Run(string path, string output, int? stated, MinutiaRecordEdition edition)
    {
        switch (GreyPictureFile.Read(path))
        {
            case PictureOutcome.Refused refused:
                return FingerprintVerb.Wrong(refused.Why);
            case PictureOutcome.Read { Picture: var picture }:
                var resolution = stated ?? picture.PixelsPerInch ?? FingerImage.UsualPixelsPerInch;
                if (stated is null && picture.PixelsPerInch is null)
                    Console.Error.WriteLine($"{path} states no resolution; 500 pixels an inch are taken (--ppi says otherwise).");
                return FingerExtractor.Extract(new FingerImage(picture.Width, picture.Height, picture.Grey, resolution)) switch
                {
                    Extraction.Extracted extracted => Write(extracted.Template, output, edition, resolution),
                    Extraction.Refused refused => FingerprintVerb.Wrong(Why(path, refused.Fault)),
                    var other => throw new InvalidOperationException($"{other}"),
                };
            case var other:
                throw new InvalidOperationException($"{other}");
        }
    }

    private static int Write(FingerTemplate template, string output, MinutiaRecordEdition edition, int resolution)
    {
        var record = MinutiaRecordWriter.Write(template, edition);
        if (!OutputFile.Write(output, stream => stream.Write(record)))
            return Exit.WrongUsage;
        Console.WriteLine(
            JsonSerializer.Serialize(
                new
                {
                    minutiae = template.Minutiae.Count,
                    quality = template.Quality,
                    pixels_per_inch = resolution,
                    bytes = record.Length,
                }
            )
        );
        return Exit.Done;
    }

    private static BadInput Why(string path, ExtractionFault fault)
    {
        var (reason, expected) = fault switch
        {
            ExtractionFault.ImageLimits => (
                "its size or resolution is outside what a finger can have",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"sides of {FingerImage.SideMin} to {FingerImage.SideMax} pixels at {FingerImage.PixelsPerInchMin} to {FingerImage.PixelsPerInchMax} an inch"
                )
            ),
            ExtractionFault.NoRidges => ("there are no ridges in it", "a picture of one finger, dark ridges on a light ground"),
            ExtractionFault.TooSmall => ("it shows too little of a finger", "at least 0.6 square centimetres of ridges"),
            _ => ("it shows too few minutiae", $"at least {FingerMatcher.MinutiaeMin} ends and forks of ridges"),
        };
        return new BadInput(path, 0, 0, null, reason, expected);
    }
}
