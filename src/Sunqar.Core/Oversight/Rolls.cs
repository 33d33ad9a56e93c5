using Sunqar.Core.Acts;

namespace Sunqar.Core.Oversight;

/// <summary>An account as far as looks depend on it.</summary>
/// <param name="SinceUs">Since when it has had this role and unit, microseconds since 1970-01-01T00:00:00Z: nobody is made a head in order to answer a request that waits.</param>
public sealed record StaffMember(string Account, Role Role, string Unit, long SinceUs, bool IsActive);

/// <summary>Who works here, as the accounts' fold knows it.</summary>
public interface IStaffRoll
{
    IEnumerable<StaffMember> Staff { get; }
}

/// <summary>A case as far as looks depend on it.</summary>
/// <param name="Officers">Accounts assigned to it.</param>
/// <param name="ClosedUs">When it was closed, microseconds since 1970-01-01T00:00:00Z; null while it is open.</param>
public sealed record CaseStanding(IReadOnlyCollection<string> Officers, long? ClosedUs)
{
    public bool IsOpen => ClosedUs is null;
}

/// <summary>The cases, as their fold knows them.</summary>
public interface ICaseRoll
{
    /// <summary>Null where there is no such case.</summary>
    CaseStanding? Find(string caseId);
}
