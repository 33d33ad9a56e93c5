using System.Globalization;
using System.Text;
using Sunqar.Core.Decisions;
using Sunqar.Core.Rulebook;

namespace Sunqar.Formats.Iso8583;

/// <summary>Replies. They carry back the fields by which the asker knows its message again, and no card number, name or account.</summary>
public static class IsoReply
{
    private const int TagBytesMax = 99,
        CardDigitsMin = 12;

    /// <summary>Fields that come back as they were sent.</summary>
    public static IReadOnlyList<int> Echoed { get; } = [3, 4, 7, 11, 12, 13, 32, 37, 41, 42, 49, 70];

    /// <summary>The only field that comes back of a message that could not be read: where fields are out of place any other may hold
    /// digits of a card number, and six of them are none.</summary>
    public const int EchoedAlways = 11;

    /// <summary>Fields by which the asker's card is known; no other may repeat it.</summary>
    private static readonly int[] CardFields = [2, 35, 45];

    /// <summary>The start of a reply: its type and what comes back. It holds nothing of the message's buffer.</summary>
    /// <param name="isWhole">The message could be read to its end.</param>
    /// <returns>Null where the message is itself a reply.</returns>
    public static IsoMessageBuilder? To(in IsoMessage message, bool isWhole)
    {
        if (MessageTypes.ReplyTo(message.Type) is not { } type)
        {
            return null;
        }
        var reply = new IsoMessageBuilder(type);
        foreach (var field in Echoed)
        {
            if (message.Has(field) && (field == EchoedAlways || (isWhole && !RepeatsCard(message, message[field]))))
            {
                reply.Set(field, message[field]);
            }
        }
        return reply;
    }

    /// <summary>Whether a value holds the digits of the message's own card number.</summary>
    private static bool RepeatsCard(in IsoMessage message, ReadOnlySpan<byte> value)
    {
        foreach (var field in CardFields)
        {
            var card = message.Has(field) ? message[field] : [];
            var from = card.IndexOfAnyInRange((byte)'0', (byte)'9');
            card = from < 0 ? [] : card[from..];
            var length = card.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
            card = length < 0 ? card : card[..length];
            if (card.Length >= CardDigitsMin && value.IndexOf(card) >= 0)
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>A code alone.</summary>
    public static IsoMessageBuilder Answer(this IsoMessageBuilder reply, string responseCode) => reply.Set(39, responseCode);

    /// <summary>A refusal: field 39 by the fault, field 44 says which field and what.</summary>
    public static IsoMessageBuilder Answer(this IsoMessageBuilder reply, IsoFault fault) =>
        reply.Set(39, fault.ResponseCode).Set(44, fault.ToString());

    /// <summary>A decision: field 39 by the outcome, field 48 in words.</summary>
    /// <param name="isAdvice">What was told has happened: 00 says that it was heard, whatever would have been decided.</param>
    public static IsoMessageBuilder Answer(this IsoMessageBuilder reply, Decision decision, bool isRepeat, bool isAdvice) =>
        reply.Set(39, isAdvice ? ResponseCodes.Approved : ResponseCodes.Of(decision.Outcome)).Set(48, Told(decision, isRepeat));

    private static string Told(Decision decision, bool isRepeat)
    {
        var text = new StringBuilder();
        Tag(text, AdditionalData.Outcome, decision.Outcome.Name());
        var rules = new StringBuilder();
        foreach (var reason in decision.Reasons)
        {
            if (rules.Length + 1 + reason.Rule.Length > TagBytesMax)
            {
                break;
            }
            rules.Append(rules.Length == 0 ? "" : ",").Append(reason.Rule);
        }
        Tag(text, AdditionalData.Rules, rules.ToString());
        if (decision.ExpiresUs != 0)
        {
            var expires = DateTime
                .UnixEpoch.AddMicroseconds(decision.ExpiresUs)
                .ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
            Tag(text, AdditionalData.Expires, expires);
        }
        Tag(text, AdditionalData.Repeated, isRepeat ? "1" : "");
        return text.ToString();
    }

    private static void Tag(StringBuilder text, int tag, string value)
    {
        if (value.Length > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"{tag:00}{value.Length:00}{value}");
        }
    }
}
