using System.CommandLine;
using Sunqar.Rehearsal;
using Sunqar.Server.Hosting;
using Sunqar.Server.Pages.State;
using Sunqar.Simulation;
using Sunqar.Work.Mining;
using Sunqar.Work.Summaries;

namespace Sunqar.Cli.Verbs;

/// <summary><c>sunqar run</c>: the main job, then the console.</summary>
internal static class RunVerb
{
    public static Command Create()
    {
        var country = new CountryArguments();
        var noServe = new Option<bool>("--no-serve") { Description = "Stop after the summary." };
        var urls = new Option<string>("--urls")
        {
            Description = "Where the console listens.",
            DefaultValueFactory = _ => ServerOptions.DefaultUrl,
        };
        var command = new Command(
            "run",
            "Simulate a country if the data folder is empty, decide, find, print the summary, serve the console."
        )
        {
            noServe,
            urls,
        };
        country.AddTo(command);
        command.SetAction((parsed, cancel) => RunAsync(country.Read(parsed), parsed.GetValue(noServe), parsed.GetValue(urls)!, cancel));
        return command;
    }

    private static async Task<int> RunAsync(CountryOptions options, bool noServe, string urls, CancellationToken cancel)
    {
        var state = new LiveConsoleState();
        var files = DataFiles.FromEnvironment();
        try
        {
            if (noServe)
            {
                Run(new RehearsalJob(files, options, state.Progress), state, cancel);
                return Exit.Done;
            }
            switch (ServerOptions.Read(urls, null, null, null))
            {
                case ServerOptionsOutcome.Accepted accepted:
                    var live = new LiveServerOptions
                    {
                        State = state,
                        First = (folder, stop) => Run(new RehearsalJob(files, options, state.Progress, folder), state, stop),
                    };
                    await LiveServer.ServeAsync(accepted.Options, files, live, Console.Error.WriteLine, cancel);
                    return Exit.Done;
                case ServerOptionsOutcome.Refused refused:
                    await Console.Error.WriteLineAsync($"sunqar: {refused.Reason}");
                    return Exit.WrongUsage;
                default:
                    throw new InvalidOperationException("An outcome that this verb does not know.");
            }
        }
        catch (IOException error)
        {
            await Console.Error.WriteLineAsync($"sunqar: {error.Message}");
            return Exit.Failed;
        }
    }

    private static MinedFolder Run(RehearsalJob job, LiveConsoleState state, CancellationToken cancel)
    {
        using var bar = RunBar.Watch(state.Progress);
        var (folder, years, summary) = job.Run(cancel);
        state.Publish(folder, years, summary);
        bar.Dispose();
        SummaryTable.Print(summary, years.LatestYear > 0 ? years.Report(years.LatestYear) : null);
        return folder;
    }
}
