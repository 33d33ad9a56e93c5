using Sunqar.Core.Acts;
using Sunqar.Core.Cases;
using Sunqar.Core.Cases.Commands;
using Sunqar.Core.Facts;

namespace Sunqar.Core.Canvas;

/// <summary>A canvas was kept in its case. Each keeping is a version of its own; none is changed.</summary>
/// <param name="CanvasId">Of all versions of one canvas.</param>
/// <param name="Version">From 1.</param>
/// <param name="Steps">As JSON (Formats/Canvases); names that hold in the case alone.</param>
/// <param name="UntilUs">Of which moment the picture is, microseconds since 1970-01-01T00:00:00Z.</param>
/// <param name="PictureSha256">Of the picture's bytes, which lie sealed under it: it reopens as it was, whatever came since.</param>
public sealed record CanvasKept(string CaseId, string CanvasId, int Version, string Title, string Steps, long UntilUs, string PictureSha256)
    : Fact;

/// <summary>Keeps a canvas in a case; its picture's bytes were stored under their hash before. The answer is the canvas's id and the
/// version.</summary>
/// <param name="CanvasId">Empty for a new one.</param>
/// <param name="Base">The version that was worked on; 0 for a new one. Where somebody kept another meanwhile, nothing is done.</param>
public sealed record KeepCanvas(
    string Key,
    string OfCase,
    string Basis,
    string CanvasId,
    int Base,
    string Title,
    string Steps,
    long UntilUs,
    string PictureSha256
) : CaseCommand(Key, OfCase, Basis)
{
    /// <summary>Canvases of one case, and versions of one canvas.</summary>
    public const int KeptMax = 500;

    /// <summary>Characters of the steps.</summary>
    public const int StepsMax = 512 << 10;

    public override string Name => "canvas.keep";

    protected override CommandOutcome Decide(ActState state, Case one, Actor actor, long nowUs)
    {
        if (CaseText.Fault(Title, CaseText.LineMax) is { } fault)
            return Unfit(fault, "title");
        if (Steps.Length is 0 or > StepsMax || UntilUs <= 0)
            return Unfit("A canvas has steps and a moment.", "steps");
        if (PictureSha256.Length != 64 || !PictureSha256.All(char.IsAsciiHexDigitLower))
            return Unfit("A SHA-256 has 64 hexadecimal digits.", "picture");
        var book = state.Of<CanvasBook>();
        var known = book.Versions(OfCase, CanvasId);
        if (CanvasId.Length > 0 && known.Count == 0)
            return Refused(RefusalKind.NotFound, "The case has no such canvas.", "canvas");
        if (known.Count != Base)
        {
            return Refused(
                RefusalKind.Conflict,
                $"Version {known.Count} was kept meanwhile: open it, or keep yours as another canvas.",
                "canvas"
            );
        }
        if (known.Count >= KeptMax || book.OfCase(OfCase).Count >= KeptMax)
            return Refused(RefusalKind.Limited, $"A case has at most {KeptMax} canvases of {KeptMax} versions.", "canvas");
        var id = CanvasId.Length > 0 ? CanvasId : $"c-{book.OfCase(OfCase).Count + 1}";
        return Done($"{id}/{Base + 1}", new CanvasKept(OfCase, id, Base + 1, Title, Steps, UntilUs, PictureSha256));
    }
}

/// <summary>A version of a canvas with who kept it and when.</summary>
/// <param name="AtUs">Microseconds since 1970-01-01T00:00:00Z.</param>
public sealed record KeptCanvas(CanvasKept What, string Author, long AtUs);

/// <summary>The canvases of cases, as they were kept.</summary>
public sealed class CanvasBook : IActFold
{
    private readonly Dictionary<string, SortedDictionary<string, List<KeptCanvas>>> _ofCase = new(StringComparer.Ordinal);

    /// <summary>The newest version of each canvas of a case, by id.</summary>
    public IReadOnlyList<KeptCanvas> OfCase(string caseId) =>
        _ofCase.TryGetValue(caseId, out var canvases) ? [.. canvases.Values.Select(versions => versions[^1])] : [];

    /// <summary>All versions of a canvas, from the first; none where there is no such canvas.</summary>
    public IReadOnlyList<KeptCanvas> Versions(string caseId, string canvasId) =>
        _ofCase.TryGetValue(caseId, out var canvases) && canvases.TryGetValue(canvasId, out var versions) ? [.. versions] : [];

    public void Apply(Act act, Fact what)
    {
        if (what is not CanvasKept kept)
            return;
        if (!_ofCase.TryGetValue(kept.CaseId, out var canvases))
            _ofCase[kept.CaseId] = canvases = new SortedDictionary<string, List<KeptCanvas>>(StringComparer.Ordinal);
        if (!canvases.TryGetValue(kept.CanvasId, out var versions))
            canvases[kept.CanvasId] = versions = [];
        versions.Add(new KeptCanvas(kept, act.Author, act.AtUs));
    }
}
