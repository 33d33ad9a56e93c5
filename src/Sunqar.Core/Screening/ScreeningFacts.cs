using Sunqar.Core.Facts;
using Sunqar.Core.Identity;
using Sunqar.Core.Registry;

namespace Sunqar.Core.Screening;

/// <summary>A hit as it is kept: which entry, not which name was asked for.</summary>
/// <param name="EntryMark">What the entry said then under the name that was met (<see cref="EntryMarks"/>): one that changed is met
/// anew.</param>
public readonly record struct ScreenedHit(string List, string EntryId, int Score, ulong EntryMark);

/// <summary>A party was screened. Its name is not kept here.</summary>
/// <param name="Party"><c>customer:</c> and a keyed hash of institution and customer number, or <c>subject:</c> and a subject's id.</param>
/// <param name="Lists">Which versions of which lists were looked at.</param>
public sealed record PartyScreened(string Party, string Lists, IReadOnlyList<ScreenedHit> Hits) : Fact;

/// <summary>Somebody decided that the party is not the listed one; the act says who and when.</summary>
public sealed record HitCleared(string Party, string List, string EntryId, ulong EntryMark, string Reason) : Fact;

/// <summary>A party whom a changed list names.</summary>
public sealed record RescreenedParty(string Party, IReadOnlyList<ScreenedHit> Hits);

/// <summary>A list changed, and every known name was opened in memory and compared with the entries that are new or other.</summary>
/// <param name="Lists">The versions that hold from now on.</param>
/// <param name="Names">How many names were opened.</param>
/// <param name="Met">Who is met now.</param>
public sealed record CustomersRescreened(string Lists, long Names, IReadOnlyList<RescreenedParty> Met) : Fact;

/// <summary>A person gave others the use of an account or card (Criminal Code art. 232-1) and stands on the droppers' list; the act says in
/// which case, by whom and on which basis.</summary>
/// <param name="UntilUs">First moment when the person no longer stands on it, microseconds since 1970-01-01T00:00:00Z.</param>
public sealed record DropperListed(SubjectId Subject, long UntilUs, string Reason) : Fact;

/// <summary>A person was taken off the droppers' list before the time.</summary>
public sealed record DropperDelisted(SubjectId Subject, string Reason) : Fact;

/// <summary>What an entry says of whom it means, as a number. Not a secret, lists are public.</summary>
public static class EntryMarks
{
    private const ulong Basis = 14_695_981_039_346_656_037UL;

    /// <summary>
    /// Of one of its names, and its dates of birth: what a clearing was about. Other names that come and go, the order of names, words and
    /// dates, case and marks do not change it; that the name or a date of birth is another one does.
    /// </summary>
    public static ulong Of(WatchlistEntry entry, string name)
    {
        var words = NameText.Words(name).Select(word => word.Plain).Order(StringComparer.Ordinal);
        return Hash(words.Concat(entry.Birth.Order(StringComparer.Ordinal)));
    }

    /// <summary>Of all its names and dates of birth: whether anything about it is new. Clearings of old journals are about this.</summary>
    public static ulong Of(WatchlistEntry entry) => Hash(entry.Names.Select(name => name.Text).Concat(entry.Birth));

    private static ulong Hash(IEnumerable<string> texts)
    {
        var hash = Basis;
        foreach (var text in texts)
        {
            foreach (var c in text.Append('\n'))
                hash = unchecked((hash ^ c) * 1_099_511_628_211UL);
        }
        return hash;
    }
}
