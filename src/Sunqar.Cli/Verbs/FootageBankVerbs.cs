using System.CommandLine;
using Sunqar.Core.Footage;
using Sunqar.Formats.Footage;
using Sunqar.Storage.Footage;
using Sunqar.Work.Footage;

namespace Sunqar.Cli.Verbs;

/// <summary><c>sunqar footage delete | open</c>: what a bank does with sealed recordings when their time is over or a court
/// asks.</summary>
internal static class FootageBankVerbs
{
    public static Command Delete()
    {
        var folder = FootageVerb.Recordings();
        var holds = new Option<string?>("--holds")
        {
            Description = "What must not be deleted: terminal,from,to,until,reason.",
            HelpName = "FILE",
        };
        var manifest = new Option<string>("--out")
        {
            Description = "Where the manifest with the certificates goes.",
            Required = true,
            HelpName = "MANIFEST",
        };
        var key = FootageVerb.KeyFile();
        var command = new Command(
            "delete",
            "Delete what is past its time and not held; a signed certificate of each stays in the manifest."
        )
        {
            folder,
            holds,
            manifest,
            key,
        };
        command.SetAction(parsed =>
            Delete(parsed.GetValue(folder)!, parsed.GetValue(holds), parsed.GetValue(key), parsed.GetValue(manifest)!)
        );
        return command;
    }

    public static Command Open()
    {
        var folder = FootageVerb.Recordings();
        var name = new Argument<string>("NAME") { Description = "The recording, as the manifest names it, without .mp4." };
        var output = new Option<string>("--out")
        {
            Description = "Where the video goes.",
            Required = true,
            HelpName = "FILE",
        };
        var key = FootageVerb.KeyFile();
        var command = new Command("open", "Decrypt one sealed recording, where the law asks for it.") { folder, name, output, key };
        command.SetAction(parsed => Open(parsed.GetValue(folder)!, parsed.GetValue(name)!, parsed.GetValue(key), parsed.GetValue(output)!));
        return command;
    }

    private static int Delete(string folder, string? holdsFile, string? key, string manifest)
    {
        var holds = new List<FootageHold>();
        if ((holdsFile is null ? null : FootageTables.Holds(holdsFile, holds.Add)) is { } bad)
        {
            Console.Error.WriteLine($"sunqar footage delete: {bad}\nsunqar footage delete: nothing was deleted.");
            return Exit.WrongUsage;
        }
        if (!FootageVerb.IsPlace(manifest))
            return Exit.WrongUsage;
        switch (DeleteJob.Run(folder, key, holds, FootageStatusVerb.NowUs, manifest))
        {
            case DeleteOutcome.Deleted done:
                Console.Error.WriteLine($"{done.Count} deleted, {done.Held} past their time and held");
                return Exit.Done;
            case DeleteOutcome.Refused refused:
                Console.Error.WriteLine($"sunqar footage delete: {refused.Why}");
                return Exit.WrongUsage;
            default:
                throw new InvalidOperationException("An outcome that this verb does not know.");
        }
    }

    private static int Open(string folder, string name, string? key, string output)
    {
        var sealedFolder = new SealedFolder(folder);
        if (SegmentName.Parse(name) is null || !sealedFolder.Holds(name))
        {
            Console.Error.WriteLine(
                $"sunqar footage open: {folder}: no recording of this name is sealed here; expected one of the manifest"
            );
            return Exit.WrongUsage;
        }
        using var sealer = RecordingSealer.Open(key ?? SealedFolder.DefaultKey(folder), mayCreate: false);
        var isGood = false;
        using var recording = sealedFolder.Open(name);
        // Nothing appears of a recording whose seal is broken.
        var isWritten = OutputFile.Write(output, stream => isGood = sealer.Unseal(name, recording, stream), () => isGood);
        if (isWritten && !isGood)
            Console.Error.WriteLine("sunqar footage open: the recording is not what was sealed under this name, or the key is another.");
        return !isWritten ? Exit.WrongUsage
            : isGood ? Exit.Done
            : Exit.Failed;
    }
}
