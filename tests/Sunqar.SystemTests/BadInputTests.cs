using Sunqar.Tests;
using Xunit;

namespace Sunqar.SystemTests;

/// <summary>What a person types wrongly gets one clear message and exit code 2: no stack trace, and nothing left that looks like a result.</summary>
public sealed class BadInputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("cycles t.csv --window abc", "'abc' for option '--window'; expected a whole number.")]
    [InlineData("cycles t.csv --window 0", "--window takes 1 to 876,600 hours, not 0.")]
    [InlineData("cycles t.csv --window 72 --max-length two", "'two' for option '--max-length'; expected a whole number.")]
    [InlineData("find t.csv --out f.ndjson --window 1e9", "'1e9' for option '--window'; expected a whole number.")]
    [InlineData("find t.csv --out missing/f.ndjson", "missing/f.ndjson: there is no such folder to write in; expected")]
    [InlineData("find t.csv --out .", ".: this is a folder; expected")]
    [InlineData("serve --rate-limit abc", "'abc' for option '--rate-limit'; expected a whole number.")]
    [InlineData("simulate --people abc --out o --truth t", "'abc' for option '--people'; expected a whole number.")]
    [InlineData("simulate --people 1000 --days 3 --out t.csv --truth t", "t.csv: this is a file; expected a folder")]
    [InlineData("simulate --people 1000 --days 3 --out o --truth o/t", "--truth lies in the folder of the data")]
    [InlineData("decide missing.ndjson --out d.ndjson", "missing.ndjson: there is no such file; expected")]
    [InlineData("decide . --out d.ndjson", ".: this is a folder; expected")]
    [InlineData("decide empty.ndjson --out missing/d.ndjson", "missing/d.ndjson: there is no such folder to write in; expected")]
    [InlineData("rules check .", ".: this is a folder; expected")]
    [InlineData("score missing.ndjson --truth truth.csv", "missing.ndjson: there is no such file; expected")]
    [InlineData("score t.csv --truth truth.csv", "t.csv: line 1: this is no finding; expected")]
    [InlineData("score empty.ndjson --truth .", ".: this is a folder; expected")]
    [InlineData("exchangers t.csv --out missing/e.ndjson", "missing/e.ndjson: there is no such folder to write in; expected")]
    [InlineData("trace a --transfers t.csv --out missing/e.ndjson", "missing/e.ndjson: there is no such folder to write in; expected")]
    [InlineData("trace TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6u --transfers t.csv", "no transfer of these files touches it, and it is mistyped: a character or its case")]
    [InlineData("trace a --transfers t.csv --clusters t.csv", "t.csv: line 1: this is no JSON object; expected")]
    [InlineData("clusters t.csv --spent t.csv", "expected at least one Bitcoin block")]
    [InlineData("clusters missing.raw", "missing.raw: there is no such file; expected")]
    [InlineData("import t.csv --skip-bad missing/bad.ndjson", "missing/bad.ndjson: there is no such folder to write in; expected")]
    public void Wrong_usage_is_told_and_leaves_nothing(string arguments, string said)
    {
        File.WriteAllText(_folder.At("t.csv"), "id,time,from,to,amount\n1,2026-01-01T00:00:00Z,a,b,5.00\n");
        File.WriteAllText(_folder.At("truth.csv"), "kind,pattern_id,transfer_id,account,role\n");
        File.WriteAllText(_folder.At("empty.ndjson"), "");
        var run = Sunqar(arguments);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains(said, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        Assert.Equal(["empty.ndjson", "t.csv", "truth.csv"], Directory.GetFileSystemEntries(_folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_file_in_place_of_the_data_folder_is_named()
    {
        File.WriteAllText(_folder.At("data"), "");
        var run = Sunqar("run --no-serve --people 1000 --days 3");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"{_folder.At("data")} is a file; expected a folder", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Output_goes_into_a_pipe_or_device_and_through_a_link_and_takes_nobodys_place()
    {
        File.WriteAllText(_folder.At("t.csv"), "id,time,from,to,amount\n1,2026-01-01T00:00:00Z,a,b,5.00\n2,2026-01-02T00:00:00Z,b,a,5.00\n");
        var run = Shell.Run(
            $$"""
            mkfifo pipe; touch kept; ln -s kept link; ln -s /dev/null nowhere
            (cat pipe > read) & {{Path.Combine(Repository.Root, "sunqar")}} exchangers t.csv --out pipe && wait
            {{Path.Combine(Repository.Root, "sunqar")}} exchangers t.csv --out link
            {{Path.Combine(Repository.Root, "sunqar")}} exchangers t.csv --out nowhere
            ln -s born dangling; {{Path.Combine(Repository.Root, "sunqar")}} exchangers t.csv --out dangling; {{Path.Combine(Repository.Root, "sunqar")}} exchangers t.csv --out plain
            {{Path.Combine(Repository.Root, "sunqar")}} exchangers t.csv --out /dev/full; echo full $?
            stat -c '%n %F' pipe link nowhere kept
            cmp read kept && cmp born kept && cmp plain kept && wc -l < kept
            """, _folder.Path);
        Assert.Equal(
            ["full 1", "pipe fifo", "link symbolic link", "nowhere symbolic link", "kept regular file", "2"],
            run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private Shell.Result Sunqar(string arguments) =>
        Shell.Run($"{Path.Combine(Repository.Root, "sunqar")} {arguments}", _folder.Path, ("SUNQAR_DATA", _folder.At("data")));
}
