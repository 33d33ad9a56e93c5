using System.Globalization;
using Sunqar.Core.Identity;
using Sunqar.Core.Oversight;
using Sunqar.Core.Registry;
using Sunqar.Core.Screening;
using Sunqar.Storage.Keys;
using Sunqar.Work.Acting;

namespace Sunqar.Work.Screening;

/// <summary>A person of payments whom a list may mean, under a name that holds on this page alone.</summary>
/// <param name="Entry">The listed party's first name: lists are public.</param>
public sealed record SubjectHit(string Person, string List, string EntryId, string Entry, int Score);

/// <summary>What screening again found among the people of payments, for the analyst who judges it. A bank's own customers are the bank's
/// to judge.</summary>
internal sealed class SubjectHits(PseudonymKey names)
{
    /// <summary>Hits that a page lists.</summary>
    public const int HitsMax = 100;

    private const string Prefix = "subject:";

    private readonly Pseudonyms _names = names.In("screening");

    /// <summary>Open hits, the best first.</summary>
    public IReadOnlyList<SubjectHit> Open(ActDesk desk, RegistrySnapshot registry)
    {
        var met = desk.Read(state =>
            state
                .Of<ScreeningBook>()
                .Met.Where(IsSubject)
                .Select(party => (Subject: SubjectOf(party), Hits: state.Of<ScreeningBook>().Open(party)))
                .ToList()
        );
        var shown = _names.Of(met.Select(one => one.Subject));
        return
        [
            .. met.SelectMany(one =>
                    one.Hits.Select(hit => new SubjectHit(shown[one.Subject], hit.List, hit.EntryId, NameOf(registry, hit), hit.Score))
                )
                .OrderByDescending(hit => hit.Score)
                .ThenBy(hit => hit.Person, StringComparer.Ordinal)
                .Take(HitsMax),
        ];
    }

    /// <summary>Whom a form means; a party that has no hits where nobody has this name.</summary>
    public string PartyOf(ActDesk desk, string person) =>
        Prefix + _names.Find(person, desk.Read(state => state.Of<ScreeningBook>().Met.Where(IsSubject).Select(SubjectOf).ToList()));

    private static bool IsSubject(string party) => party.StartsWith(Prefix, StringComparison.Ordinal);

    private static SubjectId SubjectOf(string party) =>
        new(ulong.Parse(party.AsSpan(Prefix.Length), NumberStyles.HexNumber, CultureInfo.InvariantCulture));

    private static string NameOf(RegistrySnapshot registry, in ScreenedHit hit)
    {
        var id = hit.EntryId;
        return registry.Watchlist(hit.List).FirstOrDefault(entry => entry.Id == id)?.Names[0].Text ?? "";
    }
}
