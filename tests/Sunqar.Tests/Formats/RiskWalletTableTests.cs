using System.Text;
using Sunqar.Core.Facts;
using Sunqar.Core.Registry;
using Sunqar.Formats;
using Sunqar.Formats.Lists;
using Xunit;

namespace Sunqar.Tests.Formats;

/// <summary>Tables of high-risk wallets: what is taken, and what is refused with its place and why.</summary>
public class RiskWalletTableTests
{
    private const string Tron = "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t",
        Evm = "0xdAC17F958D2ee523a2206206994597C13D831ec7",
        Head = "wallet,category,source,confidence,as_of";

    private const long AsOf = 1_768_417_200_000_000;

    [Fact]
    public void Rows_of_one_source_and_wallet_are_one_statement()
    {
        var facts = Facts(
            $"{Head},hop,share,direction\n"
                + $"{Tron},scam,register,60,2026-01-15,,,\n"
                + $"{Tron},mixing_service,register,forensic,2026-01-15,2,12.5,out\n"
                + $"{Evm},hack,register,100,2026-01-15,,,\n"
                + $"{Tron},theft,vendor,40,2026-01-16,1,3,in\n"
        );
        Assert.Equal(
            [("register", AsOf, 2), ("vendor", AsOf + 86_400_000_000, 1)],
            facts.Select(f => (f.Source, f.AsOfUs, f.Wallets.Count))
        );
        Assert.Equal(("tron", Tron), (facts[0].Wallets[0].Chain, facts[0].Wallets[0].Address));
        Assert.Equal(
            [
                new ExposureShare("scam", FlowDirection.In, 0, 1_000_000, 60),
                new ExposureShare("mixing_service", FlowDirection.Out, 2, 125_000, 50),
            ],
            facts[0].Wallets[0].Shares
        );
        Assert.Equal(("ethereum", Evm), (facts[0].Wallets[1].Chain, facts[0].Wallets[1].Address));
    }

    [Theory]
    [InlineData($"{Head}\nTR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6T,scam,a,60,2026-01-15\n", 2, "wallet", "tron")]
    [InlineData($"{Head}\nsomebody,scam,a,60,2026-01-15\n", 2, "wallet", "chain")]
    [InlineData($"{Head}\n,scam,a,60,2026-01-15\n", 2, "wallet", "id")]
    [InlineData($"{Head}\n{Tron},evil,a,60,2026-01-15\n", 2, "category", "darknet_market")]
    [InlineData($"{Head}\n{Tron},scam,,60,2026-01-15\n", 2, "source", "id")]
    [InlineData($"{Head}\n{Tron},scam,tracing,60,2026-01-15\n", 2, "source", "house")]
    [InlineData($"{Head}\n{Tron},scam,a,sure,2026-01-15\n", 2, "confidence", "forensic")]
    [InlineData($"{Head}\n{Tron},scam,a,101,2026-01-15\n", 2, "confidence", "0 to 100")]
    [InlineData($"{Head}\n{Tron},scam,a,60,soon\n", 2, "as_of", "2026-01-15")]
    [InlineData($"{Head}\n{Tron},scam,a,60,2026-01-15\n{Tron},scam,a,70,2026-01-15\n", 3, "category", "the same")]
    [InlineData($"{Head}\n{Tron},scam,a,60,2026-01-15\n{Tron},hack,a,70,2026-01-16\n", 3, "as_of", "another date")]
    [InlineData($"{Head},hop\n{Tron},scam,a,60,2026-01-15,-1\n", 2, "hop", "0")]
    [InlineData($"{Head},share\n{Tron},scam,a,60,2026-01-15,100.1\n", 2, "share", "0 to 100")]
    [InlineData($"{Head},direction\n{Tron},scam,a,60,2026-01-15,up\n", 2, "direction", "out")]
    [InlineData($"{Head},as_of\n", 1, "as_of", "twice")]
    public void What_cannot_be_meant_is_refused_with_its_place(string text, long line, string column, string says)
    {
        var bad = Assert.IsType<ListFileOutcome.Refused>(Read(text, [])).Why;
        Assert.Equal(line, bad.Line);
        Assert.Equal(column, bad.Field);
        Assert.Contains(says, bad.Reason + bad.Expected, StringComparison.Ordinal);
    }

    /// <summary>A statement dated later than it came would outlast every true one, and would never grow old.</summary>
    [Fact]
    public void A_statement_of_a_day_to_come_is_refused_and_the_rest_can_be_taken()
    {
        var text = $"{Head}\n{Tron},scam,a,60,2026-01-15\n{Evm},scam,a,60,2026-01-16\n";
        Assert.IsType<ListFileOutcome.Completed>(Read(text, [], AsOf + 86_400_000_000));
        var bad = Assert.IsType<ListFileOutcome.Refused>(Read(text, [], AsOf)).Why;
        Assert.Equal((3, "as_of", "2026-01-16 is yet to come"), (bad.Line, bad.Field, bad.Reason));
        var (facts, skipped) = (new List<Fact>(), new List<BadInput>());
        Assert.IsType<ListFileOutcome.Completed>(Read(text, facts, AsOf, skipped.Add));
        Assert.Equal(Tron, Assert.Single(Assert.IsType<WalletsExposed>(Assert.Single(facts)).Wallets).Address);
        Assert.Single(skipped);
    }

    [Fact]
    public void Categories_are_words_however_they_are_spelt() =>
        Assert.Equal("mixing_service", Facts($"{Head}\n{Tron},Mixing_Service,a,60,2026-01-15\n")[0].Wallets[0].Shares[0].Category);

    /// <summary>A list that names fewer wallets than before frees none; a row of a share of nothing does.</summary>
    [Fact]
    public void What_a_later_list_leaves_out_stays_and_grows_old()
    {
        var fold = new RegistryFold();
        void Take(string rows) => Facts($"{Head},share\n{rows}").ForEach(fact => fold.Apply(fact));
        long Share(out long ofUs) => fold.Snapshot.Exposure(Tron).Share(new(["scam"], 0, 0), long.MinValue, out ofUs);
        Take($"{Tron},scam,a,60,2026-01-15,\n");
        Take($"{Evm},scam,a,60,2026-01-20,\n");
        Assert.Equal(1_000_000, Share(out var asOfUs));
        Assert.Equal(AsOf, asOfUs);
        Take($"{Tron},scam,a,60,2026-01-10,0\n");
        Assert.Equal(1_000_000, Share(out _));
        Take($"{Tron},scam,b,60,2026-01-25,0\n");
        Assert.Equal(1_000_000, Share(out _));
        Take($"{Tron},scam,a,60,2026-01-25,0\n");
        Assert.Equal(0, Share(out _));
    }

    private static List<WalletsExposed> Facts(string text)
    {
        var facts = new List<Fact>();
        Assert.IsType<ListFileOutcome.Completed>(Read(text, facts));
        return [.. facts.Cast<WalletsExposed>()];
    }

    private static ListFileOutcome Read(string text, List<Fact> facts, long latestUs = long.MaxValue, Action<BadInput>? badRows = null) =>
        ListFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), "list.csv", null, facts.Add, badRows, latestUs: latestUs);
}
