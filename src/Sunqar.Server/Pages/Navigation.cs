using Sunqar.Core.Acts;
using Sunqar.Server.Access;

namespace Sunqar.Server.Pages;

/// <summary>A page that the bar leads to.</summary>
/// <param name="Endpoint">Its name: whoever may not open it is not shown it.</param>
public sealed record NavigationLine(string Label, string Path, string Endpoint);

/// <summary>What the bar of every page leads to, in this order. A new page of the first rank is a line here.</summary>
/// <param name="table">Says who may follow which line.</param>
/// <param name="further">Lines after those that ship.</param>
public sealed class Navigation(AccessTable table, IEnumerable<NavigationLine> further)
{
    private static readonly NavigationLine[] Shipped =
    [
        new("Queue", "/queue", "page:queue"),
        new("Found", "/found", "page:found"),
        new("Situation", "/situation", "page:situation"),
        new("Oversight", "/oversight", "page:oversight"),
        new("Alerts", "/alerts", "page:alerts"),
        new("Cases", "/cases", "page:cases"),
        new("Measures", "/measures", "page:measures"),
        new("Ledger", "/ledger", "page:ledger"),
        new("Rules", "/rules", "page:rules"),
        new("Year", "/years", "page:years"),
        new("Reports", "/reports", "page:reports"),
        new("Approvals", "/approvals", "page:approvals"),
        new("Objections", "/objections", "page:objections"),
        new("Blocking", "/blocking", "page:blocking"),
        new("People", "/people", "page:people"),
        new("Second persons", "/seconds", "page:seconds"),
        new("Breaches", "/breaches", "page:breaches"),
        new("Partners", "/partners", "page:partners"),
        new("Screening", "/screening", "page:screening"),
        new("Providers", "/providers", "page:providers"),
        new("Confirmations", "/confirmations", "page:confirmations"),
        new("Footage", "/footage", "page:footage"),
        new("Is it licensed?", "/check", "page:check"),
        new("My data", "/citizen", "page:citizen"),
        new("Law", "/law", "page:law"),
        new("Coverage", "/coverage", "page:coverage"),
        new("Declare", "/declare", "page:declare"),
    ];

    private readonly NavigationLine[] _lines = [.. Shipped, .. further];

    /// <summary>The lines that somebody may follow.</summary>
    /// <param name="isOpen">A simulated country is shown to whoever is on this machine.</param>
    public IEnumerable<NavigationLine> Of(Role role, bool isOpen) =>
        _lines.Where(line =>
            table.Find(line.Endpoint) is { } access && (access.Roles.Contains(role) || (isOpen && access.OpenWhenSimulated))
        );

    /// <summary>Whether somebody may open an address.</summary>
    public bool May(string endpoint, Role role) => table.Find(endpoint) is { } access && access.Roles.Contains(role);

    /// <summary>Where somebody starts: the first page of the bar that is his.</summary>
    public string HomeOf(Role role) => Of(role, isOpen: false).FirstOrDefault()?.Path ?? "/";
}
