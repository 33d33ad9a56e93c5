using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;
using Sunqar.Core.Tuning;

namespace Sunqar.Core.Patterns;

/// <summary>What has to be known of a record to see that another one tells the same movement.</summary>
/// <param name="From">Who sent; ids compare as they are.</param>
/// <param name="AmountMicro">Millionths of one unit of <paramref name="Currency"/>.</param>
/// <param name="TimeUs">Microseconds since 1970-01-01T00:00:00Z.</param>
public readonly record struct MovementRecord<T>(TransferKind Kind, T From, T To, Currency Currency, Int128 AmountMicro, long TimeUs);

/// <summary>Limits of <see cref="ToldTwice"/>, section <c>flow</c> of rulebooks/mining.limits.</summary>
[Limits("flow")]
internal sealed record FlowLimits(long ApartUs);

/// <summary>
/// Movements of value that two sources tell: a platform books a deposit or a withdrawal, and the chain shows its leg. Whoever sums anything
/// counts such a movement once, in every table and export; this is the one place that says which record is the second telling.
/// </summary>
public static class ToldTwice
{
    private static readonly FlowLimits Limits = MiningTuning.Shipped.Of<FlowLimits>();

    /// <summary>
    /// The records that are not counted, each with the record that is counted in its place, both as places in
    /// <paramref name="records"/>. A platform's record and a chain leg are one where wallet, direction, currency and sum are the same and
    /// they lie within the hour; one leg a record. The record stays, as it names the platform. Where two platforms tell one leg, each from
    /// its side, the leg stays, and both records go.
    /// </summary>
    /// <param name="records">In the order of time.</param>
    public static IReadOnlyDictionary<int, int> Among<T>(IReadOnlyList<MovementRecord<T>> records)
        where T : notnull
    {
        var legs = new Dictionary<(T Wallet, bool IsSent, Currency, Int128), Queue<int>>();
        var told = new Dictionary<int, int>();
        if (!records.Any(record => IsBooked(record.Kind)))
            return told;
        for (var at = 0; at < records.Count; at++)
        {
            var leg = records[at];
            if (leg.Kind != TransferKind.Chain)
                continue;
            Wait(legs, (leg.From, true, leg.Currency, leg.AmountMicro), at);
            Wait(legs, (leg.To, false, leg.Currency, leg.AmountMicro), at);
        }
        var bookedBy = new Dictionary<int, int>();
        for (var at = 0; at < records.Count; at++)
        {
            if (!IsBooked(records[at].Kind) || Leg(legs, records, at) is not { } leg)
                continue;
            if (bookedBy.TryAdd(leg, at))
                continue;
            told[bookedBy[leg]] = leg;
            told[at] = leg;
        }
        foreach (var (leg, booked) in bookedBy)
        {
            if (!told.ContainsKey(booked))
                told[leg] = booked;
        }
        return told;
    }

    /// <summary>The same among rows of a table, by row.</summary>
    /// <param name="rows">In the order of time.</param>
    public static IReadOnlyDictionary<int, int> Among(TransferTable table, IReadOnlyList<int> rows)
    {
        if (!rows.Any(row => IsBooked(table.KindOf(row))))
            return new Dictionary<int, int>();
        var records = new MovementRecord<int>[rows.Count];
        for (var i = 0; i < records.Length; i++)
        {
            var row = rows[i];
            records[i] = new MovementRecord<int>(
                table.KindOf(row),
                table.From[row],
                table.To[row],
                table.CurrencyOf(row),
                table.AmountMicro[row],
                table.TimeUs[row]
            );
        }
        return Among<int>(records).ToDictionary(pair => rows[pair.Key], pair => rows[pair.Value]);
    }

    private static bool IsBooked(TransferKind kind) => kind is TransferKind.CryptoDeposit or TransferKind.CryptoWithdrawal;

    private static void Wait<T>(Dictionary<(T, bool, Currency, Int128), Queue<int>> legs, (T, bool, Currency, Int128) key, int at)
        where T : notnull
    {
        if (!legs.TryGetValue(key, out var same))
            legs[key] = same = new Queue<int>();
        same.Enqueue(at);
    }

    /// <summary>The first leg that a platform's record may tell and that no other record from its side took; it is taken.</summary>
    private static int? Leg<T>(Dictionary<(T, bool, Currency, Int128), Queue<int>> legs, IReadOnlyList<MovementRecord<T>> records, int at)
        where T : notnull
    {
        var record = records[at];
        var isSent = record.Kind == TransferKind.CryptoDeposit;
        if (!legs.TryGetValue((isSent ? record.From : record.To, isSent, record.Currency, record.AmountMicro), out var same))
            return null;
        while (same.TryPeek(out var early) && records[early].TimeUs < record.TimeUs - Limits.ApartUs)
        {
            same.Dequeue();
        }
        return same.TryPeek(out var leg) && records[leg].TimeUs <= record.TimeUs + Limits.ApartUs ? same.Dequeue() : null;
    }
}
