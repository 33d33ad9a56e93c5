using System.Security.Cryptography;
using System.Text;
using Sunqar.Core.Chain;
using Sunqar.Core.Facts;
using Sunqar.Core.Payments;
using Sunqar.Core.Registry;
using Sunqar.Core.Transfers;
using Sunqar.Formats;
using Sunqar.Formats.Columnar;
using Sunqar.Formats.Lists;
using Sunqar.Formats.Transfers;
using Sunqar.Storage.Journal;
using Sunqar.Storage.Keys;

namespace Sunqar.Work.Imports;

/// <summary>A file that was read whole and found good (or good but for rows to be passed over).</summary>
/// <param name="Import">SHA-256 of its bytes and the format read, in hexadecimal.</param>
/// <param name="Rows">Transfers, labels, entries, ... to be imported.</param>
public sealed record CheckedFile(string Path, string Format, string Import, long Rows, long LeftOut, long Skipped)
{
    /// <summary>Ids that stand for a terminal or a platform somewhere in the file, and so are nobody's own.</summary>
    internal Utf8Interner OpenIds { get; init; } = new();

    /// <summary>The currency that the caller gave those rows that state none; unstated where none was given or all state one.</summary>
    public Currency Given { get; init; }

    /// <summary>By which the file is read where it is of no known layout; null for none.</summary>
    public TransferMapping? Mapping { get; init; }

    /// <summary>The watchlist that the file holds; null where it holds none.</summary>
    internal CheckedWatchlist? Watchlist { get; init; }

    /// <summary>The watchlist that the file holds as it stands at a moment, by its date and age; null where it holds none.</summary>
    /// <param name="nowUs">Microseconds since 1970-01-01T00:00:00Z.</param>
    public WatchlistStanding? StandingAt(long nowUs) =>
        Watchlist is { } list ? WatchlistLimits.StandingOf(list.List, list.Version, list.EntryIds.Count, list.PublishedUs, nowUs) : null;

    /// <summary>As it was checked against; what is read again must be refused or passed over alike.</summary>
    internal long LatestUs { get; init; }

    /// <summary>A list that replaces its last version is taken though it lacks more than half of its entries.</summary>
    public bool MayShrink { get; init; }
}

/// <summary>What a watchlist's file would put in the place of the version in force.</summary>
internal sealed record CheckedWatchlist(string List, string Version, long PublishedUs, IReadOnlySet<string> EntryIds);

/// <summary>How the check of a file ended.</summary>
public abstract record CheckOutcome
{
    private CheckOutcome() { }

    public sealed record Good(CheckedFile File) : CheckOutcome;

    /// <summary>The file cannot be taken.</summary>
    public sealed record Refused(BadInput Why) : CheckOutcome;
}

/// <summary>How an import ended.</summary>
public abstract record ImportOutcome
{
    private ImportOutcome() { }

    /// <summary>Everything is on disk and counts.</summary>
    public sealed record Imported(ImportCompleted Fact) : ImportOutcome;

    /// <summary>The same file was imported before; nothing was added.</summary>
    public sealed record AlreadyThere(ImportCompleted Fact) : ImportOutcome;

    /// <summary>The file is not what was checked; what was appended of it does not count.</summary>
    public sealed record Refused(BadInput Why) : ImportOutcome;
}

/// <summary>
/// Brings files of other people's making into the journal. A file is read twice: first it is checked to its end, and only a good one is
/// appended, in parts that count once the completion fact follows. So a bad row, a full disk or a crash leaves nothing half-imported
/// (docs/decisions/0006).
/// </summary>
public sealed class ImportJob(IJournal journal, PaymentSealer sealer)
{
    private const int HeadBytes = 4_096;

    private Dictionary<string, ImportCompleted>? _completed;

    /// <summary>The names that a format argument may have.</summary>
    public static IReadOnlyList<string> FormatNames { get; } = [.. TransferFile.FormatNames, .. ListFile.FormatNames];

    private Dictionary<string, ImportCompleted> Completed =>
        _completed ??= journal.Read<ImportCompleted>(Streams.Imports).DistinctBy(c => c.Import).ToDictionary(c => c.Import);

    /// <summary>Reads a file to its end and keeps nothing of it.</summary>
    /// <param name="format">One of <see cref="FormatNames"/>; null to tell it by the file's beginning.</param>
    /// <param name="badRows">Takes each bad row, and reading goes on; null: the first bad row refuses the file.</param>
    /// <param name="bytesRead">Told now and then how many bytes were read.</param>
    /// <param name="latestUs">No list, and no statement in one, can hold as of later than this moment, microseconds since
    /// 1970-01-01T00:00:00Z: it would count against every later one, and would never grow old.</param>
    /// <param name="given">The currency of transfers that state none; unstated leaves them of one unknown currency.</param>
    /// <param name="mapping">How transfers under other headers are read; null for none.</param>
    public static CheckOutcome Check(
        string path,
        string? format,
        Action<BadInput>? badRows,
        Action<long>? bytesRead,
        long latestUs,
        Currency given = Currency.Unstated,
        TransferMapping? mapping = null
    )
    {
        if (format is not null && !FormatNames.Contains(format, StringComparer.OrdinalIgnoreCase))
        {
            return new CheckOutcome.Refused(new(path, 0, 0, null, $"there is no format \"{format}\"", string.Join(", ", FormatNames)));
        }
        try
        {
            var open = new OpenIds();
            var named = new CurrencyGiven(given, open);
            var (ids, list) = (new HashSet<string>(StringComparer.Ordinal), (WatchlistPublished?)null);
            void Note(Fact fact)
            {
                if (fact is WatchlistEntries entries)
                    ids.UnionWith(entries.Entries.Select(entry => entry.Id));
                list = fact as WatchlistPublished ?? list;
            }
            return Read(path, format, mapping, named, _ => { }, Note, badRows, bytesRead, latestUs) switch
            {
                Reading.Done when list is { } dated && dated.PublishedUs > latestUs => new CheckOutcome.Refused(
                    new(path, 0, 0, null, $"the list {dated.List} of {dated.Version} is yet to come", "a list of a day that has begun")
                ),
                Reading.Done done => new CheckOutcome.Good(
                    new(path, done.Format, IdOf(path, done.Format, mapping), done.Rows, done.LeftOut, done.Skipped)
                    {
                        OpenIds = open.Ids,
                        Given = named.Rows > 0 ? given : Currency.Unstated,
                        Mapping = mapping,
                        LatestUs = latestUs,
                        Watchlist = list is null ? null : new(list.List, list.Version, list.PublishedUs, ids),
                    }
                ),
                Reading.Refused refused => new CheckOutcome.Refused(refused.Why),
                _ => throw new InvalidOperationException("A reading that this job does not know."),
            };
        }
        catch (Exception e)
            when (e is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException or UnreadableTableException)
        {
            return new CheckOutcome.Refused(BadInput.Unreadable(path, e));
        }
    }

    /// <summary>Appends a checked file, unless the journal holds it already.</summary>
    /// <param name="skipBad">Bad rows are passed over, as they were in the check.</param>
    /// <exception cref="IOException">The journal or the key store could not take it; nothing of it counts.</exception>
    public ImportOutcome Import(CheckedFile file, bool skipBad, Action<long>? bytesRead)
    {
        if (Completed.TryGetValue(file.Import, out var before))
        {
            return before.Currency == file.Given.CodeOrEmpty()
                ? new ImportOutcome.AlreadyThere(before)
                : new ImportOutcome.Refused(OtherCurrency(file, before.Currency));
        }
        if (Unfit(file, []) is { } unfit)
        {
            return new ImportOutcome.Refused(unfit);
        }
        using var writer = journal.Open(Streams.Imports);
        var parts = new ImportParts(writer, sealer, file.Import);
        var transfers = new ImportedTransfers(parts, file.OpenIds);
        var chain = new ImportedChain(parts);
        var reading = Read(
            file.Path,
            file.Format,
            file.Mapping,
            new CurrencyGiven(file.Given, transfers),
            chain.Add,
            parts.Add,
            skipBad ? _ => { } : null,
            bytesRead,
            file.LatestUs
        );
        if (reading is Reading.Refused refused)
        {
            return new ImportOutcome.Refused(refused.Why);
        }
        transfers.End();
        chain.End();
        if (reading is not Reading.Done done || done.Rows != file.Rows || IdOf(file.Path, file.Format, file.Mapping) != file.Import)
        {
            return new ImportOutcome.Refused(
                new(file.Path, 0, 0, null, "the file changed while it was imported", "a file that nobody writes to")
            );
        }
        return new ImportOutcome.Imported(Completed[file.Import] = parts.Complete(file));
    }

    /// <summary>
    /// Why a watchlist must not take the place of the version in force: it would lift sanctions in silence. One cut short in the making or
    /// on its way lacks entries; another list under the same name lacks nearly all; an older one would change nothing.
    /// </summary>
    /// <param name="ahead">Files that are imported before it.</param>
    public BadInput? Unfit(CheckedFile file, IEnumerable<CheckedFile> ahead)
    {
        if (file.Watchlist is not { } list || Completed.ContainsKey(file.Import))
            return null;
        var before = ahead.Select(earlier => earlier.Watchlist).LastOrDefault(earlier => earlier?.List == list.List) ?? InForce(list.List);
        if (before is null)
            return null;
        var lacking = before.EntryIds.Count(id => !list.EntryIds.Contains(id));
        BadInput Bad(string reason, string expected) => new(file.Path, 0, 0, null, reason, expected);
        if (list.PublishedUs <= before.PublishedUs)
        {
            return Bad(
                $"the list {list.List} of {list.Version} is no newer than that "
                    + $"of {before.Version}, beside which it would count for nothing",
                $"a newer version, or another list under its own name ({lacking} of the {before.EntryIds.Count} parties are not in it)"
            );
        }
        return file.MayShrink || !WatchlistLimits.HasShrunk(list.List, before.EntryIds.Count, before.EntryIds.Count - lacking)
            ? null
            : Bad(
                $"{lacking} of the {before.EntryIds.Count} parties of {list.List} "
                    + $"{before.Version} are not in it, and it would take its place",
                "the whole list under its own name; --allow-shrink where it is meant to lack them"
            );
    }

    /// <summary>What is in the journal stays of the currency that it was said to be of: the same transfers must not count as of
    /// two.</summary>
    private static BadInput OtherCurrency(CheckedFile file, string before) =>
        new(
            file.Path,
            0,
            0,
            "currency",
            before.Length > 0 ? $"the file was imported before as of {before}" : "the file was imported before with its currency unstated",
            before.Length > 0 ? $"--currency {before}" : "no --currency"
        );

    /// <summary>The version of a list that counts.</summary>
    private CheckedWatchlist? InForce(string list)
    {
        var fold = new RegistryFold();
        foreach (var recorded in new ImportGate().Pass(journal.Read(Streams.Imports)))
        {
            if (
                recorded.Fact is WatchlistEntries entries && entries.List == list
                || recorded.Fact is WatchlistPublished published && published.List == list
            )
            {
                fold.Apply(recorded.Fact);
            }
        }
        var (registry, publishedUs) = (fold.Snapshot, fold.Snapshot.WatchlistPublishedUs(list));
        return registry.WatchlistVersion(list) is { } version
            ? new(list, version, publishedUs, registry.Watchlist(list).Select(entry => entry.Id).ToHashSet(StringComparer.Ordinal))
            : null;
    }

    private static string IdOf(string path, string format, TransferMapping? mapping)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        var buffer = new byte[1 << 20];
        for (var read = stream.Read(buffer); read > 0; read = stream.Read(buffer))
        {
            hash.AppendData(buffer, 0, read);
        }
        hash.AppendData(Encoding.UTF8.GetBytes(format));
        hash.AppendData(Encoding.UTF8.GetBytes(mapping?.ToString() ?? ""));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static Reading Read(
        string path,
        string? format,
        TransferMapping? mapping,
        ITransferSink transfers,
        Action<TokenTransfer> chain,
        Action<Fact> facts,
        Action<BadInput>? badRows,
        Action<long>? bytesRead,
        long latestUs
    )
    {
        using var stream = TableStream.Open(path, 1 << 16);
        var head = new byte[HeadBytes];
        var known = head.AsSpan(0, stream.ReadAtLeast(head, HeadBytes, throwOnEndOfStream: false));
        stream.Position = 0;
        format ??= mapping?.Name ?? ListFile.FormatOf(known) ?? TransferFile.FormatOf(known);
        if (format is not null && ListFile.FormatNames.Contains(format, StringComparer.OrdinalIgnoreCase))
        {
            return ListFile.Read(stream, path, format, facts, badRows, bytesRead, latestUs) switch
            {
                ListFileOutcome.Completed done => new Reading.Done(done.Format, done.Items, 0, done.Skipped),
                ListFileOutcome.Refused refused => new Reading.Refused(refused.Why),
                _ => throw new InvalidOperationException("A list's outcome that this job does not know."),
            };
        }
        var outcome = TransferFile.Trc20.Equals(format, StringComparison.OrdinalIgnoreCase)
            ? Trc20File.Read(stream, path, chain, badRows, bytesRead)
            : TransferFile.Read(stream, path, format, transfers, badRows, bytesRead, mapping);
        return outcome switch
        {
            TransferFileOutcome.Completed done => new Reading.Done(done.Format, done.Rows, done.LeftOut, done.Skipped),
            TransferFileOutcome.Refused { Why: { Line: <= 1, Row: null } why } when format is null => new Reading.Refused(
                why with
                {
                    Expected = $"{why.Expected}; or one of the lists {string.Join(", ", ListFile.FormatNames)}",
                }
            ),
            TransferFileOutcome.Refused refused => new Reading.Refused(refused.Why),
            _ => throw new InvalidOperationException("A transfers file's outcome that this job does not know."),
        };
    }

    private abstract record Reading
    {
        public sealed record Done(string Format, long Rows, long LeftOut, long Skipped) : Reading;

        public sealed record Refused(BadInput Why) : Reading;
    }
}
