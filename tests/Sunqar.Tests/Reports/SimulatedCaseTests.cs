using System.Text;
using System.Text.RegularExpressions;
using Sunqar.Core.Cases;
using Sunqar.Core.Cases.Reports;
using Sunqar.Core.Times;
using Sunqar.Formats.GoAml;
using Sunqar.Rehearsal;
using Sunqar.Server.Pages.State;
using Sunqar.Server.Reports;
using Sunqar.Simulation;
using Sunqar.Storage;
using Sunqar.Work.Mining;
using Sunqar.Work.Reports;
using Sunqar.Work.Summaries;
using Xunit;

namespace Sunqar.Tests.Reports;

/// <summary>Reports of what the main job finds in a small simulated country.</summary>
public partial class SimulatedCaseTests
{
    private const long Now = 1_775_000_000_000_000;

    [Fact]
    public void Every_case_of_a_country_is_reported_whole_and_names_nobody()
    {
        using var room = new CountryRoom();
        using var folder = DataFolder.Open(room.Files.Path);
        var cases = CaseRecord.Fold(folder.Journal).Cases.Where(one => one.Opened is not null).ToList();
        Assert.True(cases.Count >= 2, $"{cases.Count} cases");
        foreach (var one in cases)
        {
            var file = CaseFileJob.Of(folder, one.Id, Now)!;
            Assert.NotEmpty(file.Operations);
            Assert.Contains(file.Parties, party => party.IsMember);
            var known = file.Parties.Select(party => party.Id).ToHashSet(StringComparer.Ordinal);
            Assert.All(file.Operations, operation => Assert.True(known.Contains(operation.From) && known.Contains(operation.To)));
            Assert.Equal(file.Parties.Count, file.Parties.Select(party => party.Pseudonym).Distinct().Count());
            Assert.Equal(CaseFileHtml.Digest(file), CaseFileHtml.Digest(CaseFileJob.Of(folder, one.Id, Now)!));
            Assert.DoesNotMatch(SubjectPattern(), CaseFileHtml.Write(file).Replace(one.Id, "", StringComparison.Ordinal));
            foreach (var kind in new[] { GoAmlKind.Str, GoAmlKind.Sar })
            {
                foreach (var part in Assert.IsType<GoAmlOutcome.Written>(GoAmlReport.Write(file, new ReportingEntity(1), kind)).Parts)
                {
                    Assert.Equal([], GoAmlTests.Faults(part));
                    Assert.DoesNotMatch(SubjectPattern(), Encoding.UTF8.GetString(part).Replace(one.Id, "", StringComparison.Ordinal));
                }
            }
        }
        Assert.Null(CaseFileJob.Of(folder, "case-none", Now));
    }

    [Fact]
    public void A_period_s_operations_are_reported_once_and_the_same_again()
    {
        using var room = new CountryRoom();
        using var folder = DataFolder.Open(room.Files.Path);
        var (from, until) = (LocalTime.Kazakhstan.YearStartUs(2026), LocalTime.Kazakhstan.YearStartUs(2027));
        var reports = Fm1Job.Of(folder, from, until);
        Assert.Contains(reports, report => report.Form.Basis == Fm1Basis.Threshold);
        Assert.Contains(reports, report => report.Form.Basis == Fm1Basis.Suspicious);
        Assert.Equal(reports.Count, reports.Select(report => report.Form.Number).Distinct().Count());
        Assert.Equal(reports.Select(report => report.Form.Number), Fm1Job.Of(folder, from, until).Select(report => report.Form.Number));
        // Of what stands in a case every payment is there that moved something.
        var one = CaseRecord.Fold(folder.Journal).Cases.First(state => state.Opened is not null);
        var suspicious = reports
            .Where(report => report.Form.Basis == Fm1Basis.Suspicious)
            .Select(report => report.Operation.Id)
            .ToHashSet(StringComparer.Ordinal);
        Assert.All(
            CaseFileJob.Of(folder, one.Id, Now)!.Operations.Where(operation => operation.Institution is not null),
            operation => Assert.Contains(operation.Id, suspicious)
        );
        Assert.Empty(Fm1Job.Of(folder, LocalTime.Kazakhstan.YearStartUs(2020), LocalTime.Kazakhstan.YearStartUs(2021)));
    }

    [GeneratedRegex("(?<![0-9A-Za-z])[0-9a-f]{16}(?![0-9A-Za-z])")]
    private static partial Regex SubjectPattern();

    /// <summary>A small country, run once.</summary>
    private sealed class CountryRoom : IDisposable
    {
        private readonly string _root = Directory.CreateTempSubdirectory("sunqar-reports-").FullName;

        public CountryRoom()
        {
            Files = new DataFiles(Path.Combine(_root, "data"));
            new RehearsalJob(
                Files,
                new CountryOptions
                {
                    People = 2_000,
                    Days = 20,
                    Seed = 7,
                },
                new ProgressBoard()
            ).Run(TestContext.Current.CancellationToken);
        }

        public DataFiles Files { get; }

        public void Dispose() => Directory.Delete(_root, recursive: true);
    }
}
