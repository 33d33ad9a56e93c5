using System.Globalization;
using Sunqar.Core.Decisions;
using Sunqar.Core.Facts;
using Sunqar.Core.Identity;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;
using Sunqar.Storage.Files;
using Sunqar.Storage.Journal;
using Sunqar.Storage.Memory;
using Sunqar.Tests.Api;
using Sunqar.Work.Mining;
using Xunit;

namespace Sunqar.Tests.Jobs;

public class TransferSnapshotsTests
{
    private const int Each = 50;

    [Theory]
    [InlineData(0)]
    [InlineData(49)]
    [InlineData(50)]
    [InlineData(333)]
    public void What_was_kept_and_the_rest_of_the_journal_come_to_what_the_journal_comes_to(int payments)
    {
        using var journal = new MemoryJournal();
        Append(journal, 0, payments);
        var whole = Read(new TransferSnapshots(journal, int.MaxValue), keep: false);
        Assert.Equal(whole, Read(new TransferSnapshots(journal, Each), keep: true));
        Assert.Equal(payments / Each, Kept(journal));
        Assert.Equal(whole, Read(new TransferSnapshots(journal, Each), keep: true));
        Assert.Equal(payments / Each, Kept(journal));
    }

    [Fact]
    public void Only_payments_after_the_last_snapshot_are_read_again()
    {
        using var journal = new MemoryJournal();
        Append(journal, 0, 180);
        Read(new TransferSnapshots(journal, Each), keep: true);
        var counting = new FailingJournal(journal);
        Read(new TransferSnapshots(counting, Each), keep: false);
        Assert.Equal(150, counting.ReadFrom);
        Append(journal, 180, 100);
        Assert.Equal(
            Read(new TransferSnapshots(journal, int.MaxValue), keep: false),
            Read(new TransferSnapshots(journal, Each), keep: true)
        );
        Read(new TransferSnapshots(counting, Each), keep: false);
        Assert.Equal(250, counting.ReadFrom);
    }

    [Fact]
    public void Who_does_not_own_the_folder_writes_nothing()
    {
        using var journal = new MemoryJournal();
        Append(journal, 0, 180);
        Read(new TransferSnapshots(journal, Each), keep: false);
        Assert.Equal(0, Kept(journal));
    }

    [Fact]
    public void A_snapshot_of_another_layout_or_that_does_not_follow_is_passed_over()
    {
        using var journal = new MemoryJournal();
        Append(journal, 0, 180);
        var whole = Read(new TransferSnapshots(journal, Each), keep: true);
        var second = journal.LatestSnapshot(Streams.Payments, "transfers-0001")!;
        journal.SaveSnapshot(Streams.Payments, "transfers-0000", second.Next, second.Content);
        Assert.Equal(whole, Read(new TransferSnapshots(journal, Each), keep: false));
        journal.SaveSnapshot(Streams.Payments, "transfers-0000", 180, "\u0005other and more"u8);
        Assert.Equal(whole, Read(new TransferSnapshots(journal, Each), keep: true));
    }

    [Fact]
    public void A_damaged_file_costs_time_alone()
    {
        var folder = Directory.CreateTempSubdirectory("sunqar-snapshots-");
        using var journal = new FolderJournal(folder.FullName, new JournalFolderOptions());
        Append(journal, 0, 180);
        var whole = Read(new TransferSnapshots(journal, Each), keep: true);
        var file = Directory.GetFiles(folder.FullName, "transfers-0001*", SearchOption.AllDirectories).Single();
        var bytes = File.ReadAllBytes(file);
        bytes[^3] ^= 1;
        File.WriteAllBytes(file, bytes);
        var counting = new FailingJournal(journal);
        Assert.Equal(whole, Read(new TransferSnapshots(counting, Each), keep: false));
        Assert.Equal(50, counting.ReadFrom);
        journal.Dispose();
        folder.Delete(recursive: true);
    }

    private static int Kept(IJournal journal) =>
        Enumerable
            .Range(0, 100)
            .TakeWhile(number =>
                journal.LatestSnapshot(Streams.Payments, "transfers-" + number.ToString("x4", CultureInfo.InvariantCulture)) is not null
            )
            .Count();

    /// <summary>Everything that the fold and its table hold, as text.</summary>
    private static string Read(TransferSnapshots snapshots, bool keep)
    {
        var builder = new TransferTableBuilder();
        var fold = snapshots.Load(builder, keep);
        var table = builder.Build();
        var text = new List<string>
        {
            $"{fold.Next} {fold.Payments} {string.Join(',', fold.Outcomes)} {fold.Cash.KztMicro(2025)} {fold.Cash.KztMicro(2026)}",
            string.Join(' ', fold.DeviceUses),
            string.Join(' ', fold.BankNodes.OrderBy(node => node.Value)),
        };
        for (var row = 0; row < table.Count; row++)
        {
            text.Add(
                $"{table.Id(row)} {table.TimeUs[row]} {table.From[row]} {table.To[row]} "
                    + $"{table.AmountMicro[row]} {table.CurrencyOf(row)} {table.KindOf(row)}"
            );
        }
        for (var account = 0; account < table.Accounts.Count; account++)
        {
            text.Add($"{table.Accounts.Id(account)} {table.Accounts.Kind(account)} {table.Accounts.Holder(account)}");
        }
        return string.Join('\n', text);
    }

    private static void Append(IJournal journal, int from, int count)
    {
        using var writer = journal.Open(Streams.Payments);
        for (var i = from; i < from + count; i++)
        {
            writer.AppendAsync(Decided(i)).AsTask().GetAwaiter().GetResult().OrThrow();
        }
    }

    /// <summary>Payments of all kinds, some of them blocked, not in the order of time.</summary>
    private static PaymentDecided Decided(int i)
    {
        var dice = new Random(i);
        SealedParty Party(bool card) =>
            new(
                dice.Next(4) == 0 ? SubjectId.None : new SubjectId((ulong)dice.Next(1, 30)),
                new SubjectId((ulong)dice.Next(100, 160)),
                card ? new SubjectId((ulong)dice.Next(200, 260)) : SubjectId.None,
                (IinStatus)dice.Next(1, 3),
                false
            );
        var kind = (PaymentKind)dice.Next(1, Enum.GetValues<PaymentKind>().Length);
        var crypto = kind.ToString().StartsWith("Crypto", StringComparison.Ordinal);
        return new PaymentDecided(
            new SealedPayment(
                "P-" + i.ToString(CultureInfo.InvariantCulture),
                kind,
                1_767_000_000_000_000 + (dice.Next(10_000) * 100_000_000L),
                new Money(dice.Next(1, 900_000), Currency.Kzt),
                "CASPKZKA",
                Party(dice.Next(3) > 0),
                Party(dice.Next(2) > 0),
                "ATM-" + dice.Next(4),
                "Almaty",
                dice.Next(2) == 0 ? new SubjectId((ulong)dice.Next(300, 320)) : SubjectId.None,
                crypto ? "tron" : null,
                crypto ? "T" + dice.Next(20) : null,
                crypto ? "BYBIT" : null,
                crypto ? "USDT" : null,
                0,
                (UInt128)(uint)i
            ),
            new Decision(dice.Next(9) == 0 ? Outcome.Block : Outcome.Allow, [], "builtin", 0)
        );
    }
}
