using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;
using Sunqar.Work.Summaries;
using Sunqar.Work.Wording;

namespace Sunqar.Server.Pages.State;

/// <summary>How many members play a role.</summary>
public sealed record RoleCount(string Role, int Members);

/// <summary>A network as one line of a list.</summary>
/// <param name="Kind">The typology's, e.g. <c>cash_out_network</c>.</param>
/// <param name="Roles">Members by role, organisers first.</param>
/// <param name="FirstUs">First transfer, microseconds since 1970-01-01T00:00:00Z.</param>
/// <param name="LastUs">Last transfer, likewise.</param>
/// <param name="Score">The claimed probability, 0..1, that the network is what it says.</param>
public sealed record NetworkView(
    string Id,
    string Kind,
    IReadOnlyList<RoleCount> Roles,
    Turnover Turnover,
    long FirstUs,
    long LastUs,
    double Score,
    int Transfers
)
{
    public int Members => Roles.Sum(role => role.Members);
}

/// <summary>What passed in or out of a member.</summary>
/// <param name="AmountMicro">Millionths of one unit of <paramref name="Currency"/>.</param>
public readonly record struct FlowTotal(Int128 AmountMicro, Currency Currency, int Transfers);

/// <summary>Whoever plays a role in the network.</summary>
/// <param name="In">One sum a currency, that which most transfers carry first; empty where nothing came in.</param>
/// <param name="Out">Likewise.</param>
public sealed record MemberView(string Account, NodeKind Kind, string Role, IReadOnlyList<FlowTotal> In, IReadOnlyList<FlowTotal> Out)
{
    /// <summary>Its bank, and what else it does, as of when the network was found or grew last.</summary>
    public MemberBeside Beside { get; init; } = MemberBeside.Nothing;
}

/// <summary>
/// What a network moved in one currency, each movement once. Members' inflows add up to <paramref name="FromOutside"/> and
/// <paramref name="Within"/>, their outflows to <paramref name="Within"/> and <paramref name="ToOutside"/>.
/// </summary>
/// <param name="Around">Between others than members: a platform that pays out a customer, told because it explains a member's leg.</param>
public sealed record BalanceView(Currency Currency, FlowTotal FromOutside, FlowTotal Within, FlowTotal ToOutside, FlowTotal Around)
{
    /// <summary>What came in and did not leave; below zero where what left was there before.</summary>
    public Int128 StaysMicro => FromOutside.AmountMicro - ToOutside.AmountMicro;
}

/// <summary>The innocent explanation that fits best, why it does not fit well enough, and what would change one's mind.</summary>
public sealed record InnocentView(string Explanation, string Against, string WouldChange);

/// <summary>A node of the drawn graph.</summary>
/// <param name="Role">The role; empty for bystanders and places.</param>
/// <param name="Count">How many it stands for.</param>
public sealed record GraphNode(string Id, string Label, NodeKind Kind, string Role, int Count = 1);

/// <summary>All transfers from one node to another, taken together.</summary>
/// <param name="AmountMicro">Millionths of one unit of <paramref name="Currency"/>.</param>
/// <param name="Matched">True where no transfer joins the two and their legs (tenge in, tokens out) were matched by time, amount and
/// rate.</param>
public sealed record GraphEdge(string From, string To, Int128 AmountMicro, Currency Currency, int Transfers, bool Matched);

/// <summary>The network as it is drawn: members, and the terminals, platforms and crowds around them.</summary>
public sealed record NetworkGraph(IReadOnlyList<GraphNode> Nodes, IReadOnlyList<GraphEdge> Edges);

/// <summary>Everything the page of one network shows except its transfers, which come by the page.</summary>
/// <param name="Story">Plain sentences, one a line.</param>
/// <param name="Definition">What is looked for where such networks are found; null where the house does not know the kind.</param>
/// <param name="Balances">What it moved as a whole, one line a currency.</param>
/// <param name="Innocent">Null where the house does not know the kind.</param>
/// <param name="CaseId">The case that holds the network; null where none was opened.</param>
public sealed record NetworkDetail(
    NetworkView Overview,
    IReadOnlyList<string> Story,
    IReadOnlyList<MemberView> Members,
    string? Definition,
    IReadOnlyList<EvidenceRow> Evidence,
    NetworkGraph Graph,
    InnocentView? Innocent,
    IReadOnlyList<BalanceView> Balances,
    string? CaseId
);

/// <summary>One transfer of a network.</summary>
/// <param name="ToldBy">The transfer that is counted in its place where both tell one movement: a platform's record of what the chain shows
/// too; null where this one counts.</param>
/// <param name="TimeUs">Microseconds since 1970-01-01T00:00:00Z.</param>
/// <param name="AmountMicro">Millionths of one unit of <paramref name="Currency"/>.</param>
public sealed record TransferView(
    string Id,
    long TimeUs,
    string From,
    string To,
    long AmountMicro,
    Currency Currency,
    TransferKind Kind,
    string? ToldBy = null
);

/// <summary>Which transfers are asked for.</summary>
/// <param name="Account">Only those that touch this node; null for all.</param>
/// <param name="Page">From 1. A page past the end is answered with the last.</param>
public sealed record TransferFilter(string? Account, int Page)
{
    public const int PageSize = 25;
}

/// <param name="Total">All transfers that pass the filter.</param>
/// <param name="Page">The page that <paramref name="Rows"/> are, from 1.</param>
public sealed record TransferPage(IReadOnlyList<TransferView> Rows, int Total, int Page)
{
    public int Pages => PagesOf(Total);

    /// <summary>Filters and pages a network's transfers, which stand in time order.</summary>
    public static TransferPage Of(TransferView[] transfers, TransferFilter filter)
    {
        var rows = filter.Account is { } account ? Array.FindAll(transfers, row => row.From == account || row.To == account) : transfers;
        var page = Math.Clamp(filter.Page, 1, PagesOf(rows.Length));
        var first = (page - 1) * TransferFilter.PageSize;
        return new TransferPage(rows[first..Math.Min(first + TransferFilter.PageSize, rows.Length)], rows.Length, page);
    }

    private static int PagesOf(int total) => Math.Max(1, (total + TransferFilter.PageSize - 1) / TransferFilter.PageSize);
}
