using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sunqar.Core.Acts;
using Sunqar.Server.Pages.Forms;
using Sunqar.Work.Acting;
using Sunqar.Work.Wording;

namespace Sunqar.Server.Pages;

/// <summary>In which language a page speaks: what the reader chose in this browser, else what the browser accepts.</summary>
public static class ReaderLanguage
{
    private const string Cookie = "sunqar-language";

    private static readonly TimeSpan Kept = TimeSpan.FromDays(365);

    /// <summary>The words of whoever reads.</summary>
    public static ConsoleWords Reader(this HttpContext http) =>
        ConsoleWords.Find(http.Request.Cookies[Cookie]) ?? ConsoleWords.Accepted(http.Request.Headers.AcceptLanguage.ToString());

    internal static void Map(IEndpointRouteBuilder app) =>
        app.MapPost("/language", (Func<HttpContext, IResult>)Choose).WithName("language");

    /// <summary>The choice is a cookie of this browser alone: it says nothing of the person, and no act is made of it.</summary>
    private static IResult Choose(HttpContext http)
    {
        var fields = new FormFields(http);
        if (ConsoleWords.Find(fields.Text("to", 2)) is not { } chosen)
        {
            var why = $"Of {string.Join(", ", ConsoleWords.Languages.Select(one => one.Code))}.";
            return CommandForms.Refusal(new ActAnswer(ActStatus.Refused, RefusalKind.Invalid, why, "to", -1, false), fields.From);
        }
        http.Response.Cookies.Append(
            Cookie,
            chosen.Language,
            new CookieOptions
            {
                HttpOnly = true,
                SameSite = SameSiteMode.Lax,
                Secure = http.Request.IsHttps,
                IsEssential = true,
                MaxAge = Kept,
                Path = "/",
            }
        );
        return CommandForms.SeeOther(fields.From);
    }
}
