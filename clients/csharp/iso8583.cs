// A card switch's withdrawal as ISO 8583:1987 in ASCII (docs/iso8583.md): dotnet run iso8583.cs HOST:PORT INSTITUTION [AMOUNT IN TIYN]
using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

if (args.Length < 2 || !IPEndPoint.TryParse(args[0], out var address))
{
    Console.Error.WriteLine("expected: dotnet run iso8583.cs HOST:PORT INSTITUTION [AMOUNT], e.g. 127.0.0.1:8583 SANDKZKA 100100");
    return 2;
}
var now = DateTime.UtcNow;
// A number of its own for each message: the same one is the same payment again.
var trace = Random.Shared.Next(1, 1_000_000).ToString("000000");
// Fields by their numbers; those of variable length bear it before them, as the standard has it.
var fields = new SortedDictionary<int, string>
{
    [3] = "010000", // withdrawal
    [4] = (args.Length > 2 ? args[2] : "2000000").PadLeft(12, '0'), // in tiyn
    [7] = now.ToString("MMddHHmmss"),
    [11] = trace,
    [32] = Variable(2, args[1]),
    [37] = $"R{now:yyMMddHHmm}1",
    [41] = "ATM-0001",
    [48] = Variable(3, Tag("01", "800416100254") + Tag("06", "card_A-1")),
    [49] = "398", // KZT
};
using var client = new TcpClient();
await client.ConnectAsync(address);
var line = client.GetStream();
await SendAsync("0200", fields);
var reply = await ReceiveAsync();
Console.WriteLine($"{reply.Type}: field 39 is {reply.Fields[39]}: {Meaning(reply.Fields[39])}");
Console.WriteLine($"field 48: {reply.Fields.GetValueOrDefault(48, "")}");
return 0;

static string Tag(string tag, string value) => $"{tag}{value.Length:00}{value}";

static string Variable(int digits, string value) => value.Length.ToString().PadLeft(digits, '0') + value;

static string Meaning(string code) =>
    code switch
    {
        "00" => "approved",
        "01" => "the sender confirms in the bank's app, then a new request",
        "02" => "face or fingerprint, then a new request",
        "59" => "held; field 48 says until when",
        "91" => "the same message again in a moment",
        _ => "not approved",
    };

async Task SendAsync(string type, SortedDictionary<int, string> parts)
{
    // The length of two bytes, the type, the bitmap as 16 hexadecimal digits, the fields.
    var bitmap = parts.Keys.Aggregate(0UL, (bits, field) => bits | 1UL << (64 - field));
    var message = Encoding.ASCII.GetBytes($"{type}{bitmap:X16}{string.Concat(parts.Values)}");
    var frame = new byte[2 + message.Length];
    BinaryPrimitives.WriteUInt16BigEndian(frame, (ushort)message.Length);
    message.CopyTo(frame, 2);
    await line.WriteAsync(frame);
}

async Task<(string Type, Dictionary<int, string> Fields)> ReceiveAsync()
{
    var head = new byte[2];
    await line.ReadExactlyAsync(head);
    var message = new byte[BinaryPrimitives.ReadUInt16BigEndian(head)];
    await line.ReadExactlyAsync(message);
    var text = Encoding.ASCII.GetString(message);
    // Length of the fields that a reply of the gateway may have; below zero: digits of the length that stands before the value.
    var lengths = new Dictionary<int, int>
    {
        [2] = -2, [3] = 6, [4] = 12, [7] = 10, [11] = 6, [12] = 6, [13] = 4, [32] = -2, [37] = 12, [39] = 2, [41] = 8, [42] = 15,
        [44] = -2, [48] = -3, [49] = 3,
    };
    var bitmap = Convert.ToUInt64(text[4..20], 16);
    var (at, read) = (20, new Dictionary<int, string>());
    for (var field = 2; field <= 64; field++)
    {
        if ((bitmap & 1UL << (64 - field)) == 0)
            continue;
        var length = lengths[field];
        if (length < 0)
        {
            var digits = -length;
            length = int.Parse(text.AsSpan(at, digits));
            at += digits;
        }
        read[field] = text.Substring(at, length);
        at += length;
    }
    return (text[..4], read);
}
