using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sunqar.Core.Acts;
using Sunqar.Core.Publishing;
using Sunqar.Core.Rulebook;
using Sunqar.Server.Access;
using Sunqar.Server.Entrance;
using Sunqar.Server.Pages;
using Sunqar.Server.Pages.Screens;
using Sunqar.Server.Pages.State;
using Sunqar.Work.Acting;

namespace Sunqar.Server.Rules;

/// <summary>
/// The rules as pages: read, edited with what the language knows, tried on history, published by two persons, compared and put back. What
/// decides is the roll of acts alone; a page is a view of it.
/// </summary>
internal sealed class RuleEndpoints(RuleDesk rules, RuleTries tries, DeskDoor desk)
{
    public static void Map(WebApplication app, DeskDoor desk, ActDoor acts, CaseDoor cases)
    {
        var rules = new RuleDesk(acts, cases);
        app.Lifetime.ApplicationStopped.Register(rules.Dispose);
        var tries = new RuleTries();
        new RuleEndpoints(rules, tries, desk).Map(app);
        new RuleChanges(rules, tries, cases, app.Lifetime.ApplicationStopping).Map(app);
    }

    private void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/rules", (Func<HttpContext, Task<IResult>>)RulesAsync).WithName("page:rules");
        app.MapGet("/rules/{name}", RuleAsync).WithName("page:rule");
        app.MapGet("/rulebook/edit", EditAsync).WithName("page:rulebook-edit");
        app.MapGet("/rulebook/words", () => TypedResults.Json(RuleManual.Words, RuleJson.Default.IReadOnlyListShownWord))
            .WithName("data:rulebook-words");
        app.MapGet("/rulebook/waiting", Waiting).WithName("page:rulebook-waiting");
        app.MapGet("/rulebook/versions/{version}", VersionAsync).WithName("page:rulebook-version");
        app.MapGet(
                "/rulebook/tries/{id}",
                (string id) => tries.Find(id) is { } one ? ConsoleEndpoints.Page<RuleTryPage>(new { Try = Of(one) }) : Results.NotFound()
            )
            .WithName("page:rulebook-try");
    }

    internal static RuleTryView Of(RuleTry one) =>
        new(one.Id, one.By, one.Today.Version, one.Candidate.Version, one.FromDay, one.ToDay, one.Facts, one.Walked, one.Fault, one.Result);

    private async Task<IResult> RulesAsync(HttpContext http)
    {
        if (rules.Read((roll, asked) => (All: roll.All, Asked: WaitingIn(asked)).ToTuple()) is not var (all, asked))
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        var current = all[^1];
        if (await rules.CheckAsync(current.Text, TimeSpan.FromSeconds(30), http.RequestAborted) is not { Rulebook: { } rulebook })
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        var (shadow, by) = (desk.Shadow, http.Actor());
        return ConsoleEndpoints.Page<RulesPage>(
            new
            {
                View = new RulesView(
                    rulebook,
                    current,
                    current.Version == all[0].Version,
                    asked,
                    [.. all.Reverse()],
                    shadow?.Seen,
                    shadow?.Behind ?? 0,
                    MayTry(by) ? [.. tries.All.Select(Of)] : [],
                    by
                ),
            }
        );
    }

    private async Task<IResult> RuleAsync(HttpContext http, string name, string? version)
    {
        if (name.Length > ServerLimits.IdLengthMax)
            return Results.NotFound();
        if (rules.Read((roll, _) => roll.All) is not { } all)
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        var current = all[^1];
        var asked = version ?? current.Version;
        var text = await rules.TextOfAsync(asked, http.RequestAborted);
        if (text is null || RuleBlocks.Of(text).FirstOrDefault(block => block.Name == name) is not { } block)
            return Results.NotFound();
        var check = await rules.CheckAsync(text, TimeSpan.FromSeconds(30), http.RequestAborted);
        return ConsoleEndpoints.Page<RulePage>(
            new
            {
                Sheet = new RuleSheet(
                    asked,
                    asked == current.Version,
                    block,
                    check?.Rulebook?.Rules.FirstOrDefault(rule => rule.Name == name),
                    [.. (check?.Tests ?? []).Where(test => test.Rule.Name == name).Select(test => (test.Test.Name, test.Failure))],
                    Changes(all, name),
                    MayEdit(http.Actor())
                ),
            }
        );
    }

    /// <summary>The versions that brought a rule or changed it, the newest first.</summary>
    private static List<OrderedRulebook> Changes(IReadOnlyList<OrderedRulebook> all, string name)
    {
        var changes = new List<OrderedRulebook>();
        string? before = null;
        foreach (var one in all)
        {
            var now = RuleBlocks.Of(one.Text).FirstOrDefault(block => block.Name == name)?.Text;
            if (now != before)
                changes.Add(one);
            before = now;
        }
        changes.Reverse();
        return changes;
    }

    private async Task<IResult> EditAsync(HttpContext http, string? rule, string? version)
    {
        if (rules.Read((roll, _) => roll.Current) is not { } current)
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        var text = version is null ? current.Text : await rules.TextOfAsync(version, http.RequestAborted);
        if (text is null)
            return Results.NotFound();
        var by = http.Actor();
        return ConsoleEndpoints.Page<RuleEditPage>(
            new
            {
                Text = text,
                Base = current.Version,
                Of = version,
                Rule = rule is { Length: <= ServerLimits.IdLengthMax } ? rule : null,
                MayCheck = MayEdit(by),
                MayTry = MayTry(by),
                MayPublish = by.Role is Role.Analyst or Role.Head,
            }
        );
    }

    private static bool MayEdit(Actor by) => by.Role is Role.Analyst or Role.Officer or Role.Head or Role.Supervisor;

    private static bool MayTry(Actor by) => by.Role is Role.Analyst or Role.Officer or Role.Head;

    private WaitingRulebook? WaitingIn(ProposalBook asked) => WaitingIn(asked, rules.NowUs);

    /// <summary>What waits for a second person; null where nothing does.</summary>
    internal static WaitingRulebook? WaitingIn(ProposalBook asked, long nowUs) =>
        asked.All.FirstOrDefault(one => one.Asked is { About: PublishRulebook.About, Comes: [RulebookOrdered] } && one.Waits(nowUs))
            is { } waits
            ? new WaitingRulebook(waits, (RulebookOrdered)waits.Asked.Comes[0])
            : null;

    private IResult Waiting()
    {
        if (rules.Read((roll, asked) => (roll.Current, Asked: WaitingIn(asked)).ToTuple()) is not var (current, waits))
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        return waits is null
            ? Results.NotFound()
            : ConsoleEndpoints.Page<RulebookDiffPage>(
                new
                {
                    View = new RulebookComparison(
                        current.Version,
                        waits.Wished.Version,
                        RulebookDiff.Of(current.Text, waits.Wished.Text),
                        null,
                        waits.Proposal
                    ),
                    Shadow = desk.Shadow is { } shadow && shadow.Seen.Candidate == waits.Wished.Version ? shadow.Seen : null,
                }
            );
    }

    /// <summary>How a version differs from what decides now, or from another.</summary>
    private async Task<IResult> VersionAsync(HttpContext http, string version, string? with)
    {
        if (rules.Read((roll, _) => roll.All) is not { } all)
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        var at = all.ToList().FindLastIndex(one => one.Version == version);
        var other = with ?? (at > 0 ? all[at - 1].Version : all[^1].Version);
        if (
            await rules.TextOfAsync(version, http.RequestAborted) is not { } newer
            || await rules.TextOfAsync(other, http.RequestAborted) is not { } older
        )
        {
            return Results.NotFound();
        }
        return ConsoleEndpoints.Page<RulebookDiffPage>(
            new { View = new RulebookComparison(other, version, RulebookDiff.Of(older, newer), at < 0 ? null : all[at], null) }
        );
    }
}
