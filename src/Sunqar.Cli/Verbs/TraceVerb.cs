using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Sunqar.Core.Chain;
using Sunqar.Core.Identity;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;
using Sunqar.Core.Tuning;
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
            Description = "TRC-20 exports or native transfers CSV.",
            Required = true,
            AllowMultipleArgumentsPerToken = true,
            HelpName = "FILE",
        };
        var labels = new Option<string[]>("--labels")
        {
            Description = "Tag packs, actor packs, registry: who stands behind wallets. The tags in an export are read anyway.",
            AllowMultipleArgumentsPerToken = true,
            HelpName = "FILE",
        };
        var clusters = new Option<string[]>("--clusters")
        {
            Description =
                "What the verb clusters wrote: a wallet without a label is given the surest one of its cluster, no surer than the cluster.",
            AllowMultipleArgumentsPerToken = true,
            HelpName = "FILE",
        };
        var method = new Option<string>("--method")
        {
            Description = "How value that mixes is told apart: haircut (in proportion) or fifo (first in, first out).",
            DefaultValueFactory = _ => "haircut",
        };
        method.AcceptOnlyFromAmong("haircut", "fifo");
        var amounts = new Option<string?>("--amounts")
        {
            Description =
                "What amounts are: units of one token, of which a wallet sends what it received; or values at the time, which are not conserved "
                + "over swaps and days. Units of what has its own unit on a chain (USDT, BTC), values of any other currency, unless stated here.",
        };
        amounts.AcceptOnlyFromAmong("units", "values");
        var hops = new Option<int>("--max-hop")
        {
            Description = "Hops that are told apart; the last one stands for that many or more.",
            DefaultValueFactory = _ => MiningTuning.Shipped.Of<ExposureLimits>().HopsMax,
            HelpName = "N",
        };
        hops.Validators.Add(result => WholeNumber.Between(result, 1, 1_000));
        var currency = CurrencyOption.Create();
        var output = new Option<string?>("--out") { Description = "Write here instead of to standard output.", HelpName = "FILE" };
        var map = MapOption.Create();
        var command = new Command(
            "trace",
            "Follow a wallet's value to the first labelled wallets, both ways: one JSON object a line for each category, direction and hop."
        )
        {
            address,
            transfers,
            labels,
            clusters,
            method,
            amounts,
            hops,
            currency,
            output,
            map,
        };
        command.SetAction(parsed =>
            Run(
                parsed.GetValue(address)!,
                parsed.GetValue(transfers)!,
                parsed.GetValue(labels) ?? [],
                parsed.GetValue(clusters) ?? [],
                parsed.GetValue(method) == "fifo" ? TaintMethod.Fifo : TaintMethod.Haircut,
                parsed.GetValue(amounts),
                parsed.GetValue(hops),
                CurrencyOption.Of(parsed.GetValue(currency)),
                parsed.GetValue(output),
                parsed.GetValue(map)
            )
        );
        return command;
    }

    private static int Run(
        string address,
        string[] files,
        string[] labelFiles,
        string[] clusterFiles,
        TaintMethod method,
        string? amounts,
        int hops,
        Currency currency,
        string? output,
        string? map
    )
    {
        var attribution = new Attribution();
        var clock = Stopwatch.StartNew();
        if (
            !LabelFiles.Read(labelFiles, files, attribution)
            || !LabelFiles.ReadClusters(clusterFiles, attribution)
            || TransferFiles.Read(files.Select(file => new FileInfo(file)), currency, map) is not { } table
        )
        {
            return Exit.WrongUsage;
        }
        if (!table.Accounts.TryFind(address, out var wallet))
        {
            Console.Error.WriteLine(
                $"sunqar: {address}: no transfer of these files touches it{Mistyped(address)}; expected a wallet as the files write it"
            );
            return Exit.WrongUsage;
        }
        var read = clock.Elapsed.TotalSeconds;
        var exposures = new List<(Currency Currency, Exposure Exposure)>();
        try
        {
            var limits = MiningTuning.Shipped.Of<ExposureLimits>() with { HopsMax = hops };
            exposures.AddRange(
                CurrenciesOf(table, wallet)
                    .Select(stated =>
                        (stated, new ExposureTrace(table, attribution, limits, Amounts(amounts, stated)).Of(wallet, stated, method))
                    )
            );
        }
        catch (Exception e) when (e is OverflowException or AggregateException { InnerException: OverflowException })
        {
            Console.Error.WriteLine(
                $"sunqar: {string.Join(", ", files)}: a wallet would hold more "
                    + $"than 9.2e12; expected transfers of one token in its own units"
            );
            return Exit.WrongUsage;
        }
        var traced = clock.Elapsed.TotalSeconds - read;
        if (
            !OutputFile.Write(
                output,
                stream => exposures.ForEach(traced => ExposureJson.Write(stream, traced.Exposure, table, traced.Currency))
            )
        )
        {
            return Exit.WrongUsage;
        }
        Console.Error.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{attribution.Count} labelled wallets; read in {read:F3} s, traced in {traced:F3} s"
            )
        );
        return Exit.Done;
    }

    private static AmountsAre Amounts(string? said, Currency currency) =>
        said switch
        {
            "units" => AmountsAre.Units,
            "values" => AmountsAre.Values,
            _ => currency.Numeric() == 0 ? AmountsAre.Units : AmountsAre.Values,
        };

    /// <summary>Says so where the text looks like a TRON address and is none.</summary>
    private static string Mistyped(string address) =>
        address is ['T', ..] && !WalletAddress.TryParse(WalletChain.Tron, address, out _, out var fault) && fault != WalletFault.Length
            ? ", and it is mistyped: a character or its case makes it no TRON address"
            : "";

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
}
