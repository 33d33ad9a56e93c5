using System.Collections.Concurrent;
using System.Globalization;
using Sunqar.Core.Footage;
using Sunqar.Core.Merkle;
using Sunqar.Formats;
using Sunqar.Formats.Footage;
using Sunqar.Storage.Disk;

namespace Sunqar.Work.Footage;

/// <summary>What came of a bank's delivery.</summary>
public abstract record Delivery
{
    private Delivery() { }

    /// <param name="Head">The last signed head; every line stands under it.</param>
    /// <param name="PublicKey">Of the manifest.</param>
    /// <param name="Bytes">Length of the whole manifest.</param>
    public sealed record Read(TreeHead Head, string PublicKey, long Bytes) : Delivery;

    /// <summary>It does not begin where the archive ends.</summary>
    public sealed record Elsewhere(long Bytes) : Delivery;

    public sealed record TooLong : Delivery;

    /// <summary>It cannot be read, or is not what the bank signed.</summary>
    public sealed record Refused(string Why) : Delivery;
}

/// <summary>
/// The banks' manifests as they were delivered, one file a bank and key, in <c>footage</c> of the data folder. The register says how much
/// of each file counts; what a delivery that was cut short left behind it is cut off. No picture and no person is in them.
/// </summary>
public sealed class ManifestArchive(string dataFolder)
{
    /// <summary>Of one delivery: a day of 30,000 cash machines in hours. What is longer is signed and delivered in parts.</summary>
    public const long DeliveryBytesMax = 256L << 20;

    private readonly string _folder = Path.Combine(dataFolder, "footage");
    private readonly ConcurrentDictionary<string, Shelf> _shelves = new(StringComparer.Ordinal);

    private sealed class Shelf
    {
        public SemaphoreSlim Lock { get; } = new(1, 1);

        /// <summary>Has read the file to <see cref="Bytes"/>; null where nobody has.</summary>
        public ManifestReader? Reader { get; set; }

        public long Bytes { get; set; }
    }

    /// <summary>Takes in what a bank sends, holds it against its signatures, and does what comes of it before anybody else may.</summary>
    /// <param name="known">As the register has it; null for a bank that never delivered.</param>
    /// <param name="from">Where in its manifest the delivery begins, bytes.</param>
    /// <param name="commit">Is given what was read, and says whether it counts; where it does not, nothing of it stays.</param>
    /// <exception cref="IOException">The file cannot be written, or is shorter than the register says.</exception>
    public async Task<Delivery> TakeAsync(
        string bank,
        BankFootage? known,
        long from,
        Stream body,
        Func<Delivery.Read, Task<bool>> commit,
        CancellationToken cancel
    )
    {
        var generation = known?.Generation ?? 0;
        var shelf = _shelves.GetOrAdd($"{bank}.{generation}", _ => new Shelf());
        await shelf.Lock.WaitAsync(cancel);
        try
        {
            var counts = known?.Head?.Bytes ?? 0;
            if (from != counts)
                return new Delivery.Elsewhere(counts);
            PrivateFolder.Make(_folder);
            await using var file = Open(PathOf(bank, generation), FileAccess.ReadWrite);
            if (file.Length < counts)
            {
                throw new IOException(
                    $"The manifest of {bank} has {file.Length} of {counts} bytes that were taken: restore it from a copy."
                );
            }
            file.SetLength(counts);
            file.Position = counts;
            var outcome = await CopyAsync(body, file, cancel) ? Examine(shelf, file, bank, known, counts) : new Delivery.TooLong();
            if (outcome is Delivery.Read read)
            {
                file.Flush(flushToDisk: true);
                if (await commit(read))
                {
                    shelf.Bytes = read.Bytes;
                    return outcome;
                }
            }
            shelf.Reader = null;
            file.SetLength(counts);
            return outcome;
        }
        catch
        {
            shelf.Reader = null;
            throw;
        }
        finally
        {
            shelf.Lock.Release();
        }
    }

    /// <summary>Reads a bank's manifest while nothing is added to it.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public async Task<T> ReadAsync<T>(BankFootage known, Func<string, T> read, CancellationToken cancel)
    {
        var shelf = _shelves.GetOrAdd($"{known.Bank}.{known.Generation}", _ => new Shelf());
        await shelf.Lock.WaitAsync(cancel);
        try
        {
            var path = PathOf(known.Bank, known.Generation);
            // What a process that was killed left behind the last head.
            await using (var file = Open(path, FileAccess.ReadWrite))
            {
                if (known.Head is { } head && file.Length > head.Bytes)
                    file.SetLength(head.Bytes);
            }
            return await Task.Run(() => read(path), cancel);
        }
        finally
        {
            shelf.Lock.Release();
        }
    }

    private static Delivery Examine(Shelf shelf, FileStream file, string bank, BankFootage? known, long counts)
    {
        var pinned = known is { Key.Length: > 0 } ? LogKey.Parse(known.Key) : null;
        var isAhead = shelf.Reader is not null && shelf.Bytes == counts;
        var reader = isAhead ? shelf.Reader! : new ManifestReader($"manifest of {bank}", pinned, NoSink.Instance);
        file.Position = isAhead ? counts : 0;
        shelf.Reader = reader;
        return reader.Read(file) switch
        {
            ManifestReading.Read { Unsigned: 0 } read when read.Head.Head.Size == reader.Tree.Size => new Delivery.Read(
                read.Head.Head,
                read.Opening.Key.Text,
                file.Length
            ),
            ManifestReading.Read read => new Delivery.Refused(
                $"{read.Unsigned} lines at the end are not signed; expected a signed head as the last line"
            ),
            ManifestReading.Refused refused => new Delivery.Refused(refused.Why.ToString()),
            ManifestReading.Broken broken => new Delivery.Refused(broken.Why.ToString()),
            _ => throw new InvalidOperationException("A reading that this archive does not know."),
        };
    }

    /// <returns>False where it is too long.</returns>
    private static async Task<bool> CopyAsync(Stream body, FileStream file, CancellationToken cancel)
    {
        var buffer = new byte[1 << 16];
        var left = DeliveryBytesMax;
        for (int read; (read = await body.ReadAsync(buffer, cancel)) > 0; )
        {
            if ((left -= read) < 0)
                return false;
            await file.WriteAsync(buffer.AsMemory(0, read), cancel);
        }
        await file.FlushAsync(cancel);
        return true;
    }

    private static FileStream Open(string path, FileAccess access)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = access,
            Share = FileShare.Read,
            Options = FileOptions.Asynchronous,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
    }

    // A bank's code comes from its key, which only names with letters and digits have; still no code may lead out of the folder.
    private string PathOf(string bank, int generation) =>
        Path.Combine(
            _folder,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Convert.ToHexStringLower(System.Text.Encoding.UTF8.GetBytes(bank))}.{generation}.ndjson"
            )
        );

    /// <summary>The archive only holds lines against their signatures.</summary>
    private sealed class NoSink : IManifestSink
    {
        public static readonly NoSink Instance = new();

        public void Take(Segment segment, ReadOnlyMemory<byte> leafHash) { }

        public void Take(Deletion deletion) { }

        public void Take(TreeHead head) { }
    }
}
