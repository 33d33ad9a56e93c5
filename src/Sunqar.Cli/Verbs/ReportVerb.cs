using System.CommandLine;
using System.Text;
using Sunqar.Core.Cases;
using Sunqar.Formats.Reports;
using Sunqar.Server.Reports;
using Sunqar.Work.Registers;
using Sunqar.Work.Reports;
using Sunqar.Work.Summaries;

namespace Sunqar.Cli.Verbs;

/// <summary><c>sunqar report</c>: what the agency hands out, to people and to other authorities (docs/reports.md).</summary>
internal static class ReportVerb
{
    public static Command Create()
    {
        var command = new Command("report", "Reports from the data folder ($SUNQAR_DATA, else ./data.local).");
        foreach (
            var one in (IEnumerable<Command>)
                [Annual(), ReportFm1Verb.Create(), ReportFm1AckVerb.Create(), ReportAnswerVerb.Create(), .. ReportCaseVerbs.All()]
        )
        {
            command.Add(one);
        }
        return command;
    }

    private static Command Annual()
    {
        var year = new Option<int>("--year")
        {
            Description = "The local year.",
            Required = true,
            HelpName = "YYYY",
        };
        year.Validators.Add(result => WholeNumber.Between(result, 2000, 2999, ""));
        var format = new Option<string>("--format") { Description = "text, json, csv or html.", DefaultValueFactory = _ => "text" };
        format.AcceptOnlyFromAmong("text", "json", "csv", "html");
        var output = new Option<string?>("--out") { Description = "Where it goes; standard output when left out.", HelpName = "FILE" };
        var command = new Command(
            "annual",
            "The headline table of a year beside the year before; planted, found and closed apart, each number with its cases."
        )
        {
            year,
            format,
            output,
        };
        command.SetAction(parsed => Annual(parsed.GetValue(year), parsed.GetValue(format)!, parsed.GetValue(output)));
        return command;
    }

    private static int Annual(int year, string format, string? output)
    {
        using var folder = ReplayVerb.OpenHistory("report annual");
        if (folder is null)
            return Exit.WrongUsage;
        AnnualReport report;
        try
        {
            report = AnnualBook.Of(folder.Journal, Lookups.Of(folder.Journal).Rates, DataFiles.FromEnvironment()).Report(year);
        }
        catch (InvalidDataException damaged)
        {
            Console.Error.WriteLine($"sunqar report annual: {damaged.Message}");
            return Exit.WrongUsage;
        }
        return OutputFile.Write(output, stream => Write(stream, report, format)) ? Exit.Done : Exit.WrongUsage;
    }

    private static void Write(Stream stream, AnnualReport report, string format)
    {
        switch (format)
        {
            case "json":
                AnnualTable.WriteJson(stream, report);
                break;
            case "csv":
                AnnualTable.WriteCsv(stream, report);
                break;
            default:
                stream.Write(Encoding.UTF8.GetBytes(format == "html" ? AnnualHtml.Write(report) : AnnualText.Write(report)));
                break;
        }
    }
}
