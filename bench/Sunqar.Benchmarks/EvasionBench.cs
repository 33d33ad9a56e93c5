using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Sunqar.Core.Patterns;
using Sunqar.Core.Patterns.Scores;
using Sunqar.Tests.Patterns;

namespace Sunqar.Benchmarks;

/// <summary>
/// <c>bench evasion [--seeds S,S] [--people N] [--days D] [--dials NAME,NAME] [--picture FILE]</c>: schemes that dodge
/// (<see cref="EvasionDial"/>), one dial at a time and some together, in countries of their own (30,000 people, 30 days, seeds 811–813
/// unless told). One JSON line a dial and value: exchangers or networks planted, found, correct (one to one, accounts' Jaccard at least
/// 0.5), look-alikes accused, and what dodging costs; then one a dial with the first value at which recall is below 0.8.
/// </summary>
/// <remarks>
/// Costs are of a plain model. Turnover: what the planted cards pass on, over the same at zero. Settlement risk: tenge that wait for their
/// second leg, as hours an order. Customers lost: of a hundred, four leave with every hour of waiting, so 0.96 to the power of the hours
/// stay. Cards: how many of them the schemes used.
/// </remarks>
internal static class EvasionBench
{
    private const double StayAnHour = 0.96;
    private const double RecallMin = 0.8;

    public static int Run(string[] args)
    {
        string Told(string name, string usual) => Array.IndexOf(args, name) is var at and >= 0 ? args[at + 1] : usual;
        int Number(string name, string usual) => int.Parse(Told(name, usual), CultureInfo.InvariantCulture);
        ulong[] seeds = [.. Told("--seeds", "811,812,813").Split(',').Select(s => ulong.Parse(s, CultureInfo.InvariantCulture))];
        var (people, days) = (Number("--people", "30000"), Number("--days", "30"));
        var names = Told("--dials", "").Split(',', StringSplitOptions.RemoveEmptyEntries);
        var lines = new List<(EvasionDial Dial, EvasionPoint[] Points)>();
        var zero = new Dictionary<string, EvasionPoint>();
        foreach (var dial in EvasionDial.All.Where(dial => names.Length == 0 || names.Contains(dial.Name)))
        {
            var points = new List<EvasionPoint>();
            foreach (var value in dial.Values)
            {
                // At zero all dials are one country.
                if (value != 0 || !zero.TryGetValue(dial.Kind, out var point))
                    point = Measure(dial, value, seeds, people, days);
                if (value == 0)
                    zero[dial.Kind] = point;
                points.Add(point);
                Print(dial, point, points[0]);
            }
            var breaks = points.Find(point => point.Recall < RecallMin);
            Console.WriteLine(
                JsonSerializer.Serialize(
                    new
                    {
                        bench = "evasion",
                        dial = dial.Name,
                        kind = dial.Kind,
                        breaks_at = breaks?.Value,
                        unit = dial.Unit,
                    }
                )
            );
            lines.Add((dial, [.. points]));
        }
        if (Told("--picture", "") is { Length: > 0 } file)
            File.WriteAllText(file, EvasionPicture.Draw(lines));
        return 0;
    }

    private static EvasionPoint Measure(EvasionDial dial, int value, ulong[] seeds, int people, int days)
    {
        var sum = new EvasionPoint(value);
        foreach (var seed in seeds)
        {
            var country = new SeenCountry
            {
                Seed = seed,
                People = people,
                Days = days,
                Evasion = dial.Set(value),
            }.Live();
            var clock = Cpu();
            var findings = country.MineLegsAndCash().Where(finding => finding.Pattern == dial.Kind).ToList();
            var planted = country.Planted.Where(pattern => pattern.Kind == dial.Kind).ToList();
            var accused = country.Lookalikes.Select(lookalike => lookalike.Account).ToHashSet();
            sum.Planted += planted.Count;
            sum.Found += findings.Count;
            sum.Correct += PlantedAgainstFound.Match(planted, findings).Count;
            sum.Accused += findings.SelectMany(finding => finding.Accounts).Distinct().Count(accused.Contains);
            sum.Members += planted.Sum(pattern => pattern.Accounts.Count);
            sum.Tenge += planted.Sum(country.TengeOf);
            sum.CpuSeconds += (Cpu() - clock).TotalSeconds;
        }
        return sum;
    }

    private static TimeSpan Cpu() => Process.GetCurrentProcess().TotalProcessorTime;

    private static void Print(EvasionDial dial, EvasionPoint point, EvasionPoint zero)
    {
        var hours = dial.Set(point.Value).DelayMinutes / 60.0;
        Console.WriteLine(
            JsonSerializer.Serialize(
                new
                {
                    bench = "evasion",
                    dial = dial.Name,
                    value = point.Value,
                    unit = dial.Unit,
                    kind = dial.Kind,
                    planted = point.Planted,
                    found = point.Found,
                    correct = point.Correct,
                    recall = Math.Round(point.Recall, 3),
                    precision = Math.Round(point.Precision, 3),
                    lookalikes_accused = point.Accused,
                    turnover = Math.Round(point.Tenge / zero.Tenge, 2),
                    members = Math.Round((double)point.Members / zero.Members, 2),
                    hours_owed = hours,
                    customers_lost = Math.Round(1 - Math.Pow(StayAnHour, hours), 2),
                    mining_cpu_s = Math.Round(point.CpuSeconds, 1),
                }
            )
        );
    }
}

/// <summary>What was planted and found at one value of a dial, all seeds together.</summary>
internal sealed record EvasionPoint(int Value)
{
    public int Planted { get; set; }

    public int Found { get; set; }

    public int Correct { get; set; }

    /// <summary>Look-alikes who are members of a finding.</summary>
    public int Accused { get; set; }

    /// <summary>Accounts of what was planted.</summary>
    public int Members { get; set; }

    /// <summary>What the planted cards passed on.</summary>
    public double Tenge { get; set; }

    /// <summary>Of mining, all threads.</summary>
    public double CpuSeconds { get; set; }

    public double Recall => (double)Correct / Math.Max(1, Planted);

    public double Precision => Found == 0 ? 1 : (double)Correct / Found;
}
