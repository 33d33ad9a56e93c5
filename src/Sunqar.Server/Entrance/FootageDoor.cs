using Sunqar.Work.Footage;

namespace Sunqar.Server.Entrance;

/// <summary>What the addresses of footage reach; comes with the data folder.</summary>
public sealed class FootageDoor
{
    private volatile FootageOffice? _office;

    /// <summary>Null while the journal is replayed and after the server began to stop.</summary>
    public FootageOffice? Current => _office;

    public void Open(FootageOffice office) => _office = office;

    public void Close() => _office = null;
}
