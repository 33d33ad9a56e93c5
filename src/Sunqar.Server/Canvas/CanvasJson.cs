using System.Text.Json.Serialization;
using Sunqar.Core.Canvas;
using Sunqar.Core.Payments;
using Sunqar.Core.Times;
using Sunqar.Core.Transfers;
using Sunqar.Formats.Canvases;
using Sunqar.Work.Wording;

namespace Sunqar.Server.Canvas;

[JsonSerializable(typeof(DrawnCanvasRows))]
[JsonSerializable(typeof(DrawnCanvasCrowd))]
[JsonSerializable(typeof(DrawnCanvasHoldings))]
[JsonSerializable(typeof(CanvasFault))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class CanvasAnswerJson : JsonSerializerContext;

/// <summary>Transfers behind a line or a matched pair, a page of them.</summary>
public sealed record DrawnCanvasRows(string Title, int Total, int Page, int Pages, IReadOnlyList<DrawnCanvasRow> Rows);

/// <param name="Evidence">Where what was decided about it is found.</param>
/// <param name="Pair">Rows with the same number belong together; 0 for none.</param>
public sealed record DrawnCanvasRow(string Id, string Time, string From, string To, string How, string Amount, string Evidence, int Pair);

/// <summary>Who is in a crowd, those who moved most first.</summary>
public sealed record DrawnCanvasCrowd(string Title, int Total, IReadOnlyList<DrawnCanvasMember> Members);

public sealed record DrawnCanvasMember(string Id, string Label, string Shape, string Moved);

/// <summary>What a node held over time, a currency each.</summary>
public sealed record DrawnCanvasHoldings(string Title, IReadOnlyList<DrawnCanvasHolding> Holdings);

/// <param name="Balance">At the end of each part of the time, units.</param>
/// <param name="DwellHours">How long what left in each part had stayed; −1 where nothing left.</param>
public sealed record DrawnCanvasHolding(
    string Currency,
    string Says,
    string Period,
    IReadOnlyList<double> Balance,
    IReadOnlyList<double> DwellHours
);

internal static class CanvasJson
{
    /// <summary>A picture in words.</summary>
    public static DrawnCanvas Of(CanvasDesk.Table table, CanvasPicture picture)
    {
        var ground = table.Ground;
        // Whoever is in a crowd is counted, not named: his name is made when the crowd is opened.
        var words = new CanvasWords(
            table,
            picture.Nodes.Where(node => node.Kind != CanvasNodeKind.Crowd).SelectMany(node => node.Accounts)
        );
        var (into, outOf) = (picture.Flows.ToLookup(flow => flow.To), picture.Flows.ToLookup(flow => flow.From));
        int Part(int row) => CanvasHolding.PartOf(ground.Table.TimeUs[row], picture.FirstUs, picture.LastUs);
        var largest = picture
            .Flows.GroupBy(flow => flow.Sum.Currency)
            .ToDictionary(flow => flow.Key, flow => flow.Max(one => one.Sum.AmountMicro));
        var lines = picture.Flows.Select((flow, at) => Line(ground, flow, at, largest[flow.Sum.Currency], Part)).ToList();
        return new DrawnCanvas(
            [
                .. picture.Nodes.Select(node => new DrawnCanvasNode(
                    node.Name,
                    words.Label(node),
                    CanvasWords.Shape(node),
                    Words.Role(words.Role(node)),
                    words.Role(node) is { Length: > 0 } role ? RolePalette.Slot(role) : RolePalette.Neutral,
                    node.Accounts.Count,
                    node.Account == AccountKind.Wallet,
                    node.Accounts.Any(picture.State.Seeds.Contains) && node.Kind is not (CanvasNodeKind.Crowd or CanvasNodeKind.Rest),
                    CanvasWords.Sums(into[node.Name].Select(flow => flow.Sum)),
                    CanvasWords.Sums(outOf[node.Name].Select(flow => flow.Sum)),
                    CanvasWords.Sums(node.Inside),
                    node.BeyondIn,
                    node.BeyondOut,
                    node.Mark.Colour,
                    node.Mark.Note,
                    node.Mark.IsPinned,
                    node.Mark.X,
                    node.Mark.Y
                )),
            ],
            lines,
            [.. picture.Matches.Select((match, at) => Match(match, at, Part))],
            picture.FirstUs / 1000,
            picture.LastUs / 1000,
            Bars(ground, picture, Part),
            picture.Flows.Sum(flow => flow.Sum.Transfers) + picture.Nodes.Sum(node => node.Inside.Sum(sum => sum.Transfers)),
            CanvasWords.Sums(picture.Flows.Select(flow => flow.Sum).Concat(picture.Nodes.SelectMany(node => node.Inside))),
            picture.State.Level.ToString().ToLowerInvariant(),
            LeftOut(picture),
            ground.UntilUs,
            (LocalTime.Kazakhstan.Clock(picture.LastUs) - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMillisecond - picture.LastUs / 1000,
            CanvasStory.Of(picture, words)
        );
    }

    private static DrawnCanvasLine Line(CanvasGround ground, CanvasFlow flow, int at, Int128 largest, Func<int, int> part)
    {
        var times = ground.Table.TimeUs;
        var parts = flow.Rows.GroupBy(part).OrderBy(one => one.Key);
        var period = flow.Rows.Count == 1 ? When.Exact(times[flow.Rows[0]]) : When.Period(times[flow.Rows[0]], times[flow.Rows[^1]]);
        return new DrawnCanvasLine(
            $"line-{at}",
            flow.From,
            flow.To,
            Amounts.Code(flow.Sum.Currency),
            Amounts.Short(flow.Sum.AmountMicro, flow.Sum.Currency),
            Amounts.Full(flow.Sum.AmountMicro).Replace(",", "", StringComparison.Ordinal),
            largest > 0 ? (int)(flow.Sum.AmountMicro * 1000 / largest) : 0,
            flow.Sum.Transfers,
            flow.IsChain,
            flow.IsWay,
            period,
            [.. parts.Select(one => (double[])[one.Key, one.Count(), one.Sum(row => ground.Table.AmountMicro[row] / 1e6)])]
        );
    }

    private static DrawnCanvasMatch Match(CanvasMatch match, int at, Func<int, int> part) =>
        new(
            $"match-{at}",
            match.Bank,
            match.Wallet,
            match.IsSale,
            match.Pairs.Count,
            CanvasWords.Agree(match),
            CanvasWords.OddsText(match.Log10Odds),
            Math.Round(match.Log10Odds, 2),
            match.Pairs.Min(pair => part(pair.First))
        );

    private static DrawnCanvasBars Bars(CanvasGround ground, CanvasPicture picture, Func<int, int> part)
    {
        var (bank, chain) = (new double[CanvasLimits.Bars], new double[CanvasLimits.Bars]);
        foreach (var flow in picture.Flows)
        {
            foreach (var row in flow.Rows)
                (flow.IsChain ? chain : bank)[part(row)] += (double)ground.Worth(row) / 1e6;
        }
        return new DrawnCanvasBars([.. bank.Select(one => Math.Round(one))], [.. chain.Select(one => Math.Round(one))]);
    }

    private static List<string> LeftOut(CanvasPicture picture)
    {
        var said = new List<string>();
        var beyond = picture.Nodes.Sum(node => (long)node.BeyondIn + node.BeyondOut);
        if (beyond > 0)
            said.Add($"{Words.Plural(beyond, "transfer")} lead beyond the picture: expand a node to follow them.");
        if (picture.Merged > 0)
            said.Add($"{Words.Plural(picture.Merged, "node")} that moved least are drawn together, since a picture holds so many.");
        if (picture.Bundled > 0)
            said.Add($"{Words.Plural(picture.Bundled, "transfer")} share lines for want of room.");
        if (picture.MatchesLeft > 0)
            said.Add($"{Words.Plural(picture.MatchesLeft, "matched pair")} with the weakest odds are not drawn.");
        if (!picture.State.Sieve.IsAll)
            said.Add("A filter is on: what does not pass it is nowhere in the picture.");
        return said;
    }
}
