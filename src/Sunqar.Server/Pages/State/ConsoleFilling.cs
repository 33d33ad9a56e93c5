using Sunqar.Core.Cases;
using Sunqar.Core.Networks;
using Sunqar.Core.Oversight;
using Sunqar.Core.Patterns;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;
using Sunqar.Server.Oversight;
using Sunqar.Work.Mining;
using Sunqar.Work.Oversight;
using Sunqar.Work.Reports;
using Sunqar.Work.Summaries;
using Sunqar.Work.Wording;

namespace Sunqar.Server.Pages.State;

/// <summary>What a run found, as the console shows it.</summary>
internal static class ConsoleFilling
{
    public static ConsoleContent Of(MinedFolder folder, AnnualBook years, RunSummary summary)
    {
        var views = Views(folder.Found);
        var listed = folder
            .Cases.Cases.Where(c => !CaseKinds.IsCounted(c.Kind))
            .Select(Detail)
            .OrderByDescending(c => c.Overview.OpenedUs)
            .ThenBy(c => c.Overview.Id, StringComparer.Ordinal)
            .ToList();
        return new ConsoleContent(
            summary,
            views.Networks,
            years,
            [.. listed.Select(c => c.Overview)],
            new MinedDetails(views, listed.ToDictionary(c => c.Overview.Id, StringComparer.Ordinal))
        );
    }

    /// <summary>The networks as the console draws them.</summary>
    /// <param name="before">As they were drawn before; null the first time.</param>
    public static MinedNetworks Views(FoundNetworks found, MinedNetworks? before = null)
    {
        var (mined, findings, networks, _, names) = found;
        var accounts = mined
            .Sightings.SelectMany(sighting => sighting.Members)
            .Select(member => member.Account)
            .Distinct()
            .ToDictionary(mined.Table.Accounts.Id, StringComparer.Ordinal);
        var rows = findings
            .Select((finding, i) => (finding.Id, mined.Sightings[i].Rows))
            .DistinctBy(pair => pair.Id)
            .ToDictionary(pair => pair.Id, pair => pair.Rows, StringComparer.Ordinal);
        var evidence = findings
            .DistinctBy(finding => finding.Id)
            .ToDictionary(finding => finding.Id, finding => finding.Evidence, StringComparer.Ordinal);
        return new MinedNetworks(
            mined.Typologies,
            mined.Table,
            networks.Select(network => Source(mined, network, rows, evidence, names, accounts)),
            before
        );
    }

    private static NetworkSource Source(
        Mined mined,
        Network network,
        Dictionary<string, int[]> rows,
        Dictionary<string, IReadOnlyDictionary<string, string>> evidence,
        Func<string, Pseudonyms> names,
        Dictionary<string, int> accounts
    )
    {
        var table = mined.Table;
        var caseId = CaseOpened.About(network, 0).CaseId;
        var all = table.InTimeOrder(network.Findings.SelectMany(id => rows[id]).Distinct());
        var whole = new Finding(
            network.Id,
            network.Kind,
            network.Score,
            [],
            [.. network.Roles.Keys],
            network.Roles,
            network.FirstUs,
            network.LastUs,
            network.TurnoverKztMicro,
            Currency.Kzt,
            evidence[network.Findings[0]]
        );
        return new NetworkSource(
            whole,
            all,
            new Turnover(network.TurnoverKztMicro, network.TurnoverUsdMicro),
            network.Story,
            [],
            CaseId: caseId,
            Shown: Shown(table, names(caseId), network, accounts),
            Beside: member => accounts.TryGetValue(member, out var account) ? MemberBeside.Of(mined, account, all) : MemberBeside.Nothing
        );
    }

    /// <summary>A member of a network has the name that it has in the network's case, whatever files show it as.</summary>
    private static Func<string, string> Shown(TransferTable table, Pseudonyms names, Network network, Dictionary<string, int> accounts)
    {
        string Came(string text) => accounts.TryGetValue(text, out var account) ? table.Accounts.AsItCame(account) : text;
        var shown = SubjectText.Shown(names, network.Roles.Keys.Select(Came));
        return text => shown(Came(text));
    }

    private static CaseDetail Detail(CaseState state)
    {
        var events = new List<CaseEvent>();
        if (state.Opened is { } opened)
        {
            events.Add(new CaseEvent(opened.OpenedUs, "Opened: " + state.Title));
        }
        if (state.Closed is { } closed)
        {
            events.Add(new CaseEvent(closed.ClosedUs, "Closed"));
        }
        var turnover = state.Opened is { } about
            ? new Turnover(about.TurnoverKztMicro, about.TurnoverUsdMicro)
            : new Turnover(0, state.Closed!.TurnoverUsdMicro);
        var view = new CaseView(
            state.Id,
            state.Title,
            state.Kind,
            state.IsClosed ? "closed" : "open",
            state.Opened?.OpenedUs ?? state.Closed!.ClosedUs,
            state.Opened?.NetworkId,
            turnover
        );
        return new CaseDetail(view, events, state.Closed is { } ended ? Assets(ended) : []);
    }

    private static List<string> Assets(CaseClosed closed)
    {
        var texts = new List<string>();
        foreach (
            var (micro, what) in new[]
            {
                (closed.SeizedUsdtMicro, "seized"),
                (closed.FrozenUsdtMicro, "frozen"),
                (closed.RecoveredUsdtMicro, "recovered"),
            }
        )
        {
            if (micro > 0)
            {
                texts.Add($"{Amounts.Short(micro, Currency.Usdt)} {what}");
            }
        }
        return texts;
    }
}
