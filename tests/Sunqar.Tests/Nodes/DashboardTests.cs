using System.Text.Json;
using System.Text.RegularExpressions;
using Sunqar.Server.Entrance;
using Xunit;

namespace Sunqar.Tests.Nodes;

/// <summary>What alerts and dashboards of <c>deploy</c> ask for is what a server tells: a name that is none would be silent for
/// ever.</summary>
public sealed partial class DashboardTests
{
    /// <summary>What Prometheus and no server of ours tells.</summary>
    private static readonly string[] Foreign = ["up"];

    [Fact]
    public void Every_series_that_is_asked_for_is_told()
    {
        using var meters = new ServerMeters(new DeskDoor());
        meters.Watch(() => null);
        var told = meters
            .Text.Write()
            .Split('\n')
            .Where(line => line.StartsWith("# TYPE ", StringComparison.Ordinal))
            .Select(line => line.Split(' ')[2])
            .ToHashSet(StringComparer.Ordinal);
        var asked = Asked().ToHashSet(StringComparer.Ordinal);
        Assert.True(asked.Count > 15, $"only {asked.Count} series are asked for");
        Assert.Empty(asked.Except(told).Except(Foreign).Order());
    }

    /// <summary>Panels lie beside each other, each says what it is for, and none asks for what would tell institutions apart.</summary>
    [Fact]
    public void Panels_do_not_overlap_and_say_what_they_are_for()
    {
        using var dashboard = JsonDocument.Parse(File.ReadAllText(Dashboard));
        var taken = new HashSet<(int, int)>();
        foreach (var panel in dashboard.RootElement.GetProperty("panels").EnumerateArray())
        {
            Assert.True(panel.GetProperty("description").GetString()!.Length > 20);
            var place = panel.GetProperty("gridPos");
            int Of(string name) => place.GetProperty(name).GetInt32();
            Assert.True(Of("x") + Of("w") <= 24);
            for (var x = Of("x"); x < Of("x") + Of("w"); x++)
            {
                for (var y = Of("y"); y < Of("y") + Of("h"); y++)
                    Assert.True(taken.Add((x, y)), $"{panel.GetProperty("title")} lies on another panel");
            }
        }
    }

    private static string Dashboard => Path.Combine(Repository.Root, "deploy/grafana/sunqar.json");

    private static List<string> Asked()
    {
        using var dashboard = JsonDocument.Parse(File.ReadAllText(Dashboard));
        var ours = dashboard
            .RootElement.GetProperty("panels")
            .EnumerateArray()
            .SelectMany(panel => panel.GetProperty("targets").EnumerateArray())
            .Select(target => target.GetProperty("expr").GetString()!)
            .ToList();
        var alerts = File.ReadLines(Path.Combine(Repository.Root, "deploy/prometheus/sunqar.rules.yml"))
            .Where(line => line.TrimStart().StartsWith("expr:", StringComparison.Ordinal));
        return
        [
            .. ours.Concat(alerts)
                .SelectMany(expression => SeriesName().Matches(expression).Select(match => match.Groups[1].Value))
                .Select(name => name.EndsWith("_bucket", StringComparison.Ordinal) ? name[..^"_bucket".Length] : name),
        ];
    }

    /// <summary>A name before its labels.</summary>
    [GeneratedRegex(@"([a-z_:]+)\{")]
    private static partial Regex SeriesName();
}
