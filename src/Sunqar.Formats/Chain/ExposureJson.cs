using System.Text.Encodings.Web;
using System.Text.Json;
using Sunqar.Core.Chain;
using Sunqar.Core.Payments;
using Sunqar.Core.Registry;
using Sunqar.Core.Transfers;
using Sunqar.Formats.Findings;

namespace Sunqar.Formats.Chain;

/// <summary>
/// Exposure as NDJSON, one cell a line:
///
/// <c>{"category","direction":"in|out","hop","amount","currency","percent","confidence",
/// "examples":[{"amount","label","entity","source","wallets":[...],"transfers":[ids]}]}</c>.
/// Amounts are decimal texts in units of the currency, as in findings.
/// </summary>
public static class ExposureJson
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes every cell, each with the line's end.</summary>
    public static void Write(Stream stream, Exposure exposure, TransferTable table, Currency currency)
    {
        foreach (var cell in exposure.Cells)
        {
            using (var json = new Utf8JsonWriter(stream, Plain))
            {
                json.WriteStartObject();
                json.WriteString("category", cell.Category);
                json.WriteString("direction", cell.Direction == FlowDirection.In ? "in" : "out");
                json.WriteNumber("hop", cell.Hop);
                json.WriteString("amount", FindingJson.Amount(cell.AmountMicro));
                json.WriteString("currency", currency.CodeOrEmpty());
                json.WriteNumber("percent", Math.Round(cell.Percent, 4));
                json.WriteNumber("confidence", cell.ConfidencePercent);
                json.WriteStartArray("examples");
                foreach (var path in cell.Examples)
                {
                    Write(json, path, table);
                }
                json.WriteEndArray();
                json.WriteEndObject();
            }
            stream.WriteByte((byte)'\n');
        }
    }

    private static void Write(Utf8JsonWriter json, ExposurePath path, TransferTable table)
    {
        json.WriteStartObject();
        json.WriteString("amount", FindingJson.Amount(path.AmountMicro));
        if (path.Labelled is { } labelled)
        {
            json.WriteString("label", labelled.Label);
            json.WriteString("entity", labelled.Entity);
            json.WriteString("source", labelled.Source);
        }
        json.WriteStartArray("wallets");
        foreach (var wallet in path.Wallets)
        {
            json.WriteStringValue(table.Accounts.Id(wallet));
        }
        json.WriteEndArray();
        json.WriteStartArray("transfers");
        foreach (var row in path.Rows)
        {
            json.WriteStringValue(table.Id(row));
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
