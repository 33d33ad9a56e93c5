using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Sunqar.Server.Entrance;

namespace Sunqar.Server.Hosting;

/// <summary>One peer takes a part of the server's connections, never all of them.</summary>
internal static class PeerConnections
{
    private static readonly ConcurrentDictionary<IPAddress, int> Open = new();

    public static void UsePeerLimit(this ListenOptions listen) =>
        listen.Use(next =>
            async connection =>
            {
                var peer = (connection.RemoteEndPoint as IPEndPoint)?.Address ?? IPAddress.None;
                try
                {
                    if (Open.AddOrUpdate(peer, 1, (_, count) => count + 1) > ServerLimits.ConnectionsOfPeerMax)
                        connection.Abort(new ConnectionAbortedException("Too many connections of one peer."));
                    else
                        await next(connection);
                }
                finally
                {
                    if (Open.AddOrUpdate(peer, 0, (_, count) => count - 1) == 0)
                        Open.TryRemove(new KeyValuePair<IPAddress, int>(peer, 0));
                }
            }
        );
}
