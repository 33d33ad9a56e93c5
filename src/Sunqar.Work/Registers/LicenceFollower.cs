using Sunqar.Core.Acts;
using Sunqar.Core.Registry;
using Sunqar.Storage.Journal;

namespace Sunqar.Work.Registers;

/// <summary>
/// Carries what supervisors decide about licences, and about whose word counts until when, from the stream of acts into the register,
/// where decisions look: once each, however often the server starts. The register's fact names the act that it comes from.
/// </summary>
internal static class LicenceFollower
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(250);

    /// <summary>Runs until cancelled.</summary>
    public static async Task RunAsync(IJournal journal, Action<string> warn, CancellationToken cancel)
    {
        try
        {
            var next = await Task.Run(() => Carried(journal), cancel);
            while (true)
            {
                next = await AdvanceAsync(journal, next);
                await Task.Delay(Between, cancel);
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // The server stops.
        }
        catch (Exception error)
        {
            // Even a bug here must not take down what decides.
            warn($"Changes of licences reach the register no more until the next start: {error.Message}");
        }
    }

    /// <summary>The act behind the last one that the register names.</summary>
    internal static long Carried(IJournal journal) =>
        journal
            .Read(Streams.Registry)
            .Select(recorded => recorded.Fact)
            .Select(fact => (fact as PlatformsListed)?.Source ?? (fact as WordEnds)?.Source ?? "")
            .Select(source =>
                source.StartsWith(Source, StringComparison.Ordinal) && long.TryParse(source.AsSpan(Source.Length), out var act)
                    ? act + 1
                    : 0
            )
            .DefaultIfEmpty(0)
            .Max();

    private const string Source = "act ";

    internal static async Task<long> AdvanceAsync(IJournal journal, long next)
    {
        if (journal.Head(Streams.Acts).Next <= next)
            return next;
        var facts = new List<Core.Facts.Fact>();
        var reached = next;
        foreach (var recorded in journal.Read(Streams.Acts, next))
        {
            if (recorded.Fact is Act act)
            {
                facts.AddRange(
                    act.What.OfType<LicenceChanged>().Select(changed => new PlatformsListed(Source + recorded.Sequence, [changed.Listing]))
                );
                facts.AddRange(act.What.OfType<WordEnds>().Select(ends => ends with { Source = Source + recorded.Sequence }));
            }
            reached = recorded.Sequence + 1;
        }
        if (facts.Count > 0)
            await RegisterStream.AppendAsync(journal, facts);
        return reached;
    }
}
