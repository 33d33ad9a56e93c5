using System.Buffers.Text;
using System.CommandLine;
using System.Text.Json;
using Sunqar.Server.Verifying;
using Sunqar.Storage;
using Sunqar.Storage.Templates;
using Sunqar.Work.Faces;
using Sunqar.Work.Verifying;

namespace Sunqar.Cli.Verbs;

/// <summary><c>sunqar verifier</c>: the service by which a bank verifies fingers and faces and attests what came of it
/// (docs/verifier.md). It shares no process and no folder with anything else.</summary>
internal static class VerifierVerb
{
    private const int DefaultPort = 5090;

    public static Command Create()
    {
        var command = new Command(
            "verifier",
            "What a bank runs beside its systems: enrol fingers and faces, verify them, sign what came of it."
        )
        {
            Made(),
            Serve(),
            VerifierTokenVerb.Create(),
        };
        return command;
    }

    private static Argument<string> Folder() => new("FOLDER") { Description = "Where templates lie, sealed; the key stands beside it." };

    private static Option<string> Institution()
    {
        var option = new Option<string>("--institution") { Description = "The bank, as its challenges name it (BIC).", Required = true };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is not { Length: > 0 and <= 32 } name || name.Any(c => c is <= ' ' or > '~'))
                result.AddError("--institution: expected 1 to 32 visible ASCII characters");
        });
        return option;
    }

    private static Command Made()
    {
        var (folder, institution) = (Folder(), Institution());
        var command = new Command(
            "create",
            "Make the folder and its keys; prints the key of its door and the public key that the agency pins."
        )
        {
            folder,
            institution,
        };
        command.SetAction(parsed =>
        {
            using var desk = Open(parsed.GetValue(folder)!, parsed.GetValue(institution)!, out var key);
            if (desk is null)
                return Exit.Failed;
            Console.WriteLine(
                JsonSerializer.Serialize(
                    new
                    {
                        door_key = key,
                        public_key = Base64Url.EncodeToString(desk.PublicKeyInfo),
                        key_id = desk.KeyId,
                    }
                )
            );
            return Exit.Done;
        });
        return command;
    }

    private static Command Serve()
    {
        var (folder, institution) = (Folder(), Institution());
        var port = new Option<int>("--port") { Description = "On this machine alone.", DefaultValueFactory = _ => DefaultPort };
        port.Validators.Add(result => WholeNumber.Between(result, 0, ushort.MaxValue));
        var command = new Command("serve", "Answer /enrol and /verify until stopped.") { folder, institution, port };
        command.SetAction(
            async (parsed, cancel) =>
            {
                using var desk = Open(parsed.GetValue(folder)!, parsed.GetValue(institution)!, out var key);
                if (desk is null)
                    return Exit.Failed;
                await using var app = VerifierHost.Create(desk, key, parsed.GetValue(port));
                await app.StartAsync(cancel);
                await Console.Error.WriteLineAsync($"verifier of {parsed.GetValue(institution)} at {app.Urls.First()}");
                await Task.Delay(Timeout.Infinite, cancel).ContinueWith(_ => { }, TaskScheduler.Default);
                await app.StopAsync(CancellationToken.None);
                return Exit.Done;
            }
        );
        return command;
    }

    private static VerifierDesk? Open(string folder, string institution, out string key)
    {
        key = "";
        try
        {
            var vault = TemplateVault.Open(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
            key = vault.DoorKey();
            return new VerifierDesk(vault, institution, Kinds(), TimeProvider.System);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"sunqar: {error.Message}");
            return null;
        }
    }

    /// <summary>Fingers, and faces where the weights of their networks are here.</summary>
    private static IReadOnlyList<IBiometricKind> Kinds()
    {
        switch (FaceModels.Open())
        {
            case FaceModelsOutcome.Opened { Reader: var reader }:
                return [new FingerKind(), new FaceKind(reader)];
            case FaceModelsOutcome.Refused refused:
                Console.Error.WriteLine($"faces are not compared here: {refused.Why}");
                return [new FingerKind()];
            case var other:
                throw new InvalidOperationException($"{other}");
        }
    }
}
