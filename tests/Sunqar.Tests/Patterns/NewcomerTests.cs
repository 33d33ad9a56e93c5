using Sunqar.Core.Networks;
using Sunqar.Core.Patterns;
using Sunqar.Core.Patterns.Live;
using Sunqar.Core.Patterns.Scores;
using Sunqar.Core.Transfers;
using Sunqar.Server.Pages.State;
using Sunqar.Tests.ConsolePages;
using Sunqar.Tests.Transfers;
using Sunqar.Work.Mining;
using Xunit;

namespace Sunqar.Tests.Patterns;

/// <summary>A typology that nobody shipped, in this one file: handed to the list, it is found, followed, weighed, told and asked for its
/// page as any other.</summary>
public class NewcomerTests
{
    private static readonly Typologies List = TypologyTable.Shipped.With(new RoundSums());

    /// <summary>One account receives five or more transfers of the same whole hundred thousand.</summary>
    private sealed class RoundSums(bool keepsOwnScore = false, bool isNetwork = false, string kind = "round_sums")
        : Typology(kind, "Round sums", "Accounts of round sums")
    {
        private const int TransfersMin = 5;

        private const long UnitMicro = 100_000 * 1_000_000L;

        private static readonly EvidenceKey Sum = new("round_sum", "The sum", "Wages and prices are seldom so round.");

        public override string Definition => "One account receives five or more transfers of the same whole hundred thousand.";

        public override IReadOnlyList<string> Roles => ["recipient", "source"];

        public override IReadOnlyList<EvidenceKey> Evidence => [Sum];

        public override bool KeepsOwnScore => keepsOwnScore;

        public override bool IsNetwork => isNetwork;

        public override IMiner Begin(MiningGround ground) => Miners.AtAccounts(At);

        public override IEnumerable<string> Tell(Sighting lead, NetworkFlow flow) => [$"Again and again {lead.Says(Sum)} came in."];

        public override Doubt Doubt(IReadOnlyDictionary<string, string> evidence) =>
            new("Rent.", $"Nobody's rent is {Sum.In(evidence)}.", "A lease.");

        private void At(MiningGround ground, int account, List<Sighting> found)
        {
            var table = ground.Table;
            int[] received = [.. ground.Graph.In(account)];
            foreach (var alike in received.Where(row => table.AmountMicro[row] % UnitMicro == 0).GroupBy(row => table.AmountMicro[row]))
            {
                if (alike.Count() < TransfersMin)
                    continue;
                found.Add(
                    Sightings.FromRows(
                        ground,
                        Kind,
                        alike,
                        0.6,
                        alike.Select(row => new Member(table.From[row], "source")).Prepend(new Member(account, "recipient")),
                        Sum.Is(alike.Key / 1_000_000)
                    )
                );
            }
        }
    }

    [Fact]
    public void It_is_found_where_the_verb_finds()
    {
        var table = Table(Rows());
        var found = Assert.Single(Find(List), finding => finding.Pattern == "round_sums");
        Assert.Equal(("5", "300000"), (found.Evidence["transfers"], found.Evidence["round_sum"]));
        Assert.Equal("recipient", found.Roles["till"]);
        Assert.DoesNotContain(Find(TypologyTable.Shipped), finding => finding.Pattern == "round_sums");

        IReadOnlyList<Finding> Find(Typologies typologies) =>
            FileFindings.Mine(typologies, ScoreWeights.Shipped, table, MiningGround.WindowHoursMax);
    }

    [Fact]
    public void It_is_followed_as_transfers_come()
    {
        var live = new LiveMining(List, 30 * TransferFixture.DayUs, MiningLimits.None, 0.1);
        var context = MiningContext.Bare();
        var rows = Rows();
        var seen = new HashSet<int>();
        for (var come = 1; come <= rows.Count; come++)
        {
            TransferFixture.AddTo(live.Transfers, rows[come - 1], come - 1);
            live.Update(context);
            var table = Table(rows[..come]);
            var ground = new MiningGround(TransferGraph.Build(table), 30 * TransferFixture.DayUs);
            Assert.Equal(List.Mine(ground, 0.1).Select(s => s.Name(table).Id), live.Sightings.Select(s => s.Name(live.Transfers.Table).Id));
            seen.Add(live.Sightings.Count(s => s.Kind == "round_sums"));
            Assert.All(live.Sightings, s => TypologyPages.AssertDeclared(List, s));
        }
        Assert.Equal([0, 1], seen);
    }

    [Fact]
    public async Task The_console_tells_it_in_its_own_words()
    {
        var table = Table(Rows());
        var graph = TransferGraph.Build(table);
        var sightings = List["round_sums"].Mine(new MiningGround(graph, 30 * TransferFixture.DayUs));
        var network = Assert.Single(new NetworkForming(List, graph, new(), (micro, _, _, _) => micro).Form(sightings));
        Assert.Contains("Again and again 300000 came in.", network.Story);
        var finding = sightings[0].Name(table) with { Id = network.Id };
        var networks = new MinedNetworks(List, table, [new NetworkSource(finding, sightings[0].Rows, default, network.Story, [])]);
        var state = new LiveConsoleState();
        state.Publish(
            new ConsoleContent(null, networks.Networks, null, [], new MinedDetails(networks, new Dictionary<string, CaseDetail>()))
        );
        await using var console = await RunningConsole.StartAsync(state, List);
        var cancel = TestContext.Current.CancellationToken;
        Assert.Contains("Accounts of round sums", await console.Client.GetStringAsync("/", cancel), StringComparison.Ordinal);
        var page = await console.Client.GetStringAsync("/networks/" + network.Id, cancel);
        foreach (
            var words in (string[])
                ["Round sums", List["round_sums"].Definition, "The sum", "Wages and prices are seldom so round.", "300,000"]
        )
        {
            Assert.Contains(words, page, StringComparison.Ordinal);
        }
    }

    /// <summary>As a network it leads, and what it explains is not told again as a shape; of two shapes over the same transfers the first
    /// in the list is told.</summary>
    [Theory]
    [InlineData(true, new[] { "round_rings" })]
    [InlineData(false, new[] { "round_sums" })]
    public void As_a_network_it_takes_the_shapes_that_it_explains(bool isNetwork, string[] expected)
    {
        var list = TypologyTable
            .Shipped.With(new RoundSums(keepsOwnScore: true))
            .With(new RoundSums(keepsOwnScore: true, isNetwork, "round_rings"));
        var found = FileFindings.Mine(list, ScoreWeights.Shipped, Table(Rows()), MiningGround.WindowHoursMax);
        Assert.Equal(
            expected,
            found.Select(finding => finding.Pattern).Where(pattern => pattern.StartsWith("round_", StringComparison.Ordinal)).Order()
        );
        var graph = TransferGraph.Build(Table(Rows()));
        var sightings = list.Mine(new MiningGround(graph, 30 * TransferFixture.DayUs), 0.1);
        var network = Assert.Single(new NetworkForming(list, graph, new(), (micro, _, _, _) => micro).Form(sightings));
        Assert.Contains("Again and again 300000 came in.", network.Story);
    }

    [Fact]
    public void The_file_of_weights_must_speak_of_it_unless_it_keeps_its_own_score()
    {
        Assert.Equal(["No weights for 'round_sums', whose typology does not keep its own score."], ScoreWeights.Shipped.Faults(List));
        Assert.Empty(ScoreWeights.Shipped.Faults(TypologyTable.Shipped.With(new RoundSums(keepsOwnScore: true))));
        var weights = ScoreWeights.Parse(ScoreWeights.ShippedText + "\nround_sums -1.00 round_sum +1.00");
        Assert.Empty(weights.Faults(List));
        var found = FileFindings.Mine(List, weights, Table(Rows()), MiningGround.WindowHoursMax);
        Assert.Equal(0.99, Assert.Single(found, finding => finding.Pattern == "round_sums").Score);
        Assert.Equal(
            ["Weights for 'round_sums' read 'round_weight', which it does not observe."],
            ScoreWeights.Parse(ScoreWeights.ShippedText + "\nround_sums -1.00 round_weight +1.00").Faults(List)
        );
    }

    [Fact]
    public void Its_page_is_missed() => Assert.Equal(["round_sums"], TypologyPages.Missing(List));

    /// <summary>Five of one round sum among others that are not; nobody pays twice.</summary>
    private static List<(long TimeUs, string From, string To, long Units)> Rows() =>
        [
            .. Enumerable.Range(0, 5).Select(i => (i * 5 * TransferFixture.DayUs, $"payer{i}", "till", 300_000L)),
            .. Enumerable.Range(0, 12).Select(i => ((i * 2 * TransferFixture.DayUs) + 7, $"a{i}", $"b{i}", 100_000L + i)),
        ];

    private static TransferTable Table(IEnumerable<(long TimeUs, string From, string To, long Units)> rows) => TransferFixture.Table(rows);
}
