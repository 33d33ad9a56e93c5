using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sunqar.Core.Acts;
using Sunqar.Core.Cases;
using Sunqar.Core.Cases.Commands;
using Sunqar.Core.Cases.Measures;
using Sunqar.Core.Confirmations;
using Sunqar.Core.Decisions;
using Sunqar.Core.Identity;
using Sunqar.Core.Objections;
using Sunqar.Core.Payments;
using Sunqar.Core.Queue;
using Sunqar.Core.Rulebook;
using Sunqar.Server.Access;
using Sunqar.Server.Entrance;
using Sunqar.Server.Pages;
using Sunqar.Server.Pages.Forms;
using Sunqar.Server.Pages.Screens;
using Sunqar.Server.Pages.State;
using Sunqar.Work.Acting;
using Sunqar.Work.Deciding;
using Sunqar.Work.Wording;

namespace Sunqar.Server.Cases;

/// <summary>The page of one payment, and what an officer does there with a hold. A bank sees its own by its key (<c>GET
/// /v1/payments/{id}</c>).</summary>
internal sealed class PaymentDesk(ActDoor acts, DeskDoor payments, CaseDoor cases, IConsoleState state, ColleagueNames names)
{
    /// <summary>The statutory ground of a suspension, and of opening a case for one.</summary>
    private static string Basis => Core.Law.LawRegister.Shipped.Newest("suspension.agency").Citation;

    public static void Map(IEndpointRouteBuilder app, DeskDoor payments, CaseDoor cases)
    {
        PaymentDesk Desk(ActDoor acts, IConsoleState state, ColleagueNames names) => new(acts, payments, cases, state, names);
        app.MapGet(
                "/payments/{institution}/{id}",
                (string institution, string id, HttpContext http, ActDoor acts, IConsoleState state, ColleagueNames names) =>
                    Desk(acts, state, names).Page(institution, id, http)
            )
            .WithName("page:payment")
            .RecordsView(_ => null);
        app.MapPost(
                "/payments/{institution}/{id}/suspension",
                (HttpContext http, ActDoor acts, IConsoleState state, ColleagueNames names) => Desk(acts, state, names).SuspendAsync(http)
            )
            .WithName("payment:suspend");
        app.MapPost(
                "/payments/{institution}/{id}/release",
                (HttpContext http, ActDoor acts, IConsoleState state, ColleagueNames names) => Desk(acts, state, names).ReleaseAsync(http)
            )
            .WithName("payment:release");
    }

    private IResult Page(string institution, string id, HttpContext http)
    {
        if (acts.Current is not { } desk || payments.Current is not { } opening || cases.Names is not { } pseudonyms)
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        if (
            institution.Length > ServerLimits.IdLengthMax
            || id.Length > ServerLimits.IdLengthMax
            || opening.Desk.Find(institution, id) is not { } history
        )
        {
            return Results.NotFound();
        }
        var (by, nowUs, payment) = (http.Actor(), desk.NowUs, history.Payment);
        var scope = pseudonyms.In("payment-" + HeldPayment.IdOf(institution, id));
        var alerts = state.Alerts.Listing(institution, id);
        var sheet = desk.Read(folds =>
        {
            var all = folds.Of<CaseBook>().Cases;
            PartyView View(string what, SealedParty party)
            {
                var subjects = ((SubjectId[])[party.Instrument, party.Person]).Where(one => !one.IsNone).ToList();
                var known = subjects
                    .SelectMany(subject =>
                        all.Where(one => one.Members.ContainsKey(subject.ToString()))
                            .Select(one => (one.Id, pseudonyms.In(one.Id).Of(subject), one.Members[subject.ToString()]))
                    )
                    .Distinct()
                    .ToList();
                return new PartyView(what, party.Instrument.IsNone ? "–" : scope.Of(party.Instrument), party, known);
            }
            return new PaymentSheet(
                history,
                [View("From", payment.Sender), View("To", payment.Recipient)],
                opening.Desk.Rulebook,
                After(history, folds, institution, id, names),
                [.. ReleaseHold.MeasuresOn(folds, institution, id)],
                [.. folds.Of<ObjectionBook>().To(institution, id)],
                alerts,
                [.. all.Where(one => one.IsOpen && one.Officers.Contains(by.Id))],
                folds.Of<ConfirmationBook>().ChallengesOf(institution, id),
                folds.Of<ReleaseBook>().Of(institution, id),
                OwnerOf(folds, institution, id),
                by,
                nowUs
            );
        });
        return ConsoleEndpoints.Page<PaymentPage>(new { Sheet = sheet });
    }

    private string OwnerOf(ActState folds, string institution, string id) =>
        folds.Of<QueueBook>().OwnerOf(WorkKind.Hold, HeldPayment.IdOf(institution, id)) is { } owner ? names.Of(owner.Officer) : "";

    /// <summary>What came after the first answer, in order.</summary>
    private static List<PaymentEvent> After(PaymentHistory history, ActState folds, string institution, string id, ColleagueNames names)
    {
        var events = new List<PaymentEvent>();
        if (history.Sequence != history.FirstSequence && history.First.Outcome != history.Standing.Outcome && history.LapsedUs == 0)
            events.Add(new PaymentEvent(0, $"Decided again after a confirmation: {Words.Outcome(history.Standing.Outcome)}."));
        if (history.LapsedUs != 0)
            events.Add(new PaymentEvent(history.LapsedUs, "The hold ended, and the payment went on."));
        if (history.ReversedUs != 0)
            events.Add(new PaymentEvent(history.ReversedUs, "Undone by the institution: it counts nowhere any more."));
        if (folds.Of<ReleaseBook>().Of(institution, id) is { } release)
            events.Add(new PaymentEvent(release.AtUs, $"Released by {names.Of(release.By)}: {release.Released.Reason}"));
        foreach (var measure in ReleaseHold.MeasuresOn(folds, institution, id))
        {
            var asked = $"{measure.Kind.Title}, asked for by {names.Of(measure.RequestedBy)}";
            events.Add(new PaymentEvent(measure.RequestedUs, asked, "/measures/" + measure.Id, measure.Id));
            events.AddRange(
                measure.Steps.Select(step => new PaymentEvent(
                    step.AtUs,
                    $"{MeasureWords.Of(step.Step)}, {names.Of(step.Author)}",
                    "/measures/" + measure.Id,
                    measure.Id
                ))
            );
        }
        foreach (var objection in folds.Of<ObjectionBook>().To(institution, id))
        {
            var path = "/objections/" + objection.Id;
            events.Add(new PaymentEvent(objection.AtUs, "Objected to", path, objection.Id));
            if (objection.Answer is { } answer)
            {
                var said = $"Answered: {answer.Outcome.ToString().ToLowerInvariant()}";
                events.Add(new PaymentEvent(answer.AtUs, said, path, objection.Id));
            }
        }
        return [.. events.OrderBy(one => one.AtUs)];
    }

    /// <summary>A suspension is a measure of a case: of one that the form names, or of one that is opened for it. The bank is the
    /// payment's own, and the clock the hold's.</summary>
    private async Task<IResult> SuspendAsync(HttpContext http)
    {
        var fields = new FormFields(http);
        var (institution, id) = (fields.Route("institution"), fields.Route("id"));
        if (payments.Current?.Desk.Find(institution, id) is not { Standing: { Outcome: Outcome.Hold } held } history)
            return NotHeld(fields);
        var reason = fields.Text("reason", CaseText.TextMax);
        // What the measure would be refused for is said before a case is opened for it.
        if (CaseText.Fault(reason, CaseText.TextMax) is { } fault)
            return Refused(fields, RefusalKind.Invalid, fault, "reason");
        var ofCase = fields.Text("case", 128);
        if (ofCase.Length == 0)
        {
            var opened = await CommandForms.DoAsync(fields, Open(fields.Key + "-o", history, institution, id), acts);
            if (!opened.IsDone)
                return CommandForms.Refusal(opened, fields.From);
            ofCase = opened.Text;
            var taken = await CommandForms.DoAsync(fields, new AssignCase(fields.Key + "-a", ofCase, "duty", fields.Actor.Id), acts);
            if (!taken.IsDone && taken.Kind != RefusalKind.Conflict)
                return CommandForms.Refusal(taken, fields.From);
        }
        var answer = await CommandForms.DoAsync(
            fields,
            new RequestMeasure(
                fields.Key,
                ofCase,
                Basis,
                new SuspendPayment().Name,
                new MeasureTarget(TargetKind.Payment, id, institution, ""),
                new MeasureValue("", history.Payment.Amount.Currency.Code(), history.Payment.Amount.AmountMicro),
                "",
                reason,
                held.ExpiresUs
            ),
            acts
        );
        return answer.IsDone ? CommandForms.SeeOther("/measures/" + answer.Text) : CommandForms.Refusal(answer, fields.From);
    }

    private static OpenCase Open(string key, PaymentHistory history, string institution, string id)
    {
        var members = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!history.Payment.Sender.Instrument.IsNone)
            members[history.Payment.Sender.Instrument.ToString()] = "sender";
        if (!history.Payment.Recipient.Instrument.IsNone)
            members[history.Payment.Recipient.Instrument.ToString()] = "recipient";
        var source = new CaseSource(SourceKind.Report, "payment-" + HeldPayment.IdOf(institution, id), members);
        var amount = history.Payment.Amount;
        return new OpenCase(
            key,
            Basis,
            "held_payment",
            $"Held payment {id} of {institution}",
            [source],
            amount.Currency == Currency.Kzt ? amount.AmountMicro : 0,
            amount.Currency == Currency.Usd ? amount.AmountMicro : 0
        );
    }

    private async Task<IResult> ReleaseAsync(HttpContext http)
    {
        var fields = new FormFields(http);
        var (institution, id) = (fields.Route("institution"), fields.Route("id"));
        if (payments.Current?.Desk is not { } desk || desk.Find(institution, id) is not { Standing.Outcome: Outcome.Hold })
            return NotHeld(fields);
        var answer = await CommandForms.DoAsync(fields, new ReleaseHold(fields.Key, institution, id, fields.Text("reason")), acts);
        if (!answer.IsDone)
            return CommandForms.Refusal(answer, fields.From);
        // On record already: where the desk cannot take it now, it is asked again until it does.
        await desk.ReleaseAsync(institution, id);
        return CommandForms.SeeOther(fields.From);
    }

    private static IResult NotHeld(FormFields fields) =>
        Refused(
            fields,
            RefusalKind.NotFound,
            "No payment of this institution and id is held now: it went on, was undone, or was never sent.",
            null
        );

    private static IResult Refused(FormFields fields, RefusalKind kind, string why, string? field) =>
        CommandForms.Refusal(new ActAnswer(ActStatus.Refused, kind, why, field, -1, false), fields.From);
}
