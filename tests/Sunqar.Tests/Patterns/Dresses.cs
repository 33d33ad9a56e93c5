using System.Text;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;

namespace Sunqar.Tests.Patterns;

/// <summary>A transfer outside any table, so that it can be written otherwise.</summary>
internal readonly record struct PlainTransfer(
    string Id,
    long TimeUs,
    string From,
    string To,
    long AmountMicro,
    Currency Currency,
    TransferKind Kind
);

/// <summary>What a dress may do to what is told.</summary>
internal enum DressLaw : byte
{
    /// <summary>Nothing.</summary>
    Equal,

    /// <summary>Nothing but to what hangs on a legal limit in a known currency.</summary>
    EqualButLegalLimits,

    /// <summary>Less is known, so less is told, and nothing of what was not told before.</summary>
    Loses,
}

/// <summary>One way in which others write the same transfers down.</summary>
/// <param name="Wear">The files, in order, that come of the transfers.</param>
/// <param name="Account">The name that an account gets.</param>
/// <param name="Row">How one transfer is written, where the dress changes each by itself.</param>
internal sealed record Dress(
    string Name,
    DressLaw Law,
    Func<IReadOnlyList<PlainTransfer>, Random, IReadOnlyList<IReadOnlyList<PlainTransfer>>> Wear,
    Func<string, string> Account,
    Func<PlainTransfer, PlainTransfer>? Row = null
);

/// <summary>The dresses in which the same money comes. Ids of transfers stay, so that findings can be compared; what a dress adds has ids
/// of its own.</summary>
internal static class Dresses
{
    private static readonly Currency Aed = Currencies.TryParse("AED", out var aed) ? aed : throw new InvalidOperationException("AED");

    private const long SecondUs = 1_000_000,
        DayUs = 86_400 * SecondUs;

    /// <summary>Rows that a dress adds, as a part of those there are: one in so many, of each sort.</summary>
    private const int AddedOneIn = 25;

    public static IReadOnlyList<Dress> All { get; } =
    [
        Each("plain", DressLaw.Equal, row => row),
        Each("no currency", DressLaw.EqualButLegalLimits, row => row with { Currency = Currency.Unstated }),
        Each("USD stated", DressLaw.EqualButLegalLimits, row => row with { Currency = Currency.Usd }),
        Each("AED stated", DressLaw.EqualButLegalLimits, row => row with { Currency = Aed }),
        Each("KZT is AED", DressLaw.EqualButLegalLimits, row => row with { Currency = row.Currency == Currency.Kzt ? Aed : row.Currency }),
        Each("amounts x10", DressLaw.EqualButLegalLimits, row => row with { AmountMicro = row.AmountMicro * 10 }),
        Each("amounts rounded", DressLaw.Loses, row => row with { AmountMicro = Rounded(row.AmountMicro) }),
        Files(
            "zero rows",
            DressLaw.Equal,
            (rows, random) =>
                [
                    [.. rows, .. Added(rows, random, "zero", (_, from, to) => (from, to, 0))],
                ]
        ),
        Files(
            "dust rows",
            DressLaw.Loses,
            (rows, random) =>
                [
                    [.. rows, .. Added(rows, random, "dust", (_, from, to) => (from, to, 10_000))],
                ]
        ),
        Files(
            "self rows",
            DressLaw.Equal,
            (rows, random) =>
                [
                    [.. rows, .. Added(rows, random, "self", (like, from, _) => (from, from, like.AmountMicro))],
                ]
        ),
        Files("shuffled", DressLaw.Equal, (rows, random) => [Shuffled(rows, random)]),
        Files(
            "time of day random",
            DressLaw.Loses,
            (rows, random) =>
                [
                    [.. rows.Select(row => row with { TimeUs = Day(row) + random.NextInt64(DayUs) })],
                ]
        ),
        Each("time a year later", DressLaw.Equal, row => row with { TimeUs = row.TimeUs + (365 * DayUs) }),
        Each("time in days", DressLaw.Loses, row => row with { TimeUs = Day(row) }),
        Each("time in seconds", DressLaw.Equal, row => row with { TimeUs = row.TimeUs / SecondUs * SecondUs }),
        Each("no kind", DressLaw.Loses, row => row with { Kind = TransferKind.Unknown }),
        Each("bare", DressLaw.Loses, row => row with { Kind = TransferKind.Unknown, Currency = Currency.Unstated }),
        new("accounts renamed", DressLaw.Equal, (rows, _) => [rows], account => $"A{Hash(account):x16}"),
        Files(
            "split",
            DressLaw.Equal,
            (rows, _) =>
                [
                    [.. rows.Where((_, i) => i % 3 == 0)],
                    [.. rows.Where((_, i) => i % 3 != 0)],
                ]
        ),
    ];

    public static Dress Named(string name) => All.Single(dress => dress.Name == name);

    /// <summary>The table of the transfers in a dress, read as files are.</summary>
    /// <param name="seed">Of what the dress leaves to chance.</param>
    public static TransferTable Table(this Dress dress, IReadOnlyList<PlainTransfer> rows, int seed)
    {
        var builder = new TransferTableBuilder();
        var files = new OverlappingFiles(builder);
        foreach (var file in dress.Wear(rows, new Random(seed)))
        {
            foreach (var row in file)
            {
                files.Add(
                    new TransferRow
                    {
                        Id = Encoding.UTF8.GetBytes(row.Id),
                        TimeUs = row.TimeUs,
                        From = Encoding.UTF8.GetBytes(dress.Account(row.From)),
                        To = Encoding.UTF8.GetBytes(dress.Account(row.To)),
                        AmountMicro = row.AmountMicro,
                        Currency = row.Currency,
                        Kind = row.Kind,
                    }
                );
            }
            files.EndFile();
        }
        return builder.Build();
    }

    private static Dress Each(string name, DressLaw law, Func<PlainTransfer, PlainTransfer> change) =>
        Files(
            name,
            law,
            (rows, _) =>
                [
                    [.. rows.Select(change)],
                ]
        ) with
        {
            Row = change,
        };

    private static Dress Files(
        string name,
        DressLaw law,
        Func<IReadOnlyList<PlainTransfer>, Random, IReadOnlyList<IReadOnlyList<PlainTransfer>>> wear
    ) => new(name, law, wear, account => account);

    private static long Day(PlainTransfer row) => row.TimeUs / DayUs * DayUs;

    /// <summary>To two leading digits.</summary>
    private static long Rounded(long micro)
    {
        long step = 1;
        while (micro / step >= 100)
        {
            step *= 10;
        }
        return (micro + (step / 2)) / step * step;
    }

    /// <summary>Rows between accounts drawn among senders and receivers of the same kind of transfer, at the times of the file's
    /// rows.</summary>
    private static IEnumerable<PlainTransfer> Added(
        IReadOnlyList<PlainTransfer> rows,
        Random random,
        string sort,
        Func<PlainTransfer, string, string, (string From, string To, long Micro)> make
    )
    {
        var ofKind = rows.ToLookup(row => row.Kind).ToDictionary(kind => kind.Key, kind => kind.ToArray());
        for (var i = 0; i < rows.Count / AddedOneIn; i++)
        {
            var like = rows[random.Next(rows.Count)];
            var alike = ofKind[like.Kind];
            var (from, to, micro) = make(like, alike[random.Next(alike.Length)].From, alike[random.Next(alike.Length)].To);
            yield return like with
            {
                Id = $"{sort}-{i}",
                From = from,
                To = to,
                AmountMicro = micro,
            };
        }
    }

    private static PlainTransfer[] Shuffled(IReadOnlyList<PlainTransfer> rows, Random random)
    {
        PlainTransfer[] shuffled = [.. rows];
        random.Shuffle(shuffled);
        return shuffled;
    }

    private static ulong Hash(string text)
    {
        unchecked
        {
            return text.Aggregate(14695981039346656037UL, (hash, c) => (hash ^ c) * 1099511628211UL);
        }
    }
}
