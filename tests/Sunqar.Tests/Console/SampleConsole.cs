using System.Globalization;
using Sunqar.Core.Cases;
using Sunqar.Core.Cases.Ledger;
using Sunqar.Core.Decisions;
using Sunqar.Core.Networks;
using Sunqar.Core.Networks.CashOut;
using Sunqar.Core.Patterns;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;
using Sunqar.Server.Pages.State;
using Sunqar.Work.Mining;
using Sunqar.Work.Reports;
using Sunqar.Work.Summaries;
using Sunqar.Work.Wording;

namespace Sunqar.Tests.ConsolePages;

/// <summary>A seeded state with the shapes and magnitudes of a default country, so that pages can be tested and looked at without
/// one.</summary>
public sealed class SampleConsole : IConsoleDetails
{
    public const int NetworkCount = 24;

    private readonly Dictionary<string, (NetworkDetail Detail, TransferView[] Transfers)> _networks = new(StringComparer.Ordinal);
    private readonly CaseDetail _case;

    private SampleConsole(int seed)
    {
        var maker = new SampleNetworks(seed);
        for (var at = 0; at < NetworkCount; at++)
        {
            var (detail, transfers) =
                at < 13 ? maker.Exchanger(at)
                : at < 21 ? maker.CashOut(at)
                : maker.Pyramid(at);
            _networks.Add(detail.Overview.Id, (detail, transfers));
        }
        var first = Networks[0];
        _case = new CaseDetail(
            new CaseView("case-2026-0001", "Exchanger by the station", first.Kind, "open", first.LastUs, first.Id, first.Turnover),
            [
                new CaseEvent(first.LastUs, "Opened from the finding."),
                new CaseEvent(first.LastUs + 3_600_000_000, "Suspension of two operations asked for."),
            ],
            ["120,000 USDT frozen"]
        );
    }

    public IReadOnlyList<NetworkView> Networks =>
        [
            .. _networks
                .Values.Select(network => network.Detail.Overview)
                .OrderByDescending(view => view.Score)
                .ThenBy(view => view.Id, StringComparer.Ordinal),
        ];

    public static LiveConsoleState Create(int seed = 1)
    {
        var sample = new SampleConsole(seed);
        var state = new LiveConsoleState();
        state.Publish(sample.Content());
        return state;
    }

    public ValueTask<NetworkDetail?> NetworkAsync(string id, CancellationToken cancel) =>
        new(_networks.TryGetValue(id, out var network) ? network.Detail : null);

    public ValueTask<TransferPage?> TransfersAsync(string networkId, TransferFilter filter, CancellationToken cancel) =>
        new(_networks.TryGetValue(networkId, out var network) ? TransferPage.Of(network.Transfers, filter) : null);

    public ValueTask<CaseDetail?> CaseAsync(string id, CancellationToken cancel) => new(id == _case.Overview.Id ? _case : null);

    private ConsoleContent Content()
    {
        Turnover Sum(string kind) =>
            Networks
                .Where(view => view.Kind == kind)
                .Aggregate(
                    default(Turnover),
                    (sum, view) => new(sum.KztMicro + view.Turnover.KztMicro, sum.UsdMicro + view.Turnover.UsdMicro)
                );
        var summary = new RunSummary(
            "Simulated country: 100,000 people, 60 days, seed 1",
            2_041_377,
            2_263_902,
            [
                new KindResult(Core.Networks.Exchanger.Name, 13, 13, 13, Sum(Exchanger.Name)),
                new KindResult(CashOutNetwork.Name, 8, 8, 7, Sum(CashOutNetwork.Name)),
                new KindResult(Core.Networks.Pyramid.Name, 2, 3, 2, Sum(Pyramid.Name)),
                new KindResult(MiningFarm.Name, 4, 0, 0, default),
            ],
            [
                new("Simulate and decide", 21.4),
                new("Load transfers", 3.12),
                new("Mine patterns", 11.7),
                new("Form networks", 2.4),
                new("Compare with truth", 0.31),
            ],
            [new(Outcome.Allow, 2_012_840), new(Outcome.VerifySender, 21_904), new(Outcome.Hold, 6_121), new(Outcome.Block, 512)]
        );
        var cases = new CaseFold();
        for (var i = 0; i < 36; i++)
        {
            cases.Apply(
                new CaseClosed($"2025-EX-{i:D3}", 2025, CaseKinds.Exchanger, "Exchanger", 0, 2_800_000_000_000, 133_333_000_000, 0, 0, 0, 0)
            );
        }
        for (var i = 0; i < 3_500; i++)
            cases.Apply(new CaseClosed($"2025-SB-{i:D4}", 2025, CaseKinds.SiteBlock, "site.example", 0, 0, 0, 0, 0, 1, 0));
        cases.Apply(new CaseOpened(_case.Overview.Id, _case.Overview.Kind, _case.Overview.Title, null, Networks[0].LastUs, 0, 0));
        var planted = new PlantedYear(
            130,
            16_700_000_000_000,
            81,
            (Int128)24_060_000_000 * 1_000_000,
            2,
            40,
            642_000_000_000,
            (Int128)13_200_000_000_000 * 1_000_000,
            (Int128)24_100_000_000 * 1_000_000
        );
        var years = new AnnualBook(cases, new AssetLedger(), new RateTable(), new CashWithdrawn(), (2026, planted));
        return new ConsoleContent(summary, Networks, years, [_case.Overview], this);
    }
}

/// <summary>Networks with the shapes of the field: who pays whom, when, how much.</summary>
internal sealed class SampleNetworks(int seed)
{
    private const long DayUs = 86_400_000_000;
    private const long StartUs = 1_767_225_600_000_000; // 2026-01-01

    private readonly Random _random = new(seed);

    private sealed record Draft(string Id, string Kind, double Score)
    {
        public List<(string Account, NodeKind Kind, string Role)> Members { get; } = [];
        public List<GraphNode> Around { get; } = [];
        public List<TransferView> Transfers { get; } = [];
        public List<GraphEdge> Matched { get; } = [];
    }

    public (NetworkDetail, TransferView[]) Exchanger(int at)
    {
        var draft = new Draft(Hex(16), Core.Networks.Exchanger.Name, 0.99 - (at * 0.004));
        var desk = Wallet();
        draft.Members.Add((desk, NodeKind.Wallet, "desk_wallet"));
        draft.Around.Add(new GraphNode("(senders)", $"{40 + at} customers", NodeKind.Crowd, ""));
        draft.Around.Add(new GraphNode("(receiving wallets)", $"{36 + at} customer wallets", NodeKind.Crowd, ""));
        draft.Around.Add(new GraphNode("platform-07", "platform-07", NodeKind.Platform, ""));
        Int128 matched = 0;
        for (var card = 0; card < 5 + (at % 4); card++)
        {
            var id = "card-" + Hex(10);
            draft.Members.Add((id, NodeKind.Card, "drop_card"));
            for (var i = 0; i < 18; i++)
            {
                var tenge = _random.Next(20, 499) * 1_000L;
                var time = StartUs + (_random.NextInt64(55) * DayUs) + _random.NextInt64(DayUs);
                Add(draft, time, "(senders)", id, tenge, Currency.Kzt, TransferKind.CardTransfer);
                Add(
                    draft,
                    time + (_random.NextInt64(3, 15) * 60_000_000),
                    desk,
                    "(receiving wallets)",
                    tenge / 530,
                    Currency.Usdt,
                    TransferKind.Chain
                );
                matched += tenge;
            }
            draft.Matched.Add(new GraphEdge(id, desk, matched * 1_000_000, Currency.Kzt, 18, true));
            matched = 0;
        }
        for (var i = 0; i < 9; i++)
        {
            Add(draft, StartUs + (i * 6 * DayUs), "platform-07", desk, _random.Next(3, 12) * 1_000, Currency.Usdt, TransferKind.Chain);
        }
        return Finish(
            draft,
            [
                $"For 55 days {draft.Members.Count - 1} drop cards took tenge from {40 + at} "
                    + $"customers, and minutes later the wallet {desk} sent USDT worth 1–4 % less.",
                "No identifier joins the cards to the wallet: the two sides were matched by "
                    + "time, amount and rate. Chance alone would give 3 matches in 90; there are 88.",
                "The wallet is refilled from a licensed platform every sixth day and is empty each evening.",
            ],
            [
                new("Matched legs", "88 of 90", "≥ 12", "Tenge in and USDT out within 15 minutes, amounts within the spread."),
                new("Matches by chance", "3.1", null, "Mean over 200 random pairings of the same legs."),
                new("Odds", "10^71 : 1", "≥ 10^6 : 1", "That so many legs match by chance."),
                new("Spread", "2.6 %", "1–5 %", "Median difference to the day's rate; legal platforms keep below 0.5 %."),
                new("Delay", "6 min", "≤ 30 min", "Median from tenge in to USDT out."),
                new(
                    "Customers",
                    (40 + at).ToString(CultureInfo.InvariantCulture),
                    "≥ 10",
                    "Distinct payers; bystanders, counted and not listed."
                ),
            ]
        );
    }

    public (NetworkDetail, TransferView[]) CashOut(int at)
    {
        var draft = new Draft(Hex(16), CashOutNetwork.Name, 0.97 - ((at - 13) * 0.015));
        var organiser = "KZ" + Digits(18);
        draft.Members.Add((organiser, NodeKind.Account, "organiser"));
        var terminals = Enumerable.Range(1, 4).Select(n => $"ATM-{at:00}{n:00}").ToList();
        draft.Around.AddRange(terminals.Select(id => new GraphNode(id, id, NodeKind.Terminal, "")));
        for (var c = 0; c < 3; c++)
        {
            var collector = "KZ" + Digits(18);
            draft.Members.Add((collector, NodeKind.Account, "collector"));
            for (var i = 0; i < 6; i++)
            {
                Add(
                    draft,
                    StartUs + (((i * 7) + c) * DayUs),
                    organiser,
                    collector,
                    _random.Next(6_000, 9_000) * 1_000L,
                    Currency.Kzt,
                    TransferKind.AccountTransfer
                );
            }
            for (var d = 0; d < 4 + (at % 5); d++)
            {
                var card = "card-" + Hex(10);
                draft.Members.Add((card, NodeKind.Card, "dropper"));
                for (var i = 0; i < 6; i++)
                {
                    var time = StartUs + (((i * 7) + c) * DayUs) + 3_600_000_000 + _random.NextInt64(3_600_000_000);
                    var tenge = _random.Next(1_100, 1_700) * 1_000L;
                    Add(draft, time, collector, card, tenge, Currency.Kzt, TransferKind.CardTransfer);
                    Add(
                        draft,
                        time + (_random.NextInt64(8, 50) * 60_000_000),
                        card,
                        terminals[_random.Next(2) + (c == 2 ? 2 : c)],
                        tenge - 10_000,
                        Currency.Kzt,
                        TransferKind.CashWithdrawal
                    );
                }
            }
        }
        return Finish(
            draft,
            [
                $"Once a week {organiser} sends between 6 m and 9 m KZT to three collectors, "
                    + $"who split it among {draft.Members.Count - 4} cards within two hours.",
                "The cards empty at four ATMs, up to five of them within the same ten minutes.",
                "97 % of what came in went out as cash on the same day.",
            ],
            [
                new("Cards at one ATM in 10 min", "5", "≥ 3", "Cards of unrelated people that meet at a machine again and again."),
                new("Passed on", "97 %", "≥ 90 %", "Cash out over money in, the same day."),
                new("Dwell time", "34 min", "≤ 6 h", "Median between a card's income and its withdrawal."),
                new("Meetings", "22", "≥ 4", "Times that at least three of the cards met at a terminal."),
            ]
        );
    }

    public (NetworkDetail, TransferView[]) Pyramid(int at)
    {
        var draft = new Draft(Hex(16), Core.Networks.Pyramid.Name, 0.72 - ((at - 21) * 0.1));
        var hub = Wallet();
        draft.Members.Add((hub, NodeKind.Wallet, "founder"));
        draft.Around.Add(new GraphNode("(sending wallets)", "311 depositors", NodeKind.Crowd, ""));
        for (var m = 0; m < 45; m++)
        {
            var early = Wallet();
            draft.Members.Add((early, NodeKind.Wallet, "early_member"));
            Add(draft, StartUs + (m * 3_600_000_000), early, hub, _random.Next(100, 500), Currency.Usdt, TransferKind.Chain);
            Add(
                draft,
                StartUs + (20 * DayUs) + (m * 3_600_000_000),
                hub,
                early,
                _random.Next(300, 1500),
                Currency.Usdt,
                TransferKind.Chain
            );
        }
        for (var i = 0; i < 60; i++)
        {
            Add(
                draft,
                StartUs + (12 * DayUs) + (i * 3_600_000_000),
                "(sending wallets)",
                hub,
                _random.Next(100, 900),
                Currency.Usdt,
                TransferKind.Chain
            );
        }
        return Finish(
            draft,
            ["Payouts to 45 early members are paid from the deposits of 311 later ones.", "Nothing else came in."],
            [new("Payouts to earlier depositors", "100 %", "≥ 80 %", null), new("Gini of payouts", "0.71", null, "A few take most.")]
        );
    }

    private (NetworkDetail, TransferView[]) Finish(Draft draft, string[] story, EvidenceRow[] evidence)
    {
        var transfers = draft.Transfers.OrderBy(row => row.TimeUs).ThenBy(row => row.Id, StringComparer.Ordinal).ToArray();
        IReadOnlyList<FlowTotal> Flow(IEnumerable<TransferView> rows) =>
            [
                .. rows.GroupBy(row => row.Currency)
                    .Select(same => new FlowTotal(same.Aggregate((Int128)0, (sum, row) => sum + row.AmountMicro), same.Key, same.Count())),
            ];
        var members = draft
            .Members.Select(member => new MemberView(
                member.Account,
                member.Kind,
                member.Role,
                Flow(transfers.Where(row => row.To == member.Account)),
                Flow(transfers.Where(row => row.From == member.Account))
            ))
            .ToList();
        var edges = transfers
            .GroupBy(row => (row.From, row.To, row.Currency))
            .Select(group => new GraphEdge(
                group.Key.From,
                group.Key.To,
                group.Aggregate((Int128)0, (sum, row) => sum + row.AmountMicro),
                group.Key.Currency,
                group.Count(),
                false
            ))
            .ToList();
        var kzt =
            transfers.Aggregate(
                (Int128)0,
                (sum, row) => sum + (row.Currency == Currency.Kzt ? row.AmountMicro : (Int128)row.AmountMicro * 530)
            ) / 2;
        var view = new NetworkView(
            draft.Id,
            draft.Kind,
            [.. members.GroupBy(member => member.Role).Select(group => new RoleCount(group.Key, group.Count()))],
            new Turnover(kzt, kzt / 530),
            transfers[0].TimeUs,
            transfers[^1].TimeUs,
            draft.Score,
            transfers.Length
        );
        var nodes = draft
            .Members.Select(member => new GraphNode(member.Account, member.Account, member.Kind, member.Role))
            .Concat(draft.Around)
            .ToList();
        return (
            new NetworkDetail(
                view,
                story,
                members,
                Core.Networks.TypologyTable.Shipped[draft.Kind].Definition,
                evidence,
                new NetworkGraph(nodes, [.. edges, .. draft.Matched]),
                new InnocentView(
                    "A busy, licensed P2P trader.",
                    "A trader's cards are in the trader's own name, and the platform "
                        + "knows both sides; here the cards belong to seven people.",
                    "With fewer than 12 matched legs, or a spread below 1 %, this would not have been reported."
                ),
                [],
                draft.Id[0] < '8' ? "case-2026-0001" : null
            ),
            transfers
        );
    }

    private void Add(Draft draft, long timeUs, string from, string to, long units, Currency currency, TransferKind kind) =>
        draft.Transfers.Add(new TransferView("t-" + Hex(12), timeUs, from, to, units * 1_000_000, currency, kind));

    private string Wallet() =>
        "T"
        + string.Concat(
            _random.GetItems("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz".AsSpan(), 33).Select(letter => letter.ToString())
        );

    private string Hex(int length) =>
        string.Concat(_random.GetItems("0123456789abcdef".AsSpan(), length).Select(letter => letter.ToString()));

    private string Digits(int length) => string.Concat(_random.GetItems("0123456789".AsSpan(), length).Select(letter => letter.ToString()));
}
