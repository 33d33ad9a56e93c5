namespace Sunqar.Core.Transfers;

/// <summary>Passes on the rows of several files, each movement once (<see cref="ToldOnce"/>).</summary>
public sealed class OverlappingFiles(ITransferSink sink) : ITransferSink
{
    private readonly ToldOnce _told = new();

    /// <summary>Rows left out so far because an earlier file told them.</summary>
    public long Repeated => _told.Repeated;

    public void Add(in TransferRow row)
    {
        if (_told.IsNew(TransferContent.Of(row)))
            sink.Add(row);
    }

    /// <summary>A file is over: what it told is known to those that follow.</summary>
    public void EndFile() => _told.EndFile();
}
