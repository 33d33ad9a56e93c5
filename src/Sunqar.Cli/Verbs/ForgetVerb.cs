using System.CommandLine;
using System.Text.Json;
using Sunqar.Core.Retention;
using Sunqar.Storage.Keys;
using Sunqar.Work.Acting;
using Sunqar.Work.Forgetting;
using Sunqar.Work.Oversight;
using Sunqar.Work.Summaries;

namespace Sunqar.Cli.Verbs;

/// <summary><c>sunqar forget</c>: destroys the keys of those who are past every limit.</summary>
internal static class ForgetVerb
{
    public static Command Create()
    {
        var dryRun = new Option<bool>("--dry-run") { Description = "Only count; nothing is destroyed." };
        var limits = new Option<string?>("--limits")
        {
            Description = "Another file of limits than the one that ships (rulebooks/retention.limits).",
            HelpName = "FILE",
        };
        var command = new Command(
            "forget",
            "Destroy the keys of those in the data folder who are past every limit: "
                + "facts stay, and name nobody. A running server does it once a day."
        )
        {
            dryRun,
            limits,
        };
        command.SetAction((parsed, cancel) => RunAsync(parsed.GetValue(dryRun), parsed.GetValue(limits), cancel));
        return command;
    }

    private static async Task<int> RunAsync(bool dryRun, string? limitsFile, CancellationToken cancel)
    {
        if (Read(limitsFile) is not { } limits)
            return Exit.WrongUsage;
        var files = DataFiles.FromEnvironment();
        if (!files.HasJournal)
        {
            await Console.Error.WriteLineAsync($"sunqar: {files.Path} holds no journal; name a data folder by SUNQAR_DATA.");
            return Exit.WrongUsage;
        }
        try
        {
            using var folder = files.Open();
            if (dryRun)
            {
                var plan = ForgetJob.Plan(
                    folder.Journal,
                    folder.Keys,
                    limits,
                    (DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond
                );
                Print(limits, new ForgetResult(plan, 0, 0));
                return Exit.Done;
            }
            await using (var desk = new ActDesk(folder.Journal, folder.Keys, ActFolds.Fresh))
            {
                Print(limits, await ForgetJob.RunAsync(folder.Journal, folder.Keys, desk, limits, TimeSpan.Zero, cancel));
            }
            using var log = LogFollower.Open(folder);
            LogFollower.Advance(log, Console.Error.WriteLine);
            new KeyBackups(files.Path).Expire(
                limits.HeldSinceUs(Touch.KeyBackup, (DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond)
            );
            return Exit.Done;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or KeyStoreException)
        {
            await Console.Error.WriteLineAsync($"sunqar: {error.Message}");
            return Exit.Failed;
        }
    }

    private static void Print(RetentionLimits limits, ForgetResult result) =>
        Console.WriteLine(
            JsonSerializer.Serialize(
                new
                {
                    limits = limits.Version,
                    known = result.Plan.Known,
                    held = result
                        .Plan.Held.OrderBy(pair => pair.Key)
                        .ToDictionary(pair => RetentionLimits.Name(pair.Key), pair => pair.Value),
                    due = result.Plan.Due.Count,
                    forgotten = result.Forgotten,
                    spared = result.Spared,
                }
            )
        );

    /// <summary>The limits of a file, or those that ship; null after a message where the file is none.</summary>
    internal static RetentionLimits? Read(string? file)
    {
        if (file is null)
            return ShippedLimits.Instance;
        try
        {
            switch (RetentionLimits.Parse(File.ReadAllText(file)))
            {
                case LimitsReading.Read read:
                    return read.Limits;
                case LimitsReading.Refused refused:
                    Console.Error.WriteLine($"sunqar: {file}:{refused.Line}: {refused.Reason}.");
                    return null;
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"sunqar: {file}: {error.Message}");
        }
        return null;
    }
}
