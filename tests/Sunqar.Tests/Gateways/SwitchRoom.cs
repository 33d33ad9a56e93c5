using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Sunqar.Formats.Iso8583;
using Sunqar.Server.Api;
using Sunqar.Server.Entrance;
using Sunqar.Server.Gateways;
using Sunqar.Storage.Keys;
using Sunqar.Tests.Api;
using Sunqar.Tests.Formats;
using Sunqar.Tests.Iso8583;
using Xunit;

namespace Sunqar.Tests.Gateways;

/// <summary>A gateway on a free loopback port before a desk over a journal in memory.</summary>
internal sealed class SwitchRoom : IAsyncDisposable
{
    public const string Bank = "CASPKZKA";

    private readonly DeskRoom _desk;
    private readonly List<string> _warnings = [];

    public SwitchRoom(
        GatewayLimits? limits = null,
        X509Certificate2? certificate = null,
        X509Certificate2Collection? clients = null,
        int rateLimit = 0,
        bool isOpen = true,
        int queuePaymentsMax = 1_000
    )
    {
        _desk = new DeskRoom(queuePaymentsMax);
        Door = new DeskDoor { Rates = new RateLimits(rateLimit) };
        if (isOpen)
        {
            Door.Open(
                new DeskDoor.Opening(_desk.Desk, new InstitutionKeyFile("absent", new FolderSeal(new byte[32])), PaymentExamples.Tokeniser)
            );
        }
        Gateway = new Iso8583Gateway(
            new Iso8583Address(Bank, "600020", new IPEndPoint(IPAddress.Loopback, 0), clients),
            certificate,
            Door,
            limits,
            warn: _warnings.Add
        );
    }

    public DeskDoor Door { get; }

    public DeskRoom Desk => _desk;

    public Iso8583Gateway Gateway { get; }

    /// <summary>A withdrawal at the room's time, told apart by its trace number.</summary>
    public static IsoMessageBuilder Withdrawal(int stan = 17, string type = "0200", string amount = "000002000000") =>
        IsoExamples.Withdrawal(type).Set(4, amount).Set(7, "0301120000").Set(12, "170000").Set(13, "0301").Set(11, $"{stan:000000}");

    public async Task<Peer> ConnectAsync()
    {
        var client = new TcpClient();
        await client.ConnectAsync(Gateway.EndPoint, TestContext.Current.CancellationToken);
        return new Peer(client, client.GetStream());
    }

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        await _desk.DisposeAsync();
        Assert.Empty(_warnings);
    }
}

/// <summary>A bank's switch, as a test plays it.</summary>
internal sealed class Peer(TcpClient client, Stream stream) : IDisposable
{
    public Stream Stream => stream;

    public async Task SendAsync(params byte[][] frames) =>
        await stream.WriteAsync(frames.SelectMany(frame => frame).ToArray(), TestContext.Current.CancellationToken);

    /// <summary>A message that nothing checked, behind its length.</summary>
    public static byte[] Frame(string text)
    {
        var frame = new byte[2 + text.Length];
        BinaryPrimitives.WriteUInt16BigEndian(frame, (ushort)text.Length);
        Encoding.ASCII.GetBytes(text, frame.AsSpan(2));
        return frame;
    }

    /// <summary>The next reply's fields, its type at 0; null at the connection's end.</summary>
    public async Task<Dictionary<int, string>?> ReceiveAsync()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        var head = new byte[2];
        try
        {
            if (await stream.ReadAtLeastAsync(head, 2, throwOnEndOfStream: false, patience.Token) < 2)
            {
                return null;
            }
        }
        catch (IOException)
        {
            return null;
        }
        var bytes = new byte[BinaryPrimitives.ReadUInt16BigEndian(head)];
        await stream.ReadExactlyAsync(bytes, patience.Token);
        Assert.True(IsoMessage.TryRead(bytes, out var message, out var fault), fault.ToString());
        var fields = new Dictionary<int, string> { [0] = Encoding.ASCII.GetString(message.Type) };
        for (var field = 2; field <= IsoFields.Last; field++)
        {
            if (message.Has(field))
            {
                fields[field] = Encoding.ASCII.GetString(message[field]);
            }
        }
        return fields;
    }

    public async Task<Dictionary<int, string>> AskAsync(byte[] frame)
    {
        await SendAsync(frame);
        return await ReceiveAsync() ?? throw new InvalidOperationException("The connection ended.");
    }

    public Task<Dictionary<int, string>> AskAsync(IsoMessageBuilder message) => AskAsync(message.ToFrame());

    public void Dispose()
    {
        stream.Dispose();
        client.Dispose();
    }
}
