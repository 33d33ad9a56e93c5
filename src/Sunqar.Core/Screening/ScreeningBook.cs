using Sunqar.Core.Acts;
using Sunqar.Core.Facts;
using Sunqar.Core.Identity;

namespace Sunqar.Core.Screening;

/// <summary>A decision that somebody is not the listed party.</summary>
/// <param name="Author">Who decided, by account or key.</param>
public sealed record Clearing(string List, string EntryId, ulong EntryMark, string Reason, string Author, long AtUs);

/// <summary>What is known of screened parties: their open hits, and who is known not to be whom. A fold over acts.</summary>
public sealed class ScreeningBook : IActFold
{
    private readonly Dictionary<string, Dictionary<(string, string), ScreenedHit>> _hits = [];
    private readonly Dictionary<(string Party, string List, string EntryId), Clearing> _cleared = [];

    /// <summary>What hits call the droppers' list.</summary>
    public const string Droppers = "droppers";

    private readonly Dictionary<SubjectId, long> _droppers = [];

    /// <summary>Whether a person stands on the droppers' list at a moment.</summary>
    public bool IsDropper(SubjectId subject, long nowUs) => _droppers.TryGetValue(subject, out var untilUs) && nowUs < untilUs;

    /// <summary>How many people stand on the droppers' list at a moment.</summary>
    public int DropperCount(long nowUs) => _droppers.Values.Count(untilUs => nowUs < untilUs);

    /// <summary>The lists that all known names were compared with last; empty before the first time.</summary>
    public string RescreenedWith { get; private set; } = "";

    /// <summary>Whether somebody decided that the party is not this entry, as the entry stands.</summary>
    public Clearing? Cleared(string party, string list, string entryId, ulong entryMark) =>
        _cleared.TryGetValue((party, list, entryId), out var clearing) && clearing.EntryMark == entryMark ? clearing : null;

    /// <summary>Hits that nobody has cleared, the best first.</summary>
    public IReadOnlyList<ScreenedHit> Open(string party) =>
        !_hits.TryGetValue(party, out var hits)
            ? []
            :
            [
                .. hits
                    .Values.Where(hit => Cleared(party, hit.List, hit.EntryId, hit.EntryMark) is null)
                    .OrderByDescending(hit => hit.Score)
                    .ThenBy(hit => hit.EntryId, StringComparer.Ordinal),
            ];

    /// <summary>Parties with open hits.</summary>
    public IEnumerable<string> Met => _hits.Keys.Where(party => Open(party).Count > 0).Order(StringComparer.Ordinal);

    public void Apply(Act act, Fact what)
    {
        switch (what)
        {
            case PartyScreened screened:
                _hits[screened.Party] = screened.Hits.ToDictionary(hit => (hit.List, hit.EntryId));
                break;
            case HitCleared cleared:
                _cleared[(cleared.Party, cleared.List, cleared.EntryId)] = new Clearing(
                    cleared.List,
                    cleared.EntryId,
                    cleared.EntryMark,
                    cleared.Reason,
                    act.Author,
                    act.AtUs
                );
                break;
            case DropperListed listed:
                _droppers[listed.Subject] = listed.UntilUs;
                break;
            case DropperDelisted delisted:
                _droppers.Remove(delisted.Subject);
                break;
            case CustomersRescreened rescreened:
                RescreenedWith = rescreened.Lists;
                foreach (var party in rescreened.Met)
                {
                    var hits = _hits.TryGetValue(party.Party, out var known) ? known : _hits[party.Party] = [];
                    foreach (var hit in party.Hits)
                        hits[(hit.List, hit.EntryId)] = hit;
                }
                break;
        }
    }
}
