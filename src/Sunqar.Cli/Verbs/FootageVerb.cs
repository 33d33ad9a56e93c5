using System.CommandLine;
using Sunqar.Core.Footage;
using Sunqar.Formats;
using Sunqar.Formats.Footage;
using Sunqar.Work.Footage;

namespace Sunqar.Cli.Verbs;

/// <summary><c>sunqar footage</c>: recordings of cash machines sealed at the bank, and the agency's spot checks of them
/// (docs/footage.md).</summary>
internal static class FootageVerb
{
    public static Command Create() =>
        new("footage", "Recordings of cash machines: sealed and committed at the bank, checked by the agency without seeing them.")
        {
            Seal(),
            FootageCheckVerbs.Challenge(),
            FootageCheckVerbs.Answer(),
            FootageCheckVerbs.Check(),
            FootageStatusVerb.Create(),
            FootageBankVerbs.Delete(),
            FootageBankVerbs.Open(),
            FootageDeliverVerb.Create(),
        };

    /// <summary>Where the bank's key lies.</summary>
    internal static Option<string?> KeyFile() =>
        new("--key-file")
        {
            Description = "The bank's key; without it DIR.footage.key beside the folder, made by the first seal.",
            HelpName = "FILE",
        };

    private static Command Seal()
    {
        var folder = Recordings();
        var terminals = new Option<string[]>("--terminal")
        {
            Description = "Whose recordings; may be repeated, and one signature covers all.",
            Required = true,
            HelpName = "ID",
        };
        terminals.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string[]>() is { } ids && !ids.All(SegmentName.IsTerminal))
                result.AddError("--terminal: expected 1 to 64 letters, digits, points, hyphens or underscores.");
        });
        var manifest = new Option<string>("--out")
        {
            Description = "Where the signed manifest goes, for the agency.",
            Required = true,
            HelpName = "MANIFEST",
        };
        var key = KeyFile();
        var days = new Option<int?>("--kept-days")
        {
            Description = $"How long the bank keeps footage, written into a new manifest; {FootageTerms.DaysMin} unless it says more.",
            HelpName = "DAYS",
        };
        days.Validators.Add(result => WholeNumber.Between(result, FootageTerms.DaysMin, 3_650, " days"));
        var offset = new Option<int?>("--clock-offset")
        {
            Description = "How far the recorder's clock is ahead of true time, milliseconds, as measured.",
            HelpName = "MS",
        };
        var clock = new Option<string?>("--clock")
        {
            Description = "Where the recorder burns its clock into the picture, WIDTHxHEIGHT+X+Y in pixels.",
            HelpName = "AREA",
        };
        clock.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } text && BurntClock.Parse(text) is null)
                result.AddError("--clock: expected WIDTHxHEIGHT+X+Y, such as 320x40+10+10.");
        });
        var remove = new Option<bool>("--remove") { Description = "Remove each recording once it is sealed, signed and on disk." };
        var command = new Command(
            "seal",
            $"Encrypt a folder's recordings into DIR/sealed and sign their manifests. Files: {SegmentName.Expected}."
        )
        {
            folder,
            terminals,
            manifest,
            key,
            days,
            offset,
            clock,
            remove,
        };
        command.SetAction(parsed =>
            Seal(
                new SealOptions(
                    parsed.GetValue(folder)!,
                    parsed.GetValue(terminals)!,
                    parsed.GetValue(key),
                    parsed.GetValue(days),
                    parsed.GetValue(offset),
                    parsed.GetValue(clock) is { } area ? BurntClock.Parse(area) : null,
                    parsed.GetValue(remove)
                ),
                parsed.GetValue(manifest)!
            )
        );
        return command;
    }

    internal static Argument<string> Recordings() =>
        new("DIR") { Description = "The folder of the recordings; sealed ones are in DIR/sealed." };

    private static int Seal(SealOptions options, string manifest)
    {
        if (!IsPlace(manifest))
            return Exit.WrongUsage;
        switch (new SealJob(options, TimeProvider.System, new Ffmpeg()).Run(manifest))
        {
            case SealOutcome.Sealed done:
                Console.Error.WriteLine(
                    $"{done.New} sealed ({done.Bytes:N0} bytes), {done.Before} sealed before, {done.Others} of other terminals left"
                );
                if (!done.IsLooked)
                {
                    Console.Error.WriteLine(
                        "sunqar footage seal: ffmpeg is missing: nobody looked at the pictures, and the manifest says so."
                    );
                }
                return Exit.Done;
            case SealOutcome.Refused refused:
                Console.Error.WriteLine($"sunqar footage seal: {refused.Why}\nsunqar footage seal: nothing was signed.");
                return Exit.WrongUsage;
            default:
                throw new InvalidOperationException("An outcome that this verb does not know.");
        }
    }

    /// <summary>Whether a file may be put there, found out before anything is done; a message where not.</summary>
    internal static bool IsPlace(string path)
    {
        if (!Directory.Exists(path) && Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path))))
            return true;
        Console.Error.WriteLine($"sunqar: {BadInput.Unwritable(path, new DirectoryNotFoundException())}");
        return false;
    }
}
