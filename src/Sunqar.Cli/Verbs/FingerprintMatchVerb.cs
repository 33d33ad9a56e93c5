using System.CommandLine;
using System.Text.Json;
using Sunqar.Core.Biometrics;
using Sunqar.Formats;

namespace Sunqar.Cli.Verbs;

/// <summary><c>sunqar fingerprint match</c>: whether two templates are of one finger.</summary>
internal static class FingerprintMatchVerb
{
    public static Command Create()
    {
        var one = new Argument<FileInfo>("A") { Description = "A template: a record of ISO/IEC 19794-2, 2005 or 2011." };
        var other = new Argument<FileInfo>("B") { Description = "The one that it is compared with." };
        var viewOne = View("--view-a", "A");
        var viewOther = View("--view-b", "B");
        var command = new Command(
            "match",
            "Compare two templates: one JSON object with the score, the threshold, whether it is reached, and the rate of false matches claimed there."
        )
        {
            one,
            other,
            viewOne,
            viewOther,
        };
        command.SetAction(parsed =>
            Run(
                (parsed.GetValue(one)!.ToString(), parsed.GetValue(viewOne)),
                (parsed.GetValue(other)!.ToString(), parsed.GetValue(viewOther))
            )
        );
        return command;
    }

    private static Option<int?> View(string name, string of)
    {
        var view = new Option<int?>(name) { Description = $"Which view of {of}, from 1; needed where it has several." };
        view.Validators.Add(result => WholeNumber.Between(result, 1, MinutiaRecordReader.ViewsMax));
        return view;
    }

    private static int Run((string Path, int? View) one, (string Path, int? View) other)
    {
        if (Template(one.Path, one.View, out var bad) is not { } first || Template(other.Path, other.View, out bad) is not { } second)
            return FingerprintVerb.Wrong(bad!);
        if (FingerMatcher.Compare(MinutiaCylinders.Of(first), MinutiaCylinders.Of(second)) is not FingerComparison.Compared compared)
        {
            var fewer = first.Minutiae.Count <= second.Minutiae.Count ? one.Path : other.Path;
            return FingerprintVerb.Wrong(
                new BadInput(
                    fewer,
                    0,
                    0,
                    null,
                    "it has too few minutiae near each other to be compared",
                    $"at least {FingerMatcher.MinutiaeMin} minutiae"
                )
            );
        }
        Console.WriteLine(
            JsonSerializer.Serialize(
                new
                {
                    score = Math.Round(compared.Score, 4),
                    threshold = FingerMatcher.Threshold,
                    match = compared.IsMatch,
                    claimed_fmr = FingerMatcher.ClaimedFalseMatchRate,
                    claimed_on = "synthetic prints",
                }
            )
        );
        return Exit.Done;
    }

    /// <summary>The one view that is meant; null where the file holds none, and why.</summary>
    private static FingerTemplate? Template(string path, int? view, out BadInput? bad)
    {
        if (TemplateFile.Read(path, MinutiaRecordReader.BytesMax, out bad) is not { } bytes)
            return null;
        switch (MinutiaRecordReader.Read(bytes))
        {
            case MinutiaRecordReading.Refused refused:
                bad = new BadInput(
                    path,
                    0,
                    0,
                    null,
                    $"byte {refused.At}: {Reason(refused.Fault)}",
                    "a finger minutiae record of ISO/IEC 19794-2, edition 2005 or 2011"
                );
                return null;
            case MinutiaRecordReading.Read { Views: var views }:
                if (view is null && views.Count > 1)
                    bad = new BadInput(path, 0, 0, null, $"it has {views.Count} views", "--view-a or --view-b to say which is meant");
                else if (view > views.Count)
                    bad = new BadInput(path, 0, 0, null, $"it has no view {view}", $"1 to {views.Count}");
                return bad is null ? views[(view ?? 1) - 1] : null;
            case var other:
                throw new InvalidOperationException($"{other}");
        }
    }

    private static string Reason(MinutiaRecordFault fault) =>
        fault switch
        {
            MinutiaRecordFault.TooLong => "the record is longer than 256 KiB",
            MinutiaRecordFault.NotMinutiae => "it does not begin with FMR",
            MinutiaRecordFault.UnknownEdition => "the version is neither 20 nor 030",
            MinutiaRecordFault.Truncated => "the record ends within a field",
            MinutiaRecordFault.WrongLength => "a stated length is not the length",
            MinutiaRecordFault.ViewCount => "it has no view, or more than 16",
            MinutiaRecordFault.ImageSize => "the image has no width or height",
            MinutiaRecordFault.Resolution => "the resolution is outside 99 to 630 pixels a centimetre",
            MinutiaRecordFault.FingerPosition => "the code of the finger is above 10",
            MinutiaRecordFault.MinutiaLength => "minutiae have neither five nor six bytes",
            MinutiaRecordFault.MinutiaType => "the type of a minutia is none",
            MinutiaRecordFault.MinutiaPlace => "a minutia lies outside the image",
            _ => "the quality of a minutia is above 100",
        };
}
