using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sunqar.Core.Acts;
using Sunqar.Core.Canvas;
using Sunqar.Core.Chain;
using Sunqar.Core.Oversight;
using Sunqar.Core.Registry;
using Sunqar.Core.Transfers;
using Sunqar.Core.Tuning;
using Sunqar.Server.Access;
using Sunqar.Server.Entrance;
using Sunqar.Server.Pages;
using Sunqar.Server.Pages.Screens;
using Sunqar.Server.Pages.State;
using Sunqar.Work.Acting;
using Sunqar.Work.Following;
using Sunqar.Work.Wording;

namespace Sunqar.Server.Canvas;

/// <summary>The page that traces a wallet over what the data folder holds and what is followed live. Wallets are public; nobody's bank
/// account is on it.</summary>
internal static class TraceEndpoints
{
    public static void Map(IEndpointRouteBuilder app, CanvasDoor canvases, CaseDoor cases) =>
        app.MapGet("/traces/{id}", (HttpContext http, ActDoor acts, string id) => TraceAsync(http, acts, canvases, cases, id))
            .WithName("page:trace");

    private static async Task<IResult> TraceAsync(HttpContext http, ActDoor acts, CanvasDoor canvases, CaseDoor cases, string id)
    {
        if (acts.Current is not { } desk)
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        if (id.Length > ServerLimits.IdLengthMax)
            return Results.NotFound();
        var sheet = await Task.Run(() => canvases.Trace((graph, registry) => Of(graph, registry, id)), http.RequestAborted);
        // The page says that the transfers are still being read.
        if (sheet is null)
            return ConsoleEndpoints.Page<TracePage>(new { Wallet = id });
        if (sheet.Facts.Count == 0 && sheet.Transfers == 0)
            return Results.NotFound();
        if (http.Actor().Role != Role.Nobody)
        {
            var look = new Look(
                Guid.NewGuid().ToString("N"),
                null,
                "trace " + sheet.Wallet,
                LookKind.View,
                [],
                LookFields.None,
                0,
                0,
                sheet.Transfers,
                null
            );
            if (await desk.DoAsync(look, http.Actor()) is { IsDone: false } unseen)
                return Results.Problem(unseen.Text, statusCode: StatusCodes.Status403Forbidden);
        }
        var issuers = cases.Folder is { } folder
            ? await Task.Run(() => IssuerActs.On(folder.Journal, sheet.Wallet), http.RequestAborted)
            : [];
        return ConsoleEndpoints.Page<TracePage>(
            new
            {
                sheet.Wallet,
                Sheet = sheet,
                Issuers = issuers,
            }
        );
    }

    internal static TraceSheet Of(TransferGraph graph, RegistrySnapshot registry, string id)
    {
        var table = graph.Table;
        var isThere =
            table.Accounts.TryFind(id, out var wallet) && wallet < graph.Accounts && table.Accounts.Kind(wallet) == AccountKind.Wallet;
        var (record, exposure) = (registry.Wallet(id), registry.Exposure(id));
        var facts = record
            .Labels.Select(label => new TraceFact(label.Label, label.Category, label.Source, Sure(label), label.Actor))
            .Concat(record.Sanctions.Select(one => new TraceFact("entry " + one.EntryId, RiskCategories.Sanctioned, one.List, "", "")))
            .ToList();
        var exposures = exposure
            .Statements.SelectMany(said => said.Shares.Select(share => (said, share)))
            .Select(one => new TraceExposure(
                Words.Plain(one.share.Category),
                one.share.Direction == FlowDirection.In ? "came from" : "went to",
                one.share.Hop,
                (one.share.ShareMicro / 1e6).ToString("0.0 %", CultureInfo.InvariantCulture),
                one.said.IsOwn ? "the house's own tracing" : one.said.Source,
                When.Day(one.said.AsOfUs)
            ))
            .ToList();
        if (!isThere)
            return new TraceSheet(id, facts, exposures, [], [], [], false, 0);
        var busy = MiningTuning.Shipped.Of<SurveyLimits>().BusyTransfers;
        string? LabelOf(int account) => registry.Wallet(table.Accounts.AsItCame(account)).Labels is [var label, ..] ? label.Label : null;
        var trace = new WalletTrace(graph, account => LabelOf(account) is not null, busy);
        var (onward, back) = (trace.From(wallet, onward: true), trace.From(wallet, onward: false));
        var ground = new CanvasGround(graph, long.MaxValue, subject => subject.ToString(), (_, _, _) => 0);
        return new TraceSheet(
            table.Accounts.AsItCame(wallet),
            facts,
            exposures,
            [.. onward.Ways.Select(way => Way(table, way, LabelOf))],
            [.. back.Ways.Select(way => Way(table, way, LabelOf))],
            [.. CanvasHolding.Of(ground, [wallet]).Select(CanvasAnswers.Held)],
            onward.IsCut || back.IsCut,
            graph.In(wallet).Length + graph.Out(wallet).Length
        );
    }

    private static string Sure(WalletLabel label) =>
        $"{label.Confidence.Replace('_', ' ')}, {LabelConfidence.Percent(label.Confidence).ToString(CultureInfo.InvariantCulture)} %";

    private static TraceWay Way(TransferTable table, TracedWay way, Func<int, string?> labelOf) =>
        new(
            labelOf(way.Labelled) ?? "",
            table.Accounts.AsItCame(way.Labelled),
            [
                .. way.Rows.Select(row => new TraceHop(
                    When.Exact(table.TimeUs[row]),
                    table.Accounts.AsItCame(table.From[row]),
                    table.Accounts.AsItCame(table.To[row]),
                    $"{Amounts.Full(table.AmountMicro[row])} {Amounts.Code(table.CurrencyOf(row))}",
                    table.Id(row)
                )),
            ]
        );
}
