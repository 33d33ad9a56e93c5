namespace Sunqar.Core.Conformance;

/// <summary>
/// Every check, one line each (docs/sandbox.md). They hold an integration to what docs/api.md asks of a caller: one id for one payment
/// however often it is sent, patience where it is told to wait, and following what was decided to its end.
/// </summary>
public static class IntegrationChecks
{
    private const int OnePaymentOneIdMin = 20,
        PlacesMax = 10;

    /// <summary>The same wish so soon after, under another id, is the same wish again; later it may be a new one.</summary>
    private const long SameWishUs = 120_000_000;

    /// <summary>What <c>Retry-After</c> says where the sandbox refuses, microseconds; a tenth less is forgiven.</summary>
    public const long RetryAfterUs = 1_000_000;

    public static IReadOnlyList<IntegrationCheck> All { get; } =
    [
        new("allowed", "A payment is decided before the money moves.", book => Decided(book, "allow", "Send a payment.")),
        new("sender_confirmed", "The sender is asked in the app, and the confirmation is sent.", book => Confirmed(book, "verify_sender")),
        new("biometrics_confirmed", "Face or finger is checked, and the result is sent.", book => Confirmed(book, "verify_biometrics")),
        new("held", "A held payment waits, and is asked about until it is decided.", Held),
        new("blocked", "A blocked payment stays undone.", Blocked),
        new("lost_answer", "An answer that never came is asked for again under the same id.", book => Again(book, ForcedFault.LostAnswer)),
        new("slow_answer", "A late answer is waited for, or asked for again under the same id.", Late),
        new(
            "unavailable",
            "503: the same payment again under the same id, not before Retry-After.",
            book => Again(book, ForcedFault.Unavailable)
        ),
        new("busy", "429: the same payment again under the same id, not before Retry-After.", book => Again(book, ForcedFault.Busy)),
        new("one_id", "One id is one payment, for ever.", OneId),
        new("well_formed", "Everything that is sent can be read.", WellFormed),
        new("reversed", "A payment that was allowed and did not happen is reversed.", Reversed),
    ];

    private static IEnumerable<ObservedCall> Decisions(IntegrationBook book, string outcome) =>
        book.Calls.Where(call => call.Kind == CallKind.Decide && call.Outcome == outcome);

    private static CheckVerdict Decided(IntegrationBook book, string outcome, string next) =>
        Decisions(book, outcome).FirstOrDefault() is { } call ? new CheckVerdict.Shown(call.PaymentId) : new CheckVerdict.Missing(next);

    private static CheckVerdict Confirmed(IntegrationBook book, string outcome)
    {
        var asked = Decisions(book, outcome).Select(call => call.PaymentId).ToHashSet(StringComparer.Ordinal);
        if (asked.Count == 0)
            return new CheckVerdict.Missing($"Send the amount that is answered {outcome}.");
        var sent = book.Calls.Where(call => call.Kind == CallKind.Confirm && asked.Contains(call.PaymentId)).ToList();
        if (sent.Find(call => call.Outcome == "allow") is { } done)
            return new CheckVerdict.Shown(done.PaymentId);
        return sent.Count > 0
            ? new CheckVerdict.Missing($"Its confirmation was answered {sent[^1].Status} {sent[^1].Problem}: it has to end in allow.")
            : new CheckVerdict.Missing("Confirm the payment that was answered so: POST /v1/payments/{id}/confirmations.");
    }

    private static CheckVerdict Held(IntegrationBook book)
    {
        var held = Decisions(book, "hold").Select(call => call.PaymentId).ToHashSet(StringComparer.Ordinal);
        if (held.Count == 0)
            return new CheckVerdict.Missing("Send the amount that is answered hold.");
        var asked = book.Calls.Where(call => call.Kind == CallKind.Ask && held.Contains(call.PaymentId)).ToList();
        if (asked.Find(call => call.Outcome is "allow" or "block") is { } ended)
            return new CheckVerdict.Shown(ended.PaymentId);
        return asked.Count > 0
            ? new CheckVerdict.Missing("It was asked about while it was held: move the clock beyond expires, and ask again.")
            : new CheckVerdict.Missing(
                "Ask where it stands, GET /v1/payments/{id}, until it no longer says hold (move the clock for that)."
            );
    }

    private static CheckVerdict Blocked(IntegrationBook book)
    {
        var blocked = Decisions(book, "block").ToList();
        return blocked.Count == 0
            ? new CheckVerdict.Missing("Send the amount that is answered block.")
            : Anew(book, blocked, "A payment that was blocked was sent again under another id.")
                ?? new CheckVerdict.Shown(blocked[0].PaymentId);
    }

    private static CheckVerdict Again(IntegrationBook book, ForcedFault fault)
    {
        var struck = book.Calls.Where(call => call.Fault == fault).ToList();
        if (struck.Count == 0)
            return new CheckVerdict.Missing("Send the amount that forces it.");
        if (Anew(book, struck, "The payment was sent again under another id, and is two payments now.") is { } broken)
            return broken;
        var soon = new List<string>();
        string? shown = null;
        foreach (var call in struck)
        {
            var next = book.Calls.Find(one => one.Kind == CallKind.Decide && one.PaymentId == call.PaymentId && one.AtUs > call.AtUs);
            if (next is null)
                continue;
            if (fault is ForcedFault.Unavailable or ForcedFault.Busy && next.AtUs - call.AtUs < RetryAfterUs * 9 / 10)
                soon.Add(call.PaymentId);
            else if (next.Status == 200)
                shown = call.PaymentId;
        }
        if (soon.Count > 0)
            return new CheckVerdict.Broken("It was sent again before Retry-After was over.", [.. soon.Take(PlacesMax)]);
        return shown is null
            ? new CheckVerdict.Missing("The payment was never sent again: whether it counts is left open.")
            : new CheckVerdict.Shown(shown);
    }

    private static CheckVerdict Late(IntegrationBook book)
    {
        var struck = book.Calls.Where(call => call.Fault == ForcedFault.SlowAnswer).ToList();
        return struck.Count == 0
            ? new CheckVerdict.Missing("Send the amount that is answered late.")
            : Anew(book, struck, "The payment was sent again under another id while its answer was on the way.")
                ?? new CheckVerdict.Shown(struck[0].PaymentId);
    }

    /// <summary>The fault where what was struck came again under another id afterwards; null where it did not.</summary>
    private static CheckVerdict? Anew(IntegrationBook book, IReadOnlyList<ObservedCall> struck, string why)
    {
        var first = new Dictionary<string, ObservedCall>(StringComparer.Ordinal);
        foreach (var call in struck)
            first.TryAdd(call.Content, call);
        var places = new List<string>();
        foreach (var call in book.Calls)
        {
            if (call.Kind != CallKind.Decide || !first.TryGetValue(call.Content, out var began))
                continue;
            // Another payment of the same content is another wish where the first was settled before.
            var isNear = call.AtUs > began.AtUs && call.AtUs - began.AtUs < SameWishUs;
            var isSettled = book.Calls.Exists(one =>
                one.Kind == CallKind.Decide && one.PaymentId == began.PaymentId && one.AtUs > began.AtUs && one.AtUs < call.AtUs
            );
            if (call.PaymentId != began.PaymentId && isNear && !isSettled)
                places.Add(call.PaymentId);
        }
        return places.Count == 0 ? null : new CheckVerdict.Broken(why, [.. places.Distinct(StringComparer.Ordinal).Take(PlacesMax)]);
    }

    private static CheckVerdict OneId(IntegrationBook book)
    {
        var conflicts = Places(book.Calls.Where(call => call.Problem == "id-used"));
        if (conflicts.Count > 0)
            return new CheckVerdict.Broken("An id came with two contents. A correction is a reversal and a new payment.", conflicts);
        var sent = book
            .Calls.Where(call => call.Kind == CallKind.Decide && call.Status == 200)
            .Select(call => call.PaymentId)
            .ToHashSet(StringComparer.Ordinal);
        return sent.Count >= OnePaymentOneIdMin
            ? new CheckVerdict.Shown(sent.First())
            : new CheckVerdict.Missing($"Send {OnePaymentOneIdMin} payments; {sent.Count} were decided so far.");
    }

    private static CheckVerdict WellFormed(IntegrationBook book)
    {
        var refused = book.Calls.Where(call => call.Status is 400 or 413 or 415 or 422 || call.Problem == "foreign-institution").ToList();
        if (refused.Count > 0)
        {
            var fields = refused.Select(call => call.Field.Length > 0 ? call.Field : call.Problem).Where(what => what.Length > 0);
            return new CheckVerdict.Broken(
                $"{refused.Count} calls could not be taken: {string.Join(", ", fields.Distinct(StringComparer.Ordinal).Take(PlacesMax))}.",
                Places(refused)
            );
        }
        return book.Calls.FirstOrDefault(call => call.Status == 200) is { } fine
            ? new CheckVerdict.Shown(fine.PaymentId)
            : new CheckVerdict.Missing("Send a payment.");
    }

    private static CheckVerdict Reversed(IntegrationBook book)
    {
        var allowed = Decisions(book, "allow").Select(call => call.PaymentId).ToHashSet(StringComparer.Ordinal);
        var sent = book.Calls.Where(call => call.Kind == CallKind.Reverse).ToList();
        if (sent.Find(call => call.Status == 200 && allowed.Contains(call.PaymentId)) is { } done)
            return new CheckVerdict.Shown(done.PaymentId);
        return sent.Count > 0
            ? new CheckVerdict.Missing(
                $"The reversal was answered {sent[^1].Status} {sent[^1].Problem}: reverse a payment that was allowed."
            )
            : new CheckVerdict.Missing("Reverse a payment that was allowed: POST /v1/payments/{id}/reversal.");
    }

    private static IReadOnlyList<string> Places(IEnumerable<ObservedCall> calls) =>
        [.. calls.Select(call => call.PaymentId).Where(id => id.Length > 0).Distinct(StringComparer.Ordinal).Take(PlacesMax)];
}
