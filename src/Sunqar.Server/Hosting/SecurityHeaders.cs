using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Sunqar.Server.Hosting;

/// <summary>
/// Headers that every answer carries. The policy allows this server's own files and nothing else: no inline script or style, no eval,
/// no frame around the page, no request elsewhere.
/// </summary>
public static class SecurityHeaders
{
    public const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
        + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private const string ApiPath = "/v1";

    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app) =>
        app.Use(
            (context, next) =>
            {
                var headers = context.Response.Headers;
                headers.XContentTypeOptions = "nosniff";
                if (!context.Request.Path.StartsWithSegments(ApiPath))
                    ForPages(headers);
                // What a page says of people must not stay in a cache; files that may be kept say so themselves.
                headers.CacheControl = "no-store";
                if (context.Request.IsHttps)
                {
                    headers.StrictTransportSecurity = "max-age=31536000";
                }
                return next(context);
            }
        );

    /// <summary>What a browser is told of pages; a bank's program is no browser, and gets the answers by the ten thousand a
    /// second.</summary>
    private static void ForPages(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
    }
}
