using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Sunqar.Formats.Dns;
using Sunqar.Server.Blocking;
using Sunqar.Work.Blocking;

namespace Sunqar.Server.Gateways;

/// <summary>
/// The hidden primary of the blocklist's zone: tells its SOA over UDP and TCP, gives the whole zone over TCP to who holds the key, and
/// tells secondaries when it changes. It answers nothing else and resolves nothing.
/// </summary>
public sealed class ZoneGateway : IAsyncDisposable
{
    /// <summary>Connections at once, and of one peer: secondaries are few, and ask one thing at a time.</summary>
    private const int ConnectionsMax = 32,
        OfPeerMax = 8;

    private const int RequestBytesMax = 4096;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan FirstPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Watch = TimeSpan.FromSeconds(1);

    private readonly ZoneOptions _options;
    private readonly ZonePublisher _publisher;
    private readonly Action<string> _warn;
    private readonly TcpListener _tcp;
    private readonly UdpClient _udp;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<TcpClient, Place> _connections = new();
    private readonly Task _work;

    /// <summary>Listens from the return on.</summary>
    /// <param name="warn">Told in one line what a person should know.</param>
    /// <exception cref="IOException">The address cannot be listened on.</exception>
    public ZoneGateway(ZoneOptions options, ZonePublisher publisher, Action<string>? warn = null)
    {
        (_options, _publisher, _warn) = (options, publisher, warn ?? Console.Error.WriteLine);
        _tcp = new TcpListener(options.Address!);
        try
        {
            _tcp.Start();
            _udp = new UdpClient((IPEndPoint)_tcp.LocalEndpoint);
        }
        catch (SocketException error)
        {
            _tcp.Dispose();
            throw new IOException($"--rpz: {options.Address} cannot be listened on: {error.Message}", error);
        }
        _work = Task.WhenAll(AcceptAsync(), UdpAsync(), NotifyAsync());
    }

    /// <summary>Where it listens, with the real port where 0 was asked for.</summary>
    public IPEndPoint EndPoint => (IPEndPoint)_tcp.LocalEndpoint;

    /// <summary>Whole transfers given.</summary>
    public int Transfers { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _tcp.Stop();
        _udp.Dispose();
        await _work;
        var places = _connections.Values.ToList();
        foreach (var client in _connections.Keys)
            client.Dispose();
        await Task.WhenAll(places.Select(place => place.Serving));
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var client = await _tcp.AcceptTcpClientAsync(_stop.Token);
                var peer = ((IPEndPoint)client.Client.RemoteEndPoint!).Address;
                if (!HasRoomFor(peer))
                {
                    client.Dispose();
                    continue;
                }
                var place = _connections[client] = new Place(peer);
                place.Serving = Task.Run(() => ServeAsync(client, place));
            }
            catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException or SocketException)
            {
                // Either the gateway ends, or one peer was gone before it was taken.
            }
        }
    }

    /// <summary>A connection and whether it is being answered; one that is not holds its place only until somebody else needs it.</summary>
    private sealed class Place(IPAddress peer)
    {
        public IPAddress Peer => peer;

        public long IdleSince { get; set; } = Environment.TickCount64;

        public bool IsAnswered { get; set; }

        public Task Serving { get; set; } = Task.CompletedTask;
    }

    /// <summary>Makes room where there is none: the connection that has said nothing for longest goes, of the peer itself where that has
    /// many, else of whoever has most. False where all are being answered.</summary>
    private bool HasRoomFor(IPAddress peer)
    {
        var own = _connections.Where(one => one.Value.Peer.Equals(peer)).ToList();
        if (own.Count < OfPeerMax && _connections.Count < ConnectionsMax)
            return true;
        var crowd =
            own.Count >= OfPeerMax
                ? own
                : _connections.GroupBy(one => one.Value.Peer).OrderByDescending(peers => peers.Count()).SelectMany(peers => peers).ToList();
        if (crowd.Where(one => !one.Value.IsAnswered).OrderBy(one => one.Value.IdleSince).FirstOrDefault() is not { Key: { } idle })
            return false;
        _connections.TryRemove(idle, out _);
        idle.Dispose();
        return true;
    }

    private async Task ServeAsync(TcpClient client, Place place)
    {
        try
        {
            var stream = client.GetStream();
            var size = new byte[2];
            // Who says nothing at first keeps no place from a secondary.
            for (var wait = FirstPatience; ; wait = Patience)
            {
                using var patience = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
                patience.CancelAfter(wait);
                await stream.ReadExactlyAsync(size, patience.Token);
                var length = BinaryPrimitives.ReadUInt16BigEndian(size);
                if (length > RequestBytesMax)
                    return;
                var message = new byte[length];
                await stream.ReadExactlyAsync(message, patience.Token);
                if (DnsRequest.Read(message) is not { } request)
                    return;
                place.IsAnswered = true;
                foreach (var answer in Answer(request, overTcp: true))
                {
                    patience.CancelAfter(Patience);
                    BinaryPrimitives.WriteUInt16BigEndian(size, (ushort)answer.Length);
                    await stream.WriteAsync(size, patience.Token);
                    await stream.WriteAsync(answer, patience.Token);
                }
                if (request.Type is DnsType.Axfr or DnsType.Ixfr)
                    Transfers++;
                (place.IsAnswered, place.IdleSince) = (false, Environment.TickCount64);
            }
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // A peer that went, or took too long, loses its own connection.
        }
        finally
        {
            _connections.TryRemove(client, out _);
            client.Dispose();
        }
    }

    private async Task UdpAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var received = await _udp.ReceiveAsync(_stop.Token);
                if (received.Buffer.Length > RequestBytesMax || DnsRequest.Read(received.Buffer) is not { } request)
                    continue;
                foreach (var answer in Answer(request, overTcp: false))
                    await _udp.SendAsync(answer, received.RemoteEndPoint, _stop.Token);
            }
            catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException or SocketException)
            {
                // As above.
            }
        }
    }

    private IEnumerable<ReadOnlyMemory<byte>> Answer(DnsRequest request, bool overTcp)
    {
        var nowSeconds = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        if (request.Opcode != 0)
            return [ZoneTransfer.Refuse(request, DnsCode.NotImplemented)];
        if (_options.Key is { } key && !key.IsSigned(request, nowSeconds))
            return [ZoneTransfer.Refuse(request, DnsCode.Refused)];
        if (request.Type is not (DnsType.Soa or DnsType.Axfr or DnsType.Ixfr))
            return [ZoneTransfer.Refuse(request, DnsCode.Refused)];
        if (request.Name != _options.Origin)
            return [ZoneTransfer.Refuse(request, DnsCode.NotAuthoritative)];
        if (request.Type == DnsType.Axfr && !overTcp)
            return [ZoneTransfer.Refuse(request, DnsCode.FormatError)];
        return _publisher.Current is { } published
            ? ZoneTransfer.Answer(request, published.Zone, _options.Key, overTcp, nowSeconds)
            : [ZoneTransfer.Refuse(request, DnsCode.ServerFailure)];
    }

    /// <summary>Looks each second whether the zone has changed; a secondary that misses the word asks by itself within a minute.</summary>
    private async Task NotifyAsync()
    {
        uint? told = null;
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                if (await Task.Run(() => _publisher.Current) is { } published && published.Zone.Serial != told)
                {
                    told = published.Zone.Serial;
                    var word = ZoneTransfer.Notify(published.Zone, (ushort)RandomNumberGenerator.GetInt32(1 << 16));
                    foreach (var secondary in _options.Notify)
                        await _udp.SendAsync(word, secondary, _stop.Token);
                }
                await Task.Delay(Watch, _stop.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException)
            {
                _warn($"A secondary of {_options.Origin} could not be told of a change: {error.Message}");
            }
        }
    }
}
