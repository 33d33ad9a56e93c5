using System.Net;
using System.Security.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Sunqar.Server.Entrance;
using Yarp.ReverseProxy.Forwarder;

namespace Sunqar.Server.Nodes;

/// <summary>
/// What makes a server one of several equal ones: an address where other nodes come in, who show that they hold the root key; and whatever
/// is asked of this one while another leads goes on to that one, payments apart, which it takes in itself.
/// </summary>
internal static class NodeEntrance
{
    private const string Host = "Sunqar-Host",
        Scheme = "Sunqar-Scheme",
        Address = "Sunqar-Address";

    private static readonly string[] Own =
    [
        "/health",
        "/ready",
        "/metrics",
        "/v1/node",
        "/v1/payments",
        "/v1/payments/batch",
        "/v1/history/batch",
    ];

    private static readonly Problem NobodyLeads = Problem.Starting with { Detail = "No node leads at the moment; ask again in a second." };

    /// <summary>A connection of another node.</summary>
    private sealed class NodePeer;

    public static void AddNodes(this IServiceCollection services, NodeDoor node, DeskDoor desk)
    {
        services.AddSingleton(desk).AddHttpForwarder().AddSingleton(node);
        services.AddGrpc(grpc => grpc.MaxReceiveMessageSize = 8 << 20);
        services.AddSingleton<NodeService>();
    }

    /// <summary>Listens where other nodes come in: TLS both ways, and none but they.</summary>
    public static void ListenForNodes(this KestrelServerOptions kestrel, NodeDoor node)
    {
        void Tls(ListenOptions listen)
        {
            listen.Protocols = HttpProtocols.Http2;
            listen.UseHttps(
                new HttpsConnectionAdapterOptions
                {
                    ServerCertificate = node.Certificate.Certificate,
                    ClientCertificateMode = ClientCertificateMode.RequireCertificate,
                    ClientCertificateValidation = (certificate, _, _) => node.Certificate.IsOfNode(certificate),
                    SslProtocols = SslProtocols.Tls13,
                }
            );
            listen.Use(next =>
                connection =>
                {
                    connection.Features.Set(new NodePeer());
                    return next(connection);
                }
            );
        }
        var (at, port) = (node.Options.Listen, node.Options.Address.Port);
        if (at is null)
            kestrel.ListenAnyIP(port, Tls);
        else
            kestrel.Listen(at, port, Tls);
    }

    private static bool IsOfNode(this HttpContext context) => context.Features.Get<NodePeer>() is not null;

    /// <summary>Questions of other nodes, ahead of everything that is for people and banks.</summary>
    public static void UseNodes(this IApplicationBuilder app, NodeDoor node)
    {
        app.MapWhen(
            context => context.IsOfNode() && context.Request.Path.StartsWithSegments("/" + NodeMethods.Service, StringComparison.Ordinal),
            asked =>
            {
                asked.UseRouting();
                asked.UseEndpoints(endpoints => endpoints.MapGrpcService<NodeService>());
            }
        );
        app.Use(
            (context, next) =>
            {
                if (!context.IsOfNode())
                    return next(context);
                if (!node.Leads)
                    return NobodyLeads.Send(context);
                // As the customer of the other node sent it.
                var (request, headers) = (context.Request, context.Request.Headers);
                (request.Host, request.Scheme) = (new HostString(headers[Host].ToString()), headers[Scheme].ToString());
                context.Connection.RemoteIpAddress = IPAddress.TryParse(headers[Address].ToString(), out var address)
                    ? address
                    : IPAddress.None;
                foreach (var name in (string[])[Host, Scheme, Address])
                    headers.Remove(name);
                return next(context);
            }
        );
    }

    /// <summary>What this node does not take in itself goes to the one that leads. The name of the host is checked where the customer came
    /// in.</summary>
    public static void UseLeader(this WebApplication app, NodeDoor node)
    {
        var forwarder = app.Services.GetRequiredService<IHttpForwarder>();
        app.UseWhen(context => !context.IsOfNode(), asked => asked.UseHostFiltering());
        app.Use(
            (context, next) =>
                node.Leads || context.IsOfNode() || Own.Contains(context.Request.Path.Value, StringComparer.Ordinal)
                    ? next(context)
                    : ForwardAsync(context, node, forwarder)
        );
    }

    private static async Task ForwardAsync(HttpContext context, NodeDoor node, IHttpForwarder forwarder)
    {
        if (node.Leader is not { } leader)
        {
            await NobodyLeads.Send(context);
            return;
        }
        // The other node says them itself.
        context.Response.Headers.Clear();
        var error = await forwarder.SendAsync(
            context,
            leader.ToString(),
            node.Client,
            new ForwarderRequestConfig { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact },
            AsSent.Instance
        );
        if (error != ForwarderError.None && !context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            context.Response.Clear();
            await NobodyLeads.Send(context);
        }
    }

    /// <summary>Tells the other node how and by whom it was asked; what the customer says of that himself is not passed on.</summary>
    private sealed class AsSent : HttpTransformer
    {
        public static readonly AsSent Instance = new();

        public override async ValueTask TransformRequestAsync(
            HttpContext httpContext,
            HttpRequestMessage proxyRequest,
            string destinationPrefix,
            CancellationToken cancellationToken
        )
        {
            await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
            var (headers, request) = (proxyRequest.Headers, httpContext.Request);
            headers.Host = null;
            Set(Host, request.Host.Value ?? "");
            Set(Scheme, request.Scheme);
            Set(Address, httpContext.Connection.RemoteIpAddress?.ToString() ?? "");

            void Set(string name, string value)
            {
                headers.Remove(name);
                headers.TryAddWithoutValidation(name, value);
            }
        }
    }

    /// <summary>Tells balancers and people which node this is, and whether it leads.</summary>
    public static void MapNode(this WebApplication app, NodeDoor? node) =>
        app.MapGet(
                "/v1/node",
                () =>
                    Results.Json(
                        new
                        {
                            node = node?.Options.Name ?? Environment.MachineName,
                            role = node is null or { Leads: true } ? "decider" : "door",
                            epoch = node?.Epoch ?? 0,
                        }
                    )
            )
            .WithName("node");
}
