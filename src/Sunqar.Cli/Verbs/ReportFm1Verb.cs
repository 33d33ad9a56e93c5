using System.CommandLine;
using Sunqar.Formats.Reports;
using Sunqar.Work.Reports;

namespace Sunqar.Cli.Verbs;

/// <summary><c>sunqar report fm1</c>: threshold and suspicious operations of a period in the structure of form FM-1.</summary>
internal static class ReportFm1Verb
{
    public static Command Create()
    {
        var from = new Option<string>("--from")
        {
            Description = "First day, YYYY-MM-DD in Kazakhstan, by the payments' times.",
            Required = true,
        };
        var to = new Option<string>("--to") { Description = "First day no longer reported.", Required = true };
        var format = new Option<string>("--format")
        {
            Description = "json (one report a line) or csv (one participant a line).",
            DefaultValueFactory = _ => "json",
        };
        format.AcceptOnlyFromAmong("json", "csv");
        var output = new Option<string?>("--out") { Description = "Where it goes; standard output when left out.", HelpName = "FILE" };
        var command = new Command(
            "fm1",
            "Threshold operations, and the operations of cases, in the structure of "
                + "form FM-1: reporting entity, form, operation, participants (pseudonyms)."
        )
        {
            from,
            to,
            format,
            output,
        };
        command.SetAction(parsed => Run(parsed.GetValue(from)!, parsed.GetValue(to)!, parsed.GetValue(format)!, parsed.GetValue(output)));
        return command;
    }

    private static int Run(string from, string to, string format, string? output)
    {
        if (!RulesVerb.TryDay(from, 0, 0, out var fromUs) || !RulesVerb.TryDay(to, 0, 0, out var untilUs))
            return Exit.WrongUsage;
        if (untilUs <= fromUs)
        {
            Console.Error.WriteLine($"sunqar report fm1: --to {to} is not after --from {from}.");
            return Exit.WrongUsage;
        }
        using var folder = ReplayVerb.OpenHistory("report fm1");
        if (folder is null)
            return Exit.WrongUsage;
        var reports = Fm1Job.Of(folder, fromUs, untilUs);
        using var bytes = new MemoryStream();
        if (format == "csv")
            Fm1Table.WriteCsv(bytes, reports);
        else
            Fm1Table.WriteJson(bytes, reports);
        var done = ReportExport.LetOut(
            folder,
            null,
            "fm1-" + format,
            "Threshold operations, form FM-1",
            bytes.ToArray(),
            reports.Count,
            output
        );
        if (done == Exit.Done)
            Console.Error.WriteLine($"{reports.Count} reports");
        return done;
    }
}
