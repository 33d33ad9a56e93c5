using System.Buffers.Binary;

namespace Sunqar.Server.Gateways;

/// <summary>Cuts a stream into messages behind two-byte lengths, and forgets each as soon as the next is asked for: card numbers stand in
/// them.</summary>
internal sealed class FrameReader(Stream stream, GatewayLimits limits, TimeProvider time) : IDisposable
{
    private const int HeadBytes = 2;
    private const int FirstBytes = 16_384;

    private byte[] _buffer = new byte[FirstBytes];
    private int _start;
    private int _end;
    private long _begunAt;

    /// <summary>The next message, valid until the next call; null at the stream's end.</summary>
    /// <exception cref="OperationCanceledException">Told to stop, or the peer was silent or slow for too long.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> NextAsync(CancellationToken stop)
    {
        while (true)
        {
            var held = _end - _start;
            if (held >= HeadBytes)
            {
                var length = BinaryPrimitives.ReadUInt16BigEndian(_buffer.AsSpan(_start));
                if (held >= HeadBytes + length)
                {
                    var message = _buffer.AsMemory(_start + HeadBytes, length);
                    _start += HeadBytes + length;
                    _begunAt = time.GetTimestamp();
                    // A length of 0 is a sign of life.
                    if (length > 0)
                        return message;
                    continue;
                }
                MakeRoom(HeadBytes + length);
            }
            else
            {
                MakeRoom(HeadBytes);
            }
            if (!await FillAsync(stop))
                return null;
        }
    }

    public void Dispose() => Array.Clear(_buffer);

    private async ValueTask<bool> FillAsync(CancellationToken stop)
    {
        if (_end == _start)
            _begunAt = 0;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var left = _begunAt == 0 ? limits.Idle : limits.Message - time.GetElapsedTime(_begunAt);
        patience.CancelAfter(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        var read = await stream.ReadAsync(_buffer.AsMemory(_end), patience.Token);
        if (_begunAt == 0)
            _begunAt = time.GetTimestamp();
        _end += read;
        return read > 0;
    }

    /// <summary>Moves what is held to the front of a buffer of at least so many bytes, and clears the rest.</summary>
    private void MakeRoom(int bytes)
    {
        var held = _buffer.AsSpan(_start.._end);
        var target = bytes <= _buffer.Length ? _buffer : new byte[HeadBytes + ushort.MaxValue];
        held.CopyTo(target);
        if (target != _buffer)
            Array.Clear(_buffer);
        (_buffer, _start, _end) = (target, 0, held.Length);
        Array.Clear(_buffer, _end, _buffer.Length - _end);
    }
}
