using System.CommandLine;
using Sunqar.Core.Acts;
using Sunqar.Server.Gateways;
using Sunqar.Server.Hosting;
using Sunqar.Server.Sandbox;
using Sunqar.Storage;
using Sunqar.Storage.Keys;
using Sunqar.Work.Summaries;
using Command = System.CommandLine.Command;

namespace Sunqar.Cli.Verbs;

/// <summary><c>sunqar sandbox</c>: a server to build an integration against (docs/sandbox.md).</summary>
internal static class SandboxVerb
{
    private const string Bank = "SANDKZKA",
        Platform = "SANDBOX-X",
        Mark = "sandbox";

    public static Command Create()
    {
        var urls = new Option<string>("--urls")
        {
            Description = "Where it listens: loopback alone.",
            DefaultValueFactory = _ => ServerOptions.DefaultUrl,
        };
        var iso8583 = new Option<string?>("--iso8583")
        {
            Description = "ADDRESS on loopback where it takes ISO 8583 messages of the sandbox's bank too.",
            HelpName = "ADDRESS",
        };
        var folder = new Option<string?>("--data")
        {
            Description = "Where it keeps what it decided; a new folder that goes with it where not given.",
            HelpName = "FOLDER",
        };
        var command = new Command(
            "sandbox",
            "Serve the API with outcomes and faults forced by documented amounts, test keys and a clock that can be moved; "
                + "sunqar conform says what an integration still lacks."
        )
        {
            urls,
            iso8583,
            folder,
        };
        command.SetAction((parsed, cancel) => RunAsync(parsed.GetValue(urls)!, parsed.GetValue(iso8583), parsed.GetValue(folder), cancel));
        return command;
    }

    private static async Task<int> RunAsync(string urls, string? iso8583, string? folder, CancellationToken cancel)
    {
        var server = ServerOptions.Read(urls, null, null, null);
        var switches = Iso8583Options.Read(iso8583 is null ? [] : [$"{Bank}={iso8583}"], [], null);
        var place = folder ?? Directory.CreateTempSubdirectory("sunqar-sandbox-").FullName;
        var refusal =
            (server as ServerOptionsOutcome.Refused)?.Reason ?? (switches as Iso8583OptionsOutcome.Refused)?.Reason ?? Unfit(server, place);
        if (refusal is not null)
        {
            await Console.Error.WriteLineAsync($"sunqar: {refusal}");
            return Exit.WrongUsage;
        }
        try
        {
            Directory.CreateDirectory(place);
            await File.WriteAllTextAsync(Path.Combine(place, Mark), "Made by sunqar sandbox: nothing in this folder is real.\n", cancel);
            var keys = DataFolder.KeysBeside(place, null, null);
            await Console.Out.WriteLineAsync($"{Bank} {keys.Create(Bank, Role.Bank)}");
            await Console.Out.WriteLineAsync($"{Platform} {keys.Create(Platform, Role.Platform)}");
            var clock = new SandboxClock();
            var door = new SandboxDoor(clock, SandboxAmounts.Slowness);
            var live = new LiveServerOptions
            {
                Time = clock,
                Rulebook = SandboxAmounts.Rulebook,
                Before = door.InvokeAsync,
                IsMiningOff = true,
                Gateways = GatewayOptions.None with { Iso8583 = ((Iso8583OptionsOutcome.Accepted)switches).Addresses },
            };
            var options = ((ServerOptionsOutcome.Accepted)server).Options;
            await LiveServer.ServeAsync(options, new DataFiles(place), live, Console.Error.WriteLine, cancel);
            return Exit.Done;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"sunqar: {error.Message}");
            return Exit.Failed;
        }
        finally
        {
            if (folder is null)
                Directory.Delete(place, recursive: true);
        }
    }

    /// <summary>Why there can be no sandbox; null where there can.</summary>
    private static string? Unfit(ServerOptionsOutcome server, string place)
    {
        if (((ServerOptionsOutcome.Accepted)server).Options.Addresses.Any(address => !address.IsLoopback))
            return "--urls: a sandbox listens on this machine alone; expected http://127.0.0.1:PORT";
        var isEmpty = !Directory.Exists(place) || !Directory.EnumerateFileSystemEntries(place).Any();
        var isOurs = isEmpty || File.Exists(Path.Combine(place, Mark));
        return isOurs ? null : $"--data: {place} holds something that no sandbox made; expected a new folder";
    }
}
