using System.Text.Json;
using Sunqar.Core.Decisions;
using Sunqar.Rehearsal;
using Sunqar.Simulation;
using Sunqar.Storage;
using Sunqar.Storage.Journal;
using Sunqar.Tests;
using Xunit;

namespace Sunqar.SystemTests;

/// <summary>The main job as a new user runs it, on a small country.</summary>
public class RunTests
{
    private const string SmallCountry = "--people 3000 --days 30 --seed 11";

    [Fact]
    public void The_main_job_finds_what_was_planted_and_says_so()
    {
        using var folder = new TemporaryFolder();
        var first = Run(folder, SmallCountry);
        Assert.True(first.ExitCode == 0, first.Error);
        Assert.Contains("exchanger", first.Output, StringComparison.Ordinal);

        using var summary = JsonDocument.Parse(File.ReadAllText(folder.At("data/summary.json")));
        var root = summary.RootElement;
        Assert.True(root.GetProperty("payments").GetInt64() > 10_000);
        Assert.True(root.GetProperty("transfers").GetInt64() > 10_000);
        Assert.All(root.GetProperty("seconds").EnumerateObject(), step => Assert.True(step.Value.GetDouble() >= 0));
        Assert.Equal(
            ["open", "decide", "load", "find", "record", "compare"],
            root.GetProperty("seconds").EnumerateObject().Select(step => step.Name)
        );
        Assert.Contains("verify_sender ", first.Output, StringComparison.Ordinal);
        foreach (var kind in new[] { "exchanger", "cash_out_network" })
        {
            var counts = root.GetProperty("kinds").GetProperty(kind);
            int planted = counts.GetProperty("planted").GetInt32(),
                found = counts.GetProperty("found").GetInt32(),
                correct = counts.GetProperty("correct").GetInt32();
            Assert.True(planted > 0, $"no {kind} was planted");
            Assert.True(correct * 2 >= planted, $"{kind}: {correct} of {planted} found");
            Assert.True(correct * 2 >= found, $"{kind}: {correct} of {found} right");
        }
    }

    [Trait("Suite", "Whole")]
    [Fact]
    public void Running_again_adds_nothing_and_finds_the_same()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(0, Run(folder, SmallCountry).ExitCode);
        var findings = File.ReadAllText(folder.At("data/findings.ndjson"));
        var journal = JournalBytes(folder);
        Assert.Equal(0, Run(folder, SmallCountry).ExitCode);
        Assert.Equal(findings, File.ReadAllText(folder.At("data/findings.ndjson")));
        Assert.Equal(journal, JournalBytes(folder));
    }

    [Fact]
    public void A_finding_names_transfers_and_accounts_of_the_simulated_files()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(0, Run(folder, SmallCountry).ExitCode);
        var simulated = Shell.Run($"{Sunqar} simulate {SmallCountry} --out files --truth truth", folder.Path);
        Assert.True(simulated.ExitCode == 0, simulated.Error);
        var ids = File.ReadLines(folder.At("files/transfers.csv"))
            .Select(line => line.Split(',')[0])
            .Concat(File.ReadLines(folder.At("files/chain.csv")).Select(line => line.Split(',')[1]))
            .ToHashSet();
        var accounts = File.ReadLines(folder.At("files/transfers.csv"))
            .SelectMany(line => line.Split(',')[2..4])
            .Concat(File.ReadLines(folder.At("files/chain.csv")).SelectMany(line => new[] { line.Split(',')[3], line.Split(',')[5] }))
            .ToHashSet();
        var count = 0;
        foreach (var line in File.ReadLines(folder.At("data/findings.ndjson")))
        {
            using var finding = JsonDocument.Parse(line);
            Assert.All(
                finding.RootElement.GetProperty("transfers").EnumerateArray(),
                id => Assert.Contains(id.GetString()!.Split('#')[0], ids)
            );
            Assert.All(
                finding.RootElement.GetProperty("accounts").EnumerateArray(),
                account => Assert.Contains(account.GetString()!, accounts)
            );
            count++;
        }
        Assert.True(count > 0);
    }

    /// <summary>docs/decisions/0001: the country is decided as it is generated, and its files are the same country. Files say nothing of
    /// what customers answer later, so here nobody is asked.</summary>
    [Fact]
    public void Each_payment_of_the_country_s_files_is_decided_as_in_process()
    {
        using var folder = new TemporaryFolder();
        var options = new CountryOptions
        {
            People = 3_000,
            Days = 30,
            Seed = 11,
            PlantsForRules = true,
        };
        Dictionary<string, string> inProcess;
        using (var data = DataFolder.Open(folder.At("data")))
        {
            new CountryIntake(Country.Create(options), data).Run(
                TextWriter.Null,
                TextWriter.Null,
                null,
                (_, _) => { },
                TestContext.Current.CancellationToken
            );
            inProcess = data
                .Journal.Read<PaymentDecided>(Streams.Payments)
                .ToDictionary(one => one.Payment.Id, one => JsonNamingPolicy.SnakeCaseLower.ConvertName(one.Decision.Outcome.ToString()));
        }
        var decided = Shell.Run(
            $"{Sunqar} simulate {SmallCountry} --out files --truth truth && "
                + $"{Sunqar} decide files/payments.ndjson --lists files/registry.csv files/rates.csv --out decisions.ndjson",
            folder.Path
        );
        Assert.True(decided.ExitCode == 0, decided.Error);
        var fromFiles = File.ReadLines(folder.At("decisions.ndjson"))
            .Select(line => JsonDocument.Parse(line).RootElement)
            .ToDictionary(one => one.GetProperty("id").GetString()!, one => one.GetProperty("outcome").GetString()!);
        Assert.Equal(inProcess.Count, fromFiles.Count);
        Assert.DoesNotContain(inProcess, one => fromFiles.GetValueOrDefault(one.Key) != one.Value);
        Assert.True(inProcess.Values.Distinct().Count() > 2, "the country is too quiet to tell the two ways apart");
    }

    [Theory]
    [InlineData("--people 10")]
    [InlineData("--days nought")]
    [InlineData("--scale enormous")]
    public void Wrong_usage_exits_with_2_and_leaves_nothing(string options)
    {
        using var folder = new TemporaryFolder();
        var result = Run(folder, options);
        Assert.Equal(2, result.ExitCode);
        Assert.NotEmpty(result.Error);
        Assert.False(Directory.Exists(folder.At("data")));
    }

    private static string Sunqar => Path.Combine(Repository.Root, "sunqar");

    private static Shell.Result Run(TemporaryFolder folder, string options) =>
        Shell.Run($"{Path.Combine(Repository.Root, "run")} --no-serve {options}", folder.Path, ("SUNQAR_DATA", folder.At("data")));

    private static long JournalBytes(TemporaryFolder folder) =>
        new DirectoryInfo(folder.At("data/journal")).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
}
