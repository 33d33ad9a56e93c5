using System.Text;
using Sunqar.Formats.Csv;
using Sunqar.Formats.Lists;
using Sunqar.Formats.Transfers;
using Xunit;

namespace Sunqar.Tests.Formats;

/// <summary>Whatever bytes come, a reader ends with Completed or Refused: never an exception, and never a bad place.</summary>
public class MutationTests
{
    private const int Rounds = 3_000;

    private static readonly (string Format, string Text)[] Transfers =
    [
        (
            "native",
            "id,time,from,to,amount,currency,kind\n1,2026-01-15T09:30:00.5+05:00,\"A \"\"x\"\"\",B,12.50,KZT,card_transfer\n2,2026-01-15,ж,B,0.000001,,\r\n"
        ),
        (
            "trc20",
            $"timestamp_ms,tx_id,token,from_address,from_tag,to_address,to_tag,amount_units,decimals\n1580178927000,{new string('a', 64)},TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t,TXxo68nYFnjYoVvDkNhfVujn4aRafoKr2Z,x,THPopY1MtT3Hsd7YRN8JHNpZDWUAqDQBYm,,28288258,6\n"
        ),
        ("amlsim", "tran_id,orig,dest,amount,day,alert_id,alert_type\n1,1088,32,972.53,0,23,fan_in\n"),
        (
            "amlgentex",
            "tran_id,step,type,amount,orig,dest,bank_orig,bank_dest,is_sar,pattern_id,pattern_type\n46,0,TRANSFER,837.52,4987,5803,a,b,1,28336,2\n"
        ),
        (
            "amlworld",
            "pattern_id,pattern_type,timestamp,from_bank,from_account,to_bank,to_account,amount_received,receiving_currency,amount_paid,payment_currency,payment_format\n0,FAN-OUT,2022/09/01 00:06,021174,80073,012,80011,2848.96,Euro,2848.96,Euro,ACH\n"
        ),
        (
            "amlworld",
            "Timestamp,From Bank,Account,To Bank,Account,Amount Received,Receiving Currency,Amount Paid,Payment Currency,Payment Format,Is Laundering\n2022/09/01 00:06,021174,80073,012,80011,1.0,Euro,1.0,Euro,ACH,0\n"
        ),
    ];

    private static readonly (string Format, byte[] Bytes)[] Lists =
    [
        (
            "tagpack",
            Encoding.UTF8.GetBytes(
                "title: t\nlabel: l\ncurrency: BTC\ntags:\n- address: 'a'\n" + "  concepts:\n  - x\n- address: b\n  context: '{\"a\": 1}'\n"
            )
        ),
        (
            "actorpack",
            Encoding.UTF8.GetBytes(
                "title: t\nactors:\n- id: a\n  label: A\n  uri: www.a.com\n" + "  categories: [x, y]\n  context:\n    uris:\n    - a.org\n"
            )
        ),
        ("phishing", "{\"allow\":[\"a.com\"],\"deny\":[\"b.com\",\"c\\u0065.org\"],\"denySub\":[\"x.com/y\"]}"u8.ToArray()),
        (
            "registry",
            "code,name,regime,regulator,permission,valid_from,valid_to,status,wallets\nA,A Ltd,AIFC,AFSA,trading,2026-01-01,2027-01-01,licensed,tron:T1|0x2\n"u8.ToArray()
        ),
        ("rates", "time,base,quote,rate,units\n2026-01-15,USD,KZT,525.43,10\n"u8.ToArray()),
        (
            "risk_wallets",
            "wallet,category,source,confidence,as_of,hop,share,direction\nTR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t,scam,register,60,2026-01-15,1,12.5,out\n"u8.ToArray()
        ),
        ("ofac", Encoding.UTF8.GetBytes(ListsTests.Ofac)),
        ("ofac", ListsTests.Packed(ListsTests.Ofac)),
    ];

    public static TheoryData<int> TransfersSamples => [.. Enumerable.Range(0, Transfers.Length)];

    public static TheoryData<int> ListSamples => [.. Enumerable.Range(0, Lists.Length)];

    [Theory]
    [MemberData(nameof(TransfersSamples))]
    public void Mutated_transfers(int sample)
    {
        var (format, text) = Transfers[sample];
        var bytes = Encoding.UTF8.GetBytes(text);
        Assert.Equal(format, TransferFile.FormatOf(bytes));
        var completed = 0;
        for (var seed = 0; seed < Rounds; seed++)
        {
            var mutated = Mutate(bytes, seed);
            // Small buffers, so that a mutation meets every edge; the format named and told, bad rows stopped at and passed over.
            using var work = new CountedWork(mutated.Length);
            var opening = TransferTableFile.Open(
                () => new CsvRows(new MemoryStream(mutated), 512, 1024),
                new CsvDialect((byte)',', null),
                "m",
                seed % 2 == 0 ? format : null,
                null
            );
            var outcome = opening switch
            {
                TransferTableFile.Opening.Opened opened => opened.File.Read(new KeptRows(), seed % 3 == 0 ? null : CheckPlace, null),
                TransferTableFile.Opening.Refused no => new TransferFileOutcome.Refused(no.Why),
                _ => throw new InvalidOperationException(),
            };
            Check(outcome is TransferFileOutcome.Refused refused ? refused.Why : null);
            completed += outcome is TransferFileOutcome.Completed ? 1 : 0;
            if (seed % 10 == 0)
            {
                // These take a whole buffer each time.
                TruthFile.Read(new MemoryStream(mutated), "m", _ => { });
                Trc20File.Read(new MemoryStream(mutated), "m", _ => { });
            }
        }
        Assert.InRange(completed, Rounds / 100, Rounds);
    }

    [Theory]
    [MemberData(nameof(ListSamples))]
    public void Mutated_lists(int sample)
    {
        var (format, bytes) = Lists[sample];
        Assert.Equal(format, ListFile.FormatOf(bytes));
        var refusals = 0;
        // Unpacking allocates megabytes a time.
        var rounds = format == "ofac" ? Rounds / 10 : Rounds;
        for (var seed = 0; seed < rounds; seed++)
        {
            var mutated = Mutate(bytes, seed);
            using var work = new CountedWork(mutated.Length);
            var outcome = ListFile.Read(new MemoryStream(mutated), "m", format, _ => { }, seed % 2 == 0 ? null : CheckPlace);
            Check(outcome is ListFileOutcome.Refused refused ? refused.Why : null);
            refusals += outcome is ListFileOutcome.Refused ? 1 : 0;
        }
        Assert.InRange(refusals, rounds / 100, rounds);
    }

    private static void CheckPlace(Sunqar.Formats.BadInput bad) => Check(bad);

    private static void Check(Sunqar.Formats.BadInput? bad)
    {
        if (bad is not null)
        {
            Assert.True(bad is { Line: >= 0, Column: >= 0, Reason.Length: > 0, Expected.Length: > 0 }, bad.ToString());
        }
    }

    /// <summary>One to four changes: a byte set, a piece left out, doubled or moved, or a piece of another kind of file put in.</summary>
    private static byte[] Mutate(byte[] bytes, int seed)
    {
        var random = new Random(seed);
        var mutated = bytes.ToList();
        for (var changes = random.Next(1, 5); changes > 0; changes--)
        {
            var at = random.Next(mutated.Count + 1);
            var length = Math.Min(random.Next(1, 20), mutated.Count - at);
            switch (random.Next(6))
            {
                case 0 when at < mutated.Count:
                    mutated[at] = (byte)random.Next(256);
                    break;
                case 1:
                    mutated.RemoveRange(at, length);
                    break;
                case 2:
                    mutated.InsertRange(at, mutated.GetRange(at, length));
                    break;
                case 3:
                    mutated.InsertRange(random.Next(mutated.Count + 1), mutated.GetRange(at, length));
                    break;
                case 4:
                    mutated.InsertRange(at, Pieces[random.Next(Pieces.Length)]);
                    break;
                default:
                    mutated.RemoveRange(at, random.Next(4) == 0 ? mutated.Count - at : length);
                    break;
            }
        }
        return [.. mutated];
    }

    private static readonly byte[][] Pieces =
    [
        "\""u8.ToArray(),
        ","u8.ToArray(),
        "\n"u8.ToArray(),
        "\r"u8.ToArray(),
        "\0"u8.ToArray(),
        [0xFF, 0xFE],
        [0xC3],
        "&a "u8.ToArray(),
        "*a"u8.ToArray(),
        "- "u8.ToArray(),
        "? "u8.ToArray(),
        "!!binary "u8.ToArray(),
        "%YAML 9\n"u8.ToArray(),
        "---\n"u8.ToArray(),
        "{"u8.ToArray(),
        "["u8.ToArray(),
        "}"u8.ToArray(),
        ": "u8.ToArray(),
        "|\n"u8.ToArray(),
        "<a>"u8.ToArray(),
        "</a>"u8.ToArray(),
        "<![CDATA["u8.ToArray(),
        "<?x?>"u8.ToArray(),
        "&#0;"u8.ToArray(),
        "&lt;"u8.ToArray(),
        "99999999999999999999999"u8.ToArray(),
        "-1"u8.ToArray(),
        "\\uD800"u8.ToArray(),
    ];
}
