using System.CommandLine;
using System.Text.Json;
using Sunqar.Core.Chain;
using Sunqar.Core.Facts;
using Sunqar.Core.Patterns;
using Sunqar.Core.Patterns.Wallets;
using Sunqar.Core.Registry;
using Sunqar.Core.Transfers;
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
            Description = "Tag packs and actor packs (YAML), registry: whose wallets are services'. The tags in an export are read anyway.",
            AllowMultipleArgumentsPerToken = true,
            HelpName = "FILE",
        };
        var output = new Option<string?>("--out") { Description = "Write here instead of to standard output.", HelpName = "FILE" };
        var map = MapOption.Create();
        var command = new Command("exchangers", "Rank the wallets of a chain file as exchange desks, one JSON object a line.")
        {
            file,
            labels,
            output,
            map,
        };
        command.SetAction(parsed =>
            Run(parsed.GetValue(file)!, parsed.GetValue(labels) ?? [], parsed.GetValue(output), parsed.GetValue(map))
        );
        return command;
    }

    private static int Run(string file, string[] labelFiles, string? output, string? map)
    {
        if (!MapOption.TryRead(map, out var mapping))
            return Exit.WrongUsage;
        if (Labels(labelFiles) is not { } labels)
            return Exit.WrongUsage;
        var builder = new TransferTableBuilder();
        var read = TransferFile.Read(file, null, new ChainRows(builder), mapping: mapping);
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

    /// <summary>What the files say of services' wallets; null after a message on stderr. Actor packs beside tag packs name who stands
    /// behind labels.</summary>
    private static ServiceLabels? Labels(string[] files)
    {
        var labels = new ServiceLabels();
        var facts = new List<Fact>();
        foreach (var file in files)
        {
            if (LabelFiles.Facts(file) is not { } said)
                return null;
            if (!said.Exists(fact => fact is LabelsAttributed or ActorsDescribed or PlatformsListed))
            {
                Console.Error.WriteLine($"sunqar: {file}: this list labels no wallets; expected a tag pack, an actor pack or a registry");
                return null;
            }
            facts.AddRange(said);
        }
        // Actors before labels: an entity keeps its first name.
        foreach (var actor in facts.OfType<ActorsDescribed>().SelectMany(described => described.Actors))
            labels.Add(actor);
        foreach (var label in facts.OfType<LabelsAttributed>().SelectMany(attributed => attributed.Labels))
            labels.Add(label);
        foreach (var listing in facts.OfType<PlatformsListed>().SelectMany(listed => listed.Listings))
        {
            foreach (var wallet in listing.Wallets)
                labels.Add(wallet.Address, listing.Name, listing.Code.ToLowerInvariant(), "exchange");
        }
        return labels;
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
