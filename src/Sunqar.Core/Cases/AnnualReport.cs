using Sunqar.Core.Blocking;
using Sunqar.Core.Cases.Ledger;
using Sunqar.Core.Payments;

namespace Sunqar.Core.Cases;

/// <summary>What a line of the year counts.</summary>
public enum AnnualUnit : byte
{
    /// <summary>Whole numbers; all other units are in millionths.</summary>
    Count = 0,
    Usdt = 1,
    Usd = 2,
    Kzt = 3,
}

/// <summary>A number of the year.</summary>
/// <param name="Value">Whole for <see cref="AnnualUnit.Count"/>, else millionths.</param>
/// <param name="Cases">Ids of the cases that it adds up, in order; empty for what is measured over all payments.</param>
public sealed record AnnualFigure(Int128 Value, IReadOnlyList<string> Cases);

/// <summary>A line of the year's report. Null says that nothing is known, which is not the same as nothing.</summary>
/// <param name="Name">For machines: <c>platforms_closed</c>.</param>
/// <param name="LastYear">What was closed (or published) the year before.</param>
/// <param name="Closed">What was closed this year, or booked in the ledger this year.</param>
/// <param name="Found">What was found this year and is not closed: opened cases; for cash what the decided payments show.</param>
/// <param name="Planted">What a simulated country planted; null on any other data.</param>
public sealed record AnnualLine(
    string Name,
    string Title,
    AnnualUnit Unit,
    AnnualFigure? LastYear,
    AnnualFigure? Closed,
    AnnualFigure? Found,
    Int128? Planted
);

/// <summary>What a simulated country plants in its year, so that nobody takes it for what was found. Amounts in millionths.</summary>
/// <param name="SeizableUsdtMicro">What lies in the exchangers' reserves at the end.</param>
/// <param name="AtmKztMicro">Cash from ATMs in the whole year, as reported; <paramref name="AtmUsdMicro"/> is the same in dollars.</param>
public sealed record PlantedYear(
    int Exchangers,
    Int128 SeizableUsdtMicro,
    int Networks,
    Int128 NetworksKztMicro,
    int Pyramids,
    int MiningFarms,
    Int128 MinedUsdtMicro,
    Int128 AtmKztMicro,
    Int128 AtmUsdMicro
);

/// <summary>
/// The agency's headline table for one year beside the year before, from the cases and the asset ledger: platforms closed, networks
/// exposed, turnover, assets, sites, pyramids, mining, cash. A case with movements in the ledger counts its assets by them, by the local
/// date of each; another one by what it was closed with.
/// </summary>
public sealed record AnnualReport(int Year, IReadOnlyList<AnnualLine> Lines)
{
    /// <param name="cashKztMicro">What the decided payments of the year took from ATMs; null where nobody counted.</param>
    /// <param name="planted">Null on any data but a simulated country's.</param>
    /// <param name="orders">Orders to block sites, with a case or without; null where the house keeps none.</param>
    public static AnnualReport Of(
        int year,
        IReadOnlyCollection<CaseState> cases,
        AssetLedger ledger,
        RateTable rates,
        Int128? cashKztMicro = null,
        PlantedYear? planted = null,
        IReadOnlyCollection<BlockOrder>? orders = null
    )
    {
        var (now, last) = (new YearCount(year, true, cases, ledger, rates), new YearCount(year - 1, false, cases, ledger, rates));
        var lines = new List<AnnualLine>();
        void Count(string name, string title, string kind, Int128? plants) =>
            lines.Add(new AnnualLine(name, title, AnnualUnit.Count, last.Closed(kind), now.Closed(kind), now.Open(kind), plants));
        void Turnover(string name, string title, string kind, AnnualUnit unit, Int128? plants) =>
            lines.Add(
                new AnnualLine(
                    name,
                    title,
                    unit,
                    last.ClosedTurnover(kind, unit),
                    now.ClosedTurnover(kind, unit),
                    now.OpenTurnover(kind, unit),
                    plants
                )
            );
        void Assets(string name, string title, AssetStanding standing, string? kind, Int128? plants) =>
            lines.Add(new AnnualLine(name, title, AnnualUnit.Usdt, last.Usdt(standing, kind), now.Usdt(standing, kind), null, plants));

        Count("platforms_closed", "Unlicensed exchangers", CaseKinds.Exchanger, planted?.Exchangers);
        Turnover("platforms_turnover_usd", "their turnover", CaseKinds.Exchanger, AnnualUnit.Usd, null);
        Count("networks_exposed", "Crypto-to-cash networks", CaseKinds.CashOutNetwork, planted?.Networks);
        Turnover("networks_turnover_kzt", "their turnover", CaseKinds.CashOutNetwork, AnnualUnit.Kzt, planted?.NetworksKztMicro);
        Turnover("networks_turnover_usd", "the same in dollars", CaseKinds.CashOutNetwork, AnnualUnit.Usd, null);
        Assets(
            "assets_seized_usdt",
            "Digital assets seized",
            AssetStanding.Seized,
            null,
            planted is null ? null : planted.SeizableUsdtMicro + planted.MinedUsdtMicro
        );
        Assets("exchangers_seized_usdt", "of exchangers", AssetStanding.Seized, CaseKinds.Exchanger, planted?.SeizableUsdtMicro);
        Assets("assets_frozen_usdt", "Digital assets frozen, and not moved on", AssetStanding.Frozen, null, null);
        Assets("assets_recovered_usdt", "Digital assets returned to victims", AssetStanding.Returned, null, null);
        Assets("assets_forfeited_usdt", "Digital assets forfeited", AssetStanding.Forfeited, null, null);
        lines.Add(
            new AnnualLine(
                "assets_seized_usd",
                "Assets of every kind seized, at the days' rates",
                AnnualUnit.Usd,
                last.SeizedUsd(),
                now.SeizedUsd(),
                null,
                null
            )
        );
        lines.Add(
            new AnnualLine(
                "sites_restricted",
                "Sites of unregistered platforms restricted",
                AnnualUnit.Count,
                last.Sites(orders ?? []),
                now.Sites(orders ?? []),
                now.OpenSites(orders ?? []),
                null
            )
        );
        Count("pyramids_dismantled", "Crypto pyramids", CaseKinds.Pyramid, planted?.Pyramids);
        Assets("pyramids_recovered_usdt", "recovered for their victims", AssetStanding.Returned, CaseKinds.Pyramid, null);
        Assets("pyramids_frozen_usdt", "frozen", AssetStanding.Frozen, CaseKinds.Pyramid, null);
        Count("mining_closed", "Illegal mining", CaseKinds.Mining, planted?.MiningFarms);
        Assets("mining_seized_usdt", "seized there", AssetStanding.Seized, CaseKinds.Mining, planted?.MinedUsdtMicro);
        Cash(lines, last.Cash(), now.Cash(), cashKztMicro, planted, rates, now.EndUs);
        return new AnnualReport(year, lines);
    }

    /// <summary>Cash from ATMs in tenge and dollars, and the rise over the last year where a whole year is known.</summary>
    private static void Cash(
        List<AnnualLine> lines,
        AnnualFigure? last,
        AnnualFigure? now,
        Int128? measured,
        PlantedYear? planted,
        RateTable rates,
        long endUs
    )
    {
        // Both years are put into dollars by one rate, so that the rise is one of cash and not of the rate: the planted year's own, else
        // the last of the year.
        Int128? Dollars(Int128? kzt) =>
            kzt is not { } sum ? null
            : planted is not null ? sum * (planted.AtmUsdMicro / 1_000_000) / (planted.AtmKztMicro / 1_000_000)
            : AssetValue.Convert(sum, Currency.Kzt, Currency.Usd, endUs, rates);
        AnnualFigure? Figure(Int128? value, AnnualFigure? of = null) =>
            value is { } known ? new AnnualFigure(known, of?.Cases ?? []) : null;
        Int128? Rise(Int128? value) => value is { } known && last is not null ? Dollars(known - last.Value) : null;

        lines.Add(new AnnualLine("atm_volume_kzt", "Cash from ATMs", AnnualUnit.Kzt, last, now, Figure(measured), planted?.AtmKztMicro));
        lines.Add(
            new AnnualLine(
                "atm_volume_usd",
                "the same in dollars",
                AnnualUnit.Usd,
                Figure(Dollars(last?.Value), last),
                Figure(Dollars(now?.Value), now),
                Figure(Dollars(measured)),
                planted?.AtmUsdMicro
            )
        );
        lines.Add(
            new AnnualLine(
                "atm_rise_usd",
                "more than the year before",
                AnnualUnit.Usd,
                null,
                Figure(Rise(now?.Value), now),
                null,
                Rise(planted?.AtmKztMicro)
            )
        );
    }
}
