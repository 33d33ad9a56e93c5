using System.CommandLine;
using System.Text.Json;
using Sunqar.Core.Acts;
using Sunqar.Core.Oversight;
using Sunqar.Core.People;
using Sunqar.Server.Access;
using Sunqar.Storage.Backups;
using Sunqar.Storage.Keys;
using Sunqar.Work.Acting;
using Sunqar.Work.Forgetting;
using Sunqar.Work.Oversight;
using Sunqar.Work.Summaries;
using Command = System.CommandLine.Command;

namespace Sunqar.Cli.Verbs;

/// <summary><c>sunqar restore</c>: a backup is put where the data folder was lost, or an older copy of the journal was put in place,
/// lawfully. Two persons say so at the machine; a new epoch begins, which witnesses are told.</summary>
internal static class RestoreVerb
{
    public static Command Create()
    {
        var reason = new Option<string>("--reason") { Description = "Why, in a sentence without names.", Required = true };
        var file = new Argument<string?>("FILE")
        {
            Description = "A backup to put where there is no data folder; without it, what was put there by hand.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command(
            "restore",
            "Put a backup back while the server is stopped, and let it be the history from now on (docs/backup.md). Takes an admin or "
                + "overseer and a second one; name, password and one-time code of each are read from standard input, a line each."
        )
        {
            file,
            reason,
        };
        command.SetAction((parsed, _) => RunAsync(parsed.GetValue(file), parsed.GetValue(reason)!));
        return command;
    }

    private static async Task<int> RunAsync(string? file, string reason)
    {
        try
        {
            var files = DataFiles.FromEnvironment();
            if (file is not null)
                FolderRestore.Place(file, files.Path, Console.Error.WriteLine);
            var isPlaced = FolderRestore.IsPending(files.Path);
            if (isPlaced)
                FolderRestore.RestoreKeys(files.Path);
            using var folder = files.Open();
            // Who was forgotten while the backup was made is in its keys, and would be readable again.
            if (isPlaced)
                ForgetJob.ForgetAgain(folder.Journal, folder.Keys);
            await using var desk = new ActDesk(folder.Journal, folder.Keys, ActFolds.Fresh);
            var credentials = new CredentialFile(files.Path, folder.Keys);
            var fault = desk.Read(state => StreamGuard.Fault(folder.Journal, state.Of<StreamBook>()));
            if (fault is null && !isPlaced)
                return await FailedAsync("the journal is the one that was marked: there is nothing to restore.");
            await Console.Error.WriteLineAsync($"sunqar: {fault ?? "A backup was put here."}");
            if (await ProvedAsync(desk, credentials, "first") is not { } first)
                return await FailedAsync("the first person was not proved.");
            if (await ProvedAsync(desk, credentials, "second") is not { } second)
                return await FailedAsync("the second person was not proved.");
            var asked = await desk.DoAsync(new RestoreHistory(Key(), StreamGuard.Marks(folder.Journal), reason), first);
            if (!asked.IsDone)
                return await FailedAsync(asked.Text);
            var agreed = await desk.DoAsync(new JudgeProposal(Key(), null, asked.Text, true, reason), second);
            if (!agreed.IsDone)
                return await FailedAsync(agreed.Text);
            FolderRestore.Done(files.Path);
            Console.WriteLine(
                JsonSerializer.Serialize(new { epoch = desk.Read(state => state.Of<StreamBook>().Epoch), leaf = agreed.Sequence })
            );
            return Exit.Done;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return await FailedAsync(error.Message);
        }
    }

    private static string Key() => Guid.NewGuid().ToString("N");

    private static async Task<Actor?> ProvedAsync(ActDesk desk, CredentialFile credentials, string which)
    {
        var said = new string[3];
        foreach (var (i, what) in new[] { "name", "password", "one-time code" }.Index())
        {
            if (!Console.IsInputRedirected)
                await Console.Error.WriteAsync($"{what} of the {which} person: ");
            said[i] = await Console.In.ReadLineAsync() ?? "";
        }
        return await MachineProof.ProveAsync(desk, credentials, said[0], said[1], said[2].Trim());
    }

    private static async Task<int> FailedAsync(string why)
    {
        await Console.Error.WriteLineAsync($"sunqar: {why}");
        return Exit.Failed;
    }
}
