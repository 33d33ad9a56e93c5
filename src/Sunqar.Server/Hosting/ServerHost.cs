using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Sunqar.Core.Networks;
using Sunqar.Core.Patterns;
using Sunqar.Formats.Iso20022;
using Sunqar.Server.Access;
using Sunqar.Server.Api;
using Sunqar.Server.Blocking;
using Sunqar.Server.Canvas;
using Sunqar.Server.Cases;
using Sunqar.Server.Confirmations;
using Sunqar.Server.Entrance;
using Sunqar.Server.Footage;
using Sunqar.Server.Gateways;
using Sunqar.Server.Nodes;
using Sunqar.Server.Objections;
using Sunqar.Server.Oversight;
using Sunqar.Server.Pages;
using Sunqar.Server.Pages.State;
using Sunqar.Server.People;
using Sunqar.Server.Providers;
using Sunqar.Server.Registry;
using Sunqar.Server.Reports;
using Sunqar.Server.Rules;
using Sunqar.Server.Screening;
using Sunqar.Server.Situation;
using Sunqar.Server.Webhooks;
using Sunqar.Work.Blocking;
using Sunqar.Work.Reports;

namespace Sunqar.Server.Hosting;

/// <summary>The web server: Kestrel, the console's pages, health. Nothing listens before the caller starts it.</summary>
public static class ServerHost
{
    /// <param name="state">What the pages show.</param>
    /// <param name="readiness">Marked by whoever loads the state.</param>
    /// <param name="doors">What its addresses reach; null for a server that shows and does nothing.</param>
    /// <param name="typologies">Whose words its pages use; null for those that ship.</param>
    /// <param name="pages">Pages beside those that ship.</param>
    /// <param name="node">This server among others; null where it is alone.</param>
    public static WebApplication Create(
        ServerOptions options,
        IConsoleState state,
        Readiness readiness,
        Doors? doors = null,
        Typologies? typologies = null,
        IReadOnlyList<ConsolePage>? pages = null,
        NodeDoor? node = null
    )
    {
        // The content root is the program's own folder: the server must not read settings from wherever it happens to be started.
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.Sources.Clear();
        // Standard output belongs to machine output; what the server has to say goes to standard error.
        builder
            .Logging.ClearProviders()
            .SetMinimumLevel(LogLevel.Warning)
            .AddSimpleConsole(console => console.SingleLine = true)
            // A failure to start reaches the caller as an exception, who says it in one line.
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None)
            // It warns at each form that it keeps pages out of caches, which all of ours are.
            .AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.Error)
            // It says nothing above information, and being asked costs an activity with its texts for every request.
            .AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.WebHost.ConfigureKestrel(kestrel => Listen(kestrel, options, node));
        builder.WebHost.UseSockets(Configure);
        builder.Services.AddHostFiltering(filter => filter.AllowedHosts = AllowedHosts(options));
        builder.Services.AddProblemDetails().AddPageCompression();
        builder.Services.AddSingleton(readiness);
        doors ??= new Doors();
        builder.Services.AddSingleton(doors.Acts).AddSingleton(doors.Zone);
        builder.Services.AddSingleton<LookAlikeProposals>();
        builder.Services.AddSingleton<PdfPrinter>();
        pages ??= [];
        builder.Services.AddConsole(state, typologies ?? TypologyTable.Shipped, pages.Select(page => page.Line).OfType<NavigationLine>());
        builder.Services.AddAccess(doors.Access, doors.Desk, AccessTable.Shipped.With(pages.Select(page => page.Access)), doors.Provider);
        builder.Services.AddOversight();
        builder.Services.AddQueue();
        builder.Services.AddTelemetry(builder.Configuration, options.Telemetry);
        if (node is not null)
            builder.Services.AddNodes(node, doors.Desk);

        var app = builder.Build();
        UseFront(app, doors, node);
        PaymentEndpoints.UseShortWay(app, doors.Desk);
        app.UseExceptionHandler();
        app.UseBrokenRequests();
        app.UseConsoleStatusPages();
        app.UseRouting();
        app.UseAccess();
        app.MapHealth();
        app.MapNode(node);
        app.MapConsole(pages);
        app.MapAccess();
        app.MapStaff();
        app.MapPartners();
        MapPayments(app, doors);
        app.MapLooks();
        app.MapOverseer();
        app.MapCitizen();
        app.MapObjections(doors.Desk, doors.Acts);
        ApiDocument.Map(app);
        MetricsEndpoint.Map(app, doors.Desk, doors.Acts);
        LogEndpoints.Map(app, doors.Acts);
        ShadowEndpoint.Map(app, doors.Desk);
        PlatformEndpoints.Map(app, doors.Registry);
        BlocklistEndpoints.Map(app);
        BlockingEndpoints.Map(app);
        ScreeningEndpoints.Map(app, doors.Acts, doors.Registry, doors.Cases);
        ProviderEndpoints.Map(app, doors.Acts, doors.Registry);
        MapCasework(app, doors);
        return app;
    }

    private static void UseFront(WebApplication app, Doors doors, NodeDoor? node)
    {
        if (node is not null)
            app.UseNodes(node);
        app.UseSecurityHeaders();
        if (node is null)
            app.UseHostFiltering();
        else
            app.UseLeader(node);
        app.UsePageCompression();
        if (doors.Before is { } before)
            app.Use((context, next) => before(context, doors.Desk, next));
    }

    private static void MapCasework(WebApplication app, Doors doors)
    {
        CaseEndpoints.Map(app, doors.Cases);
        FootageEndpoints.Map(app, doors.Footage);
        QueueEndpoints.Map(app);
        AlertEndpoints.Map(app);
        SearchEndpoints.Map(app, doors.Desk, doors.Cases, doors.Registry);
        PaymentDesk.Map(app, doors.Desk, doors.Cases);
        ReportEndpoints.Map(app, doors.Cases);
        CanvasEndpoints.Map(app, doors.Canvases, doors.Cases);
        TraceEndpoints.Map(app, doors.Canvases, doors.Cases);
        RuleEndpoints.Map(app, doors.Desk, doors.Acts, doors.Cases);
        SituationEndpoints.Map(app, doors.Situation, doors.Desk);
        FilingEndpoints.Map(app, doors.Cases);
        WebhookEndpoints.Map(app, doors.Acts, doors.Cases);
        MeasureEndpoints.Map(app, doors.Cases, doors.Registry, doors.Desk);
        GroupEndpoints.Map(app, doors.Cases, doors.Registry);
    }

    private static void MapPayments(WebApplication app, Doors doors)
    {
        PaymentEndpoints.Map(app, doors.Desk);
        ConfirmationEndpoints.Map(app, doors.Desk, doors.Acts, doors.Registry);
        Iso20022Endpoint.Map(app, doors.Desk, doors.Schemas);
    }

    private static void Configure(SocketTransportOptions sockets)
    {
        // A request goes on where its bytes came in, on a thread of the pool, instead of waking another thread first.
        sockets.UnsafePreferInlineScheduling = true;
        // Connections are few and busy: a buffer each costs less than asking twice whether something came.
        sockets.WaitForDataBeforeAllocatingBuffer = false;
    }

    private static void Listen(KestrelServerOptions kestrel, ServerOptions options, NodeDoor? node)
    {
        kestrel.AddServerHeader = false;
        ServerLimits.Apply(kestrel.Limits);
        if (node is not null)
            kestrel.ListenForNodes(node);
        foreach (var address in options.Addresses)
        {
            void Tls(ListenOptions listen)
            {
                listen.UsePeerLimit();
                if (address.Tls)
                {
                    listen.UseHttps(options.Certificate!);
                }
            }
            if (address.Address is { } ip)
            {
                kestrel.Listen(ip, address.Port, Tls);
            }
            else
            {
                kestrel.ListenAnyIP(address.Port, Tls);
            }
        }
    }

    /// <summary>
    /// On loopback only names of this machine are served, so that a foreign page cannot reach the console under a name of its own that
    /// resolves to 127.0.0.1 (DNS rebinding). Beyond loopback the certificate says which names are ours.
    /// </summary>
    private static List<string> AllowedHosts(ServerOptions options)
    {
        List<string> own = ["localhost", "127.0.0.1", "[::1]", .. options.Addresses.Select(address => address.Host)];
        if (options.Addresses.All(address => address.IsLoopback))
            return own;
        var names = options.Certificate?.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault();
        if (names is null)
            return ["*"];
        return
        [
            .. own.Where(host => host is not "0.0.0.0" and not "::"),
            .. names.EnumerateDnsNames(),
            .. names
                .EnumerateIPAddresses()
                .Select(address => address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{address}]" : address.ToString()),
        ];
    }

    private static void MapHealth(this WebApplication app)
    {
        app.MapGet("/health", () => Results.Text("healthy")).WithName("health");
        app.MapGet(
                "/ready",
                (Readiness readiness) =>
                    readiness.WaitingFor is { } waiting
                        ? Results.Problem(waiting, statusCode: StatusCodes.Status503ServiceUnavailable)
                        : Results.Text("ready")
            )
            .WithName("ready");
    }
}
