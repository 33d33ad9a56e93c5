using Sunqar.Work.Situation;

namespace Sunqar.Server.Entrance;

/// <summary>What the wall and the map are drawn from; comes with the data folder.</summary>
public sealed class SituationDoor
{
    private volatile SituationBook? _book;

    /// <summary>Null while the journal is replayed.</summary>
    public SituationBook? Current => _book;

    public void Open(SituationBook book) => _book = book;
}
