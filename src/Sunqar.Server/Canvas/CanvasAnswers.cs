using System.Collections.Immutable;
using System.Globalization;
using Sunqar.Core.Canvas;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;
using Sunqar.Work.Wording;

namespace Sunqar.Server.Canvas;

/// <summary>What is answered of a canvas.</summary>
/// <param name="Answer">Null where nothing of the kind is known.</param>
/// <param name="Rows">Transfers that it shows or sums up.</param>
internal sealed record CanvasShown(object? Answer, long Rows, CanvasFault? Fault = null);

/// <summary>Answers on one canvas: its picture, the transfers behind a line or a matched pair, the members of a crowd.</summary>
/// <param name="linksEvidence">Whether whoever asks may search for payments.</param>
internal sealed class CanvasAnswers(CanvasDesk.Table table, IReadOnlyList<CanvasStep> steps, bool linksEvidence)
{
    private const int RowsOfPage = 50;

    /// <summary>Members of a crowd that are listed.</summary>
    private const int MembersMax = 300;

    private CanvasGround Ground => table.Ground;

    public CanvasShown Of(string ask, Func<string, string> field)
    {
        if (ask is not ("picture" or "line" or "match" or "crowd" or "node"))
            return new CanvasShown(null, 0);
        switch (new CanvasFold(Ground, table.Seeds).Fold(steps))
        {
            case CanvasOutcome.Refused refused:
                return new CanvasShown(null, 0, new CanvasFault(refused.Reason, refused.Step));
            case CanvasOutcome.Folded folded:
                if (ask == "crowd")
                    return Crowd(folded.State, field("of"));
                if (CanvasDrawing.Draw(Ground, folded.State, CanvasMatching.On(Ground)) is not { } picture)
                    return new CanvasShown(null, 0, new CanvasFault("So many transfers are not drawn: narrow the filter by time."));
                var page = int.TryParse(field("page"), NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? asked : 1;
                return ask switch
                {
                    "line" => Line(picture, field("of"), page),
                    "match" => Match(picture, field("of"), page),
                    "node" => Node(picture, field("of")),
                    _ => new CanvasShown(CanvasJson.Of(table, picture), picture.Flows.Sum(flow => (long)flow.Rows.Count)),
                };
            default:
                return new CanvasShown(null, 0);
        }
    }

    private CanvasShown Line(CanvasPicture picture, string of, int page)
    {
        if (At(of, "line-", picture.Flows.Count) is not { } at)
            return new CanvasShown(null, 0);
        var flow = picture.Flows[at];
        return Rows(
            $"{Words.Plural(flow.Rows.Count, "transfer")} of {Amounts.Full(flow.Sum.AmountMicro)} {Amounts.Code(flow.Sum.Currency)}",
            [.. flow.Rows.Select(row => (row, 0))],
            page
        );
    }

    private CanvasShown Match(CanvasPicture picture, string of, int page)
    {
        if (At(of, "match-", picture.Matches.Count) is not { } at)
            return new CanvasShown(null, 0);
        var match = picture.Matches[at];
        var rows = match.Pairs.SelectMany((pair, i) => new[] { (pair.First, i + 1), (pair.Second, i + 1) }).ToList();
        return Rows($"{CanvasWords.Agree(match)}: {CanvasWords.OddsText(match.Log10Odds)}", rows, page);
    }

    private static int? At(string of, string mark, int count) =>
        of.StartsWith(mark, StringComparison.Ordinal)
        && int.TryParse(of.AsSpan(mark.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var at)
        && at < count
            ? at
            : null;

    private CanvasShown Rows(string title, List<(int Row, int Pair)> rows, int page)
    {
        var pages = Math.Max(1, (rows.Count + RowsOfPage - 1) / RowsOfPage);
        page = Math.Clamp(page, 1, pages);
        var shown = rows.Skip((page - 1) * RowsOfPage).Take(RowsOfPage).ToList();
        var transfers = Ground.Table;
        var words = new CanvasWords(table, shown.SelectMany(one => new[] { transfers.From[one.Row], transfers.To[one.Row] }));
        var answer = new DrawnCanvasRows(
            title,
            rows.Count,
            page,
            pages,
            [
                .. shown.Select(one => new DrawnCanvasRow(
                    transfers.Id(one.Row),
                    When.Exact(transfers.TimeUs[one.Row]),
                    words.Label(transfers.From[one.Row]),
                    words.Label(transfers.To[one.Row]),
                    Words.Transfer(transfers.KindOf(one.Row)),
                    $"{Amounts.Full(transfers.AmountMicro[one.Row])} {Amounts.Code(transfers.CurrencyOf(one.Row))}",
                    linksEvidence ? "/search?q=" + Uri.EscapeDataString(transfers.Id(one.Row)) : "",
                    one.Pair
                )),
            ]
        );
        return new CanvasShown(answer, shown.Count);
    }

    private CanvasShown Node(CanvasPicture picture, string of)
    {
        if (picture.Nodes.FirstOrDefault(node => node.Name == of) is not { Kind: not (CanvasNodeKind.Crowd or CanvasNodeKind.Rest) } node)
            return new CanvasShown(null, 0);
        var holdings = CanvasHolding.Of(Ground, node.Accounts);
        return new CanvasShown(
            new DrawnCanvasHoldings(
                new CanvasWords(table, node.Accounts).Label(node),
                [
                    .. holdings.Select(one => new DrawnCanvasHolding(
                        Amounts.Code(one.Currency),
                        Held(one),
                        When.Period(one.FirstUs, one.LastUs),
                        [.. one.BalanceMicro.Select(micro => (double)micro / 1e6)],
                        [.. one.DwellUs.Select(us => us < 0 ? -1 : Math.Round(us / 3.6e9, 2))]
                    )),
                ]
            ),
            node.Accounts.Sum(account => (long)Ground.Graph.In(account).Length + Ground.Graph.Out(account).Length)
        );
    }

    internal static string Held(CanvasHolding one)
    {
        var (into, outOf) = (Amounts.Short(one.InMicro, one.Currency), Amounts.Short(one.OutMicro, one.Currency));
        var stayed =
            one.MedianDwellUs < 0
                ? "nothing that came was seen to leave"
                : $"half of what left had stayed under {When.Span(0, one.MedianDwellUs)}";
        return $"{into} in, {outOf} out, {Amounts.Short(one.InMicro - one.OutMicro, one.Currency)} left; {stayed}.";
    }

    private CanvasShown Crowd(CanvasState state, string of)
    {
        if (CanvasDrawing.Draw(Ground, state) is not { } picture || picture.Nodes.FirstOrDefault(node => node.Name == of) is not { } crowd)
            return new CanvasShown(null, 0);
        var members = crowd.Accounts.ToHashSet();
        var moved = new Dictionary<int, (Int128 Worth, int Transfers)>();
        foreach (var row in picture.Flows.Where(flow => flow.From == of || flow.To == of).SelectMany(flow => flow.Rows))
        {
            var member = members.Contains(Ground.Table.From[row]) ? Ground.Table.From[row] : Ground.Table.To[row];
            var before = moved.GetValueOrDefault(member);
            moved[member] = (before.Worth + Ground.Worth(row), before.Transfers + 1);
        }
        var listed = crowd
            .Accounts.OrderByDescending(one => moved.GetValueOrDefault(one).Worth)
            .ThenBy(one => one)
            .Take(MembersMax)
            .ToList();
        var words = new CanvasWords(table, listed);
        var answer = new DrawnCanvasCrowd(
            words.Label(crowd),
            crowd.Accounts.Count,
            [
                .. listed.Select(one => new DrawnCanvasMember(
                    Ground.NameOf(one),
                    words.Label(one),
                    CanvasWords.Shape(Ground.Table.Accounts.Kind(one)),
                    Moved(moved.GetValueOrDefault(one))
                )),
            ]
        );
        return new CanvasShown(answer, listed.Count);
    }

    private static string Moved((Int128 Worth, int Transfers) moved) =>
        $"{Amounts.Short(moved.Worth, Currency.Kzt)} in {Words.Plural(moved.Transfers, "transfer")}";
}
