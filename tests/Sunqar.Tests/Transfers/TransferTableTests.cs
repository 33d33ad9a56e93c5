using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;
using Xunit;

namespace Sunqar.Tests.Transfers;

public class TransferTableTests
{
    [Fact]
    public void Rows_are_ordered_to_the_microsecond_and_those_of_one_moment_as_they_came()
    {
        long[] times = [70_000, 5, 3, 5, 4, 0, 70_001, 69_999];
        var table = TransferFixture.Table(times.Select((time, i) => (time, "a" + i, "b", 1L)));
        Assert.Equal([5, 2, 4, 1, 3, 7, 0, 6], Enumerable.Range(0, table.Count).Select(table.InputIndex));
        Assert.Equal(times.Order(), table.TimeUs.ToArray());
    }

    [Fact]
    public void Rows_are_ordered_by_time_and_ties_keep_their_order()
    {
        var property = Prop.ForAll<int[]>(times =>
        {
            var builder = new TransferTableBuilder();
            for (var i = 0; i < times.Length; i++)
            {
                builder.Add(Row($"t{i}", times[i] % 5 * 1_000_000_000_000L, "a" + i, "b", i));
            }
            var table = builder.Build();
            var expected = Enumerable.Range(0, times.Length).OrderBy(i => times[i] % 5).ToArray();
            Assert.Equal(expected.Length, table.Count);
            for (var row = 0; row < table.Count; row++)
            {
                Assert.Equal("t" + expected[row], table.Id(row));
                Assert.Equal("a" + expected[row], table.Accounts.Id(table.From[row]));
                Assert.Equal(expected[row], table.AmountMicro[row]);
                Assert.Equal(times[expected[row]] % 5 * 1_000_000_000_000L, table.TimeUs[row]);
            }
        });
        Check.QuickThrowOnFailure(property);
    }

    [Fact]
    public void The_graph_lists_every_row_that_moves_value_once_each_way_by_time_and_keeps_parallel_transfers()
    {
        var table = TransferFixture.Table((0, "a", "b"), (0, "a", "b"), (1, "b", "a"), (2, "a", "c"), (2, "c", "c"));
        var graph = TransferGraph.Build(table);
        table.Accounts.TryFind("a", out var a);
        table.Accounts.TryFind("b", out var b);
        table.Accounts.TryFind("c", out var c);
        Assert.Equal([0, 1, 3], graph.Out(a).ToArray());
        Assert.Equal([2], graph.In(a).ToArray());
        Assert.Equal([0, 1], graph.In(b).ToArray());
        // What c pays itself moves nothing.
        Assert.Equal([3], graph.In(c).ToArray());
        Assert.Empty(graph.Out(c).ToArray());
    }

    [Fact]
    public void Ids_of_any_content_come_back()
    {
        var property = Prop.ForAll<NonNull<string>[]>(texts =>
        {
            var ids = new TransferIds();
            var kept = texts.Select(t => Encoding.UTF8.GetBytes(t.Get)).Where(t => t.Length <= TransferIds.LengthMax).ToArray();
            foreach (var id in kept)
            {
                ids.Add(id);
            }
            var buffer = new byte[TransferIds.LengthMax];
            for (var i = 0; i < kept.Length; i++)
            {
                Assert.Equal(kept[i], buffer[..ids.Copy(i, buffer)]);
            }
        });
        Check.QuickThrowOnFailure(property);
    }

    [Fact]
    public void A_hundred_thousand_running_ids_and_columns_stay_under_forty_bytes_a_transfer()
    {
        var builder = new TransferTableBuilder();
        for (var i = 0; i < 100_000; i++)
        {
            builder.Add(Row(i.ToString("d8", CultureInfo.InvariantCulture), i, "a" + (i % 9_000), "b" + (i % 77), i));
        }
        var table = builder.Build();
        const int GraphBytes = 8;
        Assert.InRange((table.Bytes / table.Count) + GraphBytes, 1, 40);
        Assert.Equal("00077777", table.Id(77_777));
    }

    [Fact]
    public void Kinds_of_accounts_follow_from_transfers_whatever_their_order()
    {
        var builder = new TransferTableBuilder();
        builder.Add(Row("1", 0, "card", "atm", 1, TransferKind.CashWithdrawal));
        builder.Add(Row("2", 1, "atm", "card", 1, TransferKind.AccountTransfer));
        builder.Add(Row("3", 2, "wallet", "wallet2", 1, TransferKind.Chain));
        builder.Add(Row("4", 2, "who", "knows", 1));
        var accounts = builder.Build().Accounts;
        AccountKind Kind(string id) => accounts.TryFind(id, out var a) ? accounts.Kind(a) : throw new InvalidOperationException(id);
        Assert.Equal(AccountKind.Card, Kind("card"));
        Assert.Equal(AccountKind.Terminal, Kind("atm"));
        Assert.Equal(AccountKind.Wallet, Kind("wallet2"));
        Assert.Equal(AccountKind.Unknown, Kind("who"));
    }

    private static TransferRow Row(string id, long timeUs, string from, string to, long amount, TransferKind kind = TransferKind.Unknown) =>
        new()
        {
            Id = Encoding.UTF8.GetBytes(id),
            TimeUs = timeUs,
            From = Encoding.UTF8.GetBytes(from),
            To = Encoding.UTF8.GetBytes(to),
            AmountMicro = amount,
            Currency = Currency.Kzt,
            Kind = kind,
        };
}
