using System.CommandLine;
using System.Text.Json;
using Sunqar.Core.Chain;
using Sunqar.Core.Facts;
using Sunqar.Core.Patterns;
using Sunqar.Core.Patterns.Wallets;
using Sunqar.Core.Registry;
using Sunqar.Core.Transfers;
using Sunqar.Formats.Lists;
using Sunqar.Formats.Transfers;

namespace Sunqar.Cli.Verbs;

/// <summary><c>sunqar exchangers FILE --labels FILE...</c>: every wallet of a chain file, likeliest exchange office first.</summary>
internal static class ExchangersVerb
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "A TRC-20 export or a native transfers CSV." };
        var labels = new Option<string[]>("--labels")
        {
            Description = "Tag packs (YAML) that name wallets of services; the tags in an export are read anyway.",
            AllowMultipleArgumentsPerToken = true,
            HelpName = "FILE",
        };
        var output = new Option<string?>("--out") { Description = "Write here instead of to standard output.", HelpName = "FILE" };
        var command = new Command("exchangers", "Rank the wallets of a chain file as exchange desks, one JSON object a line.")
        {
            file,
            labels,
            output,
        };
        command.SetAction(parsed => Run(parsed.GetValue(file)!, parsed.GetValue(labels) ?? [], parsed.GetValue(output)));
        return command;
    }

    private static int Run(string file, string[] labelFiles, string? output)
    {
        var labels = new ServiceLabels();
        foreach (var labelFile in labelFiles)
        {
            var isPack = false;
            if (ListFile.Read(labelFile, null, fact => isPack |= Learn(fact, labels)) is ListFileOutcome.Refused bad)
            {
                Console.Error.WriteLine($"sunqar: {bad.Why}");
                return Exit.WrongUsage;
            }
            if (!isPack)
            {
                Console.Error.WriteLine($"sunqar: {labelFile}: this list labels no wallets; expected a tag pack");
                return Exit.WrongUsage;
            }
        }
        var builder = new TransferTableBuilder();
        var read = TransferFile.Read(file, null, new ChainRows(builder));
        if (read is TransferFileOutcome.Completed { Format: "trc20" } export)
        {
            Console.Error.WriteLine($"{export.Rows} transfers of the genuine USDT contract, {export.LeftOut} of other contracts left out");
            // The exporter's own tags name services: explorers tag nobody else.
            read = TransferFile.ReadTags(file, (address, tag) => labels.Add(address, tag));
        }
        if (read is TransferFileOutcome.Refused refused)
        {
            Console.Error.WriteLine($"sunqar: {refused.Why}");
            return Exit.WrongUsage;
        }
        var graph = TransferGraph.Build(builder.Build());
        var classification = WalletClassifier.Classify(graph, labels);
        if (!OutputFile.Write(output, stream => Write(stream, graph.Table.Accounts, classification)))
        {
            return Exit.WrongUsage;
        }
        if (classification.Verdicts.Count == 0)
        {
            Console.Error.WriteLine($"sunqar: {file} moves nothing between wallets; no wallet to rank");
        }
        foreach (var group in classification.Verdicts.GroupBy(v => v.Class).OrderBy(g => g.Key))
        {
            Console.Error.WriteLine($"{group.Key.Name()}: {group.Count()}");
        }
        return Exit.Done;
    }

    /// <summary>Whether the fact labels wallets.</summary>
    private static bool Learn(Fact fact, ServiceLabels labels)
    {
        if (fact is not LabelsAttributed attributed)
            return false;
        foreach (var label in attributed.Labels)
        {
            labels.Add(label);
        }
        return true;
    }

    private static void Write(Stream stream, AccountTable accounts, WalletClassification classification)
    {
        using var json = new Utf8JsonWriter(
            stream,
            new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }
        );
        foreach (var verdict in classification.Verdicts)
        {
            json.WriteStartObject();
            json.WriteString("wallet", accounts.Id(verdict.Wallet));
            json.WriteString("class", verdict.Class.Name());
            json.WriteNumber("score", Math.Round(verdict.Score, 4));
            json.WriteStartObject("evidence");
            foreach (var (name, value) in classification.Evidence(verdict))
            {
                json.WriteString(name, value);
            }
            json.WriteEndObject();
            json.WriteEndObject();
            json.Flush();
            json.Reset();
            stream.WriteByte((byte)'\n');
        }
    }

    /// <summary>A native file without kinds holds chain transfers here: that is what was asked about.</summary>
    private sealed class ChainRows(TransferTableBuilder into) : ITransferSink
    {
        public void Add(in TransferRow row) =>
            into.Add(
                row.Kind != TransferKind.Unknown
                    ? row
                    : new TransferRow
                    {
                        Id = row.Id,
                        TimeUs = row.TimeUs,
                        From = row.From,
                        To = row.To,
                        AmountMicro = row.AmountMicro,
                        Currency = row.Currency,
                        Kind = TransferKind.Chain,
                    }
            );
    }
}
