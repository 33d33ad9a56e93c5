using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Sunqar.Core.Decisions;
using Sunqar.Storage.Codec;
using Sunqar.Storage.Journal;
using Sunqar.Storage.Postgres;

namespace Sunqar.Benchmarks;

/// <summary>
/// <c>bench nodes postgres://HOST/DATABASE?schema=EMPTY [SECONDS]</c>: appends to a journal in PostgreSQL, one call of so many
/// payments after
/// another, each answered before the next; beside it pgbench with the statement of the append and a frame of the same size, made in the
/// server, which spares it the way there. Then reading. One JSON line a part. To reach: 0.8 of pgbench, 500,000 facts/s read.
/// </summary>
internal static class NodesBench
{
    private const string Stream = "payments";

    public static int Run(string[] args)
    {
        if (args.Length == 0)
        {
            Console.Error.WriteLine("sunqar bench nodes: name a journal, as postgres://postgres@127.0.0.1/postgres?schema=bench");
            return 2;
        }
        var place = PostgresPlace.Read(args[0]);
        var seconds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 5;
        using var journal = new PostgresJournal(place);
        using (var writer = journal.Open(Stream))
        {
            foreach (var count in (int[])[1, 16, 128, 1024])
            {
                var ours = Append(writer, count, seconds, out var bytes);
                Print(
                    "append",
                    new
                    {
                        facts_a_call = count,
                        calls_a_second = Math.Round(ours),
                        facts_a_second = Math.Round(ours * count),
                    }
                );
                if (PgBench(place, args[0], bytes, count, seconds) is { } theirs)
                {
                    Print(
                        "pgbench",
                        new
                        {
                            frame_bytes = bytes,
                            calls_a_second = Math.Round(theirs),
                            ratio = Math.Round(ours / theirs, 2),
                        }
                    );
                }
            }
        }
        var watch = Stopwatch.StartNew();
        var sink = new Counting();
        journal.ReadPayments(Stream, 0, sink);
        Print("read", new { facts = sink.Count, facts_a_second = Math.Round(sink.Count / watch.Elapsed.TotalSeconds) });
        return 0;
    }

    private static double Append(IJournalWriter writer, int count, int seconds, out int bytes)
    {
        var (batch, decision) = (new FactBatch(), new Decision(Outcome.Allow, [], "builtin", 0));
        for (var i = 0; i < count; i++)
            batch.Add(JournalBench.Payment(i), decision);
        bytes = batch.ByteCount + 80;
        for (var i = 0; i < 50; i++)
            writer.AppendAsync(batch).AsTask().GetAwaiter().GetResult().OrThrow();
        var (calls, watch) = (0, Stopwatch.StartNew());
        for (; watch.Elapsed.TotalSeconds < seconds; calls++)
            writer.AppendAsync(batch).AsTask().GetAwaiter().GetResult().OrThrow();
        return calls / watch.Elapsed.TotalSeconds;
    }

    /// <summary>The append's statement on a table of its own, by one client; null where there is no pgbench.</summary>
    private static double? PgBench(PostgresPlace place, string url, int bytes, int count, int seconds)
    {
        var schema = place.Schema;
        var script = Path.GetTempFileName();
        File.WriteAllText(
            script,
            $"""
            WITH held AS (UPDATE {schema}.lease SET next = next + {count}, chain = decode(repeat('ab', 32), 'hex'), until = clock_timestamp() + '4 s'
            WHERE stream = 'pgbench' AND epoch = 1 RETURNING stream, next)
            INSERT INTO {schema}.batch SELECT stream, next, 1, {count}, 1, decode(repeat('ab', {bytes}), 'hex') FROM held;
            """
        );
        try
        {
            Run(
                "psql",
                "-q",
                "-d",
                Plain(url),
                "-c",
                $"INSERT INTO {schema}.lease VALUES ('pgbench', 1, 'x', now(), 0, '') ON CONFLICT DO NOTHING"
            );
            var said = Run(
                "pgbench",
                "-n",
                "-M",
                "prepared",
                "-c",
                "1",
                "-T",
                seconds.ToString(CultureInfo.InvariantCulture),
                "-f",
                script,
                Plain(url)
            );
            Run(
                "psql",
                "-q",
                "-d",
                Plain(url),
                "-c",
                $"DELETE FROM {schema}.batch WHERE stream = 'pgbench'; DELETE FROM {schema}.lease WHERE stream = 'pgbench'"
            );
            var line = said.Split('\n').FirstOrDefault(line => line.StartsWith("tps = ", StringComparison.Ordinal));
            return line is null ? null : double.Parse(line.Split(' ')[2], CultureInfo.InvariantCulture);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
        finally
        {
            File.Delete(script);
        }
    }

    private static string Plain(string url) => url.Split('?')[0];

    private static string Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true };
        start.Environment["PGOPTIONS"] = "-c synchronous_commit=on";
        using var run = Process.Start(start)!;
        var said = run.StandardOutput.ReadToEnd();
        run.WaitForExit();
        return said;
    }

    private static void Print(string part, object more) =>
        Console.WriteLine(
            JsonSerializer.Serialize(
                new
                {
                    bench = "nodes",
                    part,
                    more,
                }
            )
        );

    private sealed class Counting : IDecidedPaymentSink
    {
        public long Count { get; private set; }

        public void Add(in DecidedPaymentRow row) => Count++;
    }
}
