using System.Net.Sockets;
using System.Text;

namespace Sunqar.Tests.Access.Attacks;

/// <summary>Bytes on a socket, as no client library would send them.</summary>
internal static class RawHttp
{
    /// <summary>Sends the text and gives everything that comes back until the server ends it.</summary>
    /// <param name="pieces">Sent one after another; <paramref name="pause"/> lies between them.</param>
    public static async Task<string> SendAsync(Uri address, IEnumerable<string> pieces, TimeSpan pause, CancellationToken cancel)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port, cancel);
        await using var stream = client.GetStream();
        using var ended = new CancellationTokenSource();
        var sending = Task.Run(
            async () =>
            {
                try
                {
                    foreach (var piece in pieces)
                    {
                        await stream.WriteAsync(Encoding.Latin1.GetBytes(piece), cancel);
                        if (pause > TimeSpan.Zero)
                            await Task.Delay(pause, ended.Token);
                    }
                }
                catch (Exception error) when (error is IOException or OperationCanceledException)
                {
                    // The server hung up.
                }
            },
            cancel
        );
        var answer = new StringBuilder();
        var buffer = new byte[4096];
        try
        {
            while (await stream.ReadAsync(buffer, cancel) is > 0 and var read)
                answer.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }
        catch (IOException)
        {
            // Reset instead of closed.
        }
        await ended.CancelAsync();
        await sending;
        return answer.ToString();
    }

    public static Task<string> SendAsync(Uri address, string text, CancellationToken cancel) =>
        SendAsync(address, [text], TimeSpan.Zero, cancel);
}
