using System.IO.Compression;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;

namespace Sunqar.Server.Hosting;

/// <summary>
/// Pages are sent compressed, where nobody can measure a secret by their length (BREACH, 2013; docs/decisions/0093): only what is read, and
/// only what the page itself, or the person by the address bar, asked for. What another site made the browser ask for goes out as it is,
/// and so do answers to forms, which hold links and names that are shown once.
/// </summary>
internal static class PageCompression
{
    public static IServiceCollection AddPageCompression(this IServiceCollection services)
    {
        services.AddResponseCompression(options =>
        {
            options.EnableForHttps = true;
            options.MimeTypes = ["text/html", "application/json"];
            options.Providers.Add<BrotliCompressionProvider>();
            options.Providers.Add<GzipCompressionProvider>();
        });
        // A page is made anew for each reader: what a higher level saves costs more than it takes to send.
        services.Configure<BrotliCompressionProviderOptions>(options => options.Level = CompressionLevel.Fastest);
        return services.Configure<GzipCompressionProviderOptions>(options => options.Level = CompressionLevel.Fastest);
    }

    public static void UsePageCompression(this IApplicationBuilder app) =>
        app.UseWhen(context => May(context.Request), branch => branch.UseResponseCompression());

    /// <summary>Decisions and all else that programs of institutions ask for stay as they are: they are short, and come by the ten
    /// thousand a second.</summary>
    private static bool May(HttpRequest request) =>
        HttpMethods.IsGet(request.Method)
        && !request.Path.StartsWithSegments("/v1")
        && !request.Path.StartsWithSegments("/assets")
        && IsOwn(request.Headers["Sec-Fetch-Site"]);

    /// <summary>Set by the browser, never by a page (W3C, Fetch Metadata); where it is missing nothing is compressed.</summary>
    private static bool IsOwn(StringValues site) => site.Count == 1 && site[0] is ("same-origin" or "none");
}
