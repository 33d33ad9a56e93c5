using Sunqar.Core.Chain;
using Sunqar.Core.Facts;
using Sunqar.Storage.Journal;
using Sunqar.Storage.Memory;
using Sunqar.Work.Following;
using Xunit;

namespace Sunqar.Tests.Canvas;

/// <summary>What an issuer did to a wallet is told as the chain shows it by now.</summary>
public sealed class IssuerActsTests
{
    private const string Wallet = "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t";

    private static TokenEvent Event(string id, TokenEventKind kind, long timeUs, string wallet = Wallet) =>
        new(id, "tron", "token", kind, wallet, 0, timeUs);

    [Fact]
    public async Task Freezes_are_told_in_order_and_what_a_reorganised_chain_took_back_is_not()
    {
        using var journal = new MemoryJournal();
        using (var writer = journal.Open(Streams.Chain))
        {
            Fact[] facts =
            [
                new TokenEventsSeen([Event("c", TokenEventKind.Unfrozen, 30), Event("a", TokenEventKind.Frozen, 10)]),
                new TokenEventsSeen([Event("b", TokenEventKind.Frozen, 20), Event("x", TokenEventKind.Frozen, 5, "another")]),
                new ChainRolledBack("tron", "token", 7, ["b", "c"]),
                new TokenEventsSeen([Event("c", TokenEventKind.Unfrozen, 31)]),
            ];
            (await writer.AppendAsync(facts)).OrThrow();
        }
        Assert.Equal([("a", 10L), ("c", 31L)], IssuerActs.On(journal, Wallet).Select(one => (one.Id, one.TimeUs)));
        Assert.Empty(IssuerActs.On(journal, "nobody"));
    }
}
