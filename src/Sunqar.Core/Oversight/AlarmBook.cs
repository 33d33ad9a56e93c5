using System.Globalization;
using Sunqar.Core.Acts;
using Sunqar.Core.Cases;
using Sunqar.Core.Facts;
using Sunqar.Core.Identity;
using Sunqar.Core.Objections;
using Sunqar.Core.Times;

namespace Sunqar.Core.Oversight;

/// <summary>
/// What the overseer should look into, as a fold over acts: asking, looking and trying to look are held against the lists and the clock. A
/// list that grows later is held against earlier looks too. Not thread-safe.
/// </summary>
public sealed class AlarmBook(FlagBook flags, AccessBook access, ObjectionBook objections, BreachBook breaches) : IActFold
{
    /// <summary>Acts that an alarm lists.</summary>
    public const int EvidenceMax = 50;

    /// <summary>Distinct subjects in a local day from which it is many: half of what the limit allows.</summary>
    public const int BulkSubjects = AccessLimits.SubjectsPerDayMax / 2;

    /// <summary>Distinct subjects from which an account that never opens a case is asked what it looks for.</summary>
    public const int NeverOpensSubjects = 10;

    // An alarm's id counts its days from 1970-01-01.
    private static readonly int Epoch = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    private const int NightFrom = 22,
        NightTo = 6;

    private readonly Dictionary<string, Alarm> _alarms = new(StringComparer.Ordinal);
    private readonly HashSet<string> _openers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (HashSet<SubjectId> Ever, HashSet<SubjectId> Today, DateOnly Day)> _seen = new(
        StringComparer.Ordinal
    );

    public void Apply(Act act, Fact what)
    {
        switch (what)
        {
            case CaseOpened:
                _openers.Add(act.Author);
                break;
            case GrantRequested request:
                Concerns(act, request.Subjects, request.IsUrgent ? "asked urgently" : "asked");
                break;
            case LookTried tried:
                Tried(act, tried);
                break;
            case Looked { Fields: not LookFields.None } looked:
                Look(act, looked);
                break;
            case GrantReviewed { IsJustified: false } review:
                Unjustified(act, review);
                break;
            case SubjectFlagged { IsSet: true } flagged:
                Earlier(flagged);
                break;
            default:
                MadeUnfit();
                GuardedAlarms.Raise(act, what, (kind, said) => Raise(kind, act, SubjectId.None, said));
                break;
        }
    }

    private void Tried(Act act, LookTried tried)
    {
        Concerns(act, tried.Subjects, "tried and was refused");
        if (act.CaseId is null)
            Raise(AlarmKind.NoCase, act, tried.Subjects.FirstOrDefault(), "wanted to look without a case");
        if (act.Refusal is { Field: AskGrant.SecondField })
        {
            foreach (var held in tried.Subjects.Select(subject => access.Held(subject, act.AtUs)).OfType<Grant>().Distinct())
            {
                var said = $"asked though {held.Drawn}, who answers for this person, was made unfit";
                var evidence = new AlarmEvidence(act.AtUs, act.Command, act.Key, act.CaseId, tried.Subjects[0], said);
                Raise(AccessBook.UnfitAlarm(held), AlarmKind.DrawMoved, act.Author, act.Unit, evidence);
            }
        }
        if (act.Refusal is { Kind: RefusalKind.Limited })
            Raise(AlarmKind.Bulk, act, tried.Subjects.FirstOrDefault(), "was refused by a limit");
    }

    /// <summary>A head who was drawn was made unfit before she answered: by whom, and for whose request.</summary>
    private void MadeUnfit()
    {
        foreach (var grant in access.JustUnfit)
        {
            var (by, said) = (grant.Unfit!, $"made the drawn head {grant.Drawn} unfit before she answered; the request lapsed");
            var evidence = new AlarmEvidence(by.AtUs, by.Command, by.ActKey, grant.CaseId, grant.Request.Subjects[0], $"{by.By.Id} {said}");
            Raise(AccessBook.UnfitAlarm(grant), AlarmKind.DrawMoved, grant.Asker.Id, grant.Asker.Unit, evidence);
        }
    }

    private void Look(Act act, Looked looked)
    {
        Concerns(act, looked.Subjects, "looked");
        if (LocalTime.Kazakhstan.Hour(act.AtUs) is >= NightFrom or < NightTo)
            Raise(AlarmKind.Night, act, looked.Subjects.FirstOrDefault(), "looked at night");
        var day = LocalTime.Kazakhstan.Day(act.AtUs);
        if (!_seen.TryGetValue(act.Author, out var seen))
            seen = ([], [], day);
        if (seen.Day != day)
            seen = (seen.Ever, [], day);
        _seen[act.Author] = seen;
        seen.Ever.UnionWith(looked.Subjects);
        seen.Today.UnionWith(looked.Subjects);
        if (seen.Today.Count >= BulkSubjects)
            Raise(AlarmKind.Bulk, act, looked.Subjects[0], Counted(seen.Today.Count, "people today"));
        if (seen.Ever.Count >= NeverOpensSubjects && !_openers.Contains(act.Author))
            Raise(AlarmKind.NeverOpens, act, looked.Subjects[0], Counted(seen.Ever.Count, "people, and no case was ever opened"));
    }

    private static string Counted(int count, string what) => string.Create(CultureInfo.InvariantCulture, $"looked at {count} {what}");

    private void Concerns(Act act, IReadOnlyList<SubjectId> subjects, string said)
    {
        foreach (var subject in subjects)
        {
            foreach (var kind in flags.Concerns(subject, act.Author))
                Raise(kind, act, subject, said);
        }
    }

    private void Unjustified(Act act, GrantReviewed review)
    {
        if (access.Find(review.GrantId) is not { } grant)
            return;
        var evidence = new AlarmEvidence(
            act.AtUs,
            act.Command,
            act.Key,
            act.CaseId,
            grant.Request.Subjects[0],
            "a look was found unjustified"
        );
        Raise(AlarmKind.Unjustified, grant.Asker.Id, grant.Asker.Unit, evidence);
    }

    /// <summary>Looks before the list knew the subject count all the same.</summary>
    private void Earlier(SubjectFlagged flagged)
    {
        foreach (var look in access.LooksAt(flagged.Subject))
        {
            var evidence = new AlarmEvidence(
                look.AtUs,
                "access.look",
                look.LookId,
                look.CaseId,
                flagged.Subject,
                "looked, before this was on the list"
            );
            foreach (var kind in flags.Concerns(flagged.Subject, look.Author))
            {
                if (kind == KindOf(flagged.Kind, flagged.Account == look.Author))
                    Raise(kind, look.Author, look.Unit, evidence);
            }
        }
    }

    private static AlarmKind KindOf(FlagKind kind, bool isOwn) =>
        kind switch
        {
            FlagKind.Self => isOwn ? AlarmKind.Self : AlarmKind.Colleague,
            FlagKind.Close => AlarmKind.Close,
            FlagKind.PublicLife => AlarmKind.PublicLife,
            FlagKind.Decoy => AlarmKind.Decoy,
            _ => AlarmKind.None,
        };

    private void Raise(AlarmKind kind, Act act, SubjectId subject, string said) =>
        Raise(kind, act.Author, act.Unit, new AlarmEvidence(act.AtUs, act.Command, act.Key, act.CaseId, subject, said));

    private void Raise(AlarmKind kind, string account, string unit, AlarmEvidence evidence)
    {
        var id = AccessBook.IdOf(
            "alarm",
            account,
            string.Create(CultureInfo.InvariantCulture, $"{(int)kind} {LocalTime.Kazakhstan.Day(evidence.AtUs).DayNumber - Epoch}")
        );
        Raise(id, kind, account, unit, evidence);
    }

    private void Raise(string id, AlarmKind kind, string account, string unit, AlarmEvidence evidence)
    {
        var before = _alarms.GetValueOrDefault(id) ?? new Alarm(id, kind, account, unit, evidence.AtUs, [], 0);
        _alarms[id] =
            before.Evidence.Count < EvidenceMax
                ? before with
                {
                    Evidence = [.. before.Evidence, evidence],
                }
                : before with
                {
                    Beyond = before.Beyond + 1,
                };
    }

    public Alarm? Find(string id, long nowUs) => _alarms.GetValueOrDefault(id) ?? OfTheClock(nowUs).FirstOrDefault(alarm => alarm.Id == id);

    /// <summary>Every alarm as of a moment, the newest first.</summary>
    public IReadOnlyList<Alarm> List(long nowUs) =>
        [
            .. _alarms
                .Values.Concat(OfTheClock(nowUs))
                .OrderByDescending(alarm => alarm.FirstUs)
                .ThenBy(alarm => alarm.Id, StringComparer.Ordinal),
        ];

    private IEnumerable<Alarm> OfTheClock(long nowUs) => [.. Unreviewed(nowUs), .. DueAlarms.List(objections, breaches, nowUs)];

    /// <summary>What only the clock brings: looks that nobody reviewed in time. One stays an alarm when it is reviewed
    /// late.</summary>
    private IEnumerable<Alarm> Unreviewed(long nowUs) =>
        access
            .Reviewed.Where(grant =>
                grant.Declined is null
                && nowUs >= grant.ReviewDueUs
                && (grant.ReviewedUs is not { } reviewed || reviewed >= grant.ReviewDueUs)
            )
            .Select(grant => new Alarm(
                AccessBook.IdOf("alarm", grant.Asker.Id, grant.Id),
                AlarmKind.Unreviewed,
                grant.Asker.Id,
                grant.Asker.Unit,
                grant.ReviewDueUs,
                [
                    new AlarmEvidence(
                        grant.AtUs,
                        "access.ask",
                        grant.Id,
                        grant.CaseId,
                        grant.Request.Subjects[0],
                        "a look that nobody reviewed within three days"
                    ),
                ],
                0
            ));
}
