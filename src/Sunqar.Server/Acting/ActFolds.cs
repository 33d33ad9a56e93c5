using Sunqar.Core.Acts;
using Sunqar.Core.Cases;
using Sunqar.Core.Cases.Ledger;

namespace Sunqar.Server.Acting;

/// <summary>The folds that commands are decided on: a room that has one puts it here, on a line of its own.</summary>
public static class ActFolds
{
    public static IEnumerable<IActFold> Fresh() =>
    [
        new CaseBook(),
        new AssetLedger(),
    ];
}
