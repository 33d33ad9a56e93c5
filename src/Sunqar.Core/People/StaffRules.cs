using Sunqar.Core.Acts;

namespace Sunqar.Core.People;

/// <summary>What holds for accounts whoever asks.</summary>
public static class StaffRules
{
    /// <summary>Roles that a person is asked in for.</summary>
    public static IReadOnlyList<Role> PeopleRoles { get; } =
    [Role.Analyst, Role.Officer, Role.Head, Role.Supervisor, Role.Overseer, Role.Admin];

    public const int UnitLengthMax = 32;

    public const int ReasonLengthMax = 300;

    /// <summary>Who approves, who watches, and who acts on platforms and sites: no single person makes, limits, suspends or renews
    /// one.</summary>
    public static bool IsGuarded(Role role) => role is Role.Head or Role.Supervisor or Role.Overseer or Role.Admin;

    /// <summary>A unit is a short code, so that it stays comparable and names nobody: small letters, digits, hyphens.</summary>
    public static bool IsUnit(string unit) =>
        unit.Length is > 0 and <= UnitLengthMax && unit.All(c => c is >= 'a' and <= 'z' or >= '0' and <= '9' or '-') && unit[0] != '-';

    internal static CommandOutcome.Refused? UnfitPost(Role role, string unit)
    {
        if (!PeopleRoles.Contains(role))
            return new CommandOutcome.Refused(RefusalKind.Invalid, "No person has this role.", "role");
        return IsUnit(unit)
            ? null
            : new CommandOutcome.Refused(
                RefusalKind.Invalid,
                $"A unit has 1 to {UnitLengthMax} small letters, digits and hyphens.",
                "unit"
            );
    }

    internal static CommandOutcome.Refused? UnfitReason(string reason) =>
        reason.Length is > 0 and <= ReasonLengthMax && !reason.Any(char.IsControl)
            ? null
            : new CommandOutcome.Refused(RefusalKind.Invalid, $"A reason has 1 to {ReasonLengthMax} characters on one line.", "reason");
}
