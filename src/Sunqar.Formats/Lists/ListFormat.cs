using Sunqar.Core.Facts;

namespace Sunqar.Formats.Lists;

/// <summary>One kind of list. Each is one file of this folder and one line of <see cref="ListFormats"/>.</summary>
internal abstract class ListFormat
{
    /// <summary>What <c>--format</c> calls it.</summary>
    public abstract string Name { get; }

    /// <summary>Whether a file with these first bytes is of this kind.</summary>
    public abstract bool Knows(ReadOnlySpan<byte> head);

    /// <summary>Reads the list and hands over its facts in runs; why it cannot be taken, or null. The position of the stream is its
    /// start.</summary>
    public abstract BadInput? Read(Stream stream, ListReading reading);
}

/// <summary>Every kind of list, the most particular first.</summary>
internal static class ListFormats
{
    public static readonly IReadOnlyList<ListFormat> All =
    [
        new UnConsolidated(),
        new EuFinancialSanctions(),
        new UkConListXml(),
        new UkDesignationsXml(),
        new OfacSdn(),
        new PhishingDomains(),
        new UkSanctionsTable(),
        new RegistryTable(),
        new RiskWalletTable(),
        new EnergyTable(),
        new NamesList(),
        new RateTableFile(),
        new ActorPack(),
        new TagPack(),
    ];

    public static ListFormat? Named(string name) => All.FirstOrDefault(f => f.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    public static ListFormat? Knowing(ReadOnlySpan<byte> head)
    {
        foreach (var format in All)
        {
            if (format.Knows(head))
            {
                return format;
            }
        }
        return null;
    }
}

/// <summary>What a list reader is given and what it counts.</summary>
/// <param name="latestUs">No statement can hold as of later than this moment, microseconds since 1970-01-01T00:00:00Z.</param>
internal sealed class ListReading(
    string file,
    Action<Fact> take,
    Action<BadInput>? badRows,
    Action<long>? bytesRead,
    long latestUs = long.MaxValue
)
{
    /// <summary>Items that one fact carries at most, and about how many bytes: a fact must stay well below the journal's record limit of 1
    /// MiB.</summary>
    private const int RunMax = 1_000,
        RunBytesMax = 300_000;

    public string File { get; } = file;

    public Action<BadInput>? BadRows { get; } = badRows;

    public Action<long>? BytesRead { get; } = bytesRead;

    public long LatestUs { get; } = latestUs;

    /// <summary>Labels, entries, domains, ... handed over.</summary>
    public long Taken { get; set; }

    public long Skipped { get; set; }

    public void Take(Fact fact) => take(fact);

    /// <summary>Gives a bad item to whoever takes them; false where nobody does and reading must stop.</summary>
    public bool Skip(BadInput bad)
    {
        if (BadRows is null)
        {
            return false;
        }
        BadRows(bad);
        Skipped++;
        return true;
    }

    /// <summary>Hands over items in runs, each a fact.</summary>
    /// <param name="bytes">About how large an item is.</param>
    public void TakeRuns<T>(IEnumerable<T> items, Func<T, int> bytes, Func<IReadOnlyList<T>, Fact> fact)
    {
        var run = new List<T>();
        var weight = 0;
        foreach (var item in items)
        {
            var size = bytes(item);
            if (run.Count == RunMax || (run.Count > 0 && weight + size > RunBytesMax))
            {
                Take(fact(run));
                (run, weight) = ([], 0);
            }
            run.Add(item);
            weight += size;
            Taken++;
        }
        if (run.Count > 0)
        {
            Take(fact(run));
        }
    }

    /// <summary>About how many bytes texts take.</summary>
    public static int Bytes(params IEnumerable<string> texts) => texts.Sum(t => System.Text.Encoding.UTF8.GetByteCount(t) + 4);
}
