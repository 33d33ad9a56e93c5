using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Sunqar.Core.Acts;
using Sunqar.Core.Cases;
using Sunqar.Core.Facts;
using Sunqar.Core.Identity;
using Sunqar.Core.People;
using Sunqar.Core.Times;

namespace Sunqar.Core.Oversight;

/// <summary>A look as a citizen may come to see it.</summary>
/// <param name="AtUs">Microseconds since 1970-01-01T00:00:00Z.</param>
public sealed record LookEntry(
    string LookId,
    long AtUs,
    Role Role,
    string Unit,
    string Author,
    string? CaseId,
    string Basis,
    LookKind Kind,
    LookFields Fields
);

/// <summary>Requests to look, what became of them, and the looks themselves, as a fold over acts. Not thread-safe.</summary>
public sealed partial class AccessBook(CaseBook cases, IStaffRoll staff) : IActFold
{
    private readonly Dictionary<string, Grant> _grants = new(StringComparer.Ordinal);
    private readonly Dictionary<SubjectId, string> _lastGrant = [];
    private readonly Dictionary<SubjectId, List<LookEntry>> _looks = [];
    private readonly Dictionary<string, List<string>> _urgent = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _lifted = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _closed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AccountDay> _days = new(StringComparer.Ordinal);

    /// <summary>What one account did on the last local day on which it did something.</summary>
    private sealed class AccountDay
    {
        public DateOnly Day { get; set; }

        public int Requests { get; set; }

        public HashSet<SubjectId> Subjects { get; } = [];

        public HashSet<(string CaseId, SubjectId Subject)> InCases { get; } = [];

        public AccountDay On(DateOnly day)
        {
            if (day == Day)
                return this;
            (Day, Requests) = (day, 0);
            Subjects.Clear();
            InCases.Clear();
            return this;
        }
    }

    /// <summary>Every request, in no order.</summary>
    public IReadOnlyCollection<Grant> Grants => _grants.Values;

    public Grant? Find(string grantId) => _grants.GetValueOrDefault(grantId);

    /// <summary>A case; null where there is none.</summary>
    public Case? Case(string? caseId) => cases.Find(caseId);

    /// <summary>When a case was last closed, microseconds since 1970-01-01T00:00:00Z, whether or not it was reopened since; null where it
    /// never was.</summary>
    public long? ClosedUs(string caseId) => _closed.TryGetValue(caseId, out var closed) ? closed : null;

    /// <summary>Looks that showed a subject, oldest first.</summary>
    public IReadOnlyList<LookEntry> LooksAt(SubjectId subject) => _looks.GetValueOrDefault(subject) ?? [];

    /// <summary>The id of what an author asks for under a key.</summary>
    internal static string IdOf(string kind, string author, string key) =>
        kind
        + "-"
        + Convert.ToHexStringLower(
            SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{kind}\0{author}\0{key}"))).AsSpan(0, 8)
        );

    public void Apply(Act act, Fact what)
    {
        JustUnfit.Clear();
        switch (what)
        {
            case StandingGiven or PostGiven or CaseAssigned { Assigned: true }:
                LapseUnfit(act);
                break;
            case TaskStepped { Step: TaskStep.ClosedProper } closed:
                _released.Add(closed.TaskId);
                break;
            case GrantRequested request:
                Request(act, request);
                break;
            case GrantApproved approved:
                Change(approved.GrantId, grant => grant with { ApprovedUs = act.AtUs });
                break;
            case GrantDeclined declined:
                Change(declined.GrantId, grant => grant with { Declined = declined.Reason });
                break;
            case GrantReviewed review:
                Change(review.GrantId, grant => grant with { Review = review, ReviewedUs = act.AtUs });
                break;
            case LimitLifted lifted:
                _lifted[lifted.Account] = act.AtUs;
                break;
            case Looked looked:
                Look(act, looked);
                break;
            case CaseMoved { To: CaseStatus.Closed } moved:
                _closed[moved.CaseId] = act.AtUs;
                break;
        }
    }

    private void Change(string grantId, Func<Grant, Grant> change)
    {
        if (_grants.TryGetValue(grantId, out var grant))
            _grants[grantId] = change(grant);
    }

    private void Request(Act act, GrantRequested request)
    {
        var held = request.Subjects.Select(subject => Held(subject, act.AtUs)).FirstOrDefault(one => one is not null);
        var grant = new Grant(request, act.Actor, act.CaseId ?? "", act.Basis, act.AtUs, held?.Seed ?? act.ContentHash);
        grant = grant with { Drawn = Draw(grant, held) };
        if (!_grants.TryAdd(grant.Id, grant))
            return;
        _waiting.Add(grant.Id);
        foreach (var subject in request.Subjects)
            _lastGrant[subject] = grant.Id;
        if (grant.IsReviewed)
        {
            if (!_urgent.TryGetValue(act.Author, out var urgent))
                _urgent[act.Author] = urgent = [];
            urgent.Add(grant.Id);
        }
        DayOf(act).Requests++;
    }

    private void Look(Act act, Looked looked)
    {
        if (looked.Kind == LookKind.OwnRecord)
            return;
        var day = DayOf(act);
        foreach (var subject in looked.Subjects)
        {
            if (!_looks.TryGetValue(subject, out var looks))
                _looks[subject] = looks = [];
            looks.Add(
                new LookEntry(looked.LookId, act.AtUs, act.Role, act.Unit, act.Author, act.CaseId, act.Basis, looked.Kind, looked.Fields)
            );
            day.Subjects.Add(subject);
            day.InCases.Add((act.CaseId ?? "", subject));
        }
    }

    private AccountDay DayOf(Act act)
    {
        if (!_days.TryGetValue(act.Author, out var day))
            _days[act.Author] = day = new AccountDay();
        return day.On(LocalTime.Kazakhstan.Day(act.AtUs));
    }

    private AccountDay? Today(string account, long nowUs) =>
        _days.TryGetValue(account, out var day) && day.Day == LocalTime.Kazakhstan.Day(nowUs) ? day : null;

    /// <summary>How often an account has asked on the local day of <paramref name="nowUs"/>.</summary>
    public int RequestsToday(string account, long nowUs) => Today(account, nowUs)?.Requests ?? 0;

    /// <summary>How many distinct subjects an account would have seen today, in a case and in all, with these.</summary>
    public (int InCase, int InAll) SeenWith(string account, string caseId, IEnumerable<SubjectId> subjects, long nowUs)
    {
        var today = Today(account, nowUs);
        var distinct = subjects.Distinct().ToList();
        return (
            (today?.InCases.Count(one => one.CaseId == caseId) ?? 0)
                + distinct.Count(subject => today?.InCases.Contains((caseId, subject)) != true),
            (today?.Subjects.Count ?? 0) + distinct.Count(subject => today?.Subjects.Contains(subject) != true)
        );
    }

    /// <summary>Whether an account is in good standing with this role: whoever was limited or suspended asks for nobody.</summary>
    public bool IsInGoodStanding(Actor actor) =>
        staff.Staff.Any(member => member.Account == actor.Id && member.Role == actor.Role && member.IsActive);

    /// <summary>Looks of an account that count against it: not reviewed in time, or not justified, since the overseer last lifted
    /// its limit.</summary>
    public IEnumerable<Grant> Against(string account, long nowUs) =>
        (_urgent.GetValueOrDefault(account) ?? [])
            .Select(id => _grants[id])
            .Where(grant => grant.AtUs > _lifted.GetValueOrDefault(account, long.MinValue) && grant.IsAgainstAsker(nowUs));

    /// <summary>A limited account asks for nothing urgently, and for nothing in cases that it is not assigned to.</summary>
    public bool IsLimited(string account, long nowUs) => Against(account, nowUs).Any();

    /// <summary>Every request that is reviewed afterwards.</summary>
    public IEnumerable<Grant> Reviewed => _urgent.Values.SelectMany(ids => ids).Select(id => _grants[id]);
}
