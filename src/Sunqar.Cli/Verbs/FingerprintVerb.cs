using System.CommandLine;

namespace Sunqar.Cli.Verbs;

/// <summary><c>sunqar fingerprint</c>: templates out of pictures, and two templates compared. Nothing is kept.</summary>
internal static class FingerprintVerb
{
    public static Command Create() =>
        new("fingerprint", "Fingerprints: extract a template (ISO/IEC 19794-2), match two templates, draw a print of an invented finger.")
        {
            FingerprintExtractVerb.Create(),
            FingerprintMatchVerb.Create(),
            FingerprintDrawVerb.Create(),
        };

    /// <summary>Wrong usage or bad input, said on standard error.</summary>
    public static int Wrong(object why)
    {
        Console.Error.WriteLine($"sunqar: {why}");
        return Exit.WrongUsage;
    }
}
