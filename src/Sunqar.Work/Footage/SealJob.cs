using Sunqar.Core.Footage;
using Sunqar.Formats.Footage;

namespace Sunqar.Work.Footage;

/// <summary>What is to be sealed, and how.</summary>
/// <param name="Recordings">The folder with the files.</param>
/// <param name="Terminals">Whose; files of others are left for their own run.</param>
/// <param name="KeyPath">Null for the place beside the folder.</param>
/// <param name="KeptDays">How long the bank keeps footage; null for the least that is lawful.</param>
/// <param name="ClockOffsetMs">The recorder's clock against true time; null where nobody measured it.</param>
/// <param name="Removes">Whether a recording goes once it is sealed, signed and on disk.</param>
public sealed record SealOptions(
    string Recordings,
    IReadOnlyList<string> Terminals,
    string? KeyPath = null,
    int? KeptDays = null,
    int? ClockOffsetMs = null,
    BurntClock? Clock = null,
    bool Removes = false
);

/// <summary>What came of sealing.</summary>
public abstract record SealOutcome
{
    private SealOutcome() { }

    /// <param name="New">Recordings sealed now.</param>
    /// <param name="Before">Sealed before, and the same.</param>
    /// <param name="Others">Left, since they are of other terminals.</param>
    /// <param name="IsLooked">Whether the pictures were looked at, which takes ffmpeg.</param>
    public sealed record Sealed(int New, int Before, int Others, long Bytes, bool IsLooked) : SealOutcome;

    /// <summary>Nothing was signed. The reason names the file and what was expected.</summary>
    public sealed record Refused(string Why) : SealOutcome;
}

/// <summary>
/// Seals a folder's recordings: each is read, looked at and encrypted, and one signed head covers the manifests of all. Every file is
/// examined before the first is sealed, so that a bad one leaves nothing half done.
/// </summary>
public sealed class SealJob(SealOptions options, TimeProvider clock, IVideoTools tools)
{
    /// <summary>Files of one run: a month of hours of forty cameras.</summary>
    private const int FilesMax = 30_000;

    private bool _isLooked = true;

    public SealOutcome Run(string manifest)
    {
        if (!Directory.Exists(options.Recordings))
            return new SealOutcome.Refused($"{options.Recordings}: there is no such folder; expected the folder of the recordings");
        var (files, others, why) = Files();
        if (why is not null)
            return new SealOutcome.Refused(why);
        if (files.Count == 0)
            return new SealOutcome.Refused($"{options.Recordings}: there is no recording in it; expected files {SegmentName.Expected}");
        switch (FootageBook.Open(options.Recordings, options.KeyPath, options.KeptDays ?? FootageTerms.DaysMin))
        {
            case BookOutcome.Opened opened:
                using (opened.Book)
                    return Run(opened.Book, files, others, manifest);
            case BookOutcome.Refused refused:
                return new SealOutcome.Refused(refused.Why);
            default:
                throw new InvalidOperationException("An outcome that this job does not know.");
        }
    }

    private SealOutcome Run(FootageBook book, List<(string Path, SegmentKey Key)> files, int others, string manifest)
    {
        if (options.KeptDays is { } days && days != book.KeptDays)
            return new SealOutcome.Refused($"{book.Folder.Manifest} says {book.KeptDays} days; expected the same, since it is signed");
        var examined = new List<(string Path, SegmentKey Key, Mp4Video Video, PictureLook? Look)>();
        var before = 0;
        foreach (var (path, key) in files)
        {
            if (book.Find(key) is { } known)
            {
                if (Changed(book, path, known) is { } changed)
                    return new SealOutcome.Refused(changed);
                before++;
                continue;
            }
            var (video, look, why) = Examine(path);
            if (why is not null)
                return new SealOutcome.Refused($"{path}: {why}");
            examined.Add((path, key, video!, look));
        }
        var bytes = 0L;
        foreach (var (path, key, video, look) in examined)
            bytes += Seal(book, path, key, video, look);
        book.Sign((clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);
        book.CopyTo(manifest);
        if (options.Removes)
        {
            foreach (var (path, _) in files)
                File.Delete(path);
        }
        return new SealOutcome.Sealed(examined.Count, before, others, bytes, _isLooked);
    }

    /// <summary>The recordings of the terminals asked for, in the order of time.</summary>
    private (List<(string Path, SegmentKey Key)> Files, int Others, string? Why) Files()
    {
        var (files, others) = (new List<(string Path, SegmentKey Key)>(), 0);
        foreach (var path in Directory.EnumerateFiles(options.Recordings, "*" + SegmentName.Extension))
        {
            if (SegmentName.Parse(Path.GetFileNameWithoutExtension(path)) is not { } key)
                return ([], 0, $"{path}: this is no recording's name; expected {SegmentName.Expected}");
            if (!options.Terminals.Contains(key.Terminal))
            {
                others++;
                continue;
            }
            files.Add((path, key));
            if (files.Count > FilesMax)
                return ([], 0, $"{options.Recordings}: there are too many recordings; expected at most {FilesMax} in one run");
        }
        files.Sort((a, b) => (a.Key.StartUs, a.Path).CompareTo((b.Key.StartUs, b.Path)));
        return (files, others, null);
    }

    /// <summary>Whether a file under the name of one that is committed already is another; null where it is the same.</summary>
    private static string? Changed(FootageBook book, string path, Segment known)
    {
        var name = SegmentName.Of(known.Key);
        if (book.IsDeleted(known.Key) || !book.Folder.Holds(name))
            return $"{path}: this recording was committed before, and its sealed file is gone; expected it in {book.Folder.Path}";
        using var plain = Read(path);
        using var sealedBefore = book.Folder.Open(name);
        return book.Sealer.IsOf(name, plain, sealedBefore, known.Root.Span)
            ? null
            : $"{path}: another recording was sealed and committed under this name; expected the same bytes";
    }

    private (Mp4Video? Video, PictureLook? Look, string? Why) Examine(string path)
    {
        Mp4Video? video = null;
        using (var file = Read(path))
        {
            if (file.Length > SegmentTree.SealedBytesMax / 2)
                return (null, null, $"it is too large; expected at most {SegmentTree.SealedBytesMax >> 31} GiB");
            switch (Mp4Header.Read(file))
            {
                case Mp4Reading.Refused refused:
                    return (null, null, $"{refused.Reason}; expected {refused.Expected}");
                case Mp4Reading.Read read:
                    video = read.Video;
                    break;
            }
        }
        switch (tools.Probe(path))
        {
            case ToolOutcome<Mp4Video>.Refused refused:
                return (null, null, $"{refused.Reason}; expected a video that ffprobe can read");
            case ToolOutcome<Mp4Video>.Found found:
                video = found.Value;
                break;
        }
        if (video!.LengthUs is <= 0 or > FootageTerms.LengthUsMax)
            return (null, null, "its header states no length, or more than two days; expected a recording that was closed");
        switch (tools.Look(path, video.LengthUs, options.Clock))
        {
            case ToolOutcome<PictureLook>.Refused refused:
                return (null, null, $"{refused.Reason}; expected pictures that ffmpeg can read");
            case ToolOutcome<PictureLook>.Found found:
                return (video, found.Value, null);
            default:
                _isLooked = false;
                return (video, null, null);
        }
    }

    private long Seal(FootageBook book, string path, SegmentKey key, Mp4Video video, PictureLook? look)
    {
        var name = SegmentName.Of(key);
        using var plain = Read(path);
        var (tree, bytes) = book.Folder.Put(name, into => book.Sealer.Seal(name, plain, into));
        book.Add(
            new Segment(
                key.Terminal,
                key.Camera,
                key.StartUs,
                key.StartUs + video.LengthUs,
                options.ClockOffsetMs,
                video.Codec,
                video.Width,
                video.Height,
                bytes,
                tree.Root,
                book.LastOf(key.Terminal, key.Camera),
                look
            )
        );
        return bytes;
    }

    private static FileStream Read(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 0, FileOptions.SequentialScan);
}
