using System.CommandLine;
using Sunqar.Core.Chain;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;
using Sunqar.Core.Tuning;
using Sunqar.Formats.Chain;

namespace Sunqar.Cli.Verbs;

/// <summary><c>sunqar clusters FILE... --labels FILE...</c>: which wallets one holder controls, and how sure that is.</summary>
internal static class ClustersVerb
{
    public static Command Create()
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "TRC-20 exports or native transfers CSV; or Bitcoin blocks, one a file, as nodes send them.",
            Arity = ArgumentArity.OneOrMore,
        };
        var spent = new Option<string[]>("--spent")
        {
            Description =
                "What one of the blocks spends: outputs as they stand in transactions, in the "
                + "order of its inputs. Without it only what the blocks themselves made is known.",
            AllowMultipleArgumentsPerToken = true,
            HelpName = "FILE",
        };
        var labels = new Option<string[]>("--labels")
        {
            Description = "Tag packs, actor packs, registry: whose wallets are known. The tags in an export are read anyway.",
            AllowMultipleArgumentsPerToken = true,
            HelpName = "FILE",
        };
        var output = new Option<FileInfo?>("--out") { Description = "Write here instead of to standard output.", HelpName = "FILE" };
        var map = MapOption.Create();
        var command = new Command(
            "clusters",
            "Wallets that one holder controls, one JSON object a line with members, heuristic and confidence: "
                + "in transfers deposit addresses that services gave to customers and customers' wallets "
                + "that share one; in Bitcoin blocks addresses that are spent together "
                + "or take the change. The surest and the largest first (docs/chain.md)."
        )
        {
            files,
            spent,
            labels,
            output,
            map,
        };
        command.SetAction(parsed =>
            Run(
                parsed.GetValue(files)!,
                parsed.GetValue(spent) ?? [],
                parsed.GetValue(labels) ?? [],
                parsed.GetValue(output),
                parsed.GetValue(map)
            )
        );
        return command;
    }

    private static int Run(string[] files, string[] spent, string[] labelFiles, FileInfo? output, string? map)
    {
        string[] blockFiles = [.. files.Where(BlockFiles.IsBlock)];
        string[] transferFiles = [.. files.Except(blockFiles)];
        var attribution = new Attribution();
        if (!LabelFiles.Read(labelFiles, transferFiles, attribution))
            return Exit.WrongUsage;
        if (spent.Length > 0 && blockFiles.Length == 0)
        {
            Console.Error.WriteLine("sunqar: --spent says what blocks spend; expected at least one Bitcoin block among the files");
            return Exit.WrongUsage;
        }
        if (Holders(blockFiles, spent) is not { } holders)
            return Exit.WrongUsage;
        var table = TransferFiles.Read(transferFiles.Select(file => new FileInfo(file)), Currency.Unstated, map);
        if (table is null)
            return Exit.WrongUsage;
        var found = DepositAddresses.Find(TransferGraph.Build(table), attribution, MiningTuning.Shipped.Of<DepositLimits>());
        return OutputFile.Write(output?.ToString(), stream => Write(stream, holders, found, attribution, table.Accounts))
            ? Exit.Done
            : Exit.WrongUsage;
    }

    /// <summary>Clusters of the blocks' addresses; null after a message on stderr.</summary>
    private static IReadOnlyList<AddressCluster>? Holders(string[] files, string[] spent)
    {
        var outcome = BlockFiles.Read(files, spent);
        if (outcome is BlockFilesOutcome.Refused refused)
            Console.Error.WriteLine($"sunqar: {refused.Why}");
        if (outcome is not BlockFilesOutcome.Read read)
            return null;
        var (outputs, clusters) = (new CoinOutputs(), new CoinClusters(MiningTuning.Shipped.Of<CoinLimits>()));
        foreach (var transaction in read.Blocks.SelectMany(block => outputs.Spend(block).Transactions))
        {
            clusters.Add(transaction);
        }
        var holders = clusters.Build();
        if (files.Length > 0)
        {
            Console.Error.WriteLine(
                $"read {read.Blocks.Count} of Bitcoin's blocks; what {outputs.Inputs.Known} of {outputs.Inputs.All} inputs spend is known; "
                    + $"{clusters.CoinJoins} possible CoinJoins joined nobody, {clusters.Capped} "
                    + $"changes were left out because a cluster would grow too large"
            );
        }
        return holders;
    }

    private static void Write(
        Stream stream,
        IReadOnlyList<AddressCluster> holders,
        DepositAddresses found,
        Attribution attribution,
        AccountTable accounts
    )
    {
        foreach (
            var holder in holders.OrderByDescending(holder => holder.ConfidencePercent).ThenByDescending(holder => holder.Addresses.Count)
        )
        {
            ClusterJson.Write(stream, holder, attribution);
        }
        foreach (var deposit in found.Found.OrderByDescending(d => d.ConfidencePercent).ThenBy(d => d.Wallet))
        {
            ClusterJson.Write(stream, deposit, accounts);
        }
        foreach (var customer in found.Customers)
        {
            ClusterJson.Write(stream, customer, accounts);
        }
    }
}
