using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Sunqar.Formats.Iso8583;
using Sunqar.Tests;
using Xunit;

namespace Sunqar.SystemTests;

/// <summary><c>./sunqar serve --iso8583</c> and a bank's switch before it.</summary>
public class Iso8583Tests
{
    private static string Sunqar => Path.Combine(Repository.Root, "sunqar");

    [Fact]
    public async Task A_switch_is_answered_and_its_payments_outlive_the_server()
    {
        using var folder = new TemporaryFolder();
        for (var round = 0; round < 2; round++)
        {
            using var server = Start(folder, "--urls http://127.0.0.1:0 --iso8583 CASPKZKA=127.0.0.1:0");
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, await PortAsync(server), TestContext.Current.CancellationToken);
                // Answered with 91 until the journal is replayed.
                var reply = await AskAsync(client);
                while (reply.Code == "91")
                {
                    await Task.Delay(50, TestContext.Current.CancellationToken);
                    reply = await AskAsync(client);
                }
                Assert.Equal(("00", round == 1), (reply.Code, reply.Told.Contains("93011", StringComparison.Ordinal)));
                Shell.Run($"kill -TERM {server.Id}", folder.Path);
                await server.WaitForExitAsync(TestContext.Current.CancellationToken);
                Assert.Equal(0, server.ExitCode);
            }
            finally
            {
                if (!server.HasExited)
                    server.Kill();
            }
        }
        // The card's number is nowhere in what the house keeps.
        var kept = Directory.EnumerateFiles(folder.At("data"), "*", SearchOption.AllDirectories).Select(File.ReadAllBytes);
        Assert.All(kept, bytes => Assert.Equal(-1, bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(Card))));
    }

    [Theory]
    [InlineData("--iso8583 CASPKZKA=0.0.0.0:8583", "without mutual TLS")]
    [InlineData("--iso8583 nonsense", "expected INSTITUTION=ADDRESS")]
    public void What_is_not_safe_is_refused_before_anything_listens(string options, string reason)
    {
        using var folder = new TemporaryFolder();
        var result = Shell.Run($"'{Sunqar}' serve {options}", folder.Path, ("SUNQAR_DATA", folder.At("data")));
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(reason, result.Error, StringComparison.Ordinal);
    }

    // Made here, so that no card number stands in the repository.
    private static string Card => "440043000" + "0000015";

    // Transmitted now, in UTC: a door takes nothing that is dated days back. Both rounds send the same message.
    private static readonly string Sent = DateTime.UtcNow.ToString("MMddHHmmss", CultureInfo.InvariantCulture);

    private static async Task<(string Code, string Told)> AskAsync(TcpClient client)
    {
        var frame = new IsoMessageBuilder("0200")
            .Set(2, Card)
            .Set(3, "010000")
            .Set(4, "000002000000")
            .Set(7, Sent)
            .Set(11, "000017")
            .Set(32, "CASPKZKA")
            .Set(37, "R26015000017")
            .Set(41, "ATM-0001")
            .Set(48, "0112" + "800416100254")
            .Set(49, "398")
            .ToFrame();
        await client.GetStream().WriteAsync(frame, TestContext.Current.CancellationToken);
        var head = new byte[2];
        await client.GetStream().ReadExactlyAsync(head, TestContext.Current.CancellationToken);
        var bytes = new byte[BinaryPrimitives.ReadUInt16BigEndian(head)];
        await client.GetStream().ReadExactlyAsync(bytes, TestContext.Current.CancellationToken);
        Assert.True(IsoMessage.TryRead(bytes, out var reply, out _));
        return (Encoding.ASCII.GetString(reply[39]), Encoding.ASCII.GetString(reply[48]));
    }

    private static Process Start(TemporaryFolder folder, string options)
    {
        var start = new ProcessStartInfo("bash", ["-c", $"exec '{Sunqar}' serve {options}"])
        {
            WorkingDirectory = folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["SUNQAR_DATA"] = folder.At("data");
        return Process.Start(start)!;
    }

    private static async Task<int> PortAsync(Process server)
    {
        var said = new List<string>();
        while (await server.StandardError.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            said.Add(line);
            if (line.StartsWith("iso8583 CASPKZKA at ", StringComparison.Ordinal))
            {
                return IPEndPoint.Parse(line["iso8583 CASPKZKA at ".Length..]).Port;
            }
        }
        throw new InvalidOperationException($"The server said no port: {string.Join('\n', said)}");
    }
}
