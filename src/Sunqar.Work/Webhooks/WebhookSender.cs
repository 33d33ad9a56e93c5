using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Sunqar.Work.Webhooks;

/// <summary>How telling ended.</summary>
public enum WebhookAnswer : byte
{
    /// <summary>It was not reached, or answered anything but 2xx: told again later.</summary>
    Failed = 0,

    /// <summary>It has it: any 2xx.</summary>
    Taken = 1,

    /// <summary>410: nothing is told there any more.</summary>
    Gone = 2,
}

/// <summary>
/// Posts one event as Standard Webhooks lays down (standardwebhooks.com): <c>webhook-id</c>, <c>webhook-timestamp</c>, and
/// <c>webhook-signature: v1,</c> with the HMAC-SHA256 of id, time and body. The name of an address is resolved once for each connection,
/// every address that it resolves to has to be a public one, and the connection goes to an address that was looked at, so that a name that
/// changes between leads nowhere else. Redirects are not followed: they are failures.
/// </summary>
public sealed class WebhookSender : IDisposable
{
    /// <summary>How long one attempt may take.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>A name is resolved again after this long at the latest.</summary>
    private static readonly TimeSpan ConnectionLife = TimeSpan.FromMinutes(1);

    private readonly HttpClient _client;
    private readonly Func<string, CancellationToken, Task<IPAddress[]>> _resolve;
    private readonly Func<IPAddress, bool> _isAllowed;

    /// <param name="resolve">Where a name leads; null for the machine's resolver.</param>
    /// <param name="isAllowed">Which addresses may be told; null for public ones alone.</param>
    public WebhookSender(
        Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null,
        Func<IPAddress, bool>? isAllowed = null,
        TimeSpan? patience = null
    )
    {
        (_resolve, _isAllowed) = (resolve ?? Dns.GetHostAddressesAsync, isAllowed ?? PublicAddress.Is);
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            PooledConnectionLifetime = ConnectionLife,
            ConnectCallback = ConnectAsync,
        };
        _client = new HttpClient(handler) { Timeout = patience ?? Patience };
    }

    /// <param name="secret">The subscription's, as <see cref="Text"/> writes it without its prefix.</param>
    /// <param name="seconds">When it is sent, since 1970-01-01T00:00:00Z.</param>
    public async Task<WebhookAnswer> SendAsync(string url, byte[] secret, string id, long seconds, string body, CancellationToken cancel)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, url)
            {
                Content = new StringContent(body, Encoding.UTF8, "application/json"),
            };
            request.Headers.Add("webhook-id", id);
            request.Headers.Add("webhook-timestamp", seconds.ToString(CultureInfo.InvariantCulture));
            request.Headers.Add("webhook-signature", Sign(secret, id, seconds, body));
            // What is said in the body of an answer is nobody's business, and may be endless.
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
            return response.IsSuccessStatusCode ? WebhookAnswer.Taken
                : response.StatusCode == HttpStatusCode.Gone ? WebhookAnswer.Gone
                : WebhookAnswer.Failed;
        }
        catch (Exception error)
            when (error is HttpRequestException or IOException || error is OperationCanceledException && !cancel.IsCancellationRequested)
        {
            return WebhookAnswer.Failed;
        }
    }

    /// <summary>The header's value: <c>v1,BASE64</c>.</summary>
    public static string Sign(byte[] secret, string id, long seconds, string body) =>
        "v1,"
        + Convert.ToBase64String(
            HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{seconds}.{body}")))
        );

    /// <summary>The secret as whoever verifies writes it down: <c>whsec_BASE64</c>.</summary>
    public static string Text(byte[] secret) => "whsec_" + Convert.ToBase64String(secret);

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        IPAddress[] addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await ResolvedAsync(host, cancel);
        // One that is not public says that the name is not to be trusted, whatever else it names.
        if (addresses.Length == 0 || !Array.TrueForAll(addresses, address => _isAllowed(address)))
            throw new HttpRequestException("The name does not lead to public addresses alone.");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (SocketException error)
        {
            socket.Dispose();
            throw new HttpRequestException("Nobody answers there.", error);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task<IPAddress[]> ResolvedAsync(string host, CancellationToken cancel)
    {
        try
        {
            return await _resolve(host, cancel);
        }
        catch (SocketException error)
        {
            throw new HttpRequestException("The name leads nowhere.", error);
        }
    }

    public void Dispose() => _client.Dispose();
}
