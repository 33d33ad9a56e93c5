using System.Text.Json;
using Sunqar.Core.Acts;
using Sunqar.Core.Blocking;
using Sunqar.Core.Cases;
using Sunqar.Core.Cases.Ledger;
using Sunqar.Core.Payments;
using Sunqar.Core.Times;
using Sunqar.Storage.Journal;
using Sunqar.Work.Acting;
using Sunqar.Work.Mining;
using Sunqar.Work.Registers;
using Sunqar.Work.Summaries;

namespace Sunqar.Work.Reports;

/// <summary>Everything that the year's report is made of: one for the verb, the page and the summary of a run.</summary>
public sealed class AnnualBook
{
    private readonly CaseFold _cases;
    private readonly AssetLedger _ledger;
    private readonly RateTable _rates;
    private readonly CashWithdrawn _cash;
    private readonly (int Year, PlantedYear Plants)? _planted;
    private readonly BlockOrders? _orders;

    /// <param name="cash">Cash taken from ATMs by the decided payments.</param>
    /// <param name="planted">What a simulated country planted, and in which year; null on any other data.</param>
    /// <param name="orders">Orders to block sites; null where nobody read them.</param>
    public AnnualBook(
        CaseFold cases,
        AssetLedger ledger,
        RateTable rates,
        CashWithdrawn cash,
        (int Year, PlantedYear Plants)? planted,
        BlockOrders? orders = null
    ) => (_cases, _ledger, _rates, _cash, _planted, _orders) = (cases, ledger, rates, cash, planted, orders);

    public RateTable Rates => _rates;

    /// <summary>The newest year of which there is a case; 0 where there is none.</summary>
    public int LatestYear =>
        _cases.Cases.Select(c => c.Closed?.Year ?? LocalTime.Kazakhstan.Year(c.Opened!.OpenedUs)).DefaultIfEmpty().Max();

    /// <param name="cash">Null to count it from the journal.</param>
    public static AnnualBook Of(IJournal journal, RateTable rates, DataFiles files, CashWithdrawn? cash = null)
    {
        if (cash is null)
            journal.ReadPayments(Streams.Payments, 0, cash = new CashWithdrawn());
        return new AnnualBook(CaseRecord.Fold(journal), Ledger(journal), rates, cash, PlantedYearFile.Read(files.Planted), Orders(journal));
    }

    /// <summary>One year beside the year before.</summary>
    /// <param name="desk">Where cases and ledger stand as of now; null for as they stood when this was made.</param>
    public AnnualReport Report(int year, ActDesk? desk = null) =>
        desk is null
            ? Report(year, _cases, _ledger, _orders)
            : desk.Read(state => Report(year, state.Of<CaseFold>(), state.Of<AssetLedger>(), state.Of<BlockOrders>()));

    /// <summary>The orders of a journal that no desk is open on.</summary>
    private static BlockOrders Orders(IJournal journal)
    {
        var orders = new BlockOrders(ShippedSuffixes.Instance);
        foreach (var act in journal.Read<Act>(Streams.Acts))
        {
            foreach (var what in act.What)
                orders.Apply(act, what);
        }
        return orders;
    }

    /// <summary>The ledger of a journal that no desk is open on.</summary>
    public static AssetLedger Ledger(IJournal journal)
    {
        var ledger = new AssetLedger();
        foreach (var moved in journal.Read<AssetMoved>(Streams.Cases))
            ledger.Apply(moved);
        foreach (var act in journal.Read<Act>(Streams.Acts))
        {
            foreach (var what in act.What)
                ledger.Apply(act, what);
        }
        return ledger;
    }

    private AnnualReport Report(int year, CaseFold cases, AssetLedger ledger, BlockOrders? orders) =>
        AnnualReport.Of(
            year,
            cases.Cases,
            ledger,
            _rates,
            _cash.KztMicro(year),
            _planted is { } planted && planted.Year == year ? planted.Plants : null,
            orders?.All
        );
}

/// <summary>What a simulated country planted in its year, beside its truth: <c>{"year":2026,"planted":{...}}</c>.</summary>
internal static class PlantedYearFile
{
    private sealed record Content(int Year, PlantedYear Planted);

    private static readonly JsonSerializerOptions Spelling = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
    };

    public static void Write(string path, int year, PlantedYear planted) =>
        File.WriteAllBytes(path, JsonSerializer.SerializeToUtf8Bytes(new Content(year, planted), Spelling));

    /// <summary>Null where there is no such file.</summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static (int Year, PlantedYear Plants)? Read(string path)
    {
        if (!File.Exists(path))
            return null;
        try
        {
            return JsonSerializer.Deserialize<Content>(File.ReadAllBytes(path), Spelling) is { Planted: not null } content
                ? (content.Year, content.Planted)
                : throw new InvalidDataException($"{path}: nothing in it");
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{path}: {error.Message}", error);
        }
    }
}
