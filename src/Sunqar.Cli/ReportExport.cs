using System.Security.Cryptography;
using Sunqar.Core.Acts;
using Sunqar.Core.Cases.Reports;
using Sunqar.Storage;
using Sunqar.Work.Acting;

namespace Sunqar.Cli;

/// <summary>Lets a report out of a data folder: the act is on disk before a byte leaves. At a terminal nobody is signed in, so the act is
/// the house's own.</summary>
internal static class ReportExport
{
    public static int LetOut(DataFolder folder, string? caseId, string report, string basis, byte[] bytes, long rows, string? output)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        var answer = AskAsync(folder, new ExportReport("report-" + hash[..48], caseId, basis, report, hash, bytes.Length, rows))
            .GetAwaiter()
            .GetResult();
        if (!answer.IsDone)
        {
            Console.Error.WriteLine($"sunqar report: {answer.Text}");
            return Exit.Failed;
        }
        return OutputFile.Write(output, stream => stream.Write(bytes)) ? Exit.Done : Exit.WrongUsage;
    }

    private static async Task<ActAnswer> AskAsync(DataFolder folder, ExportReport command)
    {
        await using var desk = new ActDesk(folder.Journal, folder.Keys, ActFolds.Fresh);
        return await desk.DoAsync(command, Actor.House);
    }
}
