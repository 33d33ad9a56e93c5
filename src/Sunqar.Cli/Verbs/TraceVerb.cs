using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Sunqar.Core.Chain;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;
using Sunqar.Formats.Chain;

namespace Sunqar.Cli.Verbs;

/// <summary><c>sunqar trace ADDRESS</c>: exposure of a wallet by category, direction and hop.</summary>
internal static class TraceVerb
{
    public static Command Create()
    {
        var address = new Argument<string>("ADDRESS") { Description = "The wallet, as the transfers write it." };
        var transfers = new Option<string[]>("--transfers")
        {
            Description = "TRC-20 exports or native transfers CSV.", Required = true, AllowMultipleArgumentsPerToken = true, HelpName = "FILE",
        };
        var labels = new Option<string[]>("--labels")
        {
            Description = "Tag packs, actor packs, registry: who stands behind wallets. The tags in an export are read anyway.",
            AllowMultipleArgumentsPerToken = true, HelpName = "FILE",
        };
        var method = new Option<string>("--method")
        {
            Description = "How value that mixes is told apart: haircut (in proportion) or fifo (first in, first out).", DefaultValueFactory = _ => "haircut",
        };
        method.AcceptOnlyFromAmong("haircut", "fifo");
        var hops = new Option<int>("--max-hop")
        {
            Description = "Hops that are told apart; the last one stands for that many or more.", DefaultValueFactory = _ => Exposure.HopsMaxUsual, HelpName = "N",
        };
        hops.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 1_000) result.AddError("--max-hop takes 1 to 1000.");
        });
        var output = new Option<string?>("--out") { Description = "Write here instead of to standard output.", HelpName = "FILE" };
        var command = new Command("trace", "Follow a wallet's value to the first labelled wallets, both ways: one JSON object a line for each category, direction and hop.")
        {
            address, transfers, labels, method, hops, output,
        };
        command.SetAction(parsed => Run(
            parsed.GetValue(address)!, parsed.GetValue(transfers)!, parsed.GetValue(labels) ?? [],
            parsed.GetValue(method) == "fifo" ? TaintMethod.Fifo : TaintMethod.Haircut, parsed.GetValue(hops), parsed.GetValue(output)));
        return command;
    }

    private static int Run(string address, string[] files, string[] labelFiles, TaintMethod method, int hops, string? output)
    {
        var attribution = new Attribution();
        if (!LabelFiles.Read(labelFiles, files, attribution) || TransferFiles.Read(files.Select(file => new FileInfo(file))) is not { } table)
        {
            return Exit.WrongUsage;
        }
        if (!table.Accounts.TryFind(address, out var wallet) && !table.Accounts.TryFind(address.ToLowerInvariant(), out wallet))
        {
            Console.Error.WriteLine($"sunqar: {address}: no transfer of these files touches it; expected a wallet as the files write it");
            return Exit.WrongUsage;
        }
        using var stream = Open(output);
        if (stream is null)
        {
            return Exit.WrongUsage;
        }
        var clock = Stopwatch.StartNew();
        var trace = new ExposureTrace(table, attribution, hops);
        foreach (var currency in CurrenciesOf(table, wallet))
        {
            try
            {
                ExposureJson.Write(stream, trace.Of(wallet, currency, method), table, currency);
            }
            catch (Exception e) when (e is OverflowException or AggregateException { InnerException: OverflowException })
            {
                Console.Error.WriteLine($"sunqar: {string.Join(", ", files)}: a wallet would hold more than 9.2e12; expected transfers of one token in its own units");
                return Exit.WrongUsage;
            }
        }
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{attribution.Count} labelled wallets; traced in {clock.Elapsed.TotalSeconds:F3} s"));
        return Exit.Done;
    }

    private static SortedSet<Currency> CurrenciesOf(TransferTable table, int wallet)
    {
        var currencies = new SortedSet<Currency>();
        for (var row = 0; row < table.Count; row++)
        {
            if (table.From[row] == wallet || table.To[row] == wallet)
            {
                currencies.Add(table.CurrencyOf(row));
            }
        }
        return currencies;
    }

    private static Stream? Open(string? output)
    {
        try
        {
            return output is null ? Console.OpenStandardOutput() : new FileStream(output, FileMode.Create, FileAccess.Write);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"sunqar: --out {output}: {e.Message}");
            return null;
        }
    }
}
