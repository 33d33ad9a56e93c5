using Sunqar.Core.Acts;
using Sunqar.Core.Cases;
using Sunqar.Core.Cases.Ledger;
using Sunqar.Core.Oversight;

namespace Sunqar.Server.Acting;

/// <summary>The folds that commands are decided on: a room that has one puts it here, on a line of its own.</summary>
public static class ActFolds
{
    public static IEnumerable<IActFold> Fresh()
    {
        var cases = new CaseBook();
        var flags = new FlagBook();
        var access = new AccessBook(cases, new NobodyYet());
        return
        [
            cases,
            new AssetLedger(),
            flags,
            access,
            new AlarmBook(flags, access),
            new WorkBook(),
        ];
    }

    /// <summary>Until accounts are kept nobody can be drawn, so nothing is granted.</summary>
    private sealed class NobodyYet : IStaffRoll
    {
        public IEnumerable<StaffMember> Staff => [];
    }
}
