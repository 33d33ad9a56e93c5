using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Sunqar.Server.Entrance;

/// <summary>What the server takes from one client before it says no.</summary>
public static class ServerLimits
{
    /// <summary>Bytes in a request's body, unless an endpoint documents its own limit.</summary>
    public const long BodyBytesMax = 1 << 20;

    /// <summary>Bytes in "GET /path HTTP/1.1".</summary>
    public const int RequestLineBytesMax = 4 << 10;

    public const int HeaderBytesMax = 16 << 10;

    public const int HeadersMax = 50;

    public const int ConnectionsMax = 4096;

    /// <summary>Of one address: a bank's gateway or an office behind one router, and a quarter of all.</summary>
    public const int ConnectionsOfPeerMax = ConnectionsMax / 4;

    /// <summary>Characters in an id that comes in a path or query.</summary>
    public const int IdLengthMax = 128;

    /// <summary>Pages that follow a run live at the same time; each holds a connection open.</summary>
    public const int WatchersMax = 64;

    /// <summary>Of one account or address.</summary>
    public const int WatchersOfOneMax = 8;

    /// <summary>Queues that are followed at the same time: a whole staff, each in a window or two. Each holds a connection.</summary>
    public const int QueuesFollowedMax = 1024;

    /// <summary>A body that comes slower than so many bytes a second, after <see cref="BodyGrace"/>, is cut off; so is a reader of answers:
    /// neither holds a connection for nothing.</summary>
    public const double BytesASecondMin = 240;

    public static readonly TimeSpan BodyGrace = TimeSpan.FromSeconds(5);

    internal static void Apply(KestrelServerLimits limits)
    {
        limits.MaxRequestBodySize = BodyBytesMax;
        limits.MaxRequestLineSize = RequestLineBytesMax;
        limits.MaxRequestHeadersTotalSize = HeaderBytesMax;
        limits.MaxRequestHeaderCount = HeadersMax;
        limits.MaxConcurrentConnections = ConnectionsMax;
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        limits.MinRequestBodyDataRate = new MinDataRate(BytesASecondMin, BodyGrace);
        limits.MinResponseDataRate = new MinDataRate(BytesASecondMin, BodyGrace);
        limits.KeepAliveTimeout = TimeSpan.FromSeconds(60);
    }
}
