using Sunqar.Core.Facts;

namespace Sunqar.Core.Registry;

/// <summary>What kind of party a watchlist names.</summary>
public enum WatchlistPartyKind : byte
{
    Unknown = 0,
    Individual = 1,
    Entity = 2,
    Vessel = 3,
    Aircraft = 4,
}

/// <summary>A name of a listed party.</summary>
/// <param name="Script">ISO 15924 code or the list's own word: Latn, Cyrl, Arab, ...</param>
/// <param name="IsPrimary">The name under which the party is listed.</param>
/// <param name="IsWeak">An alias that the list itself calls of low quality.</param>
public readonly record struct ListedName(string Text, string Script, bool IsPrimary, bool IsWeak);

/// <summary>A wallet of a listed party.</summary>
/// <param name="Currency">As the list says (XBT, ETH, USDT, ...); the chain is told by the address where the currency runs on
/// several.</param>
public readonly record struct ListedWallet(string Currency, string Chain, string Address);

/// <summary>A party on a watchlist. Lists are public documents: their names are not sealed.</summary>
/// <param name="Id">The list's own id, stable from version to version.</param>
/// <param name="Programs">Sanctions programs, such as CYBER2.</param>
/// <param name="Names">All names in all scripts, the primary one first.</param>
/// <param name="SinceUs">When the party was listed, microseconds since 1970-01-01T00:00:00Z.</param>
/// <param name="Birth">Dates of birth as the list gives them (yyyy, yyyy-mm-dd or a range a/b), else empty.</param>
public sealed record WatchlistEntry(
    string Id,
    WatchlistPartyKind Kind,
    IReadOnlyList<string> Programs,
    IReadOnlyList<ListedName> Names,
    IReadOnlyList<ListedWallet> Wallets,
    long SinceUs,
    IReadOnlyList<string> Birth
);

/// <summary>A run of a list's entries. They count once <see cref="WatchlistPublished"/> of the same list and version follows.</summary>
public sealed record WatchlistEntries(string List, string Version, IReadOnlyList<WatchlistEntry> Entries) : Fact;

/// <summary>
/// A version of a watchlist is whole and in force: it replaces the version before. Who is no longer on it was listed until this version's
/// date.
/// </summary>
/// <param name="List">Such as ofac_sdn.</param>
/// <param name="Version">Such as the list's date of issue, 2025-11-19.</param>
/// <param name="PublishedUs">Microseconds since 1970-01-01T00:00:00Z.</param>
/// <param name="EntryCount">How many entries came before; another number met is a broken import, and the version does not count.</param>
public sealed record WatchlistPublished(string List, string Version, long PublishedUs, int EntryCount) : Fact;

/// <summary>Domains were named dangerous (or expressly harmless); one fact carries a run of them.</summary>
public sealed record DomainsListed(string Source, bool Harmless, IReadOnlyList<string> Domains) : Fact;
