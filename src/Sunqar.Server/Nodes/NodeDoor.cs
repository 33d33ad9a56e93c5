using System.Net.Security;
using Sunqar.Work.Nodes;

namespace Sunqar.Server.Nodes;

/// <summary>This process as a node among others: who leads, and the way there. For any number of threads.</summary>
public sealed class NodeDoor : IDisposable
{
    private static readonly TimeSpan PingDelay = TimeSpan.FromSeconds(1),
        PingPatience = TimeSpan.FromSeconds(2),
        ConnectPatience = TimeSpan.FromSeconds(2);

    private volatile Uri? _leader;
    private long _epoch;

    public NodeDoor(NodeOptions options, NodeDesk desk)
    {
        (Options, Desk) = (options, desk);
        Certificate = new NodeCertificate(options.RootKey);
        Client = new HttpMessageInvoker(NewHandler());
    }

    public NodeOptions Options { get; }

    /// <summary>Where the node's customers put payments.</summary>
    public NodeDesk Desk { get; }

    internal NodeCertificate Certificate { get; }

    /// <summary>Sends requests to other nodes.</summary>
    internal HttpMessageInvoker Client { get; }

    /// <summary>The epoch under which this node leads; 0 where it does not.</summary>
    public long Epoch => Interlocked.Read(ref _epoch);

    public bool Leads => Epoch > 0;

    /// <summary>Where the node is that leads; null where it is not known, or this one leads.</summary>
    public Uri? Leader => Leads ? null : _leader;

    public void Lead(long epoch) => Interlocked.Exchange(ref _epoch, epoch);

    public void Resign() => Interlocked.Exchange(ref _epoch, 0);

    public void Follow(Uri? leader) => _leader = leader;

    internal SocketsHttpHandler NewHandler() =>
        new()
        {
            SslOptions = new SslClientAuthenticationOptions
            {
                ClientCertificates = [Certificate.Certificate],
                RemoteCertificateValidationCallback = (_, certificate, _, _) => Certificate.IsOfNode(certificate),
            },
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            AutomaticDecompression = System.Net.DecompressionMethods.None,
            EnableMultipleHttp2Connections = true,
            ConnectTimeout = ConnectPatience,
            KeepAlivePingDelay = PingDelay,
            KeepAlivePingTimeout = PingPatience,
        };

    public void Dispose()
    {
        Client.Dispose();
        Certificate.Dispose();
    }
}
