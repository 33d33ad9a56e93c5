using System.Text;
using System.Text.Json;
using Sunqar.Core.Facts;
using Sunqar.Formats;
using Sunqar.Formats.Lists;
using Sunqar.Storage.Disk;
using Sunqar.Storage.Keys;

namespace Sunqar.Work.Imports;

/// <summary>A list that waits in the inbox.</summary>
/// <param name="Name">The file's name where it came from, for messages.</param>
/// <param name="SkipBad">Bad rows are passed over.</param>
/// <param name="Import">What was checked and put there, as <see cref="CheckedFile.Import"/>: another list in its place is not
/// taken.</param>
/// <param name="MayShrink">As <see cref="CheckedFile.MayShrink"/>.</param>
public sealed record ListOrder(string Name, string Format, string Import, bool SkipBad, bool MayShrink = false);

/// <summary>What the running server did with a list.</summary>
/// <param name="Refusal">Why it took nothing; null where it did.</param>
/// <param name="Fact">The import's end, as it stands in the journal; null where it was refused.</param>
/// <param name="IsNew">False where the journal held it before.</param>
public sealed record ListAnswer(string? Refusal, ImportCompleted? Fact, bool IsNew);

/// <summary>
/// How a list reaches a running server, which alone may write the journal: a folder beside the journal. A list is put there whole under a
/// name of its own, its order beside it says what it is under a seal of the root key (lists change decisions: who can only write the folder
/// gives none), and the server puts its answer beside both.
/// </summary>
/// <param name="data">The data folder.</param>
/// <param name="seal">Of <see cref="SealUse"/>.</param>
public sealed class ListInbox(string data, FolderSeal seal)
{
    /// <summary>What the seals of its orders are for.</summary>
    public const string SealUse = "lists in the inbox";

    /// <summary>Bytes of one list.</summary>
    public const long BytesMax = 1L << 30;

    /// <summary>A server that took a list and was killed over it never answers.</summary>
    private static readonly TimeSpan TakenMax = TimeSpan.FromMinutes(5);

    private const string OrderEnd = ".order",
        TakenEnd = ".taken",
        AnswerEnd = ".answer",
        ListEnd = ".list",
        PartEnd = ".part";

    private const int OrderBytesMax = 16_384;

    private readonly string _folder = Path.Combine(data, "inbox");

    /// <summary>Only lists: what needs new subjects (transfers) must not come between a payment's subjects and their facts.</summary>
    public static bool Takes(string format) => ListFile.FormatNames.Contains(format);

    /// <summary>Puts a checked list into the inbox and waits for the server's answer.</summary>
    /// <returns>Null where no server took it in time; then it is withdrawn.</returns>
    /// <exception cref="IOException">The inbox cannot be written.</exception>
    public async Task<ListAnswer?> HandOverAsync(CheckedFile file, bool skipBad, TimeSpan patience, CancellationToken cancel = default)
    {
        PrivateFolder.Make(_folder);
        var id = Guid.NewGuid().ToString("N");
        try
        {
            File.Copy(file.Path, Of(id, ListEnd));
            Write(Of(id, OrderEnd), Sealed(new ListOrder(Path.GetFileName(file.Path), file.Format, file.Import, skipBad, file.MayShrink)));
            for (var waited = TimeSpan.Zero; ; waited += TimeSpan.FromMilliseconds(50))
            {
                if (File.Exists(Of(id, AnswerEnd)))
                    return Read<ListAnswer>(Of(id, AnswerEnd), File.ReadAllBytes(Of(id, AnswerEnd)));
                // Once it is taken there is an end to wait for; before that nobody may be there at all.
                if (waited > patience && (Withdraw(id) || waited > TakenMax))
                    return null;
                await Task.Delay(50, cancel);
            }
        }
        finally
        {
            Withdraw(id);
            File.Delete(Of(id, AnswerEnd));
        }
    }

    /// <summary>Orders that nobody has taken, in no order.</summary>
    internal IReadOnlyList<string> Waiting() =>
        Directory.Exists(_folder)
            ? [.. Directory.EnumerateFiles(_folder, "*" + OrderEnd).Select(path => Path.GetFileNameWithoutExtension(path))]
            : [];

    /// <summary>Takes an order; null where it was withdrawn meanwhile.</summary>
    /// <exception cref="IOException">It cannot be read, or is not under the seal.</exception>
    internal ListOrder? Take(string id)
    {
        try
        {
            File.Move(Of(id, OrderEnd), Of(id, TakenEnd));
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        var bytes = InputText.Read(Of(id, TakenEnd), OrderBytesMax, out var bad);
        var end = bytes.LastIndexOf('\n');
        var order = Encoding.UTF8.GetBytes(bytes[..Math.Max(0, end)]);
        return bad is null && end > 0 && seal.Holds(order, bytes[(end + 1)..])
            ? Read<ListOrder>(Of(id, TakenEnd), order)
            : throw new IOException($"{Of(id, TakenEnd)} is no order that was given with this folder's root key.");
    }

    private byte[] Sealed(ListOrder order)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(order);
        return [.. json, (byte)'\n', .. Encoding.ASCII.GetBytes(seal.Of(json))];
    }

    /// <summary>The list itself.</summary>
    internal string ListOf(string id) => Of(id, ListEnd);

    /// <summary>Answers a taken order, which ends it.</summary>
    internal void Answer(string id, ListAnswer answer)
    {
        Write(Of(id, AnswerEnd), JsonSerializer.SerializeToUtf8Bytes(answer));
        File.Delete(Of(id, TakenEnd));
        File.Delete(Of(id, ListEnd));
    }

    /// <summary>What a server left that was stopped over it, and answers that nobody came for, go. Whoever waits for one asks
    /// again.</summary>
    internal void Sweep()
    {
        if (!Directory.Exists(_folder))
            return;
        foreach (var end in (string[])[TakenEnd, AnswerEnd, PartEnd])
        {
            foreach (var path in Directory.EnumerateFiles(_folder, "*" + end))
            {
                if (end == TakenEnd)
                    File.Delete(Of(Path.GetFileNameWithoutExtension(path), ListEnd));
                File.Delete(path);
            }
        }
    }

    private bool Withdraw(string id)
    {
        // A name can be moved once: either the server has taken the order, or nobody will.
        if (File.Exists(Of(id, TakenEnd)) || File.Exists(Of(id, AnswerEnd)))
            return false;
        File.Delete(Of(id, OrderEnd));
        if (File.Exists(Of(id, TakenEnd)))
            return false;
        File.Delete(Of(id, ListEnd));
        return true;
    }

    private string Of(string id, string end) => Path.Combine(_folder, id + end);

    private static void Write(string path, byte[] bytes)
    {
        // Written aside and moved: nobody meets half of it.
        var part = path + PartEnd;
        File.WriteAllBytes(part, bytes);
        File.Move(part, path);
    }

    private static T? Read<T>(string path, byte[] bytes)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(bytes);
        }
        catch (JsonException error)
        {
            throw new IOException($"{path} cannot be read: {error.Message}", error);
        }
    }
}
