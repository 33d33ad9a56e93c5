using Grpc.Core;
using Grpc.Net.Client;
using Sunqar.Work.Nodes;

namespace Sunqar.Server.Nodes;

/// <summary>The way over the network to the node that leads: one gRPC stream.</summary>
internal sealed class LeaderLink : ILeaderLink, IDisposable
{
    private const int FrameBytesMax = 8 << 20;

    private readonly GrpcChannel _channel;
    private readonly AsyncDuplexStreamingCall<byte[], byte[]> _call;

    public LeaderLink(NodeDoor node, Uri leader)
    {
        _channel = GrpcChannel.ForAddress(
            leader,
            new GrpcChannelOptions
            {
                HttpHandler = node.NewHandler(),
                DisposeHttpClient = true,
                MaxReceiveMessageSize = FrameBytesMax,
            }
        );
        _call = _channel.CreateCallInvoker().AsyncDuplexStreamingCall(NodeMethods.Decide, null, new CallOptions());
    }

    public async Task SendAsync(byte[] frame, CancellationToken cancel)
    {
        try
        {
            await _call.RequestStream.WriteAsync(frame, cancel);
        }
        catch (Exception error) when (error is RpcException or InvalidOperationException)
        {
            throw new IOException($"The node that leads is not reached: {error.Message}", error);
        }
    }

    public async Task<byte[]?> ReceiveAsync(CancellationToken cancel)
    {
        try
        {
            return await _call.ResponseStream.MoveNext(cancel) ? _call.ResponseStream.Current : null;
        }
        catch (RpcException error)
        {
            throw new IOException($"The node that leads answers no more: {error.Status.Detail}", error);
        }
    }

    public void Dispose()
    {
        _call.Dispose();
        _channel.Dispose();
    }
}
