using Sunqar.Core.Acts;
using Sunqar.Core.People;

namespace Sunqar.Core.Oversight;

/// <summary>An account as far as looks depend on it.</summary>
/// <param name="SinceUs">Since when it has had this role and unit, microseconds since 1970-01-01T00:00:00Z: nobody is made a head in order
/// to answer a request that waits.</param>
public sealed record StaffMember(string Account, Role Role, string Unit, long SinceUs, bool IsActive);

/// <summary>Who works here, as the accounts' fold knows it.</summary>
public interface IStaffRoll
{
    IEnumerable<StaffMember> Staff { get; }
}

/// <summary>The accounts, read as they stand.</summary>
public sealed class StaffRoll(Staff accounts) : IStaffRoll
{
    public IEnumerable<StaffMember> Staff =>
        accounts.Accounts.Select(account => new StaffMember(
            account.Id,
            account.Role,
            account.Unit,
            account.PostSinceUs,
            account.Standing == Standing.Good
        ));
}
