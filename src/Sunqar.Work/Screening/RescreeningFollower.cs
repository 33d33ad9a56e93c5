using Sunqar.Core.Acts;
using Sunqar.Core.Identity;
using Sunqar.Core.Registry;
using Sunqar.Core.Screening;
using Sunqar.Storage;
using Sunqar.Storage.Journal;
using Sunqar.Storage.Keys;
using Sunqar.Work.Acting;
using Sunqar.Work.Registers;

namespace Sunqar.Work.Screening;

/// <summary>
/// Compares everybody whose name the house holds with a watchlist that changed. Names are sealed in the journal; each is opened in memory,
/// compared with the entries that are new or other, and forgotten. That it was done, with how many names and who was met, is an act in the
/// oversight log.
/// </summary>
internal static class RescreeningFollower
{
    /// <summary>Met parties that one act carries, so that it stays below the journal's record limit.</summary>
    private const int PartiesMax = 500;

    private static readonly TimeSpan Between = TimeSpan.FromSeconds(2);

    /// <summary>Runs until cancelled.</summary>
    public static async Task RunAsync(DataFolder folder, RegistryDoor registry, ActDesk acts, Action<string> warn, CancellationToken cancel)
    {
        try
        {
            var known = new Dictionary<(string, string), ulong>();
            while (true)
            {
                if (registry.Current is { } snapshot)
                    await Task.Run(() => AdvanceAsync(folder, snapshot, acts, known, cancel), cancel);
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
            warn($"Customers are not screened again until the next start: {error.Message}");
        }
    }

    /// <summary>Screens again where the lists are other than those of the last time.</summary>
    /// <param name="known">What each entry said at the last look of this process; entries that say the same are not compared again.</param>
    /// <returns>How many names were compared.</returns>
    internal static async Task<long> AdvanceAsync(
        DataFolder folder,
        RegistrySnapshot registry,
        ActDesk acts,
        Dictionary<(string, string), ulong> known,
        CancellationToken cancel
    )
    {
        var versions = string.Join(", ", registry.Watchlists.Select(list => $"{list} {registry.WatchlistVersion(list)}"));
        var isDone = versions.Length == 0 || acts.Read(state => state.Of<ScreeningBook>().RescreenedWith) == versions;
        var changed = Changed(registry, known).ToList();
        if (isDone || changed.Count == 0)
            return 0;
        var index = ScreeningIndex.Of(changed);
        var screener = new Screener(index);
        var met = new List<RescreenedParty>();
        var names = 0L;
        foreach (var named in folder.Journal.Read<SubjectNamed>(Streams.Payments))
        {
            cancel.ThrowIfCancellationRequested();
            if (folder.Keys.Unseal(named.Subject, named.Name, SealedField.Name) is not { } name)
                continue;
            names++;
            var hits = screener.Screen(new ScreeningQuestion(name.Length <= Screener.NameMax ? name : name[..Screener.NameMax]));
            var party = $"subject:{named.Subject}";
            if (hits.Count > 0)
            {
                met.Add(
                    new RescreenedParty(
                        party,
                        acts.Read(state => hits.Select(hit => index.Kept(hit, party, state.Of<ScreeningBook>())).ToList())
                    )
                );
            }
        }
        var run = acts.NowUs;
        for (var from = 0; from == 0 || from < met.Count; from += PartiesMax)
        {
            // Only the last part says that the lists were gone through: a run that was broken off is done again.
            var isLast = from + PartiesMax >= met.Count;
            var answer = await acts.DoAsync(
                new RecordRescreening(
                    $"again:{run}:{from}",
                    isLast ? versions : "",
                    isLast ? names : 0,
                    [.. met.Skip(from).Take(PartiesMax)]
                ),
                Core.Acts.Actor.House
            );
            if (!answer.IsDone)
                throw new IOException(answer.Text);
        }
        return names;
    }

    private static IEnumerable<(string, string, IEnumerable<WatchlistEntry>)> Changed(
        RegistrySnapshot registry,
        Dictionary<(string, string), ulong> known
    )
    {
        foreach (var list in registry.Watchlists)
        {
            var changed = new List<WatchlistEntry>();
            foreach (var entry in registry.Watchlist(list))
            {
                var mark = EntryMarks.Of(entry);
                if (!known.TryGetValue((list, entry.Id), out var before) || before != mark)
                    changed.Add(entry);
                known[(list, entry.Id)] = mark;
            }
            if (changed.Count > 0)
                yield return (list, registry.WatchlistVersion(list)!, changed);
        }
    }
}
