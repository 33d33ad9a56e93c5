using System.Collections.Frozen;
using Sunqar.Core.Acts;

namespace Sunqar.Server.Access;

/// <summary>Who may call an address.</summary>
/// <param name="Endpoint">The address's name.</param>
/// <param name="Roles">Who may. A page that anybody may open names <see cref="Role.Nobody"/> too.</param>
/// <param name="OpenWhenSimulated">Anybody on this machine may read it where the data folder holds a simulated country: nobody stands
/// behind what it shows.</param>
/// <param name="IsSigned">What is sent there is signed by whom it comes from, and no form of ours: it has no token of a page.</param>
public sealed record AccessLine(string Endpoint, IReadOnlyList<Role> Roles, bool OpenWhenSimulated = false, bool IsSigned = false)
{
    /// <summary>Only institutions' keys open it: a program asks, and no form is sent.</summary>
    public bool IsForKeys { get; } = Roles.All(role => role is Role.Bank or Role.Platform);
}

/// <summary>
/// The one table of every address and who may call it. An address that it does not know is answered to nobody, and a test fails for it.
/// </summary>
public sealed class AccessTable
{
    private static readonly Role[] Anybody = [.. Enum.GetValues<Role>()];
    private static readonly Role[] Finders = [Role.Analyst, Role.Officer, Role.Head];
    private static readonly Role[] Searchers = [Role.Analyst, Role.Officer, Role.Head, Role.Supervisor];
    private static readonly Role[] Platforms = [Role.Platform];
    private static readonly Role[] Casework = [Role.Officer, Role.Head];
    private static readonly Role[] Deciders = [Role.Officer, Role.Head, Role.Supervisor];
    private static readonly Role[] Banks = [Role.Bank, Role.Platform];
    private static readonly Role[] People = [Role.Analyst, Role.Officer, Role.Head, Role.Supervisor, Role.Overseer, Role.Admin];
    private static readonly Role[] Blockers = [Role.Officer, Role.Head, Role.Supervisor];
    private static readonly Role[] Admins = [Role.Admin];
    private static readonly Role[] Judges = [Role.Officer, Role.Head, Role.Supervisor, Role.Overseer, Role.Admin];
    private static readonly Role[] Askers = [Role.Officer, Role.Head];
    private static readonly Role[] Heads = [Role.Head];
    private static readonly Role[] Overseers = [Role.Overseer];
    private static readonly Role[] StaffWatchers = [Role.Admin, Role.Overseer];
    private static readonly Role[] Readers = [Role.Analyst, Role.Officer, Role.Head, Role.Supervisor, Role.Overseer];

    /// <summary>Every address that ships.</summary>
    public static readonly AccessTable Shipped = new([
        new("asset", Anybody),
        new("health", Anybody),
        new("ready", Anybody),
        new("node", Anybody),
        new("openapi", Anybody),
        new("metrics", Anybody),
        new("page:sign-in", Anybody),
        new("sign-in", Anybody),
        new("sign-in:provider", Anybody),
        new("sign-in:provider-back", Anybody),
        new("sign-in:provider-ended", Anybody, IsSigned: true),
        new("page:enrol", Anybody),
        new("enrol", Anybody),
        new("sign-in:passkey-options", Anybody),
        new("sign-in:passkey", Anybody),
        new("language", Anybody),
        new("sign-out", People),
        new("page:account", People),
        new("account:passkey-options", People),
        new("account:add-passkey", People),
        new("account:see-change", People),
        new("account:bind-identity", People),
        new("account:remove-passkey", People),
        new("page:people", StaffWatchers),
        new("people:invite", Admins),
        new("people:confirm", Admins),
        new("people:withdraw", StaffWatchers),
        new("people:post", Admins),
        new("people:standing", StaffWatchers),
        new("page:seconds", Judges),
        new("seconds:judge", Judges),
        new("page:partners", [Role.Officer, Role.Head, Role.Supervisor, Role.Admin]),
        new("partner:list", Admins),
        new("partner:end", [Role.Admin, Role.Supervisor]),
        new("platforms:find", Anybody),
        new("page:check", Anybody),
        new("log:head", Anybody),
        new("log:inclusion", Anybody),
        new("log:consistency", Anybody),
        new("log:leaves", Anybody),
        new("log:streams", Anybody),
        new("page:queue", People),
        new("part:queue", People),
        new("events:queue", People),
        new("queue:give", People),
        new("queue:absence", People),
        new("page:payment", Finders, OpenWhenSimulated: true),
        new("payment:suspend", Casework),
        new("payment:release", Casework),
        new("page:search", Searchers),
        new("page:wallet", Finders),
        new("page:trace", Finders, OpenWhenSimulated: true),
        new("page:institution", Searchers),
        new("page:order", Deciders),
        new("page:found", Finders, OpenWhenSimulated: true),
        new("page:overview", Finders, OpenWhenSimulated: true),
        new("part:overview", Finders, OpenWhenSimulated: true),
        new("part:networks", Finders, OpenWhenSimulated: true),
        new("page:network", Finders, OpenWhenSimulated: true),
        new("data:network-graph", Finders, OpenWhenSimulated: true),
        new("part:network-transfers", Finders, OpenWhenSimulated: true),
        new("page:cases", Finders, OpenWhenSimulated: true),
        new("page:case", Finders, OpenWhenSimulated: true),
        new("page:canvas", Casework, OpenWhenSimulated: true),
        new("data:canvas", Casework, OpenWhenSimulated: true),
        new("canvas:draw", Casework),
        new("canvas:keep", Casework),
        new("canvas:let-out", Casework),
        new("case:open", Finders),
        new("case:from-alert", Finders),
        new("case:assign", Casework),
        new("case:move", Casework),
        new("case:close", [Role.Head]),
        new("case:reopen", [Role.Head]),
        new("case:note", Casework),
        new("case:qualify", Casework),
        new("case:task", Casework),
        new("case:task-done", Casework),
        new("case:relate", Casework),
        new("evidence:take", Casework),
        new("evidence:hand", Casework),
        new("volunteer:state", Casework),
        new("volunteer:judge", [Role.Head]),
        new("page:measures", Deciders),
        new("page:measure", Deciders),
        new("page:measure-targets", Casework),
        new("page:measure-group", Deciders),
        new("measure:request-many", Casework),
        new("measure:decide-many", Deciders),
        new("measure:lift-many", Casework),
        new("measure:request", Casework),
        new("measure:decide", Deciders),
        new("measure:withdraw", Casework),
        new("measure:confirm", Casework),
        new("measure:lift", Casework),
        new("measure:appeal", Casework),
        new("measure:judge", [Role.Head, Role.Supervisor]),
        new("page:alerts", Finders, OpenWhenSimulated: true),
        new("page:alert", Finders, OpenWhenSimulated: true),
        new("alert:note", Finders),
        new("alert:close", Finders),
        new("alert:reopen", Finders),
        new("alert:snooze", Casework),
        new("page:ledger", Readers),
        new("case:report", Finders),
        new("page:years", Readers, OpenWhenSimulated: true),
        new("year:file", Readers, OpenWhenSimulated: true),
        new("page:reports", Finders),
        new("report:fm1", Finders),
        new("report:fm1-answer", Casework),
        new("report:request", Casework),
        new("page:year", Readers, OpenWhenSimulated: true),
        new("events:progress", Finders, OpenWhenSimulated: true),
        new("page:situation", Searchers, OpenWhenSimulated: true),
        new("part:situation", Searchers, OpenWhenSimulated: true),
        new("events:situation", Searchers, OpenWhenSimulated: true),
        new("page:map", Finders, OpenWhenSimulated: true),
        new("page:rules", Readers, OpenWhenSimulated: true),
        new("page:rule", Readers, OpenWhenSimulated: true),
        new("page:rulebook-version", Readers, OpenWhenSimulated: true),
        new("page:rulebook-waiting", Readers),
        new("page:rulebook-edit", Searchers, OpenWhenSimulated: true),
        new("data:rulebook-words", Readers, OpenWhenSimulated: true),
        new("rulebook:check", Searchers),
        new("rulebook:try", Finders),
        new("page:rulebook-try", Finders),
        new("rulebook:cancel-try", Finders),
        new("rulebook:publish", [Role.Analyst, Role.Head]),
        new("data:shadow", [Role.Analyst, Role.Head], OpenWhenSimulated: true),
        new("page:case-people", Finders),
        new("grants:ask", Askers),
        new("grants:look", Askers),
        new("page:approvals", Heads),
        new("approvals:answer", Heads),
        new("page:oversight", Overseers),
        new("page:oversight-task", Overseers),
        new("page:oversight-log", Overseers),
        new("data:oversight-log", Overseers),
        new("oversight:task", Overseers),
        new("oversight:lift", Overseers),
        new("page:oversight-lists", Overseers),
        new("oversight:flag", Overseers),
        new("oversight:publish", Overseers),
        new("page:declare", People),
        new("declare", People),
        new("page:transparency", Anybody),
        new("page:law", Anybody),
        new("page:coverage", Readers, OpenWhenSimulated: true),
        new("page:citizen", Anybody),
        new("citizen:code", Anybody),
        new("citizen:record", Anybody),
        new("citizen:object", Anybody),
        new("citizen:object-decision", Anybody),
        new("page:objections", Casework),
        new("page:objection", Casework),
        new("objection:answer", Casework),
        new("page:breaches", StaffWatchers),
        new("breach:record", StaffWatchers),
        new("breach:notify", StaffWatchers),
        new("payments:explain", Banks),
        new("payments:object", Banks),
        new("blocklist:zone", Anybody),
        new("blocklist:json", Anybody),
        new("blocklist:names", Anybody),
        new("page:blocking", Blockers),
        new("block:request", [Role.Officer, Role.Supervisor]),
        new("block:judge", [Role.Head, Role.Supervisor]),
        new("block:lift", [Role.Head, Role.Supervisor]),
        new("payments:decide", Banks),
        new("payments:batch", Banks),
        new("history:batch", Banks),
        new("payments:find", Banks),
        new("payments:confirm", Banks),
        new("payments:reverse", Banks),
        new("payments:challenge", Banks),
        new("payments:challenges", Banks),
        new("devices:enrol", Banks),
        new("devices:end", Banks),
        new("devices:person", Banks),
        new("devices:exact-match", Banks),
        new("payments:iso20022", Banks),
        new("webhooks:own", Banks),
        new("webhooks:subscribe", Banks),
        new("webhooks:end", Banks),
        new("webhooks:replay", Banks),
        new("screening:ask", Banks),
        new("screening:open", Banks),
        new("screening:clear", Banks),
        new("page:screening", [Role.Officer, Role.Head, Role.Analyst]),
        new("hit:clear", [Role.Analyst, Role.Officer]),
        new("dropper:list", [Role.Officer]),
        new("dropper:end", [Role.Officer, Role.Head]),
        new("travel-rule:file", Platforms),
        new("reports:file", Platforms),
        new("duties:own", Platforms),
        new("page:providers", [Role.Supervisor, Role.Head], OpenWhenSimulated: true),
        new("footage:own", [Role.Bank]),
        new("footage:deliver", [Role.Bank]),
        new("footage:asked", [Role.Bank]),
        new("footage:answer", [Role.Bank]),
        new("page:footage", [Role.Officer, Role.Head, Role.Supervisor, Role.Overseer]),
        new("page:footage-bank", [Role.Officer, Role.Head, Role.Supervisor, Role.Overseer]),
        new("footage:ask", [Role.Supervisor, Role.Head]),
        new("footage:renew-key", [Role.Supervisor]),
        new("footage:keep", Casework),
        new("footage:release", Casework),
        new("supervision:open", [Role.Supervisor]),
        new("licence:change", [Role.Supervisor]),
        new("page:confirmations", [Role.Supervisor, Role.Head]),
        new("word:end", [Role.Supervisor]),
        new("verifier:pin", [Role.Supervisor]),
        new("verifier:end", [Role.Supervisor, Role.Head]),
    ]);

    private readonly FrozenDictionary<string, AccessLine> _byName;

    private AccessTable(IReadOnlyList<AccessLine> lines)
    {
        Lines = lines;
        _byName = lines.ToFrozenDictionary(line => line.Endpoint);
    }

    public IReadOnlyList<AccessLine> Lines { get; }

    /// <summary>This table with further addresses.</summary>
    /// <exception cref="ArgumentException">An address is in it already: nobody widens a line from outside.</exception>
    public AccessTable With(IEnumerable<AccessLine> further) => new([.. Lines, .. further]);

    public AccessLine? Find(string endpoint) => _byName.GetValueOrDefault(endpoint);

    /// <summary>The rooms that a key may be limited to: the first parts of the names of what keys open.</summary>
    public static IReadOnlyList<string> RoomsOfKeys { get; } =
    [
        .. Shipped
            .Lines.Where(line => !line.Roles.Contains(Role.Nobody) && line.Roles.Any(role => role is Role.Bank or Role.Platform))
            .Select(line => line.Endpoint.Split(':')[0])
            .Distinct(),
    ];
}
