using Sunqar.Core.Acts;
using Sunqar.Core.Times;

namespace Sunqar.Core.People;

/// <summary>Whom work may be given to: somebody who is there, whatever id a form sent.</summary>
public static class Colleagues
{
    /// <summary>Why an account cannot be given work; null where it can.</summary>
    /// <param name="roles">Whose work it is.</param>
    public static string? Fault(ActState state, string account, IReadOnlyList<Role> roles, long nowUs)
    {
        if (state.Of<Staff>().Find(account) is not { Standing: not Standing.Suspended } known)
            return "There is no such colleague.";
        if (!roles.Contains(known.Role))
            return $"This is no work of {Article(known.Role)}.";
        return state.Of<AbsenceBook>().AwayUntil(account, nowUs) is > 0 and var until
            ? $"Away until {LocalTime.Kazakhstan.IsoDay(until)}: choose somebody else."
            : null;
    }

    private static string Article(Role role) =>
        (role is Role.Analyst or Role.Officer or Role.Overseer or Role.Admin ? "an " : "a ") + role.ToString().ToLowerInvariant();
}
