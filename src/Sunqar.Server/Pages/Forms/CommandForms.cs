using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Sunqar.Core.Acts;
using Sunqar.Server.Pages.Screens;
using Sunqar.Work.Acting;

namespace Sunqar.Server.Pages.Forms;

/// <summary>
/// Forms that ask for a command (docs/console-forms.md): the address reads the fields, the desk of acts decides, and the browser is led on,
/// or told why not.
/// </summary>
public static class CommandForms
{
    /// <param name="name">The address's name; the access table says who may.</param>
    /// <param name="command">The command that the fields ask for. It validates; this only reads.</param>
    /// <param name="next">Where to go when it was done; by default back to the page that the form stood on.</param>
    public static RouteHandlerBuilder MapCommand(
        this IEndpointRouteBuilder app,
        string pattern,
        string name,
        Func<FormFields, Command> command,
        Func<FormFields, ActAnswer, string>? next = null
    ) =>
        app.MapPost(
                pattern,
                async (HttpContext context, ActDoor acts) =>
                {
                    var fields = new FormFields(context);
                    var answer = await DoAsync(fields, command(fields), acts);
                    return answer.IsDone ? SeeOther(next?.Invoke(fields, answer) ?? fields.From) : Refusal(answer, fields.From);
                }
            )
            .WithName(name);

    /// <summary>Does what a form asks for.</summary>
    public static Task<ActAnswer> DoAsync(FormFields fields, Command command, ActDoor acts)
    {
        if (fields.Unfit is { } unfit)
        {
            return Task.FromResult(
                new ActAnswer(ActStatus.Refused, RefusalKind.Invalid, "This field is too long, or came twice.", unfit, -1, false)
            );
        }
        return acts.Current is { } desk
            ? desk.DoAsync(command, fields.Actor)
            : Task.FromResult(ActAnswer.Unavailable("The journal is being read; try again in a moment."));
    }

    /// <summary>After a form was taken the browser asks for another page, so that going back sends nothing again.</summary>
    public static IResult SeeOther(string address) => new SeeOtherResult(address);

    /// <summary>The page that says why nothing was done.</summary>
    public static IResult Refusal(ActAnswer answer, string from)
    {
        var status =
            answer.Status == ActStatus.Unavailable
                ? StatusCodes.Status503ServiceUnavailable
                : answer.Kind switch
                {
                    RefusalKind.Forbidden => StatusCodes.Status403Forbidden,
                    RefusalKind.NotFound => StatusCodes.Status404NotFound,
                    RefusalKind.Conflict => StatusCodes.Status409Conflict,
                    RefusalKind.Limited => StatusCodes.Status429TooManyRequests,
                    _ => StatusCodes.Status400BadRequest,
                };
        return new RazorComponentResult<RefusalPage>(
            new
            {
                answer.Text,
                answer.Field,
                From = from,
            }
        )
        {
            StatusCode = status,
            PreventStreamingRendering = true,
        };
    }

    private sealed class SeeOtherResult(string address) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
            httpContext.Response.Headers.Location = Access.LocalAddress.Or(address, "/");
            return Task.CompletedTask;
        }
    }
}
