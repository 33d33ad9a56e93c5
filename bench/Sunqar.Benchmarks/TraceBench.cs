using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Sunqar.Core.Chain;
using Sunqar.Core.Payments;
using Sunqar.Core.Registry;
using Sunqar.Core.Transfers;
using Sunqar.Core.Tuning;

namespace Sunqar.Benchmarks;

/// <summary>
/// <c>bench trace [TRANSFERS]</c>: exposure of a busy, a usual and a quiet wallet over a generated chain, both methods, both ways. To
/// reach: 10 M transfers in 5 s.
/// </summary>
internal static class TraceBench
{
    private const int ServicesMax = 200;

    public static int Run(string[] args)
    {
        var transfers = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 10_000_000;
        var (table, attribution) = Chain(transfers);
        var clock = Stopwatch.StartNew();
        var trace = new ExposureTrace(table, attribution, MiningTuning.Shipped.Of<ExposureLimits>());
        var ready = clock.Elapsed.TotalSeconds;
        foreach (
            var (name, wallet) in (ReadOnlySpan<(string, int)>)
                [("busy", ServicesMax + 1), ("usual", table.Accounts.Count / 100), ("quiet", table.Accounts.Count - 2)]
        )
        {
            foreach (var method in (ReadOnlySpan<TaintMethod>)[TaintMethod.Haircut, TaintMethod.Fifo])
            {
                var cpu = Process.GetCurrentProcess().TotalProcessorTime;
                clock.Restart();
                var exposure = trace.Of(wallet, Currency.Usdt, method);
                Console.WriteLine(
                    JsonSerializer.Serialize(
                        new
                        {
                            bench = "trace",
                            transfers,
                            wallets = table.Accounts.Count,
                            wallet = name,
                            method = method.ToString(),
                            prepare_seconds = Math.Round(ready, 3),
                            seconds = Math.Round(clock.Elapsed.TotalSeconds, 3),
                            cpu_seconds = Math.Round((Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalSeconds, 3),
                            cells = exposure.Cells.Count,
                            largest_hop = exposure.Cells.Max(c => c.Hop),
                            gigabytes = Math.Round(Environment.WorkingSet / 1e9, 2),
                        }
                    )
                );
            }
        }
        return 0;
    }

    /// <summary>
    /// A tenth as many wallets as transfers. Few wallets do most of the business (numbers drawn as the cube of chance); the first ones are
    /// services of six categories, which take part in about a third of the transfers, as exchanges do on TRON.
    /// </summary>
    private static (TransferTable Table, Attribution Attribution) Chain(int transfers)
    {
        var random = new Random(9);
        var wallets = Math.Max(ServicesMax * 2, transfers / 10);
        var builder = new TransferTableBuilder();
        var attribution = new Attribution();
        string[] categories = ["exchange", "exchange", "mixing_service", "market", "gambling", "black_list"];
        for (var wallet = 0; wallet < wallets; wallet++)
        {
            var address = string.Create(CultureInfo.InvariantCulture, $"TBench{wallet:D28}");
            builder.Accounts.Intern(Encoding.ASCII.GetBytes(address));
            if (wallet < ServicesMax)
            {
                attribution.Add(
                    new WalletLabel("tron", address, "service " + wallet, categories[wallet % categories.Length], "", "bench", "forensic")
                );
            }
        }
        Span<byte> id = stackalloc byte[16];
        for (var i = 0; i < transfers; i++)
        {
            i.TryFormat(id, out var length, "x8", CultureInfo.InvariantCulture);
            builder.Add(
                id[..length],
                1_700_000_000_000_000 + i * 300_000L,
                Wallet(),
                Wallet(),
                1_000_000L * random.Next(1, 5_000),
                Currency.Usdt,
                TransferKind.Chain
            );
        }
        return (builder.Build(), attribution);

        int Wallet() => random.Next(6) == 0 ? random.Next(ServicesMax) : (int)(wallets * Math.Pow(random.NextDouble(), 3));
    }
}
