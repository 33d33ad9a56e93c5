using Sunqar.Core.Registry;

namespace Sunqar.Core.Screening;

/// <summary>How a word of the name that was asked for answers a word of the listed name.</summary>
public enum TokenAgreement : byte
{
    /// <summary>The same letters.</summary>
    Same = 0,

    /// <summary>Another script or romanisation of the same word: Жақсыбеков, Zhaksybekov.</summary>
    SameSound = 1,

    /// <summary>A few letters differ.</summary>
    Alike = 2,

    /// <summary>Two words on one side are one on the other.</summary>
    Joined = 3,

    /// <summary>An initial stands for the word.</summary>
    Initial = 4,

    /// <summary>Only in the name that was asked for.</summary>
    OnlyAsked = 5,

    /// <summary>Only in the listed name.</summary>
    OnlyListed = 6,
}

/// <summary>One line of an explanation.</summary>
/// <param name="Asked">The word or words as they were asked for; empty for <see cref="TokenAgreement.OnlyListed"/>.</param>
/// <param name="Listed">As the list writes them; empty for <see cref="TokenAgreement.OnlyAsked"/>.</param>
/// <param name="Percent">How alike they are.</param>
/// <param name="Weight">How much the pair says, in percent: a rare surname 100, a legal form 20.</param>
public readonly record struct TokenMatch(string Asked, string Listed, TokenAgreement Agreement, int Percent, int Weight);

/// <summary>What the dates of birth say.</summary>
public enum BirthAgreement : byte
{
    /// <summary>One side gives none.</summary>
    NotCompared = 0,
    Same = 1,

    /// <summary>The same year, or a year that the list's range holds.</summary>
    SameYear = 2,
    Different = 3,
}

/// <summary>A listed party that the name may mean.</summary>
/// <param name="List">The list.</param>
/// <param name="EntryId">The list's id of the party.</param>
/// <param name="Name">The listed name that answers best.</param>
/// <param name="Score">0 to 100; <see cref="Screener.HitMin"/> and more is a hit. 100: every word answers in every letter's sound.</param>
/// <param name="Words">Which words answered which, the explanation of the score.</param>
public sealed record ScreeningHit(
    string List,
    string EntryId,
    string Name,
    string PrimaryName,
    WatchlistPartyKind Kind,
    IReadOnlyList<string> Programs,
    int Score,
    BirthAgreement Birth,
    IReadOnlyList<TokenMatch> Words
);

/// <summary>Whom to look for.</summary>
/// <param name="Name">In any script, words in any order; at most 500 characters.</param>
/// <param name="Birth">Date of birth, yyyy-mm-dd or yyyy, or null.</param>
/// <param name="Kind">A person or an organisation where that is known: the other kind scores lower.</param>
public readonly record struct ScreeningQuestion(string Name, string? Birth = null, WatchlistPartyKind Kind = WatchlistPartyKind.Unknown);
