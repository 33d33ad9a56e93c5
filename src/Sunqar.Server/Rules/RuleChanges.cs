using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sunqar.Core.Acts;
using Sunqar.Core.Publishing;
using Sunqar.Core.Rulebook;
using Sunqar.Server.Access;
using Sunqar.Server.Entrance;
using Sunqar.Server.Pages.Forms;
using Sunqar.Work.Acting;

namespace Sunqar.Server.Rules;

/// <summary>What is done with a text of rules: checked as somebody types, tried on history, asked for.</summary>
internal sealed class RuleChanges(RuleDesk rules, RuleTries tries, CaseDoor cases, CancellationToken stop)
{
    /// <summary>Bytes of a field: a whole rulebook is one.</summary>
    private const int BytesMax = 1 << 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Accounts for which a text is being checked: one at a time, so that nobody keeps everybody else waiting.</summary>
    private readonly ConcurrentDictionary<string, bool> _checking = new(StringComparer.Ordinal);

    public void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/rulebook/check", (Func<HttpContext, Task<IResult>>)CheckAsync)
            .WithName("rulebook:check")
            .WithFormOptions(valueLengthLimit: BytesMax);
        app.MapPost("/rulebook/tries", (Func<HttpContext, Task<IResult>>)TryAsync)
            .WithName("rulebook:try")
            .WithFormOptions(valueLengthLimit: BytesMax);
        app.MapPost("/rulebook/tries/{id}/cancel", (Func<HttpContext, IResult>)Cancel).WithName("rulebook:cancel-try");
        app.MapPost("/rulebook/waiting", (HttpContext http, ActDoor acts) => PublishAsync(http, acts))
            .WithName("rulebook:publish")
            .WithFormOptions(valueLengthLimit: BytesMax);
    }

    private async Task<IResult> CheckAsync(HttpContext http)
    {
        var fields = new FormFields(http);
        var text = RuleDesk.Plain(fields.Text("text", LoadedRulebook.TextMax));
        if (fields.Unfit is not null)
            return Results.StatusCode(StatusCodes.Status413PayloadTooLarge);
        if (!_checking.TryAdd(fields.Actor.Id, true))
            return Results.StatusCode(StatusCodes.Status429TooManyRequests);
        try
        {
            var current = rules.Read((roll, _) => roll.Current);
            if (current is null || await rules.CheckAsync(text, Patience, http.RequestAborted) is not { } check)
                return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
            return TypedResults.Json(Shown(check, current.Text, text), RuleJson.Default.ShownCheck);
        }
        finally
        {
            _checking.TryRemove(fields.Actor.Id, out _);
        }
    }

    internal static ShownCheck Shown(RuleCheck check, string current, string text) =>
        new(
            check.Rulebook?.Version,
            check.Rulebook?.Rules.Count ?? 0,
            check.Rulebook?.WindowCount ?? 0,
            [.. check.Faults.Select(fault => new ShownFault(fault.Line, fault.Column, fault.Message))],
            [.. check.Tests.Select(test => new ShownTest(test.Rule.Name, test.Test.Line, test.Test.Name, test.Failure))],
            [.. RulebookDiff.Of(current, text).Select(one => one.Rule)]
        );

    private async Task<IResult> TryAsync(HttpContext http)
    {
        var fields = new FormFields(http);
        var text = RuleDesk.Plain(fields.Text("text", LoadedRulebook.TextMax));
        var (from, to) = (
            Day(fields.Text("first", 10), DateOnly.MinValue.AddYears(1)),
            Day(fields.Text("last", 10), DateOnly.MaxValue.AddYears(-1))
        );
        if (fields.Unfit is { } unfit)
            return Refusal(fields, RefusalKind.Invalid, "The text is too long.", unfit);
        if (from is null || to is null || from > to)
            return Refusal(fields, RefusalKind.Invalid, "A day is written YYYY-MM-DD, and the last is not before the first.", "first");
        if (cases.Folder is not { } folder || rules.Read((roll, _) => roll.Current) is not { } current)
            return CommandForms.Refusal(ActAnswer.Unavailable("The journal is being read; try again in a moment."), fields.From);
        var candidate = await rules.CheckAsync(text, Patience, http.RequestAborted);
        var today = await rules.CheckAsync(current.Text, Patience, http.RequestAborted);
        if (candidate is null || today is null)
            return Refusal(fields, RefusalKind.Limited, "Other texts are being checked; try again in a moment.");
        if (candidate.Rulebook is not { } book || today.Rulebook is not { } decides)
            return Refusal(fields, RefusalKind.Invalid, $"The text is no rulebook: line {candidate.Faults[0]}", "text");
        return tries.Begin(fields.Actor.Id, decides, book, (from.Value, to.Value), folder.Journal, stop) is { } begun
            ? CommandForms.SeeOther("/rulebook/tries/" + begun.Id)
            : Refusal(fields, RefusalKind.Limited, "Another text is being tried on history; one is at a time.");
    }

    private static DateOnly? Day(string text, DateOnly otherwise) =>
        text.Length == 0 ? otherwise
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        && day.Year is > 1 and < 9999
            ? day
        : null;

    private static IResult Refusal(FormFields fields, RefusalKind kind, string why, string? field = null) =>
        CommandForms.Refusal(new ActAnswer(ActStatus.Refused, kind, why, field, -1, false), fields.From);

    private IResult Cancel(HttpContext http)
    {
        var fields = new FormFields(http);
        if (tries.Find(fields.Route("id")) is not { } one)
            return Results.NotFound();
        if (one.By != fields.Actor.Id && fields.Actor.Role != Role.Head)
            return Refusal(fields, RefusalKind.Forbidden, "Whoever began it ends it, or a head.");
        one.Cancel();
        return CommandForms.SeeOther("/rulebook/tries/" + one.Id);
    }

    private async Task<IResult> PublishAsync(HttpContext http, ActDoor acts)
    {
        var fields = new FormFields(http);
        var text = RuleDesk.Plain(fields.Text("text", LoadedRulebook.TextMax));
        var check = fields.Unfit is null ? await rules.CheckAsync(text, Patience, http.RequestAborted) : null;
        if (check is null && fields.Unfit is null)
            return Refusal(fields, RefusalKind.Limited, "Other texts are being checked; try again in a moment.");
        var answer = await CommandForms.DoAsync(
            fields,
            new PublishRulebook(
                fields.Key,
                fields.Text("basis", PublishRulebook.BasisLengthMax),
                fields.Text("base", 32),
                text,
                check?.Rulebook,
                check?.Tests.Count(test => test.Failure is not null) ?? 0
            ),
            acts
        );
        return answer.IsDone ? CommandForms.SeeOther("/rulebook/waiting") : CommandForms.Refusal(answer, fields.From);
    }
}
