using System.Collections.Frozen;

namespace Sunqar.Core.Acts;

/// <summary>Who does an act, whom it may harm, and who else has to agree.</summary>
/// <param name="Name">The command's name.</param>
/// <param name="Roles">Who gives it. Nobody else's command of this name is done.</param>
/// <param name="Harms">Whom it may harm, in words; empty where it harms nobody.</param>
/// <param name="Second">Who else has to agree before anything happens; empty where nobody has to.</param>
/// <param name="IsSecond">It is itself a second person's word: whoever is limited gives none.</param>
public sealed record ActLine(string Name, IReadOnlyList<Role> Roles, string Harms = "", string Second = "", bool IsSecond = false);

/// <summary>The one table of acts: act, role, who else. No act that harms somebody is one person's.</summary>
public static class ActTable
{
    private static readonly Role[] Nobody = [Role.Nobody];
    private static readonly Role[] House = [Role.System];
    private static readonly Role[] People = [Role.Analyst, Role.Officer, Role.Head, Role.Supervisor, Role.Overseer, Role.Admin];
    private static readonly Role[] Finders = [Role.Analyst, Role.Officer, Role.Head];
    private static readonly Role[] Casework = [Role.Officer, Role.Head];
    private static readonly Role[] Heads = [Role.Head];
    private static readonly Role[] HeadsAndSupervisors = [Role.Head, Role.Supervisor];
    private static readonly Role[] Deciders = [Role.Officer, Role.Head, Role.Supervisor];
    private static readonly Role[] Screeners = [Role.Bank, Role.Platform, Role.Analyst, Role.Officer];
    private static readonly Role[] Admins = [Role.Admin];
    private static readonly Role[] Overseers = [Role.Overseer];
    private static readonly Role[] Supervisors = [Role.Supervisor];
    private static readonly Role[] Platforms = [Role.Platform];
    private static readonly Role[] Watchers = [Role.Overseer, Role.Admin];
    private static readonly Role[] Institutions = [Role.Bank, Role.Platform];
    private static readonly Role[] Citizens = [Role.Citizen];

    public static readonly ActLine[] Lines =
    [
        new(
            "people.invite",
            [Role.Admin, Role.System],
            "whoever is decided on, approved or watched by the account that is made or renewed",
            "of a guarded role, another admin; beside a stopped server whoever holds the root key"
        ),
        new("people.confirm-invitation", Admins, IsSecond: true),
        new("people.withdraw-invitation", [Role.Admin, Role.Overseer, Role.System]),
        new("people.enrol", Nobody),
        new("people.give-post", [Role.Admin, Role.System]),
        new(
            "people.give-standing",
            [Role.Admin, Role.Overseer, Role.System],
            "the account's holder, and whomever that account protects",
            "of a guarded role, another admin or overseer; beside a stopped server whoever holds the root key"
        ),
        new("people.sign-in", Nobody),
        // By nobody where the body's provider says that a session ended.
        new("people.sign-out", [.. People, Role.Nobody]),
        new("people.add-passkey", People),
        new("people.remove-passkey", People),
        new("people.see-change", People),
        new("keys.create", House),
        new("keys.revoke", House),
        new("access.end-openness", House),
        new("people.await-identity", People),
        new("people.bind-identity", Nobody),
        new("access.refused", House),
        new("access.enter", []),
        new("second.agree", People, IsSecond: true),
        new("second.decline", People, IsSecond: true),
        new("case.open", Finders),
        new("case.join", Finders),
        new("case.assign", Casework),
        new("case.unassign", Casework),
        new("case.move", Casework),
        new("case.close", Heads, "victims, where a case is closed without grounds", "those who worked on it: a head who never did", true),
        new("case.reopen", Heads),
        new("case.note", Casework),
        new("case.qualify", Casework),
        new("case.task", Casework),
        new("case.task-done", Casework),
        new("case.relate", Casework),
        new("canvas.keep", Casework),
        new("evidence.take", Casework),
        new("evidence.hand", Casework),
        new("volunteer.state", Casework),
        new("volunteer.grant", Heads, IsSecond: true),
        new("volunteer.decline", Heads, IsSecond: true),
        new("measure.request", Casework, "whomever the measure befalls", "a head or supervisor, as the kind of measure says"),
        new("measure.request-many", Casework, "whomever the measures befall", "a head or supervisor, as the kind of measure says"),
        new("measure.approve-many", Deciders, IsSecond: true),
        new("measure.reject-many", Deciders, IsSecond: true),
        new("measure.lift-many", Casework),
        new("measure.approve", Deciders, IsSecond: true),
        new("measure.reject", Deciders, IsSecond: true),
        new("measure.withdraw", Casework),
        new("measure.confirm", Casework),
        new("measure.refused", Casework),
        new("measure.lift", Casework),
        new("measure.appeal", Casework),
        new("measure.appeal-granted", HeadsAndSupervisors, IsSecond: true),
        new("measure.appeal-upheld", HeadsAndSupervisors, IsSecond: true),
        new("measure.confirmed-on-chain", House),
        new("measure.unconfirmed-on-chain", House),
        new("message.tried", House),
        new(
            "partner.list",
            [Role.Admin, Role.System],
            "whoever a partner is told of",
            "another admin or a supervisor; beside a stopped server whoever holds the root key"
        ),
        new("partner.end", [Role.Admin, Role.Supervisor, Role.System]),
        new("log.mark", House),
        new("log.restore", [Role.Admin, Role.Overseer], "whoever is decided on by what was lost", "another admin or overseer"),
        new("asset.move", [Role.Officer, Role.Head, Role.System]),
        new("report.export", [Role.Analyst, Role.Officer, Role.Head, Role.System]),
        new("fm1.send", [Role.Analyst, Role.Officer, Role.Head, Role.System]),
        new("fm1.answer", [Role.Officer, Role.Head, Role.System]),
        new(
            "access.ask",
            Casework,
            "whoever is looked at",
            "a drawn head of another unit, before the look; of what is urgent or rests on a document, afterwards"
        ),
        new("access.answer", Heads, IsSecond: true),
        new("access.look", [Role.Analyst, Role.Officer, Role.Head, Role.Supervisor, Role.Overseer, Role.Citizen]),
        new("access.lift", Overseers),
        new("oversight.task", Overseers),
        new("oversight.flag", People),
        new("oversight.publish", Overseers),
        new("citizen.object", Citizens),
        new("citizen.proof", Citizens),
        new("decision.object", [Role.Citizen, Role.Bank, Role.Platform]),
        new("decision.answer", Casework),
        new("breach.record", Watchers),
        new("breach.notify", Watchers),
        new("block.request", [Role.Officer, Role.Supervisor], "the site's owner and visitors", "a head or another supervisor"),
        new("block.approve", HeadsAndSupervisors, IsSecond: true),
        new("block.reject", HeadsAndSupervisors, IsSecond: true),
        new("block.lift", HeadsAndSupervisors),
        new("screening.record", Screeners),
        new("screening.clear", Screeners),
        new("screening.again", House),
        new("dropper.list", [Role.Officer], "the person of whom banks are told", "a head"),
        new("dropper.delist", Casework),
        new("travel-rule.file", Platforms),
        new("report.file", Platforms),
        new("supervision.open", Supervisors),
        new("licence.change", Supervisors, "the platform and its customers", "another supervisor or a head"),
        new("device.enrol", Institutions),
        new("webhook.subscribe", Institutions),
        new("webhook.end", [Role.Bank, Role.Platform, Role.System]),
        new("webhook.replay", [Role.Bank, Role.Platform, Role.System]),
        new("webhook.advance", House),
        new("device.end", Institutions),
        new("confirmation.ask", Institutions),
        new("confirmation.answer", Institutions),
        new("confirmation.decline", Institutions),
        new("confirmation.attest", Institutions),
        new("verifier.pin", Supervisors, "whose payments the verifier would vouch for", "another supervisor or a head"),
        new("verifier.end", HeadsAndSupervisors),
        new("rules.publish", [Role.Analyst, Role.Head], "whoever's payments are decided", "a head or a supervisor"),
        new("word.end", Supervisors, "the institution and its customers", "another supervisor or a head"),
        new("footage.take-head", [Role.Bank]),
        new(
            "footage.renew-key",
            Supervisors,
            "whoever relies on what the bank committed to under its old key",
            "another supervisor or a head"
        ),
        new("footage.challenge", [Role.Supervisor, Role.Head, Role.System]),
        new("footage.answer", [Role.Bank]),
        new("footage.keep", Casework),
        new("footage.release", Casework),
        new("work.give", People),
        new("work.absence", People),
        new("hold.release", Casework),
        new("alert.note", Finders),
        new("alert.close", Finders),
        new("alert.reopen", Finders),
        new("alert.snooze", Casework),
        new("retention.forget", House),
        new("retention.spare", House),
    ];

    private static readonly FrozenDictionary<string, ActLine> ByName = Lines.ToFrozenDictionary(line => line.Name);

    /// <summary>Null where there is no such act.</summary>
    public static ActLine? Find(string name) => ByName.GetValueOrDefault(name);
}
