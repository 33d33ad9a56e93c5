using Sunqar.Core.Cases;
using Sunqar.Storage.Log;

namespace Sunqar.Work.Acting;

/// <summary>What pages and addresses pass to reach the desk of acts. The server listens before the journal is replayed, so the desk comes
/// later; until then the door is closed.</summary>
public sealed class ActDoor
{
    private volatile ActDesk? _desk;
    private volatile OversightLog? _log;
    private long _marked = -1;

    /// <summary>Null while the journal is replayed and after the server began to stop.</summary>
    public ActDesk? Current => _desk;

    /// <summary>The log over the acts; null as long as the desk is.</summary>
    public OversightLog? Log => _log;

    /// <summary>The leaf that last said where the journal's streams stand; -1 before the first since the start.</summary>
    public long Marked => Interlocked.Read(ref _marked);

    /// <summary>A leaf says where the journal's streams stand.</summary>
    public void Mark(long leaf) => Interlocked.Exchange(ref _marked, leaf);

    /// <summary>A case as it stands; null where there is none, or while the journal is replayed.</summary>
    public Case? Case(string id) => _desk?.Read(state => state.Of<CaseBook>().Find(id));

    public void Open(ActDesk desk, OversightLog? log = null) => (_desk, _log) = (desk, log);

    public void Close() => (_desk, _log) = (null, null);
}
