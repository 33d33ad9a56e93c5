using Sunqar.Core.Acts;
using Sunqar.Core.Facts;

namespace Sunqar.Core.Cases.Reports;

/// <summary>A report left the house.</summary>
/// <param name="CaseId">Empty for one that is about no single case.</param>
/// <param name="Report">Which: <c>goaml-str</c>, <c>case-file-pdf</c>, <c>fm1</c>, ...</param>
/// <param name="Sha256">Of its bytes, 64 hexadecimal digits: the copy that is out there can be told from another one.</param>
/// <param name="Rows">Operations or parties in it.</param>
public sealed record ReportExported(string CaseId, string Report, string Sha256, long Bytes, long Rows) : Fact;

/// <summary>Lets a report out; asked before a byte of it leaves. It holds pseudonyms: names need a look of their own
/// (<c>access.look</c>).</summary>
/// <param name="OfCase">Null for a report that is about no single case.</param>
public sealed record ExportReport(string Key, string? OfCase, string Basis, string Report, string Sha256, long Bytes, long Rows)
    : Command(Key, OfCase, Basis)
{
    public override string Name => "report.export";

    public override CommandOutcome Decide(ActState state, Actor actor, long nowUs)
    {
        if (actor.Role is not (Role.Analyst or Role.Officer or Role.Head or Role.System))
            return Refused(RefusalKind.Forbidden, "Not by this role.");
        if (Report.Length is 0 or > 64 || Sha256.Length != 64 || Bytes < 0 || Rows < 0)
            return Refused(RefusalKind.Invalid, "A report has a name, a hash and a size.");
        if (string.IsNullOrWhiteSpace(Basis))
            return Refused(RefusalKind.Invalid, "A report needs its basis.", "basis");
        if (OfCase is { } id && state.Of<CaseBook>().Find(id) is null)
            return Refused(RefusalKind.NotFound, "There is no such case.", "case");
        return Done(Sha256, new ReportExported(OfCase ?? "", Report, Sha256, Bytes, Rows));
    }
}
