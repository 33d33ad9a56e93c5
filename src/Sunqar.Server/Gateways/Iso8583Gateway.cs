using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Sunqar.Server.Api;
using Sunqar.Server.Entrance;

namespace Sunqar.Server.Gateways;

/// <summary>
/// One TCP listener for one institution's switch. A peer that is slow, silent or sends what cannot be read loses at most its own
/// connection.
/// </summary>
public sealed class Iso8583Gateway : IAsyncDisposable
{
    /// <summary>How long a peer that was told that no more comes may go on sending before it is cut off.</summary>
    private static readonly TimeSpan Linger = TimeSpan.FromSeconds(1);

    private readonly Iso8583Address _address;
    private readonly X509Certificate2? _certificate;
    private readonly GatewayLimits _limits;
    private readonly TimeProvider _time;
    private readonly ServerMeters _meters;
    private readonly Iso8583Desk _desk;
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<Socket, Task> _connections = new();
    private readonly Task _accepting;
    private int _isEnding;

    /// <summary>Listens from the return on.</summary>
    /// <param name="certificate">The server's own; needed where the address has clients' certificates.</param>
    /// <param name="warn">Told in one line what a person should know; never a message's content.</param>
    /// <exception cref="IOException">The address cannot be listened on.</exception>
    public Iso8583Gateway(
        Iso8583Address address,
        X509Certificate2? certificate,
        DeskDoor door,
        GatewayLimits? limits = null,
        TimeProvider? time = null,
        Action<string>? warn = null
    )
    {
        (_address, _certificate, _limits, _time) = (address, certificate, limits ?? GatewayLimits.Default, time ?? TimeProvider.System);
        _meters = door.Meters;
        _desk = new Iso8583Desk(address, door, warn ?? Console.Error.WriteLine);
        _listener = new TcpListener(address.EndPoint);
        try
        {
            _listener.Start();
        }
        catch (SocketException error)
        {
            throw new IOException($"--iso8583 {address.Institution}: {address.EndPoint} cannot be listened on: {error.Message}", error);
        }
        _accepting = AcceptAsync();
    }

    /// <summary>Where it listens, with the real port where 0 was asked for.</summary>
    public IPEndPoint EndPoint => (IPEndPoint)_listener.LocalEndpoint;

    /// <summary>Takes no more messages, lets the replies that are on their way go out, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        // Told twice, it ends once.
        if (Interlocked.Exchange(ref _isEnding, 1) != 0)
            return;
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        var ends = Task.WhenAll(_connections.Values);
        await Task.WhenAny(ends, Task.Delay(_limits.Drain, _time));
        foreach (var socket in _connections.Keys)
            socket.Dispose();
        await ends;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            Socket socket;
            try
            {
                socket = await _listener.AcceptSocketAsync(_stop.Token);
            }
            catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException)
            {
                // This peer is gone already, or the process has no more handles: the next may fare better.
                await Task.Delay(10, CancellationToken.None);
                continue;
            }
            if (_connections.Count >= _limits.ConnectionsMax)
            {
                socket.Dispose();
                continue;
            }
            // Held until the connection is in the table, so that it cannot leave it before.
            var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _connections[socket] = ServeAsync(socket, entered.Task);
            entered.SetResult();
        }
    }

    private async Task ServeAsync(Socket socket, Task entered)
    {
        await entered;
        _meters.Connections.Add(1);
        try
        {
            socket.NoDelay = true;
            await using var network = new NetworkStream(socket, ownsSocket: false);
            await using var stream = _address.Clients is null ? (Stream)network : await SecureAsync(network);
            if (await new Iso8583Connection(stream, _desk, _limits, _time).RunAsync(_stop.Token))
                await EndAsync(socket, stream as SslStream);
        }
        catch (Exception error)
            when (error
                    is OperationCanceledException
                        or IOException
                        or AuthenticationException
                        or SocketException
                        or ObjectDisposedException
            )
        {
            // The peer's own connection ends; nothing else does.
        }
        finally
        {
            _meters.Connections.Add(-1);
            _connections.TryRemove(socket, out _);
            socket.Dispose();
        }
    }

    /// <summary>Says that no more comes, and drops what still arrives until the peer ends too, for a moment: a connection that is closed
    /// upon bytes which nobody read is reset, and replies on their way are lost with it (RFC 2525, 2.17).</summary>
    private static async Task EndAsync(Socket socket, SslStream? secure)
    {
        using var patience = new CancellationTokenSource(Linger);
        if (secure is not null)
            await secure.ShutdownAsync();
        socket.Shutdown(SocketShutdown.Send);
        var dropped = new byte[4_096];
        while (await socket.ReceiveAsync(dropped, patience.Token) > 0) { }
    }

    private async Task<SslStream> SecureAsync(NetworkStream network)
    {
        var secure = new SslStream(network, leaveInnerStreamOpen: true);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        patience.CancelAfter(_limits.Message);
        try
        {
            await secure.AuthenticateAsServerAsync(
                new SslServerAuthenticationOptions
                {
                    ServerCertificate = _certificate,
                    ClientCertificateRequired = true,
                    EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
                    CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
                    RemoteCertificateValidationCallback = (_, client, _, _) => IsTrusted(client),
                },
                patience.Token
            );
            return secure;
        }
        catch
        {
            await secure.DisposeAsync();
            throw;
        }
    }

    /// <summary>The client's certificate is one of the institution's, or one of those issued it; the machine's own authorities count for
    /// nothing.</summary>
    private bool IsTrusted(X509Certificate? client)
    {
        if (client is not X509Certificate2 certificate)
            return false;
        if (_address.Clients!.Any(known => known.RawDataMemory.Span.SequenceEqual(certificate.RawDataMemory.Span)))
        {
            var now = _time.GetUtcNow();
            return now >= certificate.NotBefore && now <= certificate.NotAfter;
        }
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(_address.Clients!);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(certificate);
    }
}
