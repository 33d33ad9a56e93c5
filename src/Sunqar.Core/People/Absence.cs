using Sunqar.Core.Acts;
using Sunqar.Core.Facts;

namespace Sunqar.Core.People;

/// <summary>Somebody is away for a while: nothing is passed on to them, and what is theirs may be taken over.</summary>
/// <param name="FromUs">First moment of the absence, microseconds since 1970-01-01T00:00:00Z.</param>
/// <param name="UntilUs">First moment when they are back; not after <paramref name="FromUs"/> where an absence is taken back.</param>
public sealed record AbsenceStated(string Account, long FromUs, long UntilUs) : Fact;

/// <summary>Who is away, as a fold over acts. The last word about an account holds.</summary>
public sealed class AbsenceBook : IActFold
{
    private readonly Dictionary<string, AbsenceStated> _last = new(StringComparer.Ordinal);

    /// <summary>The absence that was stated last, over or to come; null where none was.</summary>
    public AbsenceStated? Of(string account) =>
        _last.TryGetValue(account, out var stated) && stated.UntilUs > stated.FromUs ? stated : null;

    /// <summary>Until when an account is away at a moment; 0 where it is there.</summary>
    public long AwayUntil(string account, long nowUs) =>
        Of(account) is { } stated && stated.FromUs <= nowUs && nowUs < stated.UntilUs ? stated.UntilUs : 0;

    public void Apply(Act act, Fact what)
    {
        if (what is AbsenceStated stated)
            _last[stated.Account] = stated;
    }
}

/// <summary>Somebody says when they are away, or a head says it of the unit's people. Both times 0 take it
/// back.</summary>
public sealed record StateAbsence(string Key, string Account, long FromUs, long UntilUs) : Command(Key, null, "")
{
    /// <summary>The longest absence, a year: who is away longer has no post here.</summary>
    public const long LengthUsMax = 366 * 86_400_000_000L;

    public override string Name => "work.absence";

    public override CommandOutcome Decide(ActState state, Actor actor, long nowUs)
    {
        if (state.Of<Staff>().Find(Account) is not { } account)
            return Refused(RefusalKind.NotFound, "There is no such colleague.", "officer");
        if (account.Id != actor.Id && !(actor.Role == Role.Head && account.Unit == actor.Unit))
            return Refused(RefusalKind.Forbidden, "A head says it of the own unit's people, everybody else of themselves.", "officer");
        if ((FromUs, UntilUs) == (0, 0))
        {
            return state.Of<AbsenceBook>().Of(Account) is null
                ? Refused(RefusalKind.Conflict, "No absence was stated.", "until")
                : Done(Account, new AbsenceStated(Account, 0, 0));
        }
        if (UntilUs <= FromUs)
            return Refused(RefusalKind.Invalid, "An absence ends after it begins.", "until");
        if (FromUs < 0 || UntilUs <= nowUs)
            return Refused(RefusalKind.Invalid, "An absence lies in the future, or lasts now.", "until");
        return UntilUs - FromUs > LengthUsMax
            ? Refused(RefusalKind.Invalid, "An absence lasts at most a year.", "until")
            : Done(Account, new AbsenceStated(Account, FromUs, UntilUs));
    }
}
