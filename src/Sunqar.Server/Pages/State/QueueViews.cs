using System.Globalization;
using Sunqar.Core.Acts;
using Sunqar.Core.People;
using Sunqar.Core.Queue;

namespace Sunqar.Server.Pages.State;

/// <summary>Which part of the queue a page shows.</summary>
/// <param name="Kind"><see cref="WorkKind.None"/> for all kinds.</param>
/// <param name="Page">From 1.</param>
public sealed record QueueAsk(WorkShow Show, WorkKind Kind, WorkOrder Order, int Page)
{
    public const int PageSize = 50;

    /// <summary>The address's query; empty for what the page shows by itself.</summary>
    public string Query()
    {
        var parts = new List<string>();
        if (Show != WorkShow.ForMe)
            parts.Add("show=" + Show);
        if (Kind != WorkKind.None)
            parts.Add("kind=" + Kind);
        if (Order != WorkOrder.Due)
            parts.Add("order=" + Order);
        if (Page > 1)
            parts.Add("page=" + Page.ToString(CultureInfo.InvariantCulture));
        return parts.Count == 0 ? "" : "?" + string.Join('&', parts);
    }
}

/// <summary>The list of a queue.</summary>
/// <param name="Rows">The page's pieces, in order.</param>
/// <param name="Total">Pieces of the part that is asked for.</param>
/// <param name="Kinds">Kind → pieces, before the filter by kind.</param>
/// <param name="AlertsBeyond">Alerts that wait and that the queue has no room for.</param>
/// <param name="Names">What an account's holder is called.</param>
/// <param name="NowUs">Microseconds since 1970-01-01T00:00:00Z.</param>
public sealed record QueueSheet(
    QueueAsk Ask,
    IReadOnlyList<WorkItem> Rows,
    int Total,
    IReadOnlyDictionary<WorkKind, int> Kinds,
    IReadOnlyDictionary<WorkShow, int> Shows,
    long AlertsBeyond,
    IReadOnlyList<Colleague> People,
    Func<string, string> Names,
    Func<WorkItem, bool> IsFree,
    Actor By,
    long NowUs
)
{
    public int Pages => Math.Max(1, (Total + QueueAsk.PageSize - 1) / QueueAsk.PageSize);

    /// <summary>Where a piece is worked on.</summary>
    public static string PathOf(WorkItem item) =>
        item.Kind switch
        {
            WorkKind.Hold => "/payments/" + string.Join('/', item.Id.Split('/', 2).Select(Uri.EscapeDataString)),
            WorkKind.Alert => "/alerts/" + Uri.EscapeDataString(item.Id),
            WorkKind.Measure when item.IsMany => "/measures/together/" + Uri.EscapeDataString(item.Id),
            WorkKind.Measure => "/measures/" + Uri.EscapeDataString(item.Id),
            WorkKind.Second => item.Roles is [Role.Admin] && item.SinceUs == 0 ? "/people" : "/seconds",
            WorkKind.Block => "/blocking",
            WorkKind.Task or WorkKind.Case => "/cases/" + Uri.EscapeDataString(item.CaseId!),
            WorkKind.Look => "/approvals",
            WorkKind.Objection => "/objections/" + Uri.EscapeDataString(item.Id),
            WorkKind.Breach => "/breaches",
            _ => "/oversight/" + Uri.EscapeDataString(item.Id),
        };

    /// <summary>By what a form names a piece.</summary>
    public static string NameOf(WorkItem item) => $"{item.Kind}:{item.Id}";

    /// <summary>Whether it can be taken and passed on at all.</summary>
    public static bool IsGiven(WorkItem item) => item.Kind is WorkKind.Case or WorkKind.Task || WorkKinds.Find(item.Kind)!.IsGiven;
}

/// <summary>What stands beside the list.</summary>
/// <param name="Today">What who looks did today, oldest first, and how many acts that were.</param>
/// <param name="Absence">Their absence, now or to come; null for none.</param>
/// <param name="Done">How many pieces the form before gave; null where none was sent.</param>
public sealed record QueueSide(IReadOnlyList<DayEntry> Today, int TodayCount, AbsenceStated? Absence, int? Done);
