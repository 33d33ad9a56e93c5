using Sunqar.Tests;
using Xunit;

namespace Sunqar.SystemTests;

/// <summary>What a person types wrongly gets one clear message and exit code 2: no stack trace, and nothing left that looks like a
/// result.</summary>
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
    [InlineData(
        "simulate --people 1000 --days 3 --seed -1 --out o --truth t",
        "'-1' for option '--seed'; expected a whole number from 0 to 18,446,744,073,709,551,615."
    )]
    [InlineData("simulate --people 99999999999 --days 3 --out o --truth t", "--people takes 1,000 to 20,000,000, not 99,999,999,999.")]
    [InlineData("simulate --people 1000 --days 3 --out '' --truth t", "'' for option '--out'; expected the name of a file or folder.")]
    [InlineData("decide missing.ndjson --out d.ndjson", "missing.ndjson: there is no such file; expected")]
    [InlineData("decide . --out d.ndjson", ".: this is a folder; expected")]
    [InlineData("decide empty.ndjson --out missing/d.ndjson", "missing/d.ndjson: there is no such folder to write in; expected")]
    [InlineData("rules check .", ".: this is a folder; expected")]
    [InlineData("fingerprint extract missing.pgm --out f.fmr", "missing.pgm: there is no such file; expected")]
    [InlineData("fingerprint extract t.csv --out f.fmr", "t.csv: this is no picture of a kind that is read; expected")]
    [InlineData("fingerprint extract t.csv --out f.fmr --ppi 72", "--ppi takes 300 to 1,200, not 72.")]
    [InlineData("fingerprint match t.csv t.csv", "t.csv: byte 0: it does not begin with FMR; expected")]
    [InlineData("fingerprint match missing.fmr t.csv", "missing.fmr: there is no such file; expected")]
    [InlineData("fingerprint draw --out missing/p.pgm", "missing/p.pgm: there is no such folder to write in; expected")]
    [InlineData("face extract missing.jpg --out f.face", "missing.jpg: there is no such file; expected")]
    [InlineData("face extract t.csv --out f.face", "t.csv: this is no picture of a kind that is read; expected")]
    [InlineData("face match t.csv t.csv", "t.csv: byte 0: it does not begin with SQFACE; expected")]
    [InlineData("face match missing.face t.csv", "missing.face: there is no such file; expected")]
    [InlineData("face draw --out missing/p.ppm", "missing/p.ppm: there is no such folder to write in; expected")]
    [InlineData("score missing.ndjson --truth truth.csv", "missing.ndjson: there is no such file; expected")]
    [InlineData("score t.csv --truth truth.csv", "t.csv: line 1: this is no finding; expected")]
    [InlineData("score empty.ndjson --truth .", ".: this is a folder; expected")]
    [InlineData("exchangers t.csv --out missing/e.ndjson", "missing/e.ndjson: there is no such folder to write in; expected")]
    [InlineData("trace a --transfers t.csv --out missing/e.ndjson", "missing/e.ndjson: there is no such folder to write in; expected")]
    [InlineData(
        "trace TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6u --transfers t.csv",
        "no transfer of these files touches it, and it is mistyped: a character or its case"
    )]
    [InlineData("trace a --transfers t.csv --clusters t.csv", "t.csv: line 1: this is no JSON object; expected")]
    [InlineData("trace a --transfers t.csv --max-hop x", "'x' for option '--max-hop'; expected a whole number.")]
    [InlineData("follow http://127.0.0.1:1 --span x --from y", "'y' for option '--from'; expected a whole number.")]
    [InlineData("people invite clown --unit u", "ROLE: no person has this role.")]
    [InlineData("exchangers t.csv --labels registry.csv", "registry.csv: this list labels no wallets; expected a tag pack")]
    [InlineData("import t.csv --skip-bad link.csv", "--skip-bad names a file that is to be imported")]
    [InlineData("import list.json --skip-bad bad.ndjson", "list.json: line 1, column 3: this is JSON and no table; expected")]
    [InlineData("clusters t.csv --spent t.csv", "expected at least one Bitcoin block")]
    [InlineData("clusters missing.raw", "missing.raw: there is no such file; expected")]
    [InlineData("import t.csv --skip-bad missing/bad.ndjson", "missing/bad.ndjson: there is no such folder to write in; expected")]
    public void Wrong_usage_is_told_and_leaves_nothing(string arguments, string said)
    {
        File.WriteAllText(_folder.At("t.csv"), "id,time,from,to,amount\n1,2026-01-01T00:00:00Z,a,b,5.00\n");
        File.WriteAllText(_folder.At("truth.csv"), "kind,pattern_id,transfer_id,account,role\n");
        File.WriteAllText(_folder.At("empty.ndjson"), "");
        File.WriteAllText(
            _folder.At("registry.csv"),
            "code,kind,name,brands,bin,regime,regulator,permission,valid_from,valid_to,status,domains,wallets,telegram,apps\n"
        );
        File.WriteAllText(_folder.At("list.json"), "[{\"id\":1}]\n");
        File.CreateSymbolicLink(_folder.At("link.csv"), "t.csv");
        var run = Sunqar(arguments);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains(said, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        Assert.Equal(
            ["empty.ndjson", "link.csv", "list.json", "registry.csv", "t.csv", "truth.csv"],
            Directory.GetFileSystemEntries(_folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal)
        );
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
        File.WriteAllText(
            _folder.At("t.csv"),
            "id,time,from,to,amount\n1,2026-01-01T00:00:00Z,a,b,5.00\n2,2026-01-02T00:00:00Z,b,a,5.00\n"
        );
        var run = Shell.Run(
            $$"""
            mkfifo pipe; touch kept; ln -s kept link; ln -s /dev/null nowhere
            (cat pipe > read) & {{Path.Combine(Repository.Root, "sunqar")}} exchangers t.csv --out pipe && wait
            {{Path.Combine(Repository.Root, "sunqar")}} exchangers t.csv --out link
            {{Path.Combine(Repository.Root, "sunqar")}} exchangers t.csv --out nowhere
            ln -s born dangling; {{Path.Combine(Repository.Root, "sunqar")}} exchangers t.csv --out dangling; {{Path.Combine(
                Repository.Root,
                "sunqar"
            )}} exchangers t.csv --out plain
            {{Path.Combine(Repository.Root, "sunqar")}} exchangers t.csv --out /dev/full; echo full $?
            stat -c '%n %F' pipe link nowhere kept
            cmp read kept && cmp born kept && cmp plain kept && wc -l < kept
            """,
            _folder.Path
        );
        Assert.Equal(
            ["full 1", "pipe fifo", "link symbolic link", "nowhere symbolic link", "kept regular file", "2"],
            run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        );
    }

    private Shell.Result Sunqar(string arguments) =>
        Shell.Run($"{Path.Combine(Repository.Root, "sunqar")} {arguments}", _folder.Path, ("SUNQAR_DATA", _folder.At("data")));
}
