using System.Buffers.Text;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace Sunqar.Benchmarks;

/// <summary>
/// Drives the server over loopback: raw sockets, connections kept open, one request after another on each. Written for little CPU, because
/// it shares the machine with what it measures.
/// </summary>
internal sealed class HttpDriver(int port, string key, BankTraffic traffic)
{
    public const int Connections = 64;

    /// <summary>Refusals are expected and not shown.</summary>
    public bool IsQuiet { get; init; }

    private const int BatchLines = 4_096;

    /// <summary>What a run gave. Latencies are in microseconds, in ascending order, from when a request was due.</summary>
    public sealed record Outcome(long Decisions, long Refused, double Seconds, long[] LatenciesUs)
    {
        public double PerSecond => Decisions / Seconds;

        public double PercentileMs(double share) =>
            LatenciesUs.Length == 0 ? 0 : Math.Round(LatenciesUs[(int)((LatenciesUs.Length - 1) * share)] / 1000.0, 3);
    }

    /// <summary>One payment a request.</summary>
    /// <param name="perSecond">Requests a second over all connections, sent when due; 0 for as many as are answered.</param>
    public async Task<Outcome> SinglesAsync(TimeSpan duration, double perSecond)
    {
        var began = Stopwatch.GetTimestamp();
        var runs = await Task.WhenAll(
            Enumerable.Range(0, Connections).Select(number => Task.Run(() => SinglesAsync(number, began, duration, perSecond)))
        );
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var latencies = runs.SelectMany(run => run.LatenciesUs).ToArray();
        Array.Sort(latencies);
        return new Outcome(runs.Sum(run => run.Decisions), runs.Sum(run => run.Refused), seconds, latencies);
    }

    private async Task<Outcome> SinglesAsync(int number, long began, TimeSpan duration, double perSecond)
    {
        using var socket = await ConnectAsync();
        var (request, answer) = (new byte[4096], new byte[16384]);
        var head = Encoding.ASCII.GetBytes(
            $"POST /v1/payments HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {key}\r\nContent-Length: 0000\r\n\r\n"
        );
        head.CopyTo(request, 0);
        var latencies = new List<long>(1 << 14);
        long decisions = 0,
            refused = 0;
        var apart = perSecond > 0 ? TimeSpan.FromSeconds(Connections / perSecond) : TimeSpan.Zero;
        var due = apart * number / Connections;
        for (; ; due += apart)
        {
            var since = Stopwatch.GetElapsedTime(began);
            if (since >= duration)
                break;
            if (apart > TimeSpan.Zero && due > since)
            {
                // The timer wakes by the millisecond: the driver's own oversleeping is not the server's. Where the last answer came late,
                // the due time counts.
                await Task.Delay(due - since);
                since = Stopwatch.GetElapsedTime(began);
            }
            else if (apart > TimeSpan.Zero)
            {
                since = due;
            }
            var bytes = traffic.Write(request.AsSpan(head.Length));
            Utf8Formatter.TryFormat(bytes, request.AsSpan(head.Length - 8), out _, new System.Buffers.StandardFormat('D', 4));
            await socket.SendAsync(request.AsMemory(0, head.Length + bytes));
            if (await ReceiveAsync(socket, answer) == 200)
            {
                decisions++;
            }
            else if (refused++ == 0 && !IsQuiet)
            {
                Console.Error.WriteLine(
                    Encoding.UTF8.GetString(request, head.Length, bytes) + " → " + Encoding.UTF8.GetString(answer).TrimEnd('\0')
                );
            }
            latencies.Add((Stopwatch.GetElapsedTime(began) - since).Ticks / TimeSpan.TicksPerMicrosecond);
        }
        return new Outcome(decisions, refused, 0, [.. latencies]);
    }

    /// <summary>Whole batches on some connections, as fast as they are answered.</summary>
    public async Task<Outcome> BatchesAsync(TimeSpan duration, long payments, int connections)
    {
        var began = Stopwatch.GetTimestamp();
        var runs = await Task.WhenAll(
            Enumerable.Range(0, connections).Select(_ => Task.Run(() => BatchesAsync(began, duration, payments / connections)))
        );
        return new Outcome(runs.Sum(run => run.Decisions), runs.Sum(run => run.Refused), Stopwatch.GetElapsedTime(began).TotalSeconds, []);
    }

    private async Task<Outcome> BatchesAsync(long began, TimeSpan duration, long payments)
    {
        using var socket = await ConnectAsync();
        var (request, answer) = (new byte[256 + BatchLines * (traffic.BytesMax + 1)], new byte[1 << 18]);
        long decisions = 0,
            refused = 0;
        while (Stopwatch.GetElapsedTime(began) < duration && decisions + refused < payments)
        {
            var at = 256;
            for (var line = 0; line < BatchLines; line++)
            {
                at += traffic.Write(request.AsSpan(at));
                request[at++] = (byte)'\n';
            }
            var head = Encoding.ASCII.GetBytes(
                $"POST /v1/payments/batch HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {key}\r\nContent-Length: {at - 256}\r\n\r\n"
            );
            head.CopyTo(request, 256 - head.Length);
            var sending = SendAllAsync(socket, request.AsMemory(256 - head.Length, head.Length + at - 256));
            var (good, bad) = await ReceiveLinesAsync(socket, answer);
            await sending;
            (decisions, refused) = (decisions + good, refused + bad);
        }
        return new Outcome(decisions, refused, 0, []);
    }

    private async Task<Socket> ConnectAsync()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync("127.0.0.1", port);
        return socket;
    }

    private static async Task SendAllAsync(Socket socket, ReadOnlyMemory<byte> bytes)
    {
        while (bytes.Length > 0)
            bytes = bytes[await socket.SendAsync(bytes)..];
    }

    /// <summary>Receives one answer and gives its status.</summary>
    private static async ValueTask<int> ReceiveAsync(Socket socket, byte[] buffer)
    {
        var (length, needed) = (0, int.MaxValue);
        while (length < needed)
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(length));
            if (received == 0)
                throw new IOException("The server closed the connection.");
            length += received;
            if (needed == int.MaxValue && buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8) is > 0 and var end)
                needed = end + 4 + ContentLength(buffer.AsSpan(0, end));
        }
        return (buffer[9] - '0') * 100 + (buffer[10] - '0') * 10 + (buffer[11] - '0');
    }

    private static int ContentLength(ReadOnlySpan<byte> head)
    {
        var at = head.IndexOf("Content-Length: "u8);
        return at >= 0 && Utf8Parser.TryParse(head[(at + 16)..], out int length, out _)
            ? length
            : throw new InvalidDataException("An answer without a length.");
    }

    /// <summary>Receives a chunked answer until its last chunk, and counts the lines that are decisions and those that are not.</summary>
    private static async ValueTask<(long Good, long Bad)> ReceiveLinesAsync(Socket socket, byte[] buffer)
    {
        var (kept, isHeadRead) = (0, false);
        var lines = new LineCount();
        while (!lines.IsEnd)
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(kept));
            if (received == 0)
                throw new IOException("The server closed the connection.");
            var bytes = buffer.AsMemory(0, kept + received);
            var used = 0;
            if (!isHeadRead && bytes.Span.IndexOf("\r\n\r\n"u8) is > 0 and var end)
                (used, isHeadRead) = (end + 4, true);
            if (isHeadRead)
                used += lines.Take(bytes.Span[used..]);
            bytes[used..].CopyTo(buffer);
            kept = bytes.Length - used;
        }
        return (lines.Good, lines.All - lines.Good);
    }

    /// <summary>Decodes chunks (RFC 9112, 7.1) and counts lines in them.</summary>
    private sealed class LineCount
    {
        private int _chunkLeft;
        private const int NamedAt = 2;
        private int _inLine;

        public long Good { get; private set; }

        public long All { get; private set; }

        public bool IsEnd { get; private set; }

        /// <summary>Returns how many bytes it used; the rest comes again with more behind it.</summary>
        public int Take(ReadOnlySpan<byte> bytes)
        {
            var used = 0;
            while (!IsEnd)
            {
                var rest = bytes[used..];
                if (_chunkLeft == 0)
                {
                    if (rest.StartsWith("\r\n"u8))
                        rest = rest[2..];
                    var line = rest.IndexOf("\r\n"u8);
                    if (line <= 0)
                        return used;
                    Utf8Parser.TryParse(rest[..line], out _chunkLeft, out _, 'x');
                    IsEnd = _chunkLeft == 0;
                    used = bytes.Length - rest.Length + line + 2;
                    continue;
                }
                var part = rest[..Math.Min(rest.Length, _chunkLeft)];
                if (part.IsEmpty)
                    return used;
                Lines(part);
                used += part.Length;
                _chunkLeft -= part.Length;
            }
            return bytes.Length;
        }

        private void Lines(ReadOnlySpan<byte> part)
        {
            while (!part.IsEmpty)
            {
                // A decision begins {"id", a problem {"type"; the line may come in pieces.
                if (_inLine <= NamedAt && part.Length > NamedAt - _inLine && part[NamedAt - _inLine] == (byte)'i')
                    Good++;
                var end = part.IndexOf((byte)'\n');
                All += end < 0 ? 0 : 1;
                _inLine = end < 0 ? _inLine + part.Length : 0;
                part = end < 0 ? [] : part[(end + 1)..];
            }
        }
    }
}
