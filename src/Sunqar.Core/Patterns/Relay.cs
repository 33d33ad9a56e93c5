using Sunqar.Core.Patterns.Pairs;
using Sunqar.Core.Transfers;
using Sunqar.Core.Tuning;

namespace Sunqar.Core.Patterns;

/// <summary>Limits of relays, section <c>relay</c> of rulebooks/mining.limits.</summary>
[Limits("relay")]
internal sealed record RelayLimits(int TransfersMin, int ReceiversMin, long GapUs, double FewestScore, double Score);

/// <summary>
/// The third shape of <see cref="FanOut"/>: one account pays others again and again for some days, side by side, and never before or after.
/// Read from the account's own transfers alone. Page: docs/patterns/fan_out.md.
/// </summary>
internal static class Relay
{
    private static readonly RelayLimits Limits = MiningTuning.Shipped.Of<RelayLimits>();

    private sealed record Line(int To, List<int> Rows, long FirstUs, long LastUs);

    public static void At(MiningGround ground, int account, List<Sighting> found)
    {
        var table = ground.Table;
        var sent = ground.Graph.Out(account);
        if (sent.Length < Limits.ReceiversMin * Limits.TransfersMin || ground.Places.Has(account))
            return;
        var lines = Lines(ground, account, sent);
        if (lines.Count < Limits.ReceiversMin)
            return;
        foreach (var run in HotRuns.All(lines, line => line.FirstUs, line => line.LastUs, ground.WindowUs, Limits.ReceiversMin))
        {
            var rows = run.SelectMany(line => line.Rows).ToList();
            found.Add(
                Sightings.FromRows(
                    ground,
                    FanOut.Name,
                    rows,
                    run.Count == Limits.ReceiversMin ? Limits.FewestScore : Limits.Score,
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
            if (rows.Count < Limits.TransfersMin || to == account || ground.Places.Has(to))
                continue;
            var line = new Line(to, rows, table.TimeUs[rows[0]], table.TimeUs[rows[^1]]);
            var span = line.LastUs - line.FirstUs;
            if (span <= ground.WindowUs && span <= (rows.Count - 1) * Limits.GapUs)
                lines.Add(line);
        }
        if (lines.Count < Limits.ReceiversMin)
            return lines;
        foreach (var row in ground.Graph.In(account))
        {
            lines.RemoveAll(line => line.To == table.From[row]);
        }
        lines.Sort((a, b) => table.InTime(a.Rows[0], b.Rows[0]));
        return lines;
    }
}
