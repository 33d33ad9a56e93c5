using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;

namespace Sunqar.Server.Access;

/// <summary>
/// Whether a form was filled in on a page that this server gave out (cross-site request forgery): by what the browser says of where it
/// comes from, and by a token that only the page knows. Either would do; browsers differ.
/// </summary>
internal static class FormGuard
{
    /// <summary>Why a form is not taken, and the answer's status; null where it is.</summary>
    /// <param name="antiforgery">Null where a program sends what is signed, and no page of ours.</param>
    public static async Task<(int Status, string Why)?> RefusalAsync(HttpContext context, IAntiforgery? antiforgery)
    {
        if (antiforgery is not null && IsForeign(context.Request))
            return (StatusCodes.Status403Forbidden, "cross-site");
        if (!context.Request.HasFormContentType)
            return (StatusCodes.Status415UnsupportedMediaType, "no-form");
        try
        {
            await context.Request.ReadFormAsync(context.RequestAborted);
        }
        catch (BadHttpRequestException error)
        {
            return (error.StatusCode, "unfit-form");
        }
        catch (Exception error) when (error is InvalidDataException or IOException)
        {
            return (StatusCodes.Status400BadRequest, "unfit-form");
        }
        return antiforgery is null || await antiforgery.IsRequestValidAsync(context)
            ? null
            : (StatusCodes.Status400BadRequest, "form-token");
    }

    private static bool IsForeign(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site.Length > 0 && site != "same-origin")
            return true;
        var origin = request.Headers.Origin.ToString();
        // "null" is what a browser says under our own referrer policy; then it says the site too.
        if (origin.Length == 0 || (origin == "null" && site.Length > 0))
            return false;
        return !string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
    }
}
