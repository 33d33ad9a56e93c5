using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Sunqar.Core.Cases.Measures;
using Sunqar.Core.Cases.Outbox;

namespace Sunqar.Work.Outbox;

/// <summary>
/// Asks an operator's resolver whether a blocked name still resolves: the order is carried out when it answers that there is no such name
/// (NXDOMAIN), and tried again while it does. How orders reach resolvers is the zone's matter, not this one's.
/// </summary>
public sealed class ResolverPartner(IPEndPoint resolver, TimeSpan? patience = null) : IPartner
{
    private const int NoSuchName = 3,
        HeadBytes = 12;

    public async Task<PartnerAnswer> SendAsync(PartnerMessage message, CancellationToken cancel)
    {
        var order = MeasureOrder.Read(message.Body);
        try
        {
            var code = await AskAsync(order.Target, cancel);
            var isBlocked = code == NoSuchName;
            return isBlocked == (message.Topic == MeasureOrder.Take)
                ? new PartnerAnswer(Delivery.Confirmed, $"{resolver} answers code {code}")
                : PartnerAnswer.Failed(isBlocked ? "The name is still blocked." : "The name still resolves.");
        }
        catch (Exception error)
            when (error is SocketException or InvalidDataException || error is OperationCanceledException && !cancel.IsCancellationRequested
            )
        {
            return PartnerAnswer.Failed(error is OperationCanceledException ? "The resolver did not answer in time." : error.Message);
        }
    }

    /// <summary>The response code (RFC 1035, 4.1.1) to a question for the name's address.</summary>
    private async Task<int> AskAsync(string name, CancellationToken cancel)
    {
        var question = Question(name, (ushort)RandomNumberGenerator.GetInt32(0x10000));
        using var within = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        within.CancelAfter(patience ?? TimeSpan.FromSeconds(3));
        using var socket = new UdpClient(resolver.AddressFamily);
        socket.Connect(resolver);
        await socket.SendAsync(question, within.Token);
        var answer = (await socket.ReceiveAsync(within.Token)).Buffer;
        if (answer.Length < HeadBytes || answer[0] != question[0] || answer[1] != question[1] || (answer[2] & 0x80) == 0)
            throw new InvalidDataException("Not an answer to what was asked.");
        return answer[3] & 0x0F;
    }

    private static byte[] Question(string name, ushort id)
    {
        var packet = new List<byte>(new byte[HeadBytes]);
        foreach (var label in name.Split('.'))
        {
            packet.Add(checked((byte)label.Length));
            packet.AddRange(Encoding.ASCII.GetBytes(label));
        }
        packet.AddRange([0, 0, 1, 0, 1]);
        var bytes = packet.ToArray();
        BinaryPrimitives.WriteUInt16BigEndian(bytes, id);
        // Recursion desired; one question.
        (bytes[2], bytes[5]) = (1, 1);
        return bytes;
    }
}
