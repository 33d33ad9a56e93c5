using System.Globalization;
using Sunqar.Core.Cases;
using Sunqar.Core.Networks;
using Sunqar.Core.Patterns;
using Sunqar.Core.Payments;
using Sunqar.Server.Pages.State;
using Sunqar.Server.Pages.Wording;

namespace Sunqar.Server.Jobs;

/// <summary>What a run found, as the console shows it.</summary>
internal static class ConsoleFilling
{
    /// <summary>Cases of this kind are single sites: counted in the year, not listed one by one.</summary>
    private const string SiteBlock = "site_block";

    private const string CashVolume = "atm_volume";

    public static ConsoleContent Of(
        Mined mined, IReadOnlyList<Finding> findings, IReadOnlyList<Network> networks, CaseFold cases, RunSummary summary)
    {
        var rows = findings.Select((finding, i) => (finding.Id, mined.Sightings[i].Rows)).DistinctBy(pair => pair.Id)
            .ToDictionary(pair => pair.Id, pair => pair.Rows, StringComparer.Ordinal);
        var evidence = findings.DistinctBy(finding => finding.Id).ToDictionary(finding => finding.Id, finding => finding.Evidence, StringComparer.Ordinal);
        var views = new MinedNetworks(mined.Table, networks.Select(network => Source(network, rows, evidence)));
        var listed = cases.Cases.Where(c => c.Kind is not (SiteBlock or CashVolume)).Select(Detail)
            .OrderByDescending(c => c.Overview.OpenedUs).ThenBy(c => c.Overview.Id, StringComparer.Ordinal).ToList();
        return new ConsoleContent(
            summary, views.Networks, Years(mined, cases), [.. listed.Select(c => c.Overview)],
            new MinedDetails(views, listed.ToDictionary(c => c.Overview.Id, StringComparer.Ordinal)));
    }

    private static NetworkSource Source(
        Network network, Dictionary<string, int[]> rows, Dictionary<string, IReadOnlyDictionary<string, string>> evidence)
    {
        int[] all = [.. network.Findings.SelectMany(id => rows[id]).Distinct().Order()];
        var whole = new Finding(
            network.Id, network.Kind, network.Score, [], [.. network.Roles.Keys], network.Roles, network.FirstUs, network.LastUs,
            network.TurnoverKztMicro, Currency.Kzt, evidence[network.Findings[0]]);
        return new NetworkSource(
            whole, all, new Turnover(network.TurnoverKztMicro, network.TurnoverUsdMicro), network.Story, [], CaseId: CaseOpened.About(network, 0).CaseId);
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
            ? new Turnover(about.TurnoverKztMicro, about.TurnoverUsdMicro) : new Turnover(0, state.Closed!.TurnoverUsdMicro);
        var view = new CaseView(
            state.Id, state.Title, state.Kind, state.IsClosed ? "closed" : "open", state.Opened?.OpenedUs ?? state.Closed!.ClosedUs, state.Opened?.NetworkId, turnover);
        return new CaseDetail(view, events, state.Closed is { } ended ? Assets(ended) : []);
    }

    private static List<string> Assets(CaseClosed closed)
    {
        var texts = new List<string>();
        foreach (var (micro, what) in new[] { (closed.SeizedUsdtMicro, "seized"), (closed.FrozenUsdtMicro, "frozen"), (closed.RecoveredUsdtMicro, "recovered") })
        {
            if (micro > 0)
            {
                texts.Add($"{Amounts.Short(micro, Currency.Usdt)} {what}");
            }
        }
        return texts;
    }

    /// <summary>The agency's headline table: this year beside the last. What is open has been found and not yet closed, and is said apart.</summary>
    private static YearsView? Years(Mined mined, CaseFold cases)
    {
        if (mined.Table.Count == 0)
        {
            return null;
        }
        var year = DateTimeOffset.UnixEpoch.AddMicroseconds(mined.Table.TimeUs[^1]).ToOffset(TimeSpan.FromHours(5)).Year;
        var lines = cases.Year(year);
        if (lines.Count == 0)
        {
            return null;
        }
        var rows = new List<YearRow>();
        foreach (var line in lines.Where(line => line.Kind is not (SiteBlock or CashVolume)))
        {
            rows.Add(new YearRow(Words.Kinds(line.Kind), Line(line.LastYear), Line(line.Year)));
        }
        rows.Add(Money("USDT seized", lines, line => line.SeizedUsdtMicro, Currency.Usdt));
        rows.Add(Money("USDT recovered", lines, line => line.RecoveredUsdtMicro, Currency.Usdt));
        rows.Add(Money("USDT frozen", lines, line => line.FrozenUsdtMicro, Currency.Usdt));
        rows.Add(new YearRow("Sites restricted", Count(lines, line => line.LastYear), Count(lines, line => line.Year)));
        rows.Add(Money("Cash from ATMs", lines, line => line.CashKztMicro, Currency.Kzt));
        return new YearsView(year - 1, year, rows);
    }

    private static string? Line(YearLine line) => (line.Closed, line.Opened) switch
    {
        (0, 0) => null,
        (var closed, 0) => Turned($"{closed.ToString("N0", CultureInfo.InvariantCulture)} closed", line),
        (0, var opened) => Turned($"{opened.ToString("N0", CultureInfo.InvariantCulture)} open", line),
        var (closed, opened) => Turned(string.Create(CultureInfo.InvariantCulture, $"{closed:N0} closed, {opened:N0} opened"), line),
    };

    private static string Turned(string count, YearLine line) =>
        line.TurnoverUsdMicro > 0 ? $"{count}, {Amounts.Short(line.TurnoverUsdMicro, Currency.Usd)}" : count;

    private static YearRow Money(string measure, IReadOnlyList<YearPair> lines, Func<YearLine, Int128> amount, Currency currency)
    {
        string? Sum(Func<YearPair, YearLine> year) =>
            lines.Aggregate((Int128)0, (sum, line) => sum + amount(year(line))) is var total && total > 0 ? Amounts.Short(total, currency) : null;
        return new YearRow(measure, Sum(line => line.LastYear), Sum(line => line.Year));
    }

    private static string? Count(IReadOnlyList<YearPair> lines, Func<YearPair, YearLine> year) =>
        lines.Sum(line => year(line).Sites) is > 0 and var sites ? sites.ToString("N0", CultureInfo.InvariantCulture) : null;
}
