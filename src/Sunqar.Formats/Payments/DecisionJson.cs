using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sunqar.Core.Decisions;
using Sunqar.Core.Rulebook;

namespace Sunqar.Formats.Payments;

/// <summary>
/// The API's answers: a decision
/// <c>{"id","outcome","duplicate","expires","reasons":[{"rule","text","observed","limit","source"}],"rulebook","sequence"}</c>, or why there is none (RFC 9457).
/// Keeps its writer, so one thread at a time; an answer without reasons allocates nothing.
/// </summary>
public sealed class DecisionJson : IDisposable
{
    private readonly Utf8JsonWriter _json = new(new ArrayBufferWriter<byte>(), new JsonWriterOptions
    {
        // Reasons are read by people: the letters of any language stay as they are.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <summary>Writes one answer without a line end.</summary>
    /// <param name="id">The payment's id.</param>
    /// <param name="duplicate">The same payment was answered before; this is that answer.</param>
    /// <param name="sequence">The decision's place among all decided, from 0.</param>
    public void Write(IBufferWriter<byte> output, string id, Decision decision, bool duplicate, long sequence)
    {
        _json.Reset(output);
        _json.WriteStartObject();
        _json.WriteString("id"u8, id);
        _json.WriteString("outcome"u8, decision.Outcome.Name());
        _json.WriteBoolean("duplicate"u8, duplicate);
        WriteTime("expires"u8, decision.ExpiresUs);
        _json.WriteStartArray("reasons"u8);
        for (var i = 0; i < decision.Reasons.Count; i++)
        {
            var reason = decision.Reasons[i];
            _json.WriteStartObject();
            _json.WriteString("rule"u8, reason.Rule);
            _json.WriteString("text"u8, reason.Text);
            _json.WriteString("observed"u8, reason.Observed);
            _json.WriteString("limit"u8, reason.Limit);
            _json.WriteString("source"u8, reason.Source);
            _json.WriteEndObject();
        }
        _json.WriteEndArray();
        _json.WriteString("rulebook"u8, decision.RulebookVersion);
        _json.WriteNumber("sequence"u8, sequence);
        _json.WriteEndObject();
        _json.Flush();
    }

    /// <summary>Writes that an id came again with other content: nothing was decided, the first answer stands.</summary>
    public void WriteConflict(IBufferWriter<byte> output, string id)
    {
        _json.Reset(output);
        _json.WriteStartObject();
        _json.WriteString("id"u8, id);
        _json.WriteString("type"u8, "about:blank"u8);
        _json.WriteNumber("status"u8, 409);
        _json.WriteString("title"u8, "Conflict"u8);
        _json.WriteString("detail"u8, "A payment with this id and other content was decided before; that decision stands."u8);
        _json.WriteEndObject();
        _json.Flush();
    }

    public void Dispose() => _json.Dispose();

    /// <summary>ISO 8601 in UTC, or null for 0.</summary>
    private void WriteTime(ReadOnlySpan<byte> name, long us)
    {
        if (us == 0)
        {
            _json.WriteNull(name);
            return;
        }
        Span<byte> text = stackalloc byte[32];
        var time = DateTime.UnixEpoch.AddTicks(us * 10);
        time.TryFormat(text, out var written, us % 1_000_000 == 0 ? "yyyy-MM-ddTHH:mm:ssZ" : "yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture);
        _json.WriteString(name, text[..written]);
    }
}
