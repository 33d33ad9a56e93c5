using System.CommandLine;
using Sunqar.Core.Cases.Reports;
using Sunqar.Formats.Reports;
using Sunqar.Work.Reports;

namespace Sunqar.Cli.Verbs;

/// <summary><c>sunqar report fm1</c>: threshold and suspicious operations of a period, in the structure of form FM-1 or as the published
/// XML.</summary>
internal static class ReportFm1Verb
{
    private static readonly Option<string> From = new("--from")
    {
        Description = "First day, YYYY-MM-DD in Kazakhstan, by the payments' times.",
        Required = true,
    };

    private static readonly Option<string> To = new("--to") { Description = "First day no longer reported.", Required = true };

    private static readonly Option<string?> Institution = new("--institution")
    {
        Description = "Only operations that this institution reported, by its BIC or code; XML is of one.",
        HelpName = "CODE",
    };

    private static readonly Option<string?> Output = new("--out")
    {
        Description = "Where it goes, standard output when left out; of xml an empty or new folder.",
        HelpName = "FILE",
    };

    public static Command Create()
    {
        var format = new Option<string>("--format")
        {
            Description = "json (one report a line), csv (one participant a line) or xml (order No. 13, annex 2: one form a file).",
            DefaultValueFactory = _ => "json",
        };
        format.AcceptOnlyFromAmong("json", "csv", "xml");
        var filer = new Option<string?>("--filer")
        {
            Description = "Of xml: JSON object of what the reporting entity says of itself, by path from PersonalData.",
            HelpName = "FILE",
        };
        var people = new Option<string?>("--people")
        {
            Description = "Of xml: who participants are, one JSON object a line with their pseudonym and paths from Participant.",
            HelpName = "FILE",
        };
        var suspicion = new Option<string?>("--suspicion")
        {
            Description = "Of xml: code of the main sign of suspicion.",
            HelpName = "CODE",
        };
        var command = new Command(
            "fm1",
            "Threshold operations, and the operations of cases, in the structure of form FM-1: reporting entity, form, operation, "
                + "participants (pseudonyms). As XML every form is held against the published layout first; nothing is written where "
                + "one has a fault, and all faults are told."
        )
        {
            From,
            To,
            Institution,
            format,
            filer,
            people,
            suspicion,
            Output,
        };
        command.SetAction(parsed =>
        {
            if (
                !RulesVerb.TryDay(parsed.GetValue(From)!, 0, 0, out var fromUs)
                || !RulesVerb.TryDay(parsed.GetValue(To)!, 0, 0, out var untilUs)
            )
            {
                return Exit.WrongUsage;
            }
            if (untilUs <= fromUs)
            {
                Console.Error.WriteLine($"sunqar report fm1: --to {parsed.GetValue(To)} is not after --from {parsed.GetValue(From)}.");
                return Exit.WrongUsage;
            }
            using var folder = ReplayVerb.OpenHistory("report fm1");
            if (folder is null)
                return Exit.WrongUsage;
            var (institution, output) = (parsed.GetValue(Institution), parsed.GetValue(Output));
            IReadOnlyList<Fm1Report> reports =
            [
                .. Fm1Job.Of(folder, fromUs, untilUs).Where(report => institution is null || report.Entity.Code == institution),
            ];
            if (parsed.GetValue(format) == "xml")
            {
                return Fm1Filings.Write(
                    folder,
                    reports,
                    new Fm1Filings.Details(parsed.GetValue(filer), parsed.GetValue(people), parsed.GetValue(suspicion)),
                    output
                );
            }
            using var bytes = new MemoryStream();
            if (parsed.GetValue(format) == "csv")
                Fm1Table.WriteCsv(bytes, reports);
            else
                Fm1Table.WriteJson(bytes, reports);
            var done = ReportExport.LetOut(
                folder,
                null,
                "fm1-" + parsed.GetValue(format),
                "Threshold operations, form FM-1",
                bytes.ToArray(),
                reports.Count,
                output
            );
            if (done == Exit.Done)
                Console.Error.WriteLine($"{reports.Count} reports");
            return done;
        });
        return command;
    }
}
