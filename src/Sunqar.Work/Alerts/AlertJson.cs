using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sunqar.Core.Cases;
using Sunqar.Core.Oversight;
using Sunqar.Core.Payments;
using Sunqar.Core.Rulebook;

namespace Sunqar.Work.Alerts;

/// <summary>Alerts as NDJSON, one a line. Times are ISO 8601 in UTC, amounts decimal texts, ids strings; nothing in it names a
/// person.</summary>
public static class AlertJson
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes one alert and the line's end.</summary>
    /// <param name="names">The names that people have in this alert.</param>
    public static void Write(Stream stream, Alert alert, Pseudonyms names)
    {
        using (var json = new Utf8JsonWriter(stream, Plain))
        {
            json.WriteStartObject();
            json.WriteString("id", alert.Id);
            json.WriteString("subject", names.Of(alert.Subject));
            json.WriteString("role", alert.Role);
            json.WriteString("rule", alert.Rule);
            json.WriteString("typology", alert.Typology);
            WriteTexts(json, "rulebooks", alert.Versions);
            json.WriteString("outcome", alert.Outcome.Name());
            json.WriteString("text", alert.Text);
            json.WriteString("source", alert.Source);
            json.WriteString("week", Time(alert.WeekUs));
            json.WriteString("first", Time(alert.FirstUs));
            json.WriteString("last", Time(alert.LastUs));
            json.WriteNumber("payment_count", alert.PaymentCount);
            json.WriteStartArray("payments");
            foreach (var payment in alert.Payments)
                Write(json, payment, names);
            json.WriteEndArray();
            json.WriteString("counterfactual", alert.Counterfactual);
            json.WriteString("innocent", alert.Innocent);
            json.WriteString("input_hash", alert.InputHash);
            json.WriteBoolean("suppressed", alert.SuppressedBy is not null);
            WriteTexts(json, "afterwards", alert.Afterwards);
            json.WriteEndObject();
        }
        stream.WriteByte((byte)'\n');
    }

    private static void Write(Utf8JsonWriter json, AlertedPayment payment, Pseudonyms names)
    {
        json.WriteStartObject();
        json.WriteString("id", payment.Id);
        json.WriteString("institution", payment.Institution);
        json.WriteNumber("sequence", payment.Sequence);
        json.WriteString("time", Time(payment.TimeUs));
        json.WriteString("kind", payment.Kind.Name());
        json.WriteString("from", payment.From.IsNone ? "" : names.Of(payment.From));
        json.WriteString("to", payment.To.IsNone ? "" : names.Of(payment.To));
        json.WriteString("amount", payment.Amount.AmountText());
        json.WriteString("currency", payment.Amount.Currency.Code());
        json.WriteString("outcome", payment.Outcome.Name());
        json.WriteString("observed", payment.Observed);
        json.WriteString("limit", payment.Limit);
        json.WriteString(
            "fate",
            payment.Fate switch
            {
                PaymentFate.Confirmed => "confirmed",
                PaymentFate.Lapsed => "lapsed",
                PaymentFate.Reversed => "reversed",
                _ => "stands",
            }
        );
        json.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private static string Time(long us) =>
        DateTimeOffset.UnixEpoch.AddMicroseconds(us).ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFZ", CultureInfo.InvariantCulture);
}
