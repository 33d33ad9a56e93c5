using Sunqar.Storage.Files;
using Sunqar.Storage.Journal;
using Sunqar.Storage.Memory;

namespace Sunqar.Tests.Storage;

public sealed class MemoryJournalTests : JournalConformance
{
    protected override IJournal OpenJournal() => new MemoryJournal();

    protected override void Reopen() { }
}

public sealed class FolderJournalTests : JournalConformance
{
    private readonly TempFolder _folder = new();

    // Small segments, so that every test crosses their ends.
    protected override IJournal OpenJournal() => new FolderJournal(_folder.Path, new JournalFolderOptions { SegmentBytes = 2000 });

    public override void Dispose()
    {
        base.Dispose();
        _folder.Dispose();
    }
}

/// <summary>A folder of a test's own, gone afterwards.</summary>
internal sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("sunqar-test-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
