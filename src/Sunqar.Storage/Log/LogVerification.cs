using Sunqar.Core.Merkle;
using Sunqar.Storage.Disk;
using Sunqar.Storage.Files;
using Sunqar.Storage.Journal;

namespace Sunqar.Storage.Log;

/// <summary>
/// Verifies a data folder, or a copy of one, from scratch with nothing but the public key: every leaf from the journal's records, the tree,
/// each kept head, and the hash chain of every stream. What was tampered with is named as far as what is left can tell.
/// </summary>
public sealed class LogVerification
{
    private readonly string _folder;
    private readonly LogKey _key;
    private readonly Action<LogFinding> _tell;
    private int _faults;

    private LogVerification(string folder, LogKey key, Action<LogFinding> tell) => (_folder, _key, _tell) = (folder, key, tell);

    /// <param name="folder">The data folder, or a copy of its <c>journal</c> and <c>log</c>.</param>
    /// <param name="others">Signed heads that somebody else kept, such as a witness: they must fit too.</param>
    /// <param name="tell">Is told each finding.</param>
    /// <param name="progress">Is told bytes of the journal done.</param>
    /// <exception cref="DirectoryNotFoundException">There is no journal in the folder.</exception>
    public static LogVerified Run(
        string folder,
        LogKey key,
        IReadOnlyList<string> others,
        Action<LogFinding> tell,
        Action<long>? progress = null,
        string stream = "acts"
    ) => new LogVerification(folder, key, tell).Run(others, progress ?? (_ => { }), stream);

    private LogVerified Run(IReadOnlyList<string> others, Action<long> progress, string stream)
    {
        var journal = Path.Combine(_folder, "journal");
        if (!Directory.Exists(journal))
            throw new DirectoryNotFoundException($"{_folder} holds no journal; expected a data folder or a copy of one.");
        using var heads = new KeptHeads(Path.Combine(_folder, OversightLog.FolderName, HeadFile.Name), _key, others, Tell);
        using var leaves = new LeafWalk(_folder, stream, heads, Tell);
        var marked = new MarkedStreams(_folder, Tell);
        var fault = StreamExamination.Walk(Path.Combine(journal, stream), new Both(leaves, marked), progress);
        var records = 0L;
        foreach (var name in OsDisk.Instance.Folders(journal).Where(name => name != stream))
        {
            var counter = new Counter();
            Examine(
                name,
                StreamExamination.Walk(
                    Path.Combine(journal, name),
                    counter,
                    progress,
                    (next, chain) => marked.EndOfBatch(name, next, chain)
                )
            );
            records += counter.Count;
        }
        marked.Finish();
        Examine(stream, fault);
        leaves.Finish(isWhole: fault is null or { IsUnfinishedWrite: true });
        return new LogVerified(leaves.Count, heads.Count, records + leaves.Count, leaves.Covered, _faults);
    }

    private void Examine(string stream, StreamFault? fault)
    {
        if (fault is null)
            return;
        Tell(
            new LogFinding(
                fault.IsUnfinishedWrite ? LogFault.None : LogFault.Damaged,
                -1,
                $"{fault.File}, offset {fault.Offset}",
                $"stream {stream}, record {fault.Sequence}: {fault.What}"
            )
        );
    }

    private void Tell(LogFinding finding)
    {
        if (finding.IsFault)
            _faults++;
        _tell(finding);
    }

    private sealed class Both(IRecordSink one, IRecordSink other) : IRecordSink
    {
        public void Add(long sequence, long recordedUs, ReadOnlySpan<byte> record)
        {
            one.Add(sequence, recordedUs, record);
            other.Add(sequence, recordedUs, record);
        }
    }

    private sealed class Counter : IRecordSink
    {
        public long Count { get; private set; }

        public void Add(long sequence, long recordedUs, ReadOnlySpan<byte> record) => Count++;
    }
}
