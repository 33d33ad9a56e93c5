using System.CommandLine;
using System.Text.Json;
using Sunqar.Core.Acts;
using Sunqar.Core.Oversight;
using Sunqar.Core.People;
using Sunqar.Server.Access;
using Sunqar.Storage.Keys;
using Sunqar.Work.Acting;
using Sunqar.Work.Oversight;
using Sunqar.Work.Summaries;
using Command = System.CommandLine.Command;

namespace Sunqar.Cli.Verbs;

/// <summary><c>sunqar restore</c>: an older copy of the journal was put in place, lawfully. Two persons say so at the machine; a new epoch
/// begins, which witnesses are told.</summary>
internal static class RestoreVerb
{
    public static Command Create()
    {
        var reason = new Option<string>("--reason") { Description = "Why, in a sentence without names.", Required = true };
        var command = new Command(
            "restore",
            "After a backup of the journal was put back while the server is stopped: let it be the history from now on. Takes an admin or "
                + "overseer and a second one; name, password and one-time code of each are read from standard input, a line each."
        )
        {
            reason,
        };
        command.SetAction((parsed, _) => RunAsync(parsed.GetValue(reason)!));
        return command;
    }

    private static async Task<int> RunAsync(string reason)
    {
        try
        {
            var files = DataFiles.FromEnvironment();
            using var folder = files.Open();
            await using var desk = new ActDesk(folder.Journal, folder.Keys, ActFolds.Fresh);
            var credentials = new CredentialFile(files.Path, folder.Keys);
            if (desk.Read(state => StreamGuard.Fault(folder.Journal, state.Of<StreamBook>())) is not { } fault)
                return await FailedAsync("the journal is the one that was marked: there is nothing to restore.");
            await Console.Error.WriteLineAsync($"sunqar: {fault}");
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
