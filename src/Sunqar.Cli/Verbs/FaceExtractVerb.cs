using System.CommandLine;
using System.Text.Json;
using Sunqar.Core.Biometrics.Faces;
using Sunqar.Formats;
using Sunqar.Formats.Pictures;
using Sunqar.Work.Faces;

namespace Sunqar.Cli.Verbs;

/// <summary><c>sunqar face extract</c>: a picture of one face becomes a template.</summary>
internal static class FaceExtractVerb
{
    public static Command Create()
    {
        var image = new Argument<FileInfo>("IMAGE") { Description = "A picture of one face, looking here: JPEG, PNG, BMP or PPM." };
        var output = new Option<FileInfo>("--out") { Description = "Where the template goes (.face).", Required = true };
        var models = new Option<DirectoryInfo?>("--models")
        {
            Description = "Where the weights of the networks lie; the build puts them beside the program.",
        };
        var command = new Command(
            "extract",
            "Make a template of a face; prints its quality, 0 to 100 by our own measure, and where the face is. Liveness is not tested."
        )
        {
            image,
            output,
            models,
        };
        command.SetAction(parsed =>
            Run(parsed.GetValue(image)!.ToString(), parsed.GetValue(output)!.ToString(), parsed.GetValue(models)?.ToString())
        );
        return command;
    }

    private static int Run(string path, string output, string? models)
    {
        switch (ColourPictureFile.Read(path))
        {
            case ColourPictureOutcome.Refused refused:
                return FaceVerb.Wrong(refused.Why);
            case ColourPictureOutcome.Read { Picture: var picture }:
                return Run(picture, path, output, models);
            case var other:
                throw new InvalidOperationException($"{other}");
        }
    }

    private static int Run(FaceImage picture, string path, string output, string? models)
    {
        switch (FaceModels.Open(models))
        {
            case FaceModelsOutcome.Refused refused:
                Console.Error.WriteLine($"sunqar: {refused.Why}");
                return Exit.Failed;
            case FaceModelsOutcome.Opened { Reader: var reader }:
                using (reader)
                {
                    return reader.Take(picture) switch
                    {
                        FaceTaking.Taken taken => Write(taken, output),
                        FaceTaking.Refused refused => FaceVerb.Wrong(Why(path, refused.Fault)),
                        var other => throw new InvalidOperationException($"{other}"),
                    };
                }
            case var other:
                throw new InvalidOperationException($"{other}");
        }
    }

    private static int Write(FaceTaking.Taken taken, string output)
    {
        var record = FaceRecord.Write(taken.Template);
        if (!OutputFile.Write(output, stream => stream.Write(record)))
            return Exit.WrongUsage;
        Console.WriteLine(
            JsonSerializer.Serialize(
                new
                {
                    quality = taken.Template.Quality,
                    eye_distance_px = Math.Round(taken.Face.EyeDistance, 1),
                    left = Math.Round(taken.Face.Left),
                    top = Math.Round(taken.Face.Top),
                    width = Math.Round(taken.Face.Width),
                    height = Math.Round(taken.Face.Height),
                    liveness = "none",
                    bytes = record.Length,
                }
            )
        );
        return Exit.Done;
    }

    private static BadInput Why(string path, FaceFault fault)
    {
        var (reason, expected) = fault switch
        {
            FaceFault.NoFace => ("there is no face in it", "a picture of one face, upright"),
            FaceFault.SeveralFaces => ("there are several faces in it", "a picture of one face, or of one much nearer than the others"),
            FaceFault.TooSmall => ("the face is too small", $"at least {FaceChoice.EyeDistanceMin} pixels between the eyes"),
            FaceFault.TurnedAway => ("the face is seen from the side", "a face that looks here"),
            FaceFault.CutOff => ("part of the face lies outside the picture", "a whole face"),
            _ => ("the face is too dark, too bright, flat or blurred", "a face in even light, sharp"),
        };
        return new BadInput(path, 0, 0, null, reason, expected);
    }
}
