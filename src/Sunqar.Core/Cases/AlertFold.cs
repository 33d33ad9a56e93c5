using Sunqar.Core.Decisions;
using Sunqar.Core.Facts;
using Sunqar.Core.Identity;
using Sunqar.Core.Payments;
using Sunqar.Core.Times;

namespace Sunqar.Core.Cases;

/// <summary>
/// Alerts as a fold over the stream of payments: one alert for a subject, a rule and a week of event time, however often the rule speaks.
/// Nothing waits for it: it reads what is on disk. A late event joins the alert of its own week. Its memory is bounded: beyond
/// <see cref="AlertsMax"/> the oldest weeks are let go and counted; the journal still holds what they were made of. Not thread-safe.
/// </summary>
public sealed class AlertFold(int alertsMax = AlertFold.AlertsMax)
{
    /// <summary>Alerts held at most.</summary>
    public const int AlertsMax = 100_000;

    /// <summary>Payments that one alert lists; those beyond are counted.</summary>
    public const int PaymentsMax = 50;

    private readonly SortedDictionary<long, Dictionary<SubjectId, List<AlertState>>> _weeks = [];

    /// <summary>The first sequence of the stream that is not folded in yet.</summary>
    public long Next { get; internal set; }

    /// <summary>Alerts held.</summary>
    public int Count { get; internal set; }

    /// <summary>Alerts that were let go because too many came after them.</summary>
    public long Forgotten { get; internal set; }

    /// <summary>Times that a rule spoke of a payment that names nobody and nothing.</summary>
    public long Unattributed { get; internal set; }

    /// <summary>Weeks before this one were let go; what comes late for them is counted as forgotten.</summary>
    internal long FloorUs { get; set; } = long.MinValue;

    internal IEnumerable<AlertState> States => _weeks.Values.SelectMany(week => week.Values).SelectMany(alerts => alerts);

    /// <summary>Folds one fact of the stream in. Facts come once each and in order; facts about anything else change nothing.</summary>
    public void Apply(in RecordedFact recorded)
    {
        Next = recorded.Sequence + 1;
        switch (recorded.Fact)
        {
            case PaymentDecided decided:
                Decided(decided, recorded.Sequence);
                break;
            case HoldLapsed lapsed:
                Mark(lapsed.Payment, PaymentFate.Lapsed, []);
                break;
            case PaymentReversed reversed:
                Mark(reversed.Payment, PaymentFate.Reversed, []);
                break;
        }
    }

    /// <summary>A payment that was confirmed and of which no rule speaks any more: only an alert about its parties, of its week, can be
    /// changed by it.</summary>
    public bool MayChange(in SealedParty sender, in SealedParty recipient, SubjectId device, long timeUs) =>
        (sender.Confirmed || sender.Attested || recipient.Attested)
        && _weeks.TryGetValue(WeekOf(timeUs), out var week)
        && (week.ContainsKey(SubjectOf(sender, recipient, device)) || week.ContainsKey(SubjectOf(recipient, sender, device)));

    /// <summary>Every alert, the strictest answer first, then the newest.</summary>
    /// <param name="cases">What cases say afterwards; null where none are known.</param>
    public IReadOnlyList<Alert> List(Suppressions suppressions, CaseMentions? cases = null) =>
        [
            .. States
                .Select(state => state.View(suppressions.Covering(state.Subject, state.Rule, state.FirstUs, state.Last!.TimeUs), cases))
                .OrderByDescending(alert => alert.Outcome)
                .ThenByDescending(alert => alert.LastUs)
                .ThenBy(alert => alert.Id, StringComparer.Ordinal),
        ];

    /// <summary>The first moment of an event's week: Monday's midnight in Kazakhstan, microseconds since 1970-01-01T00:00:00Z.</summary>
    public static long WeekOf(long timeUs) => LocalTime.Kazakhstan.WeekStartUs(timeUs);

    internal void Restore(AlertState state)
    {
        AlertsOf(state.WeekUs, state.Subject, add: true)!.Add(state);
        Count++;
    }

    private void Decided(PaymentDecided decided, long sequence)
    {
        var payment = decided.Payment;
        // Only a payment that was confirmed can have been decided before.
        if (payment.Sender.Confirmed || payment.Sender.Attested || payment.Recipient.Attested)
        {
            Mark(payment, PaymentFate.Confirmed, decided.Decision.Reasons);
        }
        foreach (var reason in decided.Decision.Reasons)
        {
            if (ProofReasons.IsProof(reason.Rule))
                continue;
            var subject = SubjectOf(payment, AlertNotes.Of(reason.Rule).IsAboutSender);
            if (subject.IsNone)
            {
                Unattributed++;
                continue;
            }
            if (Find(WeekOf(payment.TimeUs), subject, reason.Rule) is not { } state)
                continue;
            state.Role =
                subject == Name(payment.Sender) ? "sender"
                : subject == Name(payment.Recipient) ? "recipient"
                : "device";
            state.Add(
                new AlertedPayment(
                    payment.Institution,
                    payment.Id,
                    payment.TimeUs,
                    sequence,
                    payment.Kind,
                    payment.Amount,
                    payment.Sender.Instrument,
                    payment.Recipient.Instrument,
                    decided.Decision.Outcome,
                    reason.Observed,
                    reason.Limit,
                    payment.ContentHash,
                    PaymentFate.Stands
                ),
                reason,
                decided.Decision.RulebookVersion
            );
        }
    }

    /// <summary>Whom a rule speaks of: the party it is about, a person before an instrument; the other party where that one is
    /// absent.</summary>
    public static SubjectId SubjectOf(in SealedPayment payment, bool isAboutSender) =>
        isAboutSender
            ? SubjectOf(payment.Sender, payment.Recipient, payment.Device)
            : SubjectOf(payment.Recipient, payment.Sender, payment.Device);

    private static SubjectId SubjectOf(in SealedParty first, in SealedParty second, SubjectId device) =>
        Name(first) is { IsNone: false } known ? known
        : Name(second) is { IsNone: false } other ? other
        : device;

    private static SubjectId Name(in SealedParty party) => party.Person.IsNone ? party.Instrument : party.Person;

    private void Mark(in SealedPayment payment, PaymentFate fate, IReadOnlyList<Reason> speaking)
    {
        var week = WeekOf(payment.TimeUs);
        var (one, other) = (SubjectOf(payment, true), SubjectOf(payment, false));
        Mark(week, one, payment, fate, speaking);
        if (other != one)
            Mark(week, other, payment, fate, speaking);
    }

    private void Mark(long week, SubjectId subject, in SealedPayment payment, PaymentFate fate, IReadOnlyList<Reason> speaking)
    {
        if (AlertsOf(week, subject, add: false) is not { } alerts)
            return;
        foreach (var state in alerts)
        {
            if (!speaking.Any(reason => reason.Rule == state.Rule))
                state.Mark(payment.Institution, payment.Id, fate);
        }
    }

    /// <summary>The alert, made where there is none yet; null where its week was let go.</summary>
    private AlertState? Find(long weekUs, SubjectId subject, string rule)
    {
        if (weekUs < FloorUs)
        {
            Forgotten++;
            return null;
        }
        var alerts = AlertsOf(weekUs, subject, add: true)!;
        if (alerts.Find(alert => alert.Rule == rule) is { } known)
            return known;
        if (Count == alertsMax && !LetGo(weekUs))
        {
            Forgotten++;
            return null;
        }
        var state = new AlertState(subject, rule, weekUs);
        alerts.Add(state);
        Count++;
        return state;
    }

    /// <summary>Makes room by the oldest week; false where that is the one that asks.</summary>
    private bool LetGo(long weekUs)
    {
        var (oldest, alerts) = _weeks.First();
        if (oldest >= weekUs)
            return false;
        var held = alerts.Values.Sum(some => some.Count);
        (FloorUs, Count, Forgotten) = (oldest + 1, Count - held, Forgotten + held);
        return _weeks.Remove(oldest);
    }

    private List<AlertState>? AlertsOf(long weekUs, SubjectId subject, bool add)
    {
        if (!_weeks.TryGetValue(weekUs, out var week))
        {
            if (!add)
                return null;
            _weeks[weekUs] = week = [];
        }
        if (!week.TryGetValue(subject, out var alerts) && add)
            week[subject] = alerts = [];
        return alerts;
    }
}
