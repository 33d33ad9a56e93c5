using System.CommandLine;
using System.Globalization;
using System.Text;
using Sunqar.Core.Cases.Reports;
using Sunqar.Core.Times;
using Sunqar.Formats.GoAml;
using Sunqar.Formats.Iso20022;
using Sunqar.Formats.Reports;
using Sunqar.Server.Reports;
using Sunqar.Storage;
using Sunqar.Work.Reports;

namespace Sunqar.Cli.Verbs;

/// <summary><c>sunqar report case | goaml | misp | request</c>: what is written from the file of one case.</summary>
internal static class ReportCaseVerbs
{
    public static IEnumerable<Command> All() => [File(), GoAml(), Misp(), Request(), .. CaseReports.All.Select(Whole)];

    /// <summary>A report as the case's page lets it out, under the name that it has there.</summary>
    private static Command Whole(CaseReport report)
    {
        var (caseId, output) = (CaseArgument(), OutOption());
        var command = new Command(report.Name, $"{report.Label}, as the case's page gives it.") { caseId, output };
        command.SetAction(
            (parsed, cancel) =>
                WithCase(
                    parsed.GetValue(caseId)!,
                    async (folder, file) =>
                    {
                        await using var printer = new PdfPrinter();
                        var whole = await report.MakeAsync(file, printer, cancel);
                        foreach (var fault in whole?.Faults ?? [])
                            Fault(fault, Exit.Failed);
                        if (whole is { Faults.Count: > 0 })
                            return Exit.Failed;
                        return whole is { } made
                            ? ReportExport.LetOut(
                                folder,
                                file.CaseId,
                                report.Name,
                                file.Basis,
                                made.Bytes,
                                file.Operations.Count,
                                parsed.GetValue(output)
                            )
                            : Fault("the case has nothing to report so, or nothing is there to print it with.", Exit.Failed);
                    }
                )
        );
        return command;
    }

    private static Argument<string> CaseArgument() =>
        new("CASE") { Description = "The case's id, as the year's report and the console show it." };

    private static Option<string?> OutOption() =>
        new("--out") { Description = "Where it goes; standard output when left out.", HelpName = "FILE" };

    private static Command File()
    {
        var (caseId, output) = (CaseArgument(), OutOption());
        var format = new Option<string>("--format")
        {
            Description = "html or pdf (printed by Debian's Chromium).",
            DefaultValueFactory = _ => "html",
        };
        format.AcceptOnlyFromAmong("html", "pdf");
        var command = new Command(
            "case",
            "The file of a case: what happened, graph, parties under pseudonyms, measures, assets, evidence with hashes and custody."
        )
        {
            caseId,
            format,
            output,
        };
        command.SetAction(
            (parsed, cancel) =>
                WithCase(
                    parsed.GetValue(caseId)!,
                    async (folder, file) =>
                    {
                        var isPrinted = parsed.GetValue(format) == "pdf";
                        var html = CaseFileHtml.Write(file, isPrinted ? CaseFileHtml.PrintedOperationsMax : CaseFileHtml.OperationsMax);
                        var (name, rows, target) = ("case-file-" + parsed.GetValue(format), file.Operations.Count, parsed.GetValue(output));
                        if (!isPrinted)
                            return ReportExport.LetOut(folder, file.CaseId, name, file.Basis, Encoding.UTF8.GetBytes(html), rows, target);
                        await using var printer = new PdfPrinter();
                        switch (await printer.PrintAsync(html, cancel))
                        {
                            case PdfOutcome.Printed printed:
                                return ReportExport.LetOut(folder, file.CaseId, name, file.Basis, printed.Pdf, rows, target);
                            case PdfOutcome.Failed failed:
                                return Fault(failed.Reason, Exit.Failed);
                            default:
                                throw new InvalidOperationException("An outcome that this verb does not know.");
                        }
                    }
                )
        );
        return command;
    }

    private static Command GoAml()
    {
        var (caseId, output) = (CaseArgument(), OutOption());
        var kind = new Option<string>("--kind")
        {
            Description = "str (every transaction) or sar (the parties alone).",
            DefaultValueFactory = _ => "str",
        };
        kind.AcceptOnlyFromAmong("str", "sar");
        var entity = new Option<int>("--entity")
        {
            Description = "The number under which the receiving FIU registered us.",
            DefaultValueFactory = _ => 1,
        };
        entity.Validators.Add(result => WholeNumber.Between(result, 1, int.MaxValue));
        var command = new Command(
            "goaml",
            "STR or SAR as goAML 5.0.2 XML; a long one in parts, the second beside FILE with -2 behind its name."
        )
        {
            caseId,
            kind,
            entity,
            output,
        };
        command.SetAction(
            (parsed, _) =>
                WithCase(
                    parsed.GetValue(caseId)!,
                    (folder, file) =>
                    {
                        var sar = parsed.GetValue(kind) == "sar";
                        var outcome = GoAmlReport.Write(
                            file,
                            new ReportingEntity(parsed.GetValue(entity)),
                            sar ? GoAmlKind.Sar : GoAmlKind.Str
                        );
                        if (outcome is GoAmlOutcome.Faulty { Faults: var faults })
                        {
                            foreach (var fault in faults)
                                Fault(fault.ToString(), Exit.Failed);
                            return Task.FromResult(Exit.Failed);
                        }
                        if (outcome is not GoAmlOutcome.Written written)
                            return Task.FromResult(Fault("the case has nothing to report in this kind of report.", Exit.Failed));
                        var target = parsed.GetValue(output);
                        if (written.Parts.Count > 1 && target is null)
                        {
                            return Task.FromResult(
                                Fault($"the report has {written.Parts.Count} parts: name a file with --out.", Exit.WrongUsage)
                            );
                        }
                        for (var part = 0; part < written.Parts.Count; part++)
                        {
                            var done = ReportExport.LetOut(
                                folder,
                                file.CaseId,
                                sar ? "goaml-sar" : "goaml-str",
                                file.Basis,
                                written.Parts[part],
                                sar ? file.Parties.Count : file.Operations.Count,
                                Part(target, part)
                            );
                            if (done != Exit.Done)
                                return Task.FromResult(done);
                        }
                        return Task.FromResult(Exit.Done);
                    }
                )
        );
        return command;
    }

    private static Command Misp()
    {
        var (caseId, output) = (CaseArgument(), OutOption());
        var light = new Option<string>("--tlp")
        {
            Description = "How far partners may pass it on: clear, green, amber, amber+strict, red.",
            DefaultValueFactory = _ => "amber",
        };
        light.AcceptOnlyFromAmong("clear", "green", "amber", "amber+strict", "red");
        var organisation = new Option<string>("--organisation")
        {
            Description = "Who shares it.",
            DefaultValueFactory = _ => "Financial monitoring agency",
        };
        var command = new Command(
            "misp",
            "A MISP event for partners: the network's wallets, sites and messenger accounts; nothing about people."
        )
        {
            caseId,
            light,
            organisation,
            output,
        };
        command.SetAction(
            (parsed, _) =>
                WithCase(
                    parsed.GetValue(caseId)!,
                    (folder, file) =>
                    {
                        var chosen = Enum.GetValues<TrafficLight>().Single(one => MispEvent.Tag(one) == "tlp:" + parsed.GetValue(light));
                        using var bytes = new MemoryStream();
                        MispEvent.Write(bytes, file, chosen, parsed.GetValue(organisation)!);
                        return Task.FromResult(
                            ReportExport.LetOut(
                                folder,
                                file.CaseId,
                                "misp-" + parsed.GetValue(light),
                                file.Basis,
                                bytes.ToArray(),
                                file.Parties.Count(party => party.IsMember),
                                parsed.GetValue(output)
                            )
                        );
                    }
                )
        );
        return command;
    }

    private static Command Request()
    {
        var (caseId, output) = (CaseArgument(), OutOption());
        var bank = new Option<string>("--bank")
        {
            Description = "BIC of the bank that is asked about the case's payments that it reported.",
            Required = true,
        };
        var paragraph = new Option<string>("--basis") { Description = "The paragraph of the law, at most 35 characters.", Required = true };
        var due = new Option<string?>("--due") { Description = "Last day for an answer, YYYY-MM-DD." };
        var told = new Option<bool>("--customer-may-be-told") { Description = "Not confidential." };
        var command = new Command(
            "request",
            "A request for information to a bank about its payments in a case, as ISO 20022 auth.001.001.01."
        )
        {
            caseId,
            bank,
            paragraph,
            due,
            told,
            output,
        };
        command.SetAction(
            (parsed, _) =>
                WithCase(
                    parsed.GetValue(caseId)!,
                    (folder, file) =>
                    {
                        DateOnly? last = null;
                        if (parsed.GetValue(due) is { } text)
                        {
                            if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                                return Task.FromResult(Fault($"--due {text}: expected YYYY-MM-DD.", Exit.WrongUsage));
                            last = day;
                        }
                        var payments = file.Operations.Where(operation => operation.Institution == parsed.GetValue(bank)).ToList();
                        if (payments.Count == 0)
                            return Task.FromResult(Fault("the case has no payment of this bank.", Exit.WrongUsage));
                        var request = new InformationRequest(
                            file.CaseId,
                            parsed.GetValue(paragraph)!,
                            !parsed.GetValue(told),
                            last,
                            LocalTime.Kazakhstan.Day(payments[0].TimeUs),
                            LocalTime.Kazakhstan.Day(payments[^1].TimeUs),
                            new SearchCriterion.Transactions([.. payments.Select(payment => payment.Id)])
                        );
                        return Task.FromResult(
                            InformationRequests.Write(request) switch
                            {
                                InformationRequestWriting.Written written => ReportExport.LetOut(
                                    folder,
                                    file.CaseId,
                                    "auth-001",
                                    request.Paragraph,
                                    written.Message,
                                    payments.Count,
                                    parsed.GetValue(output)
                                ),
                                InformationRequestWriting.Refused refused => Fault(refused.Reason, Exit.WrongUsage),
                                _ => throw new InvalidOperationException("An outcome that this verb does not know."),
                            }
                        );
                    }
                )
        );
        return command;
    }

    private static async Task<int> WithCase(string caseId, Func<DataFolder, CaseFile, Task<int>> act)
    {
        using var folder = ReplayVerb.OpenHistory("report");
        if (folder is null)
            return Exit.WrongUsage;
        var nowUs = (DateTime.UtcNow - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        return CaseFileJob.Of(folder, caseId, nowUs) is { } file
            ? await act(folder, file)
            : Fault($"there is no case {caseId}.", Exit.WrongUsage);
    }

    private static int Fault(string reason, int exit)
    {
        Console.Error.WriteLine($"sunqar report: {reason}");
        return exit;
    }

    private static string? Part(string? path, int part) =>
        path is null || part == 0
            ? path
            : Path.Combine(
                Path.GetDirectoryName(path) ?? "",
                string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileNameWithoutExtension(path)}-{part + 1}{Path.GetExtension(path)}")
            );
}
