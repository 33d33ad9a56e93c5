namespace Sunqar.Server.Acting;

/// <summary>What pages and addresses pass to reach the desk of acts. The server listens before the journal is replayed, so the desk comes later; until then the door is closed.</summary>
public sealed class ActDoor
{
    private volatile ActDesk? _desk;

    /// <summary>Null while the journal is replayed and after the server began to stop.</summary>
    public ActDesk? Current => _desk;

    public void Open(ActDesk desk) => _desk = desk;

    public void Close() => _desk = null;
}
