using System.CommandLine;
using System.Text.Json;
using Sunqar.Core.Acts;
using Sunqar.Core.Cases.Outbox;
using Sunqar.Work.Acting;
using Sunqar.Work.Summaries;
using Command = System.CommandLine.Command;

namespace Sunqar.Cli.Verbs;

/// <summary><c>sunqar partners</c>: who outside may be told of measures, where, and by which key they answer; for the folder's owner, while
/// the server is stopped. On the console it takes two.</summary>
internal static class PartnersVerb
{
    public static Command Create()
    {
        var list = new Command("list", "The register, as NDJSON: name, address, public_key, receives.");
        list.SetAction((_, _) => RunAsync(ListAsync));
        return new Command("partners", "Who outside may be told of measures: list, add, end. Each change is an act, and an alarm.")
        {
            list,
            Add(),
            End(),
        };
    }

    private static Argument<string> Name() => new("NAME") { Description = "What it is and its code, such as bank-caspkzka." };

    private static Command Add()
    {
        var name = Name();
        var address = new Argument<string>("ADDRESS")
        {
            Description = $"https://..., or {PartnerBook.Folder}: it takes its messages from a folder beside the data folder.",
        };
        var key = new Option<FileInfo?>("--key")
        {
            Description = "The public key by which it signs its answers: ECDSA P-256, PEM. Needed with an https address.",
            HelpName = "FILE",
        };
        var identifiers = new Option<bool>("--identifiers")
        {
            Description = "It may receive the identifiers that it once sent, beside pseudonyms: a bank.",
        };
        var add = new Command("add", "Enter a partner, or change its line.") { name, address, key, identifiers };
        add.SetAction(
            (parsed, _) =>
            {
                var spki = "";
                if (parsed.GetValue(key) is { } file && (spki = KeyOf(file)).Length == 0)
                {
                    Console.Error.WriteLine($"sunqar: {file}: expected a public key in PEM (BEGIN PUBLIC KEY).");
                    return Task.FromResult(Exit.WrongUsage);
                }
                string[] receives = parsed.GetValue(identifiers) ? [PartnerBook.Measures, PartnerBook.Identifiers] : [PartnerBook.Measures];
                var command = new ListPartner(
                    Guid.NewGuid().ToString("N"),
                    parsed.GetValue(name)!,
                    parsed.GetValue(address)!,
                    spki,
                    receives
                );
                return RunAsync(desk => DoAsync(desk, command));
            }
        );
        return add;
    }

    private static Command End()
    {
        var name = Name();
        var reason = new Option<string>("--reason") { Description = "Why, in a sentence without names.", Required = true };
        var end = new Command("end", "Strike a partner: nothing leaves to it any more; what waits for it waits on.") { name, reason };
        end.SetAction(
            (parsed, _) =>
                RunAsync(desk =>
                    DoAsync(desk, new EndPartner(Guid.NewGuid().ToString("N"), parsed.GetValue(name)!, parsed.GetValue(reason)!))
                )
        );
        return end;
    }

    /// <summary>The Base64 between the lines of a PEM file; empty where it is none.</summary>
    private static string KeyOf(FileInfo file)
    {
        if (!file.Exists || file.Length > 16_384)
            return "";
        var text = File.ReadAllText(file.FullName);
        return
            System.Security.Cryptography.PemEncoding.TryFind(text, out var fields)
            && text[fields.Label].Equals("PUBLIC KEY", StringComparison.Ordinal)
            ? string.Concat(text[fields.Base64Data].Where(c => !char.IsWhiteSpace(c)))
            : "";
    }

    private static Task<int> ListAsync(ActDesk desk)
    {
        foreach (var one in desk.Read(state => state.Of<PartnerBook>().All.ToList()))
        {
            Console.WriteLine(
                JsonSerializer.Serialize(
                    new
                    {
                        name = one.Name,
                        address = one.Address,
                        public_key = one.PublicKey,
                        receives = one.Receives,
                    }
                )
            );
        }
        return Task.FromResult(Exit.Done);
    }

    private static async Task<int> DoAsync(ActDesk desk, Core.Acts.Command command)
    {
        var answer = await desk.DoAsync(command, Actor.House);
        if (answer.IsDone)
            return Exit.Done;
        await Console.Error.WriteLineAsync($"sunqar: {answer.Text}");
        return answer.Kind == RefusalKind.Invalid ? Exit.WrongUsage : Exit.Failed;
    }

    private static async Task<int> RunAsync(Func<ActDesk, Task<int>> act)
    {
        try
        {
            using var folder = DataFiles.FromEnvironment().Open();
            await using var desk = new ActDesk(folder.Journal, folder.Keys, ActFolds.Fresh);
            return await act(desk);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"sunqar: {error.Message}");
            return Exit.Failed;
        }
    }
}
