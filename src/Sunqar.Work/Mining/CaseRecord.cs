using Sunqar.Core.Acts;
using Sunqar.Core.Cases;
using Sunqar.Core.Facts;
using Sunqar.Core.Networks;
using Sunqar.Core.Patterns;
using Sunqar.Storage.Journal;

namespace Sunqar.Work.Mining;

/// <summary>What mining found, as facts: findings, the networks they form, and a case about each network.</summary>
internal static class CaseRecord
{
    private const int FactsPerAppend = 500;

    /// <summary>Appends what the journal does not hold yet: ids are derived from content, so the same thing is never added twice.</summary>
    /// <returns>Facts added.</returns>
    /// <exception cref="IOException">The journal could not take them.</exception>
    public static int Append(IJournal journal, IReadOnlyList<Finding> findings, IReadOnlyList<Network> networks)
    {
        var known = journal
            .Read<FindingMade>(Streams.Cases)
            .Select(made => made.Finding.Id)
            .Concat(journal.Read<NetworkFormed>(Streams.Cases).Select(formed => formed.Network.Id))
            .ToHashSet(StringComparer.Ordinal);
        var fresh = new List<Fact>();
        fresh.AddRange(findings.Where(finding => known.Add(finding.Id)).Select(finding => new FindingMade(finding)));
        foreach (var network in networks.Where(network => known.Add(network.Id)))
        {
            fresh.Add(new NetworkFormed(network));
            // A case opens as of the last transfer that speaks for it, so that a history decided today counts in its own year.
            fresh.Add(CaseOpened.About(network, network.LastUs));
        }
        if (fresh.Count > 0)
        {
            using var writer = journal.Open(Streams.Cases);
            foreach (var some in fresh.Chunk(FactsPerAppend))
            {
                writer.AppendAsync(some).AsTask().GetAwaiter().GetResult().OrThrow();
            }
        }
        return fresh.Count;
    }

    /// <summary>All cases as they stand: opened by the engines, then worked on by people.</summary>
    public static CaseFold Fold(IJournal journal)
    {
        var fold = new CaseFold();
        foreach (var recorded in journal.Read(Streams.Cases))
        {
            fold.Apply(recorded.Fact);
        }
        foreach (var what in journal.Read<Act>(Streams.Acts).SelectMany(act => act.What))
        {
            fold.Apply(what);
        }
        return fold;
    }
}
