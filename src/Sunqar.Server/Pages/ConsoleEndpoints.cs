using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sunqar.Core.Decisions;
using Sunqar.Core.Law;
using Sunqar.Core.Patterns;
using Sunqar.Core.Times;
using Sunqar.Server.Access;
using Sunqar.Server.Entrance;
using Sunqar.Server.Hosting;
using Sunqar.Server.Oversight;
using Sunqar.Server.Pages.Forms;
using Sunqar.Server.Pages.Parts;
using Sunqar.Server.Pages.Screens;
using Sunqar.Server.Pages.State;
using Sunqar.Work.Acting;
using Sunqar.Work.Reports;

namespace Sunqar.Server.Pages;

/// <summary>
/// The console's addresses. Every one is named and only reads, so that who may open which can be laid down as one table over names,
/// and a page that changes something will stand out by its method.
/// </summary>
public static class ConsoleEndpoints
{
    /// <param name="further">Lines of the bar after those that ship.</param>
    public static IServiceCollection AddConsole(
        this IServiceCollection services,
        IConsoleState state,
        Typologies typologies,
        IEnumerable<NavigationLine> further
    )
    {
        services.AddSingleton(provider => new Navigation(provider.GetRequiredService<AccessTable>(), further));
        services.AddRazorComponents();
        // What it protects (the tokens of forms) ends with the sessions, at a restart: no key of it is ever on disk.
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.AddSingleton(state);
        services.AddSingleton(typologies);
        services.AddSingleton<AssetStore>();
        services.AddSingleton<ProgressStream>();
        services.AddScoped(provider => new HtmlRenderer(provider, provider.GetRequiredService<ILoggerFactory>()));
        return services;
    }

    /// <param name="further">Pages beside those that ship.</param>
    public static void MapConsole(this IEndpointRouteBuilder app, IEnumerable<ConsolePage> further)
    {
        foreach (var page in further)
            page.Map(app);
        ReaderLanguage.Map(app);
        // Whoever is signed in begins with what waits for them; a visitor of a simulated country with what was found.
        app.MapGet(
                "/",
                (IConsoleState state, HttpContext http, string? kind, int? page) =>
                    http.Actor().Role == Core.Acts.Role.Nobody ? Found(state, kind, page) : CommandForms.SeeOther("/queue")
            )
            .WithName("page:overview");
        app.MapGet("/found", (IConsoleState state, string? kind, int? page) => Found(state, kind, page)).WithName("page:found");
        app.MapGet("/overview", (IConsoleState state) => Page<Overview>(new { State = state })).WithName("part:overview");
        app.MapGet(
                "/networks",
                (IConsoleState state, string? kind, int? page) =>
                    Page<NetworksList>(
                        new
                        {
                            state.Networks,
                            Kind = kind,
                            Page = page ?? 1,
                        }
                    )
            )
            .WithName("part:networks");
        app.MapGet("/networks/{id}", NetworkAsync).WithName("page:network").RecordsView(id => "case-" + id);
        app.MapGet("/networks/{id}/graph", GraphAsync).WithName("data:network-graph");
        app.MapGet("/networks/{id}/transfers", TransfersAsync).WithName("part:network-transfers").RecordsView(id => "case-" + id);
        app.MapGet("/years", (IConsoleState state, ActDoor acts) => Year(LatestYear(state, acts), state, acts)).WithName("page:years");
        app.MapGet(
                "/years/{year}",
                (string year, IConsoleState state, ActDoor acts) =>
                    int.TryParse(year, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                        ? Year(number, state, acts)
                        : Results.NotFound()
            )
            .WithName("page:year");
        app.MapGet("/law", () => Page<LawPage>(new { Register = LawRegister.Shipped }))
            .WithName("page:law")
            .RequireRateLimiting(RateRules.Public);
        app.MapGet(
                "/coverage",
                (Typologies typologies) => Page<CoveragePage>(new { Coverage = CoverageReport.Of(ShippedRulebook.Instance, typologies) })
            )
            .WithName("page:coverage");
        app.MapGet(
                "/progress",
                (ProgressStream stream, HttpContext http, CancellationToken cancel) =>
                    stream.Open(
                        http.Actor().Id is { Length: > 0 } id ? id : http.Connection.RemoteIpAddress?.ToString() ?? "",
                        http.Reader(),
                        cancel
                    )
            )
            .WithName("events:progress");
        app.MapGet("/assets/{name}", Asset).WithName("asset");
    }

    private static IResult Found(IConsoleState state, string? kind, int? page) =>
        Page<HomePage>(
            new
            {
                State = state,
                Kind = kind,
                Page = page ?? 1,
            }
        );

    /// <summary>Errors as a page where a browser asks, as problem details (RFC 9457) everywhere else.</summary>
    public static IApplicationBuilder UseConsoleStatusPages(this IApplicationBuilder app) =>
        app.UseStatusCodePages(async context =>
        {
            var http = context.HttpContext;
            IResult answer = http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase)
                ? new RazorComponentResult<ProblemPage>(new { Status = http.Response.StatusCode, Asked = http.Request.Path.Value ?? "" })
                {
                    StatusCode = http.Response.StatusCode,
                }
                : Results.Problem(statusCode: http.Response.StatusCode);
            await answer.ExecuteAsync(http);
        });

    private static async Task<IResult> NetworkAsync(string id, string? account, int? page, IConsoleState state, CancellationToken cancel)
    {
        if (!Fits(id) || !Fits(account) || await state.NetworkAsync(id, cancel) is not { } network)
        {
            return Results.NotFound();
        }
        return await state.TransfersAsync(id, new TransferFilter(account, Math.Max(1, page ?? 1)), cancel) is { } transfers
            ? Page<NetworkPage>(
                new
                {
                    Network = network,
                    Transfers = transfers,
                    Account = account,
                }
            )
            : Results.NotFound();
    }

    private static async Task<IResult> GraphAsync(string id, IConsoleState state, HttpContext http, CancellationToken cancel) =>
        Fits(id) && await state.NetworkAsync(id, cancel) is { } network
            ? TypedResults.Json(DrawnGraph.Of(network, http.Reader()), DrawnGraphJson.Default.DrawnGraph)
            : Results.NotFound();

    private static async Task<IResult> TransfersAsync(
        string id,
        string? account,
        int? page,
        IConsoleState state,
        CancellationToken cancel
    ) =>
        Fits(id)
        && Fits(account)
        && await state.TransfersAsync(id, new TransferFilter(account, Math.Max(1, page ?? 1)), cancel) is { } transfers
            ? Page<TransfersTable>(
                new
                {
                    NetworkId = id,
                    Transfers = transfers,
                    Account = account,
                }
            )
            : Results.NotFound();

    private static IResult Asset(string name, AssetStore assets, HttpContext http)
    {
        if (assets.Find(name) is not { } asset)
        {
            return Results.NotFound();
        }
        // Asked for by its hash a file never changes; without it, a browser asks again.
        http.Response.Headers.CacheControl = http.Request.Query["v"] == asset.Tag ? "public, max-age=31536000, immutable" : "no-cache";
        http.Response.Headers.Vary = "Accept-Encoding";
        var squeezed = asset.Compressible && http.Request.Headers.AcceptEncoding.ToString().Contains("br", StringComparison.Ordinal);
        if (squeezed)
        {
            http.Response.Headers.ContentEncoding = "br";
        }
        var tag = $"\"{asset.Tag}{(squeezed ? "-br" : "")}\"";
        return Results.Bytes(
            squeezed ? asset.Brotli : asset.Bytes,
            asset.ContentType,
            entityTag: new Microsoft.Net.Http.Headers.EntityTagHeaderValue(tag)
        );
    }

    /// <summary>The answer with a page, written once and whole.</summary>
    public static RazorComponentResult<T> Page<T>(object parameters)
        where T : Microsoft.AspNetCore.Components.IComponent => new(parameters) { PreventStreamingRendering = true };

    /// <summary>The newest year of which something is known; the one that runs, where nothing is.</summary>
    private static int LatestYear(IConsoleState state, ActDoor acts) =>
        state.Years is { LatestYear: > 0 and var latest } ? latest
        : acts.Current is { } desk ? LocalTime.Kazakhstan.Year(desk.NowUs)
        : DateTime.UtcNow.Year;

    /// <summary>A year is a page also before anything was mined: it says what is missing.</summary>
    private static IResult Year(int year, IConsoleState state, ActDoor acts) =>
        year is >= 2000 and <= 2999
            ? Page<YearPage>(new { Year = year, Report = state.Years?.Report(year, acts.Current) })
            : Results.NotFound();

    private static bool Fits(string? id) => id is null || id.Length <= ServerLimits.IdLengthMax;
}
