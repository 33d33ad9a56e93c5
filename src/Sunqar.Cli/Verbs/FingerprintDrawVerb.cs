using System.CommandLine;
using System.Text;
using System.Text.Json;
using Sunqar.Simulation.Fingers;

namespace Sunqar.Cli.Verbs;

/// <summary><c>sunqar fingerprint draw</c>: a print of a finger that nobody has, to try the other verbs on.</summary>
internal static class FingerprintDrawVerb
{
    public static Command Create()
    {
        var seed = new Option<ulong>("--seed") { Description = "Of the set of fingers.", DefaultValueFactory = _ => 1 };
        var finger = new Option<int>("--finger") { Description = "Which finger of the set, from 0." };
        finger.Validators.Add(result => WholeNumber.Between(result, 0, 1_000_000));
        var impression = new Option<int>("--impression")
        {
            Description = "Which print of it, from 1: each is shifted, turned, stretched and worn otherwise; 0 is whole and clean.",
            DefaultValueFactory = _ => 1,
        };
        impression.Validators.Add(result => WholeNumber.Between(result, 0, 1_000_000));
        var output = new Option<FileInfo>("--out") { Description = "Where the picture goes (.pgm).", Required = true };
        var command = new Command("draw", "Draw a print of an invented finger (PGM); prints how many minutiae of the finger it shows.")
        {
            seed,
            finger,
            impression,
            output,
        };
        command.SetAction(parsed =>
        {
            var print = new SyntheticFinger(parsed.GetValue(seed), parsed.GetValue(finger)).Impression(parsed.GetValue(impression));
            if (!OutputFile.Write(parsed.GetValue(output)!.ToString(), stream => Write(stream, print)))
                return Exit.WrongUsage;
            Console.WriteLine(JsonSerializer.Serialize(new { minutiae = print.Minutiae.Count }));
            return Exit.Done;
        });
        return command;
    }

    private static void Write(Stream stream, SyntheticPrint print)
    {
        stream.Write(Encoding.ASCII.GetBytes($"P5\n{print.Width} {print.Height}\n255\n"));
        stream.Write(print.Grey);
    }
}
