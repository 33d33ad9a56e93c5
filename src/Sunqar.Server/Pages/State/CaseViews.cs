using Sunqar.Work.Summaries;

namespace Sunqar.Server.Pages.State;

/// <summary>A case as one line of a list.</summary>
/// <param name="Status">In words: "open", "closed".</param>
/// <param name="OpenedUs">Microseconds since 1970-01-01T00:00:00Z.</param>
/// <param name="NetworkId">The network it was opened for; null for a case that came from elsewhere.</param>
public sealed record CaseView(string Id, string Title, string Kind, string Status, long OpenedUs, string? NetworkId, Turnover Turnover);

/// <summary>Something that happened in a case.</summary>
/// <param name="AtUs">Microseconds since 1970-01-01T00:00:00Z.</param>
public sealed record CaseEvent(long AtUs, string Text);

/// <param name="Events">Oldest first.</param>
/// <param name="Assets">What was seized, frozen or recovered, as texts ready to read.</param>
public sealed record CaseDetail(CaseView Overview, IReadOnlyList<CaseEvent> Events, IReadOnlyList<string> Assets);
