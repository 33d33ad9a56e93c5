using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Sunqar.Core.Facts;
using Sunqar.Core.Registry;
using Sunqar.Core.Screening;
using Sunqar.Formats.Lists;
using Sunqar.Tests.Screening;

namespace Sunqar.Benchmarks;

/// <summary>
/// <c>bench screening OFAC [QUESTIONS]</c>: names against the whole OFAC SDN list (to reach: 1 ms p99), with the word and name pairs that
/// were compared; then the labelled set: spellings of listed persons that must be found, innocent names that must not be. One JSON line
/// each.
/// </summary>
internal static class ScreeningBench
{
    private static readonly Stopwatch Clock = Stopwatch.StartNew();

    public static int Run(string[] args)
    {
        if (args.Length == 0)
        {
            Console.Error.WriteLine("sunqar bench screening: name the OFAC SDN file (advanced XML, .bz2 or plain).");
            return 2;
        }
        var entries = new List<WatchlistEntry>();
        if (
            ListFile.Read(args[0], "ofac", fact => entries.AddRange(fact is WatchlistEntries some ? some.Entries : []))
            is ListFileOutcome.Refused refused
        )
        {
            Console.Error.WriteLine($"sunqar bench: {refused.Why}");
            return 2;
        }
        var questions = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 20_000;
        var started = Clock.Elapsed;
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var index = ScreeningIndex.Of([("ofac_sdn", "bench", entries)]);
        Print(
            new
            {
                bench = "screening_index",
                parties = index.PartyCount,
                names = index.NameCount,
                words = index.WordCount,
                seconds = Math.Round((Clock.Elapsed - started).TotalSeconds, 2),
                megabytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / 1_000_000,
            }
        );
        Speed(index, entries, questions);
        Found(index, entries, questions);
        Innocent(index, questions, withPatronymic: true);
        Innocent(index, questions, withPatronymic: false);
        return 0;
    }

    private static readonly JsonSerializerOptions Plain = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static void Print<T>(T line) => Console.WriteLine(JsonSerializer.Serialize(line, Plain));

    /// <summary>Half the questions are listed names in another spelling, the dearest kind; half are innocent.</summary>
    private static void Speed(ScreeningIndex index, List<WatchlistEntry> entries, int questions)
    {
        var spellings = new NameSpellings(5);
        var listed = entries.SelectMany(e => spellings.OfPerson(e.Names[0].Text)).Select(s => s.Text).ToArray();
        var random = new Random(7);
        var asked = Enumerable
            .Range(0, questions)
            .Select(i => i % 2 == 0 ? listed[random.Next(listed.Length)] : spellings.Innocent(i % 4 == 1))
            .ToArray();
        var screener = new Screener(index);
        foreach (var name in asked.Take(2_000))
        {
            screener.Screen(new(name));
        }
        var (words, names) = screener.Compared;
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var times = new double[asked.Length];
        var work = new long[asked.Length];
        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        for (var i = 0; i < asked.Length; i++)
        {
            var (done, at) = (screener.Compared.Words, Clock.Elapsed);
            screener.Screen(new(asked[i]));
            times[i] = (Clock.Elapsed - at).TotalMicroseconds;
            work[i] = screener.Compared.Words - done;
        }
        cpu = Process.GetCurrentProcess().TotalProcessorTime - cpu;
        Array.Sort(work);
        Array.Sort(times);
        double At(double share) => Math.Round(times[(int)(share * (times.Length - 1))]);
        Print(
            new
            {
                bench = "screening",
                questions,
                p50_us = At(0.5),
                p90_us = At(0.9),
                p99_us = At(0.99),
                p999_us = At(0.999),
                max_us = At(1),
                cpu_us_a_question = Math.Round(cpu.TotalMicroseconds / questions),
                word_pairs_a_question = (screener.Compared.Words - words) / questions,
                word_pairs_p99 = work[work.Length * 99 / 100],
                word_pairs_max = work[^1],
                name_pairs_a_question = (screener.Compared.Names - names) / questions,
                bytes_a_question = (GC.GetAllocatedBytesForCurrentThread() - allocated) / questions,
            }
        );
    }

    private static void Found(ScreeningIndex index, List<WatchlistEntry> entries, int questions)
    {
        var spellings = new NameSpellings(11);
        var random = new Random(13);
        var people = entries.Where(e => e.Kind == WatchlistPartyKind.Individual).OrderBy(_ => random.Next()).Take(questions / 8).ToList();
        var screener = new Screener(index);
        foreach (
            var way in people
                .SelectMany(p => spellings.OfPerson(p.Names[0].Text).Select(s => (p.Id, Listed: p.Names[0].Text, s.Way, s.Text)))
                .GroupBy(s => s.Way)
        )
        {
            var hits = way.Select(s => (s.Id, s.Listed, s.Text, Hits: screener.Screen(new(s.Text)))).ToList();
            var found = hits.Count(h => h.Hits.Any(x => x.EntryId == h.Id));
            Print(
                new
                {
                    bench = "screening_found",
                    way = way.Key,
                    asked = hits.Count,
                    found,
                    recall = Math.Round((double)found / hits.Count, 4),
                    others_a_question = Math.Round(hits.Average(h => h.Hits.Count(x => x.EntryId != h.Id)), 2),
                    missed = hits.Where(h => h.Hits.All(x => x.EntryId != h.Id)).Take(8).Select(h => $"{h.Listed} = {h.Text}"),
                }
            );
        }
    }

    private static void Innocent(ScreeningIndex index, int questions, bool withPatronymic)
    {
        var spellings = new NameSpellings(17);
        var screener = new Screener(index);
        var names = Enumerable
            .Range(0, questions)
            .Select(_ => (Name: spellings.Innocent(withPatronymic), Birth: spellings.InnocentBirth()))
            .ToList();
        var hits = names
            .Select(n =>
                (
                    n.Name,
                    Hits: screener.Screen(new(n.Name, null, WatchlistPartyKind.Individual)),
                    Dated: screener.Screen(new(n.Name, n.Birth, WatchlistPartyKind.Individual))
                )
            )
            .ToList();
        Print(
            new
            {
                bench = "screening_innocent",
                with_patronymic = withPatronymic,
                asked = hits.Count,
                distinct = hits.Select(h => h.Name).Distinct().Count(),
                hit = hits.Count(h => h.Hits.Count > 0),
                rate = Math.Round((double)hits.Count(h => h.Hits.Count > 0) / hits.Count, 4),
                full_score = hits.Count(h => h.Hits.Any(x => x.Score == 100)),
                hit_with_birth = hits.Count(h => h.Dated.Count > 0),
                rate_with_birth = Math.Round((double)hits.Count(h => h.Dated.Count > 0) / hits.Count, 4),
                examples = hits.Where(h => h.Hits.Count > 0)
                    .DistinctBy(h => h.Name)
                    .Take(6)
                    .Select(h => $"{h.Name} = {h.Hits[0].Name} {h.Hits[0].Score}"),
            }
        );
    }
}
