using Sunqar.Core.Oversight;

namespace Sunqar.Server.Pages.State;

/// <summary>A task as one line of the overseer's list.</summary>
public sealed record TaskLine(string Id, string What, string Account, string Unit, long AtUs, int Acts, string Standing, string By);

/// <summary>A line of a list that the overseer keeps, under a name that holds on that page alone.</summary>
public sealed record FlagLine(FlagKind Kind, string Name, string Account);

/// <summary>A grant as pages show it: its people by the names that they have in the case.</summary>
/// <param name="CaseTitle">What the case is called.</param>
public sealed record GrantView(Grant Grant, IReadOnlyList<string> People, GrantStanding Standing, string CaseTitle = "");
