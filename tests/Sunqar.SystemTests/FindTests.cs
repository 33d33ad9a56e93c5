using System.Globalization;
using System.Text;
using Sunqar.Tests;
using Xunit;

namespace Sunqar.SystemTests;

/// <summary><c>./sunqar find</c> on traffic dense enough to hold findings by chance: what it says depends on the transfers alone.</summary>
public sealed class FindTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Trait("Suite", "Whole")]
    [Fact]
    public void One_core_or_three_say_the_same_bytes_and_the_order_of_rows_changes_no_finding()
    {
        var dice = new Random(5);
        var rows = Enumerable
            .Range(0, 4_000)
            .Select(i =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"t{i},{DateTime.UnixEpoch.AddDays(20_000).AddSeconds((i * 346) + dice.Next(340)):yyyy-MM-ddTHH:mm:ssZ},a{dice.Next(800)},a{dice.Next(800)},{dice.Next(100, 900)}"
                )
            )
            .ToArray();
        File.WriteAllText(_folder.At("t.csv"), "id,time,from,to,amount\n" + string.Join('\n', rows));
        dice.Shuffle(rows);
        File.WriteAllText(_folder.At("u.csv"), "id,time,from,to,amount\n" + string.Join('\n', rows));
        var one = Find("t.csv", "1");
        Assert.InRange(one.Length, 5, int.MaxValue);
        Assert.Equal(one, Find("t.csv", "3"));
        Assert.Equal(one.Order(StringComparer.Ordinal), Find("u.csv", "2").Order(StringComparer.Ordinal));
    }

    /// <summary>A file a day, one of them as Parquet, is one source: the same findings as in one file.</summary>
    [Fact]
    public void A_folder_of_daily_files_says_what_one_file_says()
    {
        var dice = new Random(7);
        var rows = Enumerable
            .Range(0, 1_500)
            .Select(i =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"t{i},{DateTime.UnixEpoch.AddDays(20_000).AddSeconds(i * 346):yyyy-MM-ddTHH:mm:ssZ}"
                        + $",a{dice.Next(250)},a{dice.Next(250)},{dice.Next(100, 900)}"
                )
            )
            .ToArray();
        void Write(string name, IEnumerable<string> part) =>
            File.WriteAllText(_folder.At(name), "id,time,from,to,amount\n" + string.Join('\n', part));
        Directory.CreateDirectory(_folder.At("days/_marks"));
        Write("t.csv", rows);
        Write("days/1.csv", rows.Take(700));
        // The second day tells some rows of the first again.
        Write("second.csv", rows.Skip(650));
        Write("days/_marks/no.csv", ["broken"]);
        Assert.Equal(
            0,
            Shell.Run($"{Path.Combine(Repository.Root, "sunqar")} export second.csv --out days/2.parquet", _folder.Path).ExitCode
        );
        var one = Find("t.csv", "2");
        Assert.InRange(one.Length, 1, int.MaxValue);
        Assert.Equal(one, Find("days", "2"));
    }

    private string[] Find(string file, string cores)
    {
        var run = Shell.Run(
            $"{Path.Combine(Repository.Root, "sunqar")} find {file} --out f.ndjson",
            _folder.Path,
            ("DOTNET_PROCESSOR_COUNT", cores)
        );
        Assert.True(run.ExitCode == 0, run.Error);
        return File.ReadAllLines(_folder.At("f.ndjson"), Encoding.UTF8);
    }
}
