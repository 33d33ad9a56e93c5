using System.CommandLine;
using System.Text;
using System.Text.Json;
using Sunqar.Simulation.Faces;

namespace Sunqar.Cli.Verbs;

/// <summary><c>sunqar face draw</c>: a picture of a face that nobody has, to try the other verbs on.</summary>
internal static class FaceDrawVerb
{
    public static Command Create()
    {
        var seed = new Option<ulong>("--seed") { Description = "Of the set of faces.", DefaultValueFactory = _ => 1 };
        var face = new Option<int>("--face") { Description = "Which face of the set, from 0." };
        face.Validators.Add(result => WholeNumber.Between(result, 0, 1_000_000));
        var picture = new Option<int>("--picture")
        {
            Description = "Which picture of it, from 1: each is placed and lit otherwise.",
            DefaultValueFactory = _ => 1,
        };
        picture.Validators.Add(result => WholeNumber.Between(result, 1, 1_000_000));
        var output = new Option<FileInfo>("--out") { Description = "Where the picture goes (.ppm).", Required = true };
        var command = new Command(
            "draw",
            "Draw an invented face, as simple as a cartoon (PPM): it is found, and says nothing of error rates."
        )
        {
            seed,
            face,
            picture,
            output,
        };
        command.SetAction(parsed =>
        {
            var drawn = DrawnFace.Of(parsed.GetValue(seed), parsed.GetValue(face), parsed.GetValue(picture));
            if (!OutputFile.Write(parsed.GetValue(output)!.ToString(), stream => Write(stream, drawn)))
                return Exit.WrongUsage;
            Console.WriteLine(JsonSerializer.Serialize(new { width = DrawnFace.Side, height = DrawnFace.Side }));
            return Exit.Done;
        });
        return command;
    }

    private static void Write(Stream stream, byte[] rgb)
    {
        stream.Write(Encoding.ASCII.GetBytes($"P6\n{DrawnFace.Side} {DrawnFace.Side}\n255\n"));
        stream.Write(rgb);
    }
}
