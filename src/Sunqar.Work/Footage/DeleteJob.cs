using Sunqar.Core.Footage;
using Sunqar.Formats.Footage;
using Sunqar.Storage.Footage;

namespace Sunqar.Work.Footage;

/// <summary>What came of deleting.</summary>
public abstract record DeleteOutcome
{
    private DeleteOutcome() { }

    /// <param name="Held">Past their time, and held.</param>
    public sealed record Deleted(int Count, int Held) : DeleteOutcome;

    public sealed record Refused(string Why) : DeleteOutcome;
}

/// <summary>
/// Deletes what is past its time and not held, and leaves a signed certificate of each. The certificate is on disk before the recording
/// goes; a run that was cut short between the two is finished by the next.
/// </summary>
public static class DeleteJob
{
    /// <param name="keyPath">Null for the place beside the folder.</param>
    /// <param name="nowUs">Microseconds since 1970-01-01T00:00:00Z.</param>
    public static DeleteOutcome Run(string recordings, string? keyPath, IReadOnlyList<FootageHold> holds, long nowUs, string manifest)
    {
        if (!File.Exists(new SealedFolder(recordings).Manifest))
            return new DeleteOutcome.Refused($"{recordings}: nothing is sealed here; expected a folder with {SealedFolder.Name} in it");
        if (FootageBook.Open(recordings, keyPath, FootageTerms.DaysMin) is not BookOutcome.Opened opened)
            return new DeleteOutcome.Refused($"{recordings}: its manifest is in use or not in order; expected it as sealing left it");
        using var book = opened.Book;
        var over = book.Kept.Where(one => FootageTerms.KeptUntilUs(one.EndUs, book.KeptDays) <= nowUs).ToList();
        var held = over.Where(one => holds.Any(hold => hold.Holds(one.Terminal, one.StartUs, one.EndUs, nowUs))).ToHashSet();
        foreach (var segment in over.Where(one => !held.Contains(one)).OrderBy(one => one.StartUs))
            book.Add(new Deletion(segment.Key, segment.Root, nowUs, $"kept for {book.KeptDays} days"));
        book.Sign(nowUs);
        foreach (var key in book.Deleted)
            book.Folder.Delete(SegmentName.Of(key));
        book.CopyTo(manifest);
        return new DeleteOutcome.Deleted(over.Count - held.Count, held.Count);
    }
}
