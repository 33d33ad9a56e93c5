using System.Buffers;
using System.Threading.Channels;

namespace Sunqar.Server.Gateways;

/// <summary>
/// One connection: messages are read while earlier ones wait for their decisions, as many as <see cref="GatewayLimits.InFlightMax"/>.
/// Decisions go out in the messages' order; a reply that needs none, a refusal for want of room before all, does not wait for those before
/// it.
/// </summary>
internal sealed class Iso8583Connection(Stream stream, Iso8583Desk desk, GatewayLimits limits, TimeProvider time)
{
    private readonly Channel<Task<byte[]>> _decisions = Channel.CreateBounded<Task<byte[]>>(
        new BoundedChannelOptions(limits.InFlightMax) { SingleReader = true, SingleWriter = true }
    );

    private readonly Channel<byte[]> _replies = Channel.CreateBounded<byte[]>(
        new BoundedChannelOptions(limits.InFlightMax) { SingleReader = true }
    );

    /// <summary>Serves until the peer ends, is silent or slow for too long, or <paramref name="stop"/>; then the messages that were read
    /// are still answered.</summary>
    /// <returns>Whether the peer was there for every reply.</returns>
    public async Task<bool> RunAsync(CancellationToken stop)
    {
        // A peer that takes no replies must not keep us waiting for room for more.
        using var broken = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var writing = WriteAsync(broken);
        var ordering = OrderAsync();
        try
        {
            await ReadAsync(broken.Token);
        }
        catch (Exception error)
            when (error is OperationCanceledException or IOException or ObjectDisposedException or ChannelClosedException)
        {
            // The peer went away or was too slow, or the server stops.
        }
        _decisions.Writer.TryComplete();
        await ordering;
        _replies.Writer.TryComplete();
        return await writing;
    }

    private async Task ReadAsync(CancellationToken stop)
    {
        using var frames = new FrameReader(stream, limits, time);
        while (await frames.NextAsync(stop) is { } message)
        {
            var (now, later) = desk.Answer(message.Span);
            // Not given up at a stop: the message was read, so it is answered.
            if (later is not null)
                await _decisions.Writer.WriteAsync(later, CancellationToken.None);
            else if (now is not null)
                await _replies.Writer.WriteAsync(now, CancellationToken.None);
        }
    }

    private async Task OrderAsync()
    {
        try
        {
            await foreach (var decision in _decisions.Reader.ReadAllAsync())
                await _replies.Writer.WriteAsync(await decision);
        }
        catch (ChannelClosedException)
        {
            // Nobody takes the replies any more.
        }
    }

    private async Task<bool> WriteAsync(CancellationTokenSource broken)
    {
        var output = new ArrayBufferWriter<byte>();
        try
        {
            while (await _replies.Reader.WaitToReadAsync())
            {
                while (_replies.Reader.TryRead(out var reply))
                    output.Write(reply);
                await FlushAsync(output);
            }
            return true;
        }
        catch (Exception error) when (error is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // What was decided is on disk, and a repeat of the message gets it.
            _replies.Writer.TryComplete();
            _decisions.Writer.TryComplete();
            await broken.CancelAsync();
            return false;
        }
    }

    private async ValueTask FlushAsync(ArrayBufferWriter<byte> output)
    {
        using var patience = new CancellationTokenSource(limits.Message);
        await stream.WriteAsync(output.WrittenMemory, patience.Token);
        await stream.FlushAsync(patience.Token);
        output.ResetWrittenCount();
    }
}
