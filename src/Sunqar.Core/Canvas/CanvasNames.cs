using Sunqar.Core.Transfers;

namespace Sunqar.Core.Canvas;

/// <summary>Names of nodes that stand for several: groups, crowds, and the rest of a kind.</summary>
internal static class CanvasNames
{
    private const string GroupMark = "group:",
        SentMark = "crowd:out:",
        ReceivedMark = "crowd:in:",
        RestMark = "rest:";

    public static string Group(string name) => GroupMark + name;

    /// <summary>All others that a node sent to, or received from.</summary>
    public static string Crowd(CanvasWay way, string node) => (way == CanvasWay.Out ? SentMark : ReceivedMark) + node;

    /// <summary>Nodes of a kind that moved least, where a picture has no room for them.</summary>
    public static string Rest(AccountKind kind) => RestMark + kind.ToString().ToLowerInvariant();

    /// <summary>Null where it names no group.</summary>
    public static string? GroupOf(string node) => node.StartsWith(GroupMark, StringComparison.Ordinal) ? node[GroupMark.Length..] : null;

    public static (CanvasWay Way, string Node)? CrowdOf(string node) =>
        node.StartsWith(SentMark, StringComparison.Ordinal) ? (CanvasWay.Out, node[SentMark.Length..])
        : node.StartsWith(ReceivedMark, StringComparison.Ordinal) ? (CanvasWay.In, node[ReceivedMark.Length..])
        : null;

    /// <summary>Whether an identifier of somebody else's looks like one of these names.</summary>
    public static bool IsReserved(string text) =>
        text.StartsWith(CanvasGround.SubjectMark)
        || text.StartsWith("id:", StringComparison.Ordinal)
        || IsRest(text)
        || GroupOf(text) is not null
        || CrowdOf(text) is not null;

    public static bool IsRest(string node) => node.StartsWith(RestMark, StringComparison.Ordinal);
}
