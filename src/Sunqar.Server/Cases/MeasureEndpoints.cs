using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sunqar.Core.Acts;
using Sunqar.Core.Blocking;
using Sunqar.Core.Cases;
using Sunqar.Core.Cases.Measures;
using Sunqar.Core.Cases.Outbox;
using Sunqar.Core.Decisions;
using Sunqar.Server.Access;
using Sunqar.Server.Api;
using Sunqar.Server.Entrance;
using Sunqar.Server.Pages;
using Sunqar.Server.Pages.Forms;
using Sunqar.Server.Pages.Screens;
using Sunqar.Server.Pages.State;
using Sunqar.Server.Registry;
using Sunqar.Work.Acting;
using Sunqar.Work.Registers;

namespace Sunqar.Server.Cases;

/// <summary>The pages of measures, and what their forms ask for.</summary>
internal static class MeasureEndpoints
{
    private const int ListedMax = 500;

    public static void Map(IEndpointRouteBuilder app, CaseDoor cases, RegistryDoor registry, DeskDoor payments)
    {
        app.MapGet("/measures", (ActDoor acts, HttpContext http) => List(acts, cases, http)).WithName("page:measures");
        app.MapGet("/measures/{id}", (string id, ActDoor acts, HttpContext http) => One(id, acts, cases, http)).WithName("page:measure");
        app.MapPost("/cases/{id}/measures", (HttpContext http, ActDoor acts) => RequestAsync(http, acts, cases, registry, payments))
            .WithName("measure:request");
        app.MapCommand(
            "/cases/{case}/measures/{id}/decision",
            "measure:decide",
            form => new DecideMeasure(
                form.Key,
                form.Route("case"),
                form.Text("basis"),
                form.Route("id"),
                form.Text("decision", 10) == "approve",
                form.Text("reason", CaseText.TextMax),
                Licensed(registry)
            )
        );
        app.MapCommand(
            "/cases/{case}/measures/{id}/withdrawal",
            "measure:withdraw",
            form => new WithdrawMeasure(form.Key, form.Route("case"), "duty", form.Route("id"), form.Text("reason", CaseText.TextMax))
        );
        app.MapCommand(
            "/cases/{case}/measures/{id}/confirmation",
            "measure:confirm",
            form => new ConfirmMeasure(
                form.Key,
                form.Route("case"),
                "duty",
                form.Route("id"),
                form.Text("result", 10) == "confirmed",
                form.Text("document"),
                form.Text("transaction", 128),
                Micro(form.Text("quantity", 30)) ?? -1
            )
        );
        app.MapCommand(
            "/cases/{case}/measures/{id}/end",
            "measure:lift",
            form => new LiftMeasure(
                form.Key,
                form.Route("case"),
                form.Text("basis"),
                form.Route("id"),
                form.Text("reason", CaseText.TextMax)
            )
        );
        app.MapCommand(
            "/cases/{case}/measures/{id}/objection",
            "measure:appeal",
            form => new AppealMeasure(form.Key, form.Route("case"), "objection", form.Route("id"), form.Text("document"))
        );
        app.MapCommand(
            "/cases/{case}/measures/{id}/objection/decision",
            "measure:judge",
            form => new DecideAppeal(
                form.Key,
                form.Route("case"),
                form.Text("basis"),
                form.Route("id"),
                form.Text("decision", 10) == "grant",
                form.Text("reason", CaseText.TextMax)
            )
        );
    }

    private static IResult List(ActDoor acts, CaseDoor cases, HttpContext http)
    {
        if (acts.Current is not { } desk)
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        var nowUs = desk.NowUs;
        // What waits for somebody first, by its clock; then what is under way; then what is over.
        var all = desk.Read(state =>
            state
                .Of<MeasureBook>()
                .All.OrderBy(m =>
                    m.StatusAt(nowUs) switch
                    {
                        MeasureStatus.Requested => 0,
                        MeasureStatus.Approved or MeasureStatus.Sent => 1,
                        MeasureStatus.Confirmed => 2,
                        _ => 3,
                    }
                )
                .ThenBy(m => m.Request.DecideByUs)
                .Take(ListedMax)
                .Select(m => (Measure: m, Case: state.Of<CaseBook>().Find(m.CaseId)!))
                .ToList()
        );
        return ConsoleEndpoints.Page<MeasuresPage>(
            new { Sheets = all.Select(line => Sheet(line.Measure, line.Case, [], cases, nowUs, http.Actor())).ToList(), NowUs = nowUs }
        );
    }

    private static IResult One(string id, ActDoor acts, CaseDoor cases, HttpContext http)
    {
        if (acts.Current is not { } desk)
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        var found = desk.Read(state =>
            state.Of<MeasureBook>().Find(id) is { } one
                ? (
                    Measure: one,
                    Case: state.Of<CaseBook>().Find(one.CaseId)!,
                    Messages: state.Of<OutboxBook>().About(id).ToList(),
                    Together: state.Of<MeasureBook>().OfGroup(one.Group).Count,
                    Strangers: one.StatusAt(desk.NowUs).IsPending() ? one.Kind.Strangers(one.Request, state) : []
                )
                : default
        );
        return found.Measure is null
            ? Results.NotFound()
            : ConsoleEndpoints.Page<MeasurePage>(
                new
                {
                    Sheet = Sheet(found.Measure, found.Case, found.Messages, cases, desk.NowUs, http.Actor()) with
                    {
                        Together = found.Together,
                        Strangers = found.Strangers,
                    },
                }
            );
    }

    private static MeasureSheet Sheet(Measure one, Case ofCase, IReadOnlyList<OutboxMessage> messages, CaseDoor cases, long nowUs, Actor by)
    {
        var target = one.Request.Target;
        var name = target.Kind == TargetKind.Subject ? cases.NamesIn(ofCase).GetValueOrDefault(target.Id, "a member") : target.Id;
        return new MeasureSheet(
            one,
            ofCase.Title,
            name,
            messages,
            one.Kind.ProvedBy == Proof.Chain ? cases.Watch?.Escaped(one.Id) : null,
            nowUs,
            by
        );
    }

    private static async Task<IResult> RequestAsync(
        HttpContext http,
        ActDoor acts,
        CaseDoor cases,
        RegistryDoor registry,
        DeskDoor payments
    )
    {
        var fields = new FormFields(http);
        var id = fields.Route("id");
        var name = fields.Text("kind", 40);
        var kind = MeasureKinds.Find(name);
        var holder = fields.Text("holder", 64);
        var target = fields.Text("target", 128);
        if (kind?.Target == TargetKind.Subject)
            target = cases.MemberOf(acts.Case(id), target);
        var decideBy = 0L;
        if (kind?.Target == TargetKind.Payment)
        {
            // The clock of a held payment is the hold's own.
            if (payments.Current?.Desk.Find(holder, target)?.Standing is not { Outcome: Outcome.Hold } held)
            {
                return CommandForms.Refusal(
                    new ActAnswer(
                        ActStatus.Refused,
                        RefusalKind.NotFound,
                        "No payment of this institution and id is held.",
                        "target",
                        -1,
                        false
                    ),
                    fields.From
                );
            }
            decideBy = held.ExpiresUs;
        }
        var command = new RequestMeasure(
            fields.Key,
            id,
            fields.Text("basis"),
            name,
            new MeasureTarget(kind?.Target ?? TargetKind.None, target, holder, fields.Text("chain", 20)),
            new MeasureValue(fields.Text("asset", 128), fields.Text("unit", 16), Micro(fields.Text("quantity", 30)) ?? -1),
            fields.Text("document"),
            fields.Text("reason", CaseText.TextMax),
            decideBy,
            0,
            Licensed(registry)
        );
        var answer = await CommandForms.DoAsync(fields, command, acts);
        return answer.IsDone ? CommandForms.SeeOther($"/measures/{answer.Text}") : CommandForms.Refusal(answer, fields.From);
    }

    /// <summary>The licensed platforms' domains of this moment; null where the register is not read yet, and no site is blocked.</summary>
    internal static LicensedDomains? Licensed(RegistryDoor registry) =>
        registry.Current is { } known ? LicensedDomains.Of(known, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() * 1000) : null;

    /// <summary>Millionths; 0 for nothing, null for what is no quantity.</summary>
    private static Int128? Micro(string text) =>
        text.Length == 0 ? 0
        : decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var units)
        && units <= 1_000_000_000_000_000
            ? (Int128)(units * 1_000_000)
        : null;
}
