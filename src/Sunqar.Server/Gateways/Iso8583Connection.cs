using System.Buffers;
using System.Threading.Channels;

namespace Sunqar.Server.Gateways;

/// <summary>
/// One connection: messages are read while earlier ones wait for their replies, as many as <see cref="GatewayLimits.InFlightMax"/>; replies go out in the messages'
/// order, together where several are ready.
/// </summary>
internal sealed class Iso8583Connection(Stream stream, Iso8583Desk desk, GatewayLimits limits, TimeProvider time)
{
    private readonly Channel<ValueTask<byte[]?>> _replies = Channel.CreateBounded<ValueTask<byte[]?>>(
        new BoundedChannelOptions(limits.InFlightMax) { SingleReader = true, SingleWriter = true });

    /// <summary>Serves until the peer ends, is silent or slow for too long, or <paramref name="stop"/>; then the messages that were read are still answered.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        // A peer that takes no replies must not keep us waiting for room for more.
        using var broken = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var writing = WriteAsync(broken);
        try
        {
            await ReadAsync(broken.Token);
        }
        catch (Exception error) when (error is OperationCanceledException or IOException or ObjectDisposedException or ChannelClosedException)
        {
            // The peer went away or was too slow, or the server stops.
        }
        _replies.Writer.TryComplete();
        await writing;
    }

    private async Task ReadAsync(CancellationToken stop)
    {
        using var frames = new FrameReader(stream, limits, time);
        while (await frames.NextAsync(stop) is { } message)
        {
            // Preserved: the reply may be ready before or after its turn. Not given up at a stop: the message was read, so it is answered.
            await _replies.Writer.WriteAsync(desk.AnswerAsync(message.Span).Preserve(), CancellationToken.None);
        }
    }

    private async Task WriteAsync(CancellationTokenSource broken)
    {
        var output = new ArrayBufferWriter<byte>();
        try
        {
            while (await _replies.Reader.WaitToReadAsync())
            {
                while (_replies.Reader.TryRead(out var reply))
                {
                    if (!reply.IsCompleted) await FlushAsync(output);
                    if (await reply is { } bytes) output.Write(bytes);
                }
                await FlushAsync(output);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // Nobody takes the replies: what was decided is on disk, and a repeat of the message gets it.
            _replies.Writer.TryComplete();
            await broken.CancelAsync();
        }
    }

    private async ValueTask FlushAsync(ArrayBufferWriter<byte> output)
    {
        if (output.WrittenCount == 0) return;
        using var patience = new CancellationTokenSource(limits.Message);
        await stream.WriteAsync(output.WrittenMemory, patience.Token);
        await stream.FlushAsync(patience.Token);
        output.ResetWrittenCount();
    }
}
