using System.Net;
using System.Text.RegularExpressions;
using Sunqar.Core.Acts;
using Sunqar.Core.Cases;
using Sunqar.Core.Cases.Commands;
using Sunqar.Core.Cases.Measures;
using Sunqar.Core.Identity;
using Sunqar.Core.Networks.CashOut;
using Sunqar.Core.Payments;
using Sunqar.Server.Pages.State;
using Sunqar.Storage.Keys;
using Sunqar.Tests.Access;
using Sunqar.Tests.Acting;
using Sunqar.Work.Summaries;
using Sunqar.Work.Wording;
using Xunit;

namespace Sunqar.Tests.Cases;

/// <summary>From a network to one request and one decision, in browsers: the bank comes from the card, names are the case's.</summary>
public sealed class MeasureGroupPagesTests
{
    private static readonly string[] Cards = ["00000000000000a1", "00000000000000a2", "00000000000000a3"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>What mining would show of the case's network, under the case's names.</summary>
    private sealed class Mined(NetworkDetail network) : IConsoleDetails
    {
        public ValueTask<NetworkDetail?> NetworkAsync(string id, CancellationToken cancel) =>
            new(id == network.Overview.Id ? network : null);

        public ValueTask<TransferPage?> TransfersAsync(string networkId, TransferFilter filter, CancellationToken cancel) => default;

        public ValueTask<CaseDetail?> CaseAsync(string id, CancellationToken cancel) => default;
    }

    private static NetworkDetail Network(IReadOnlyList<string> names)
    {
        FlowTotal Kzt(long units, int transfers) => new((Int128)units * 1_000_000, Currency.Kzt, transfers);
        var members = names
            .Select(
                (name, at) =>
                    new MemberView(name, NodeKind.Card, "dropper", [Kzt(100_000 + at, 3)], [Kzt(90_000, 2)])
                    {
                        Beside = new MemberBeside(at == 2 ? null : "CASPKZKA", [Kzt(250_000, 1)], [Kzt(7_000, 4)]),
                    }
            )
            .ToList();
        var view = new NetworkView("network-1", CashOutNetwork.Name, [new("dropper", 3)], new Turnover(0, 0), 1, 2, 0.97, 15);
        return new NetworkDetail(
            view,
            ["Three cards met at one machine."],
            members,
            null,
            [new("Meetings", "22", "≥ 4", null)],
            new NetworkGraph([], []),
            new InnocentView("A family.", "They have three surnames.", "One household."),
            [],
            null
        );
    }

    [Fact]
    public async Task Forty_cards_need_one_request_and_one_decision()
    {
        var state = new LiveConsoleState();
        await using var server = await StaffedServer.StartAsync(state: state);
        await server.Acts.ListPartnersAsync("bank-caspkzka");
        var (who, chief) = (await server.EnrolledAsync(Role.Officer), await server.HireAsync(Role.Head, "unit-b"));
        using var officer = server.Browser(who.Account);
        using var head = server.Browser(chief);
        var source = new CaseSource(SourceKind.Network, "network-1", Cards.ToDictionary(card => card, _ => "dropper"));
        var by = new Actor(who.Account.Id, Role.Officer, "unit-a");
        var id = (await server.Acts.DoAsync(new OpenCase("k1", "found", "cash_out_network", "Cards lent", [source], 0, 0), by)).Text;
        await server.Acts.DoAsync(new AssignCase("k2", id, "duty", by.Id), by);
        await server.Acts.DoAsync(new MoveCase("k3", id, "duty", CaseStatus.UnderExamination, "Cash leaves."), by);
        var pseudonyms = new PseudonymKey(server.Folder.Keys).In(id);
        var names = Cards.Select(card => pseudonyms.Of(new SubjectId(Convert.ToUInt64(card, 16)))).ToList();
        state.Publish(ConsoleContent.Empty with { Details = new Mined(Network(names)) });

        var page = WebUtility.HtmlDecode(await officer.GetStringAsync($"/cases/{id}/measures/chosen?kind=suspend_card", Cancel));
        Assert.All(names, name => Assert.Contains(name, page, StringComparison.Ordinal));
        Assert.All(Cards, card => Assert.DoesNotContain(card, page, StringComparison.Ordinal));
        Assert.Contains("5 other transfers: 250,000 KZT in, 7,000 KZT out", page, StringComparison.Ordinal);

        (string, string)[] asked =
        [
            ("kind", "suspend_card"),
            .. names.Select(name => ("target", name)),
            ("basis", "AML law, art. 13"),
            ("document", "Decision 4 of 2026-01-10"),
            ("reason", "Cash leaves at once."),
        ];
        // The third card's bank is told by no payment: without a name for it nothing is asked for.
        var lacking = await StaffedServer.PostAsync(officer, $"/cases/{id}/measures/chosen", asked);
        Assert.Equal(HttpStatusCode.BadRequest, lacking.StatusCode);
        Assert.Contains(names[2], await lacking.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        var answer = await StaffedServer.PostAsync(officer, $"/cases/{id}/measures/chosen", [.. asked, ("holder", "CASPKZKA")]);
        Assert.True(answer.StatusCode == HttpStatusCode.SeeOther, await answer.Content.ReadAsStringAsync(Cancel));
        var path = answer.Headers.Location!.ToString();
        var measures = server.Acts.Read(folds => folds.Of<MeasureBook>().OfCase(id).ToList());
        Assert.Equal(["CASPKZKA", "CASPKZKA", "CASPKZKA"], measures.Select(one => one.Request.Target.Holder));

        Assert.DoesNotContain("Decide as the second person", await officer.GetStringAsync(path, Cancel), StringComparison.Ordinal);
        var decision = WebUtility.HtmlDecode(await head.GetStringAsync(path, Cancel));
        Assert.All(
            [
                "Decide as the second person",
                "3 droppers",
                "Three cards met at one machine.",
                "They have three surnames.",
                "other transfers of theirs, which it would hit besides",
                "head; never whoever asked",
                who.Name,
            ],
            said => Assert.Contains(said, decision, StringComparison.Ordinal)
        );
        Assert.DoesNotMatch(new Regex(">" + Regex.Escape(by.Id) + "<"), decision);
        Assert.Contains($"href=\"{path}\"", await head.GetStringAsync("/queue", Cancel), StringComparison.Ordinal);
        var decided = await StaffedServer.PostAsync(
            head,
            $"/cases/{id}{path}/decision",
            [.. measures.Take(2).Select(one => ("measure", one.Id)), ("decision", "approve"), ("basis", "duty"), ("reason", "Agreed.")]
        );
        Assert.True(decided.StatusCode == HttpStatusCode.SeeOther, await decided.Content.ReadAsStringAsync(Cancel));
        var after = server.Acts.Read(folds => folds.Of<MeasureBook>().OfCase(id).Select(one => one.Stepped).ToList());
        Assert.Equal(MeasureStatus.Requested, after[2]);
        Assert.DoesNotContain(MeasureStatus.Requested, after.Take(2));
    }
}
