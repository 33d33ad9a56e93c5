using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sunqar.Core.Acts;
using Sunqar.Core.Blocking;
using Sunqar.Core.Cases.Measures;
using Sunqar.Core.Cases.Outbox;
using Sunqar.Core.Decisions;
using Sunqar.Core.Facts;
using Sunqar.Core.Payments;
using Sunqar.Core.Registry;
using Sunqar.Core.Rulebook;
using Sunqar.Core.Webhooks;
using Sunqar.Storage.Codec;
using Sunqar.Storage.Journal;
using Sunqar.Storage.Keys;

namespace Sunqar.Work.Webhooks;

/// <summary>Something that an institution is told.</summary>
/// <param name="Id">Follows from where it stands in the journal: told again, it is the same.</param>
/// <param name="Body">JSON: type, timestamp, sequence and data. No personal data.</param>
/// <param name="After">Where telling goes on behind it.</param>
public sealed record WebhookEvent(string Id, string Body, WebhookCursor After);

/// <summary>
/// What institutions are told, read from the journal itself: nothing is kept for it, so nothing can be missing or told from a copy that
/// parted from the truth. Acts come first, then payments, each in their own order. Alerts and cases are told to nobody: a bank that learns
/// of one may tell its customer.
/// </summary>
public static class WebhookEvents
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Where the journal stands: what comes from now on.</summary>
    public static WebhookCursor Now(IJournal journal) => new(journal.Head(Streams.Acts).Next, journal.Head(Streams.Payments).Next);

    /// <summary>What a subscription has not been told, the oldest first, at most so many; and where it stands when all of that is
    /// told.</summary>
    public static (IReadOnlyList<WebhookEvent> Events, WebhookCursor Reached) Since(
        IJournal journal,
        Webhook one,
        WebhookCursor from,
        int most
    )
    {
        var events = new List<WebhookEvent>();
        var at = from;
        foreach (var recorded in journal.Read(Streams.Acts, from.ActsNext))
        {
            at = at with { ActsNext = recorded.Sequence + 1 };
            if (recorded.Fact is not Act { Refusal: null } act)
                continue;
            foreach (var (what, place) in act.What.Select((what, place) => (what, place)))
            {
                if (Of(what, one) is var (type, data))
                    events.Add(Event($"evt-a{recorded.Sequence}-{place}", type, act.AtUs, at, data));
            }
            if (events.Count >= most)
                return (events, at);
        }
        if (!one.Kinds.Contains(WebhookKind.Decision))
            return (events, at with { PaymentsNext = Math.Max(from.PaymentsNext, journal.Head(Streams.Payments).Next) });
        var own = Encoding.UTF8.GetBytes(one.Institution);
        bool IsWanted(in DecidedPaymentRow row) => row.IsDecidedAgain && row.Institution.SequenceEqual(own);
        foreach (var recorded in journal.Read(Streams.Payments, from.PaymentsNext, IsWanted))
        {
            at = at with { PaymentsNext = recorded.Sequence + 1 };
            if (Of(recorded.Fact, one.Institution) is var (payment, outcome, why))
            {
                object data = new
                {
                    payment,
                    institution = one.Institution,
                    outcome,
                    why,
                };
                events.Add(Event($"evt-p{recorded.Sequence}", "decision.changed", recorded.RecordedUs, at, data));
            }
            if (events.Count >= most)
                return (events, at);
        }
        return (events, at);
    }

    /// <summary>A place in words, as an event and a replay carry it.</summary>
    public static string Text(WebhookCursor cursor) =>
        string.Create(CultureInfo.InvariantCulture, $"{cursor.ActsNext}-{cursor.PaymentsNext}");

    /// <summary>What a subscription's events are signed with: it follows from the id by a key of the house, and is kept nowhere.</summary>
    public static byte[] Secret(KeyStore keys, string webhookId) =>
        Convert.FromHexString(keys.Seal("webhooks").Of(Encoding.UTF8.GetBytes(webhookId)));

    /// <summary>Null where it is none.</summary>
    public static WebhookCursor? Parse(string text) =>
        text.Split('-') is [var acts, var payments]
        && long.TryParse(acts, NumberStyles.None, CultureInfo.InvariantCulture, out var actsNext)
        && long.TryParse(payments, NumberStyles.None, CultureInfo.InvariantCulture, out var paymentsNext)
            ? new WebhookCursor(actsNext, paymentsNext)
            : null;

    private static (string Type, object Data)? Of(Fact what, Webhook one) =>
        what switch
        {
            MessagePosted posted when one.Kinds.Contains(WebhookKind.Measure) && IsFor(posted.Partner, one.Institution) => (
                posted.Topic == MeasureOrder.Take ? "measure.taken" : "measure.lifted",
                new { measure = posted.Subject, message = posted.MessageId }
            ),
            LicenceChanged changed when one.Kinds.Contains(WebhookKind.Licence) => (
                "licence.changed",
                new { platform = changed.Listing.Code, status = changed.Listing.Status.ToString().ToLowerInvariant() }
            ),
            BlockApproved approved when one.Kinds.Contains(WebhookKind.Order) => ("order.approved", new { order = approved.OrderId }),
            BlockLifted lifted when one.Kinds.Contains(WebhookKind.Order) => (
                "order.lifted",
                new { order = lifted.OrderId, domains = lifted.Domains }
            ),
            _ => null,
        };

    private static bool IsFor(string partner, string institution) =>
        partner == "bank-" + institution.ToLowerInvariant() || partner == "platform-" + institution.ToLowerInvariant();

    private static (string Payment, string Outcome, string Why)? Of(Fact fact, string institution) =>
        fact switch
        {
            HoldLapsed lapsed when lapsed.Payment.Institution == institution => (lapsed.Payment.Id, "allow", "the hold ended"),
            PaymentDecided decided => (decided.Payment.Id, decided.Decision.Outcome.Name(), "a proof came"),
            _ => null,
        };

    private static WebhookEvent Event(string id, string type, long atUs, WebhookCursor after, object data) =>
        new(
            id,
            JsonSerializer.Serialize(
                new
                {
                    type,
                    timestamp = DateTime
                        .UnixEpoch.AddMicroseconds(atUs)
                        .ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture),
                    sequence = Text(after),
                    data,
                },
                Plain
            ),
            after
        );
}
