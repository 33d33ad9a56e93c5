using Grpc.Core;
using Microsoft.Extensions.Hosting;
using Sunqar.Server.Entrance;
using Sunqar.Work.Nodes;

namespace Sunqar.Server.Nodes;

/// <summary>The one call of nodes to each other: a stream of frames of questions one way, of answers the other (<see cref="NodeDesk"/>,
/// <see cref="LeaderSession"/>).</summary>
internal static class NodeMethods
{
    public const string Service = "sunqar.Nodes";

    private static readonly Marshaller<byte[]> Bytes = Marshallers.Create(bytes => bytes, bytes => bytes);

    public static Method<byte[], byte[]> Decide { get; } = new(MethodType.DuplexStreaming, Service, "Decide", Bytes, Bytes);
}

/// <summary>What gRPC asks of a service: as its generator would write it for the one method, whose messages are frames of our
/// own.</summary>
[BindServiceMethod(typeof(NodeServiceBase), nameof(Bind))]
internal abstract class NodeServiceBase
{
    public static void Bind(ServiceBinderBase binder, NodeServiceBase? service) =>
        binder.AddMethod(NodeMethods.Decide, service is null ? null : new DuplexStreamingServerMethod<byte[], byte[]>(service.Decide));

    public virtual Task Decide(IAsyncStreamReader<byte[]> questions, IServerStreamWriter<byte[]> answers, ServerCallContext context) =>
        throw new RpcException(new Status(StatusCode.Unimplemented, ""));
}

/// <summary>The side of the node that leads.</summary>
internal sealed class NodeService(DeskDoor door, IHostApplicationLifetime life) : NodeServiceBase
{
    public override async Task Decide(IAsyncStreamReader<byte[]> questions, IServerStreamWriter<byte[]> answers, ServerCallContext context)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, life.ApplicationStopping);
        var session = new LeaderSession(() => door.Desk, door.PaymentsCome);
        var answering = AnswerAsync(session, answers, ending.Token);
        try
        {
            while (await questions.MoveNext(ending.Token))
                session.Take(questions.Current);
        }
        catch (Exception error) when (error is OperationCanceledException or IOException)
        {
            // The node, or this one, went away.
        }
        catch (InvalidDataException error)
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, error.Message));
        }
        finally
        {
            await ending.CancelAsync();
            await answering;
        }
    }

    private static async Task AnswerAsync(LeaderSession session, IServerStreamWriter<byte[]> answers, CancellationToken cancel)
    {
        try
        {
            while (true)
                await answers.WriteAsync(await session.AnswersAsync(cancel), cancel);
        }
        catch (Exception error) when (error is OperationCanceledException or IOException or InvalidOperationException)
        {
            // The node went away; whoever leads then is asked again.
        }
    }
}
