using Sunqar.Core.Chain;
using Sunqar.Core.Identity;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;
using Sunqar.Work.Mining;
using Xunit;

namespace Sunqar.Tests.Jobs;

public class FollowedTransfersTests
{
    [Fact]
    public void What_was_followed_and_imported_counts_once_and_as_often_as_it_happened()
    {
        var followed = new FollowedTransfers();
        // One transaction that moves the same sum twice; the node numbers logs by block, the export by transaction.
        followed.Note(Seen("0xaa11#7", 5_000_000));
        followed.Note(Seen("0xaa11#9", 5_000_000));
        Assert.True(followed.Take(Imported("aa11", 5_000_000)));
        Assert.True(followed.Take(Imported("aa11#1", 5_000_000)));
        Assert.False(followed.Take(Imported("aa11#2", 5_000_000)));
        Assert.False(followed.Take(Imported("bb22", 5_000_000)));
    }

    [Fact]
    public void Another_sum_other_ends_and_what_a_bank_moved_are_not_the_same()
    {
        var followed = new FollowedTransfers();
        followed.Note(Seen("0xaa11#7", 5_000_000));
        Assert.False(followed.Take(Imported("aa11", 5_000_001)));
        Assert.False(followed.Take(Imported("aa11", 5_000_000) with { From = new TransferEnd(SubjectId.None, "Z") }));
        Assert.False(followed.Take(Imported("aa11", 5_000_000) with { Kind = TransferKind.CardTransfer }));
        Assert.True(followed.Take(Imported("aa11", 5_000_000)));
    }

    private static TokenTransfer Seen(string id, long units) => new(id, "tron", "T", "A", "B", units, 6, 0);

    private static ImportedTransfer Imported(string id, long micro) =>
        new(id, 0, new TransferEnd(SubjectId.None, "A"), new TransferEnd(SubjectId.None, "B"), micro, Currency.Usdt, TransferKind.Chain);
}
