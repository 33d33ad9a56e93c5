using Sunqar.Core.Patterns;
using Sunqar.Core.Transfers;
using Sunqar.Work.Summaries;
using Sunqar.Work.Wording;

namespace Sunqar.Server.Pages.State;

/// <summary>A network as the miners leave it.</summary>
/// <param name="Rows">Rows of the transfer table that are the network's transfers, ascending.</param>
/// <param name="Story">Plain sentences; where it is empty, the flows are told instead.</param>
/// <param name="Shown">What an account's id is shown as in this network; null for itself.</param>
/// <param name="Beside">What else a member does, by its id; null where nobody knows.</param>
/// <param name="Matched">Pairs of members whose legs were matched though no transfer joins them.</param>
public sealed record NetworkSource(
    Finding Finding,
    IReadOnlyList<int> Rows,
    Turnover Turnover,
    IReadOnlyList<string> Story,
    IReadOnlyList<GraphEdge> Matched,
    string? CaseId = null,
    Func<string, string>? Shown = null,
    Func<string, MemberBeside>? Beside = null
);

/// <summary>
/// Networks as the console shows them. What is shown is copied out of the transfer table, which can then be let go: a network holds
/// hundreds of transfers, the table millions. Bystanders are counted, never listed: in transfers they go by what they are, e.g.
/// "(senders)".
/// </summary>
public sealed class MinedNetworks
{
    private readonly Dictionary<string, Shown> _networks = new(StringComparer.Ordinal);

    /// <param name="before">As they were shown before: one that is told the same is taken over as it is.</param>
    public MinedNetworks(Typologies typologies, TransferTable table, IEnumerable<NetworkSource> sources, MinedNetworks? before = null)
    {
        foreach (var source in sources)
        {
            var same = before?._networks.GetValueOrDefault(source.Finding.Id) is { } old && IsSame(old.Source, source) ? old : null;
            _networks[source.Finding.Id] = same ?? Read(typologies, table, source);
        }
        Networks =
        [
            .. _networks
                .Values.Select(network => network.Detail.Overview)
                .OrderByDescending(view => view.Score)
                .ThenByDescending(view => view.Turnover.KztMicro)
                .ThenBy(view => view.Id, StringComparer.Ordinal),
        ];
    }

    /// <summary>The likeliest first, then the largest.</summary>
    public IReadOnlyList<NetworkView> Networks { get; }

    public NetworkDetail? Network(string id) => _networks.TryGetValue(id, out var network) ? network.Detail : null;

    /// <summary>One page of a network's transfers in time order; null where there is no such network.</summary>
    public TransferPage? Transfers(string id, TransferFilter filter) =>
        _networks.TryGetValue(id, out var network) ? TransferPage.Of(network.Transfers, filter) : null;

    private sealed record Shown(NetworkSource Source, NetworkDetail Detail, TransferView[] Transfers);

    /// <summary>The id stands for the transfers; what is said of them may have moved all the same.</summary>
    private static bool IsSame(NetworkSource a, NetworkSource b) =>
        a.Finding.Score == b.Finding.Score
        && a.Turnover == b.Turnover
        && a.Story.SequenceEqual(b.Story, StringComparer.Ordinal)
        && a.Finding.Evidence.SequenceEqual(b.Finding.Evidence)
        && a.Finding.Roles.SequenceEqual(b.Finding.Roles);

    private static Shown Read(Typologies typologies, TransferTable table, NetworkSource source)
    {
        var finding = source.Finding;
        var typology = typologies.Find(finding.Pattern);
        var drawing = new NetworkDrawing(finding.Roles);
        var transfers = new TransferView[source.Rows.Count];
        var twice = ToldTwice.Among(table, source.Rows);
        for (var i = 0; i < transfers.Length; i++)
        {
            var row = source.Rows[i];
            transfers[i] = drawing.Add(table, row, twice.TryGetValue(row, out var counted) ? counted : null);
        }
        var members = drawing.Members();
        if (source.Beside is { } beside)
            members = members.ConvertAll(member => member with { Beside = beside(member.Account) });
        var roles = members
            .GroupBy(member => member.Role, StringComparer.Ordinal)
            .Select(group => new RoleCount(group.Key, group.Count()))
            .OrderBy(role => RolePalette.Slot(role.Role))
            .ThenBy(role => role.Role, StringComparer.Ordinal)
            .ToList();
        var overview = new NetworkView(
            finding.Id,
            finding.Pattern,
            roles,
            source.Turnover,
            finding.FirstUs,
            finding.LastUs,
            finding.Score,
            transfers.Length - twice.Count
        );
        var graph = drawing.Graph(members, source.Matched);
        var story = source.Story.Count > 0 ? source.Story : FlowStory.Tell(overview, graph);
        var detail = new NetworkDetail(
            overview,
            story,
            members,
            typology?.Definition,
            EvidenceWords.Rows(typology, finding.Evidence),
            graph,
            typology?.Doubt(finding.Evidence) is { } doubt ? new InnocentView(doubt.Innocent, doubt.Against, doubt.WouldChange) : null,
            drawing.Balances(),
            source.CaseId
        );
        return source.Shown is { } shown ? Renamed(source, detail, transfers, shown) : new Shown(source, detail, transfers);
    }

    private static Shown Renamed(NetworkSource source, NetworkDetail detail, TransferView[] transfers, Func<string, string> shown) =>
        new(
            source,
            detail with
            {
                Members = [.. detail.Members.Select(member => member with { Account = shown(member.Account) })],
                Graph = new NetworkGraph(
                    [.. detail.Graph.Nodes.Select(node => node with { Id = shown(node.Id), Label = shown(node.Label) })],
                    [.. detail.Graph.Edges.Select(edge => edge with { From = shown(edge.From), To = shown(edge.To) })]
                ),
            },
            Array.ConvertAll(transfers, transfer => transfer with { From = shown(transfer.From), To = shown(transfer.To) })
        );
}

/// <summary>Networks and cases that are held in memory, as the console asks for them.</summary>
/// <param name="cases">By id.</param>
public sealed class MinedDetails(MinedNetworks networks, IReadOnlyDictionary<string, CaseDetail> cases) : IConsoleDetails
{
    public ValueTask<NetworkDetail?> NetworkAsync(string id, CancellationToken cancel) => new(networks.Network(id));

    public ValueTask<TransferPage?> TransfersAsync(string networkId, TransferFilter filter, CancellationToken cancel) =>
        new(networks.Transfers(networkId, filter));

    public ValueTask<CaseDetail?> CaseAsync(string id, CancellationToken cancel) => new(cases.GetValueOrDefault(id));
}
