using System.Globalization;
using Sunqar.Core.Acts;
using Sunqar.Core.Cases;
using Sunqar.Core.Decisions;
using Sunqar.Core.Facts;
using Sunqar.Core.Identity;
using Sunqar.Core.Networks;
using Sunqar.Core.Objections;
using Sunqar.Core.Oversight;
using Sunqar.Core.Patterns;
using Sunqar.Core.Payments;
using Sunqar.Core.Screening;
using Sunqar.Core.Transfers;

namespace Sunqar.Core.Retention;

/// <summary>
/// Who is still held at one moment, and by what: a fold over all facts. Give it what the engines found and every act first, then
/// <see cref="EndCases"/>, then imported transfers and payments: what holds a person through a case also holds the card, account and device
/// that the person pays with, and the other way round, one step far. A subject that no touch holds is past every limit. Not thread-safe.
/// </summary>
public sealed class RetentionFold
{
    private readonly long _nowUs;
    private readonly long[] _since;
    private readonly CaseBook _cases = new();
    private readonly FlagBook _flags = new();
    private readonly Dictionary<string, (SubjectId Subject, long UntilUs)> _measures = new(StringComparer.Ordinal);
    private readonly Dictionary<SubjectId, long> _droppers = [];
    private readonly Dictionary<SubjectId, Touch> _held = [];
    private readonly HashSet<SubjectId> _inCases = [];

    /// <param name="nowUs">Microseconds since 1970-01-01T00:00:00Z.</param>
    public RetentionFold(RetentionLimits limits, long nowUs)
    {
        _nowUs = nowUs;
        _since = [.. Enum.GetValues<Touch>().Select(touch => limits.HeldSinceUs(touch, nowUs))];
    }

    /// <summary>What holds a subject, the first that was met; null where nothing does.</summary>
    public Touch? HeldBy(SubjectId subject) => _held.TryGetValue(subject, out var touch) ? touch : null;

    /// <summary>What the engines found, measures on payments, suppressions.</summary>
    public void Apply(Fact fact)
    {
        _cases.Apply(fact);
        switch (fact)
        {
            case FindingMade made:
                foreach (var account in made.Finding.Accounts)
                    HoldMember(account, Touch.Finding, made.Finding.LastUs);
                break;
            case NetworkFormed formed:
                foreach (var member in formed.Network.Roles.Keys)
                    HoldMember(member, Touch.Finding, formed.Network.LastUs);
                break;
            case MeasureTook took:
                _measures[took.MeasureId] = (took.Subject, took.UntilUs);
                break;
            case MeasureEnded ended:
                _measures.Remove(ended.MeasureId);
                break;
            case AlertSuppressed suppressed when suppressed.ExpiresUs > _nowUs:
                Hold(suppressed.Subject, Touch.Open, _nowUs);
                break;
        }
    }

    /// <summary>What people did.</summary>
    public void Apply(Act act)
    {
        foreach (var what in act.What)
        {
            _cases.Apply(act, what);
            _flags.Apply(act, what);
            var subjects = what switch
            {
                Looked looked => looked.Subjects,
                LookTried tried => tried.Subjects,
                GrantRequested requested => requested.Subjects,
                CitizenObjected objected => [objected.Subject],
                DecisionObjected objected => [objected.Subject],
                ActProposed proposed => [.. proposed.Comes.OfType<DropperListed>().Select(listed => listed.Subject)],
                _ => [],
            };
            foreach (var subject in subjects)
                Hold(subject, Touch.Look, act.AtUs);
            if (what is AlertSuppressed suppressed && suppressed.ExpiresUs > _nowUs)
                Hold(suppressed.Subject, Touch.Open, _nowUs);
            if (what is DropperListed dropper)
                _droppers[dropper.Subject] = dropper.UntilUs;
            if (what is DropperDelisted delisted)
                _droppers.Remove(delisted.Subject);
        }
    }

    /// <summary>After the last act: holds the members of cases by how these stand, those under a measure, and those on the overseer's
    /// lists, who may never have paid.</summary>
    public void EndCases()
    {
        foreach (var one in _cases.Cases)
        {
            foreach (var member in one.Members.Keys)
                HoldMember(member, RetentionLimits.Of(one), one.Timeline[^1].AtUs);
        }
        foreach (var (subject, untilUs) in _measures.Values)
        {
            if (untilUs <= _nowUs || subject.IsNone)
                continue;
            Hold(subject, Touch.Open, _nowUs);
            _inCases.Add(subject);
        }
        foreach (var (subject, untilUs) in _droppers)
        {
            if (untilUs > _nowUs)
                Hold(subject, Touch.Open, _nowUs);
        }
        // A declared person who was forgotten would be somebody new at the next request, and raise no alarm.
        foreach (var (subject, _, _) in _flags.All)
            Hold(subject, Touch.Open, _nowUs);
    }

    /// <param name="timeUs">Event time, microseconds since 1970-01-01T00:00:00Z: its sender's word.</param>
    /// <param name="recordedUs">When the house took it. The later one counts, or whoever dates a payment back would have its people's keys
    /// destroyed.</param>
    /// <param name="isAifc">A platform of the AIFC sent it or stands in it.</param>
    public void Payment(
        in SealedParty sender,
        in SealedParty recipient,
        SubjectId device,
        in Circumstances around,
        long timeUs,
        long recordedUs,
        bool isAifc = false
    )
    {
        timeUs = Math.Max(timeUs, recordedUs);
        var touch = isAifc ? Touch.PaymentAifc : Touch.Payment;
        Party([sender.Person, sender.Account, sender.Card, device, around.SenderPhone, around.Ip], timeUs, touch);
        Party([recipient.Person, recipient.Account, recipient.Card, around.RecipientPhone], timeUs, touch);
    }

    /// <param name="recordedUs">When it was imported, microseconds since 1970-01-01T00:00:00Z.</param>
    public void Transfer(in ImportedTransfer transfer, long recordedUs)
    {
        var timeUs = Math.Max(transfer.TimeUs, recordedUs);
        Hold(transfer.From.Account, Touch.ImportedTransfer, timeUs);
        Hold(transfer.To.Account, Touch.ImportedTransfer, timeUs);
    }

    private void Party(ReadOnlySpan<SubjectId> names, long timeUs, Touch touch)
    {
        SubjectId inCase = default;
        foreach (var name in names)
        {
            Hold(name, touch, timeUs);
            if (!name.IsNone && _inCases.Contains(name))
                inCase = name;
        }
        if (inCase.IsNone)
            return;
        foreach (var name in names)
        {
            if (!name.IsNone)
                _held.TryAdd(name, _held[inCase]);
        }
    }

    /// <summary>Members are named by text: 16 hexadecimal digits for a subject, else a wallet or platform, which is nobody's key.</summary>
    private void HoldMember(string member, Touch touch, long atUs)
    {
        if (member.Length != 16 || !ulong.TryParse(member, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            return;
        var subject = new SubjectId(value);
        Hold(subject, touch, atUs);
        if (!subject.IsNone && atUs >= _since[(int)touch])
            _inCases.Add(subject);
    }

    private void Hold(SubjectId subject, Touch touch, long atUs)
    {
        if (!subject.IsNone && atUs >= _since[(int)touch])
            _held.TryAdd(subject, touch);
    }
}
