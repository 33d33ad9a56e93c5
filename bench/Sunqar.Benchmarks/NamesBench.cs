using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Sunqar.Core.Registry;
using Sunqar.Core.Screening;
using Sunqar.Formats.Csv;
using Sunqar.Formats.Lists;
using Sunqar.Tests.Screening;

namespace Sunqar.Benchmarks;

/// <summary>
/// <c>bench names SHARED</c>: labelled pairs of names (data/opensanctions-names) beside the frozen scores of logic-v2, by quality and by
/// half (rows of even number were looked at while screening was fitted, the others were not); and the UN list: every alias and name in its
/// own script must find its entry, innocent names must find none. One JSON line each.
/// </summary>
internal static class NamesBench
{
    private sealed record Pair(string Schema, string One, string Other, bool IsMatch, string Quality, int Half, int Score, double Frozen);

    public static int Run(string[] args)
    {
        if (args.Length != 1 || !Directory.Exists(args[0]))
        {
            Console.Error.WriteLine("sunqar bench names: name the folder of shared data.");
            return 2;
        }
        var pairs = Pairs(Path.Combine(args[0], "data/opensanctions-names"));
        foreach (var half in (int?[])[null, 0, 1])
        {
            foreach (var quality in (string?[])[null, "STRONG", "MEDIUM", "WEAK"])
            {
                Tell(
                    [.. pairs.Where(p => (half is null || p.Half == half) && (quality is null || p.Quality == quality))],
                    half,
                    quality,
                    pairs
                );
            }
        }
        return UnList(Path.Combine(args[0], "data/un-sanctions/UN_consolidated.xml"));
    }

    private static void Tell(List<Pair> pairs, int? half, string? quality, List<Pair> all)
    {
        // Both matchers are asked the pairs that both know, each at its own best threshold over all of them.
        var known = pairs.Where(p => p.Frozen >= 0).ToList();
        var (ours, theirs) = (Best(all, p => p.Score), Best(all.Where(p => p.Frozen >= 0), p => p.Frozen * 100));
        Print(
            new
            {
                bench = "name_pairs",
                half = half switch
                {
                    0 => "looked at",
                    1 => "not looked at",
                    _ => "both",
                },
                quality = quality ?? "all",
                pairs = known.Count,
                f1_at_85 = Round(F1(known, p => p.Score, Screener.HitMin)),
                f1_at_best = Round(F1(known, p => p.Score, ours)),
                best = ours,
                logic_v2_at_best = Round(F1(known, p => p.Frozen * 100, theirs)),
                logic_v2_best = theirs,
            }
        );
    }

    private static double Round(double value) => Math.Round(value, 4);

    private static double Best(IEnumerable<Pair> pairs, Func<Pair, double> score)
    {
        var some = pairs.ToList();
        return Enumerable.Range(1, 1_000).Select(t => t / 10.0).MaxBy(t => F1(some, score, t));
    }

    private static double F1(IEnumerable<Pair> pairs, Func<Pair, double> score, double threshold)
    {
        var (right, wrong, missed) = (0, 0, 0);
        foreach (var pair in pairs)
        {
            var isHit = score(pair) >= threshold - 1e-9;
            right += isHit && pair.IsMatch ? 1 : 0;
            wrong += isHit && !pair.IsMatch ? 1 : 0;
            missed += !isHit && pair.IsMatch ? 1 : 0;
        }
        return right == 0 ? 0 : 2.0 * right / (2 * right + wrong + missed);
    }

    private static List<Pair> Pairs(string folder)
    {
        var frozen = new Dictionary<(string, string, string), double>();
        foreach (var row in Rows(Path.Combine(folder, "logicv2-frozen.csv")))
            frozen[(row("schema"), row("name1"), row("name2"))] = double.Parse(row("score"), CultureInfo.InvariantCulture);
        return
        [
            .. Rows(Path.Combine(folder, "cases.csv"))
                .Select(
                    (row, i) =>
                    {
                        var (schema, one, other) = (row("schema"), row("name1"), row("name2"));
                        return new Pair(
                            schema,
                            one,
                            other,
                            row("is_match") == "true",
                            row("quality"),
                            i % 2,
                            Score(one, other, schema),
                            frozen.GetValueOrDefault((schema, one, other), -1)
                        );
                    }
                ),
        ];
    }

    /// <summary>The second name is listed, the first asked for.</summary>
    private static int Score(string asked, string listed, string schema)
    {
        var kind = schema switch
        {
            "Person" => WatchlistPartyKind.Individual,
            "Vessel" => WatchlistPartyKind.Vessel,
            "Company" or "Organization" => WatchlistPartyKind.Entity,
            _ => WatchlistPartyKind.Unknown,
        };
        var entry = new WatchlistEntry("1", kind, [], [new ListedName(listed, "", true, false)], [], 0, []);
        var hits = new Screener(ScreeningIndex.Of([("pairs", "1", [entry])])).Screen(new(asked, null, kind), scoreMin: 0);
        return hits.Count == 0 ? 0 : hits[0].Score;
    }

    private static IEnumerable<Func<string, string>> Rows(string path)
    {
        using var stream = File.OpenRead(path);
        var rows = new CsvRows(stream);
        rows.Next();
        var header = CsvHeader.Of(rows);
        while (rows.Next())
        {
            var fields = Enumerable.Range(0, rows.Count).Select(field => Encoding.UTF8.GetString(rows[field])).ToArray();
            yield return name => fields[header.IndexOf(name)];
        }
    }

    private static int UnList(string path)
    {
        var entries = new List<WatchlistEntry>();
        if (
            ListFile.Read(path, "un", fact => entries.AddRange(fact is WatchlistEntries some ? some.Entries : []))
            is ListFileOutcome.Refused refused
        )
        {
            Console.Error.WriteLine($"sunqar bench: {refused.Why}");
            return 2;
        }
        var index = ScreeningIndex.Of([("un_sc", "bench", entries)]);
        var screener = new Screener(index);
        foreach (
            var (what, isAsked) in ((string, Func<ListedName, bool>)[])
                [
                    ("alias of good quality", name => !name.IsPrimary && !name.IsWeak && name.Script == "Latn"),
                    ("alias of low quality", name => name.IsWeak),
                    ("original script", name => name.Script != "Latn"),
                ]
        )
        {
            var asked = entries.SelectMany(entry => entry.Names.Where(isAsked).Select(name => (entry.Id, name.Text))).ToList();
            var found = asked.Count(one => screener.Screen(new(one.Text)).Any(hit => hit.EntryId == one.Id));
            Print(
                new
                {
                    bench = "un_list",
                    what,
                    asked = asked.Count,
                    found,
                    recall = Round((double)found / asked.Count),
                }
            );
        }
        var spellings = new NameSpellings(29);
        var innocent = Enumerable.Range(0, 10_000).Select(i => spellings.Innocent(i % 2 == 0)).ToList();
        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        var hit = innocent.Count(name => screener.Screen(new(name)).Count > 0);
        cpu = Process.GetCurrentProcess().TotalProcessorTime - cpu;
        Print(
            new
            {
                bench = "un_list",
                what = "innocent",
                asked = innocent.Count,
                found = hit,
                recall = Round((double)hit / innocent.Count),
                cpu_us_a_name = Math.Round(cpu.TotalMicroseconds / innocent.Count),
            }
        );
        return 0;
    }

    private static void Print<T>(T line) => Console.WriteLine(JsonSerializer.Serialize(line));
}
