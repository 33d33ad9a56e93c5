using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sunqar.Core.Chain;
using Sunqar.Core.Transfers;

namespace Sunqar.Formats.Chain;

/// <summary>
/// Clusters as NDJSON, one a line:
/// <c>{"cluster":"holder|deposit_address|customer","heuristics":[...],"confidence":0..100,"wallets":[...],...}</c>. A holder's wallets are
/// those that its keys seem to control; a deposit address and the hot wallet that it feeds are the service's; a customer's wallets pay into
/// the same deposit addresses.
/// </summary>
public static class ClusterJson
{
    private const int LineCharactersMax = 64 << 20;

    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A cluster of Bitcoin addresses, with the service behind it where one is known.</summary>
    public static void Write(Stream stream, AddressCluster cluster, Attribution attribution) =>
        Line(
            stream,
            json =>
            {
                Begin(
                    json,
                    "holder",
                    cluster.ConfidencePercent,
                    [
                        .. cluster.CommonInputLinks > 0 ? ["common_input"] : (string[])[],
                        .. cluster.ChangeLinks > 0 ? ["one_time_change"] : (string[])[],
                    ]
                );
                Texts(json, "wallets", cluster.Addresses);
                json.WriteNumber("common_input_links", cluster.CommonInputLinks);
                json.WriteNumber("change_links", cluster.ChangeLinks);
                if (cluster.AttributedBy(attribution) is { } said)
                {
                    json.WriteString("service", said.Entity);
                    json.WriteString("category", said.Category);
                    json.WriteNumber("service_confidence", said.ConfidencePercent);
                }
            }
        );

    public static void Write(Stream stream, DepositAddress deposit, AccountTable accounts) =>
        Line(
            stream,
            json =>
            {
                Begin(json, "deposit_address", deposit.ConfidencePercent, ["deposit_address"]);
                Texts(json, "wallets", [accounts.Id(deposit.Wallet), accounts.Id(deposit.HotWallet)]);
                json.WriteString("wallet", accounts.Id(deposit.Wallet));
                json.WriteString("service", deposit.Service.Entity);
                json.WriteString("hot_wallet", accounts.Id(deposit.HotWallet));
                json.WriteNumber("out_share", Math.Round(deposit.OutShare, 4));
                json.WriteNumber("forwarded", Math.Round(deposit.Forwarded, 4));
                Texts(json, "users", deposit.Users.Select(accounts.Id));
            }
        );

    public static void Write(Stream stream, CustomerCluster customer, AccountTable accounts) =>
        Line(
            stream,
            json =>
            {
                Begin(json, "customer", customer.ConfidencePercent, ["deposit_address"]);
                Texts(json, "wallets", customer.Wallets.Select(accounts.Id));
                Texts(json, "deposits", customer.Deposits.Select(accounts.Id));
            }
        );

    /// <summary>Reads such lines, written here or by others: <c>wallets</c> and <c>confidence</c> are what counts.</summary>
    /// <returns>What is wrong with the file, or null when all of it was taken.</returns>
    public static BadInput? Read(string path, Action<WalletCluster> take)
    {
        try
        {
            using var reader = new StreamReader(path, new UTF8Encoding(false, true));
            for (var number = 1L; InputText.Line(reader, LineCharactersMax) is { } line; number++)
            {
                if (string.IsNullOrWhiteSpace(line))
                    continue;
                if (line.Length > LineCharactersMax)
                    return Bad(path, number, "the line is too long");
                try
                {
                    take(Cluster(line));
                }
                catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
                {
                    return Bad(
                        path,
                        number,
                        e is JsonException { LineNumber: null } said ? said.Message.TrimEnd('.') : "this is no JSON object"
                    );
                }
            }
            return null;
        }
        catch (DecoderFallbackException)
        {
            return new BadInput(path, 0, 0, null, "the file is not UTF-8", "clusters, one JSON object a line");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return BadInput.Unreadable(path, e);
        }
    }

    private static BadInput Bad(string path, long line, string reason) =>
        new(path, line, 0, null, reason, "a cluster as the verb clusters writes it: {\"wallets\":[...],\"confidence\":90,...}");

    private static WalletCluster Cluster(string line)
    {
        using var document = JsonDocument.Parse(line, new JsonDocumentOptions { MaxDepth = 8 });
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
            throw new JsonException("this is no JSON object");
        if (!root.TryGetProperty("wallets", out var list) || list.ValueKind != JsonValueKind.Array)
            throw new JsonException("it has no list \"wallets\"");
        if (
            !root.TryGetProperty("confidence", out var confidence)
            || confidence.ValueKind != JsonValueKind.Number
            || !confidence.TryGetInt32(out var percent)
            || percent is < 0 or > 100
        )
        {
            throw new JsonException("its \"confidence\" is no whole number from 0 to 100");
        }
        var wallets = new List<string>();
        foreach (var item in list.EnumerateArray())
        {
            var wallet = item.ValueKind == JsonValueKind.String ? item.GetString()! : "";
            if (wallet.Length is 0 or > InputLimits.IdBytesMax)
            {
                throw new JsonException(
                    $"its \"wallets\" hold something else than addresses of at most {InputLimits.IdBytesMax} characters"
                );
            }
            wallets.Add(wallet);
        }
        // What a deposit address is worth holds the label's confidence already.
        var isDeposit =
            root.TryGetProperty("cluster", out var kind) && kind.ValueKind == JsonValueKind.String && kind.GetString() == "deposit_address";
        return new WalletCluster(wallets, percent, IncludesLabel: isDeposit);
    }

    private static void Begin(Utf8JsonWriter json, string cluster, int confidence, string[] heuristics)
    {
        json.WriteString("cluster", cluster);
        Texts(json, "heuristics", heuristics);
        json.WriteNumber("confidence", confidence);
    }

    private static void Line(Stream stream, Action<Utf8JsonWriter> fields)
    {
        using (var json = new Utf8JsonWriter(stream, Plain))
        {
            json.WriteStartObject();
            fields(json);
            json.WriteEndObject();
        }
        stream.WriteByte((byte)'\n');
    }

    private static void Texts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }
        json.WriteEndArray();
    }
}
