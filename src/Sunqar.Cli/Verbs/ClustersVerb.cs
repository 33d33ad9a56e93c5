using System.CommandLine;
using System.Text.Json;
using Sunqar.Core.Chain;
using Sunqar.Core.Transfers;

namespace Sunqar.Cli.Verbs;

/// <summary><c>sunqar clusters FILE... --labels FILE...</c>: which wallets one holder controls, and how sure that is.</summary>
internal static class ClustersVerb
{
    public static Command Create()
    {
        var files = new Argument<string[]>("TRANSFERS") { Description = "TRC-20 exports or native transfers CSV.", Arity = ArgumentArity.OneOrMore };
        var labels = new Option<string[]>("--labels")
        {
            Description = "Tag packs, actor packs, registry: whose hot wallets are known. The tags in an export are read anyway.", AllowMultipleArgumentsPerToken = true, HelpName = "FILE",
        };
        var output = new Option<FileInfo?>("--out") { Description = "Write here instead of to standard output.", HelpName = "FILE" };
        var command = new Command(
            "clusters", "Deposit addresses that services gave to customers, and customers' wallets that share one: one JSON object a line, the surest and the largest first (docs/chain.md).")
        {
            files, labels, output,
        };
        command.SetAction(parsed => Run(parsed.GetValue(files)!, parsed.GetValue(labels) ?? [], parsed.GetValue(output)));
        return command;
    }

    private static int Run(string[] files, string[] labelFiles, FileInfo? output)
    {
        var attribution = new Attribution();
        if (!LabelFiles.Read(labelFiles, files, attribution) || TransferFiles.Read(files.Select(file => new FileInfo(file))) is not { } table) return Exit.WrongUsage;
        var found = DepositAddresses.Find(TransferGraph.Build(table), attribution);
        return OutputFile.Write(output?.ToString(), stream => Write(stream, found, table.Accounts)) ? Exit.Done : Exit.WrongUsage;
    }

    private static void Write(Stream stream, DepositAddresses found, AccountTable accounts)
    {
        foreach (var deposit in found.Found.OrderByDescending(d => d.ConfidencePercent).ThenBy(d => d.Wallet))
        {
            Line(stream, json =>
            {
                json.WriteString("cluster", "deposit_address");
                json.WriteString("wallet", accounts.Id(deposit.Wallet));
                json.WriteString("service", deposit.Service.Entity);
                json.WriteString("hot_wallet", accounts.Id(deposit.HotWallet));
                json.WriteNumber("out_share", Math.Round(deposit.OutShare, 4));
                json.WriteNumber("forwarded", Math.Round(deposit.Forwarded, 4));
                json.WriteNumber("confidence", deposit.ConfidencePercent);
                Wallets(json, "users", deposit.Users, accounts);
            });
        }
        foreach (var customer in found.Customers)
        {
            Line(stream, json =>
            {
                json.WriteString("cluster", "customer");
                Wallets(json, "wallets", customer.Wallets, accounts);
                Wallets(json, "deposits", customer.Deposits, accounts);
            });
        }
    }

    private static void Line(Stream stream, Action<Utf8JsonWriter> fields)
    {
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            fields(json);
            json.WriteEndObject();
        }
        stream.WriteByte((byte)'\n');
    }

    private static void Wallets(Utf8JsonWriter json, string name, IReadOnlyList<int> wallets, AccountTable accounts)
    {
        json.WriteStartArray(name);
        foreach (var wallet in wallets)
        {
            json.WriteStringValue(accounts.Id(wallet));
        }
        json.WriteEndArray();
    }
}
