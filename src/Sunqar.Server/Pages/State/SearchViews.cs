namespace Sunqar.Server.Pages.State;

/// <summary>Something that was found.</summary>
/// <param name="Kind">What it is, in small letters: payment, case, wallet, ….</param>
/// <param name="Path">Its page.</param>
/// <param name="IsExact">What was asked for is its whole id or name.</param>
public sealed record SearchHit(string Kind, string Title, string Detail, string Path, bool IsExact);

/// <summary>What a search came to.</summary>
/// <param name="Refusal">Why it was not made, and where such a question belongs; null where it was.</param>
/// <param name="Beyond">Hits that are not listed.</param>
public sealed record SearchSheet(string Question, string? Refusal, IReadOnlyList<SearchHit> Hits, int Beyond);

/// <summary>A page about a thing that has no page of its own elsewhere: a wallet, an institution, an order.</summary>
/// <param name="Kind">What it is, as its heading says.</param>
/// <param name="Facts">What is known of it: name and value.</param>
/// <param name="Sections">Where it stands: a heading, and what is listed under it.</param>
public sealed record Dossier(
    string Kind,
    string Id,
    string? Trail,
    string? TrailText,
    IReadOnlyList<(string Name, string Value)> Facts,
    IReadOnlyList<(string Title, IReadOnlyList<SearchHit> Hits)> Sections
);
