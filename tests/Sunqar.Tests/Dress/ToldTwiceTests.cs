using System.Net;
using System.Text;
using Sunqar.Core.Chain;
using Sunqar.Core.Identity;
using Sunqar.Core.Transfers;
using Sunqar.Formats.Transfers;
using Sunqar.Storage.Keys;
using Sunqar.Storage.Memory;
using Sunqar.Tests.Storage;
using Sunqar.Work.Following;
using Sunqar.Work.Imports;
using Sunqar.Work.Mining;
using Xunit;

namespace Sunqar.Tests.Dress;

/// <summary>What several files or a node tell twice counts once, as often as one of them tells it (issue 13, kind C).</summary>
public sealed class ToldTwiceTests
{
    private const string Trc20 = "timestamp_ms,tx_id,token,from_address,from_tag,to_address,to_tag,amount_units,decimals\n";
    private const string Usdt = "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t";
    private static readonly string[] Wallets = [.. Enumerable.Range(1, 5).Select(Wallet)];

    private static string Wallet(int number) => WalletAddress.Tron([.. Enumerable.Repeat((byte)number, 20)]).ToString();

    private static string Tx(int number) => number.ToString("x64");

    private static string Row(int tx, int from, int to, long units, long ms = 1_767_209_628_000) =>
        $"{ms},{Tx(tx)},{Usdt},{Wallets[from]},,{Wallets[to]},,{units},6\n";

    /// <summary>Transactions of one to four transfers, some of them equal.</summary>
    private static string[] Export(int seed)
    {
        var random = new Random(seed);
        return
        [
            .. Enumerable
                .Range(1, 30)
                .SelectMany(tx =>
                    Enumerable
                        .Range(0, random.Next(1, 5))
                        .Select(_ => Row(tx, random.Next(5), random.Next(5), random.Next(1, 3) * 100, 1_767_209_628_000 + tx))
                ),
        ];
    }

    private static (long[] Amounts, long Repeated) Read(params string[][] files)
    {
        var builder = new TransferTableBuilder();
        var once = new OverlappingFiles(builder);
        foreach (var file in files)
        {
            var bytes = Encoding.UTF8.GetBytes(Trc20 + string.Concat(file));
            Assert.IsType<TransferFileOutcome.Completed>(TransferFile.Read(new MemoryStream(bytes), "f.csv", null, once));
            once.EndFile();
        }
        return ([.. builder.Build().AmountMicro.ToArray().Order()], once.Repeated);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void The_same_export_in_any_order_adds_nothing(int seed)
    {
        var rows = Export(seed);
        var (alone, _) = Read(rows);
        Assert.Equal(rows.Length, alone.Length);
        foreach (
            var again in (string[][])
                [
                    [.. rows],
                    [.. rows.Reverse()],
                    [.. rows.OrderBy(row => row.GetHashCode(StringComparison.Ordinal))],
                ]
        )
        {
            var (both, repeated) = Read(rows, again);
            Assert.Equal(alone, both);
            Assert.Equal(rows.Length, repeated);
        }
        // Overlapping parts come to the whole, whichever comes first.
        var (parts, _) = Read(rows[20..], rows[..40]);
        Assert.Equal(alone, parts);
    }

    [Fact]
    public void Equal_transfers_count_as_often_as_the_file_that_tells_them_most()
    {
        var (one, three) = (Row(1, 0, 1, 5), Enumerable.Repeat(Row(1, 0, 1, 5), 3).ToArray());
        Assert.Equal(3, Read([one], three).Amounts.Length);
        Assert.Equal(3, Read(three, [one]).Amounts.Length);
        Assert.Equal(3, Read([one], three, [one], three).Amounts.Length);
        Assert.Equal(2, Read([one], [Row(1, 0, 1, 6)]).Amounts.Length);
    }

    [Theory]
    [InlineData("1767209628", false)]
    [InlineData("1767209628000", true)]
    [InlineData("0", true)]
    public void Seconds_in_the_place_of_milliseconds_are_refused(string time, bool isTaken)
    {
        var file = Trc20 + Row(1, 0, 1, 5).Replace("1767209628000", time, StringComparison.Ordinal);
        var outcome = TransferFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(file)), "f.csv", null, new TransferTableBuilder());
        Assert.Equal(isTaken, outcome is TransferFileOutcome.Completed);
        if (outcome is TransferFileOutcome.Refused refused)
            Assert.Equal((2, "timestamp_ms"), (refused.Why.Line, refused.Why.Field));
    }

    [Fact]
    public void Imports_that_overlap_each_other_and_the_followed_chain_count_once()
    {
        using var folder = new TempFolder();
        using var keys = new KeyStore(folder["keys"], folder["root.key"]);
        using var journal = new MemoryJournal();
        var rows = Export(7);
        var job = new ImportJob(journal, new PaymentSealer(keys));
        string[][] files = [rows[..30], [.. rows.Reverse()], [.. rows[10..]]];
        for (var i = 0; i < files.Length; i++)
        {
            File.WriteAllText(folder[$"{i}.csv"], Trc20 + string.Concat(files[i]));
            var good = Assert.IsType<CheckOutcome.Good>(ImportJob.Check(folder[$"{i}.csv"], null, null, null, long.MaxValue)).File;
            Assert.IsType<ImportOutcome.Imported>(job.Import(good, skipBad: false, null));
        }
        var native =
            "id,time,from,to,amount,currency,kind\n"
            + $"{Tx(1)},2026-01-01T00:00:00Z,{rows[0].Split(',')[3]},{rows[0].Split(',')[5]},{decimal.Parse(rows[0].Split(',')[7]) / 1_000_000m},USDT,chain\n";
        File.WriteAllText(folder["native.csv"], native);
        job.Import(
            Assert.IsType<CheckOutcome.Good>(ImportJob.Check(folder["native.csv"], null, null, null, long.MaxValue)).File,
            skipBad: false,
            null
        );
        Assert.Equal(rows.Length, FindJob.Load(journal).Table.Count);
    }

    /// <summary>A node that answers with what a test gives it.</summary>
    private sealed class Node(Func<string, string> answer) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancel)
        {
            using var call = System.Text.Json.JsonDocument.Parse(await request.Content!.ReadAsStringAsync(cancel));
            var result = answer(call.RootElement.GetProperty("method").GetString()!);
            return new HttpResponseMessage(HttpStatusCode.OK)
            {
                Content = new StringContent($$"""{"jsonrpc":"2.0","id":1,"result":{{result}}}"""),
            };
        }
    }

    private static string Log(int index, string data = "0x01", string more = "") =>
        $$"""{"address":"0x{{new string('e', 40)}}","topics":["0x{{new string('1', 64)}}"],"data":"{{data}}","blockNumber":"0x64","blockHash":"0x{{new string('2', 64)}}","transactionHash":"0x{{new string('3', 64)}}","transactionIndex":"0x0","logIndex":"0x{{index:x}}"{{more}}}""";

    private static async Task<List<ChainLog>> Logs(params string[] logs)
    {
        using var handler = new Node(_ => $"[{string.Join(',', logs)}]");
        using var client = new HttpClient(handler) { BaseAddress = new Uri("http://node.test/") };
        return await new ChainNode(client).LogsAsync(100, 100, "0x" + new string('e', 40), TokenLog.Topics, CancellationToken.None);
    }

    [Fact]
    public async Task A_log_that_a_node_gives_again_counts_once_and_two_at_one_place_are_refused()
    {
        Assert.Equal(
            [0, 1],
            (await Logs(Log(0), Log(1), Log(0), Log(1, more: ",\"blockTimestamp\":\"0x6955b8bc\""))).Select(log => log.LogIndex)
        );
        await Assert.ThrowsAsync<NodeException>(() => Logs(Log(0), Log(0, data: "0x02")));
    }

    [Theory]
    [InlineData("\"0x0\"", false)]
    [InlineData("null", false)]
    [InlineData("\"0x19b77ea4c20\"", false)]
    [InlineData("\"0x6955b8bc\"", true)]
    public async Task A_time_that_a_node_does_not_know_is_none(string time, bool isKnown) =>
        Assert.Equal(isKnown, Assert.Single(await Logs(Log(0, more: $",\"blockTimestamp\":{time}"))).TimeUs is not null);
}
