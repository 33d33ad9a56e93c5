using Sunqar.Core.Acts;

namespace Sunqar.Server.Acting;

/// <summary>The folds that commands are decided on: a room that has one puts it here.</summary>
public static class ActFolds
{
    public static IEnumerable<IActFold> Fresh() => [];
}
