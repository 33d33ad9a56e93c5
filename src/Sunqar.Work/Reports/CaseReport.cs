using Sunqar.Core.Cases.Reports;

namespace Sunqar.Work.Reports;

/// <summary>A report as it leaves the house.</summary>
/// <param name="Type">Its media type.</param>
/// <param name="Name">What its file is called.</param>
public sealed record MadeReport(byte[] Bytes, string Type, string Name)
{
    /// <summary>What its receiver would refuse, each with its place; a report that has any does not leave.</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];
}

/// <summary>
/// A report that is written from the file of one case. A new one is a file in this folder and a line in <see cref="CaseReports"/>; the
/// case's page and the command line offer it from there.
/// </summary>
/// <param name="Name">What forms, acts and the command line call it: small letters and hyphens.</param>
/// <param name="Label">What a person calls it.</param>
public abstract record CaseReport(string Name, string Label)
{
    /// <summary>Null where the case has nothing to report so, or nothing is there to print it with.</summary>
    public abstract Task<MadeReport?> MakeAsync(CaseFile file, PdfPrinter printer, CancellationToken cancel);
}

/// <summary>Every report of a case.</summary>
public static class CaseReports
{
    public static IReadOnlyList<CaseReport> All { get; } =
    [
        new CaseFileReport(IsPdf: true),
        new CaseFileReport(IsPdf: false),
        new GoAmlCaseReport(IsActivity: false),
        new GoAmlCaseReport(IsActivity: true),
        new MispCaseReport(),
    ];
}
