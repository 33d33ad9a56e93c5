using Sunqar.Core.Patterns.Pairs;
using Sunqar.Core.Transfers;

namespace Sunqar.Core.Patterns;

/// <summary>
/// The third shape of <see cref="FanOut"/>: one account pays others again and again for some days, side by side, and never before or after.
/// Read from the account's own transfers alone. Page: docs/patterns/fan_out.md.
/// </summary>
internal static class Relay
{
    /// <summary>At least this many transfers a pair, at most 36 hours apart on average, to at least this many receivers side by
    /// side.</summary>
    private const int TransfersMin = 4,
        ReceiversMin = 2;

    private const long GapUs = 36L * 3_600_000_000;

    private sealed record Line(int To, List<int> Rows, long FirstUs, long LastUs);

    public static void At(MiningGround ground, int account, List<Sighting> found)
    {
        var table = ground.Table;
        var sent = ground.Graph.Out(account);
        if (sent.Length < ReceiversMin * TransfersMin || ground.Places.Has(account))
            return;
        var lines = Lines(ground, account, sent);
        if (lines.Count < ReceiversMin)
            return;
        foreach (var run in HotRuns.All(lines, line => line.FirstUs, line => line.LastUs, ground.WindowUs, ReceiversMin))
        {
            var rows = run.SelectMany(line => line.Rows).ToList();
            found.Add(
                Sightings.FromRows(
                    ground,
                    FanOut.Name,
                    rows,
                    run.Count == ReceiversMin ? 0.75 : 0.9,
                    run.Select(line => new Member(line.To, "destination")).Prepend(new Member(account, "source")),
                    Cause.Relay.Told(),
                    EvidenceKeys.Receivers.Is(run.Count),
                    FanOut.TransfersAPair.Is((double)rows.Count / run.Count)
                )
            );
        }
    }

    /// <summary>Receivers paid so and never otherwise, who never paid back, by their first transfer.</summary>
    private static List<Line> Lines(MiningGround ground, int account, ReadOnlySpan<int> sent)
    {
        var table = ground.Table;
        var byReceiver = new Dictionary<int, List<int>>();
        foreach (var row in sent)
        {
            if (!byReceiver.TryGetValue(table.To[row], out var rows))
                byReceiver[table.To[row]] = rows = [];
            rows.Add(row);
        }
        var lines = new List<Line>();
        foreach (var (to, rows) in byReceiver)
        {
            if (rows.Count < TransfersMin || to == account || ground.Places.Has(to))
                continue;
            var line = new Line(to, rows, table.TimeUs[rows[0]], table.TimeUs[rows[^1]]);
            var span = line.LastUs - line.FirstUs;
            if (span <= ground.WindowUs && span <= (rows.Count - 1) * GapUs)
                lines.Add(line);
        }
        if (lines.Count < ReceiversMin)
            return lines;
        foreach (var row in ground.Graph.In(account))
        {
            lines.RemoveAll(line => line.To == table.From[row]);
        }
        lines.Sort((a, b) => table.InTime(a.Rows[0], b.Rows[0]));
        return lines;
    }
}
