using System.CommandLine;

namespace Sunqar.Cli.Verbs;

/// <summary><c>sunqar face</c>: templates out of pictures, and two templates compared, one to one. Nothing is kept.</summary>
internal static class FaceVerb
{
    public static Command Create() =>
        new("face", "Faces: extract a template, match two templates, one to one; draw an invented face.")
        {
            FaceExtractVerb.Create(),
            FaceMatchVerb.Create(),
            FaceDrawVerb.Create(),
        };

    /// <summary>Wrong usage or bad input, said on standard error.</summary>
    public static int Wrong(object why)
    {
        Console.Error.WriteLine($"sunqar: {why}");
        return Exit.WrongUsage;
    }
}
