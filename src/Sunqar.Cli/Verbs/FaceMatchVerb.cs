using System.CommandLine;
using System.Text.Json;
using Sunqar.Core.Biometrics.Faces;
using Sunqar.Formats;

namespace Sunqar.Cli.Verbs;

/// <summary><c>sunqar face match</c>: whether two templates are of one person.</summary>
internal static class FaceMatchVerb
{
    public static Command Create()
    {
        var one = new Argument<FileInfo>("A") { Description = "A template that face extract made." };
        var other = new Argument<FileInfo>("B") { Description = "The one that it is compared with." };
        var command = new Command(
            "match",
            "Compare two templates: one JSON object with the score, the threshold, whether it is reached, and the rate of false matches claimed there."
        )
        {
            one,
            other,
        };
        command.SetAction(parsed => Run(parsed.GetValue(one)!.ToString(), parsed.GetValue(other)!.ToString()));
        return command;
    }

    private static int Run(string one, string other)
    {
        if (Template(one, out var bad) is not { } first || Template(other, out bad) is not { } second)
            return FaceVerb.Wrong(bad!);
        var score = FaceMatcher.Compare(first, second);
        Console.WriteLine(
            JsonSerializer.Serialize(
                new
                {
                    score = Math.Round(score, 4),
                    threshold = FaceMatcher.Threshold,
                    match = score >= FaceMatcher.Threshold,
                    claimed_fmr = FaceMatcher.ClaimedFalseMatchRate,
                    claimed_on = FaceMatcher.ClaimedOn,
                    liveness = "none",
                }
            )
        );
        return Exit.Done;
    }

    private static FaceTemplate? Template(string path, out BadInput? bad)
    {
        if (TemplateFile.Read(path, FaceRecord.Bytes, out bad) is not { } bytes)
            return null;
        switch (FaceRecord.Read(bytes))
        {
            case FaceRecordReading.Read read:
                return read.Template;
            case FaceRecordReading.Refused refused:
                bad = new BadInput(path, 0, 0, null, $"byte {refused.At}: {Reason(refused.Fault)}", "a template that face extract made");
                return null;
            case var other:
                throw new InvalidOperationException($"{other}");
        }
    }

    private static string Reason(FaceRecordFault fault) =>
        fault switch
        {
            FaceRecordFault.NotFace => "it does not begin with SQFACE",
            FaceRecordFault.WrongLength => $"it is not {FaceRecord.Bytes} bytes long",
            FaceRecordFault.UnknownEdition => "the edition is not known",
            FaceRecordFault.OtherNetwork => "another network made it, and cannot be compared",
            FaceRecordFault.Quality => "the quality is above 100",
            _ => "the numbers are no direction",
        };
}
