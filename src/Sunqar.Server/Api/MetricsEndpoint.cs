using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sunqar.Core.Decisions;
using Sunqar.Core.Rulebook;
using Sunqar.Server.Acting;
using Sunqar.Server.Deciding;
using Sunqar.Storage.Log;

namespace Sunqar.Server.Api;

/// <summary>
/// <c>GET /metrics</c>: the desk's counts in the text format of Prometheus (0.0.4). Nothing in it names an institution or a person.
/// </summary>
internal static class MetricsEndpoint
{
    private const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    public static void Map(IEndpointRouteBuilder app, DeskDoor door, ActDoor acts) =>
        app.MapGet("/metrics", () => Results.Text(Write(door.Current?.Desk, door.Shadow, acts.Log), ContentType)).WithName("metrics");

    private static string Write(DecisionDesk? desk, ShadowRun? shadow, OversightLog? log)
    {
        var text = new StringBuilder();
        Single(text, "sunqar_ready", "gauge", "1 when payments are decided.", desk is { Trouble: null } ? 1 : 0);
        Single(text, "process_cpu_seconds_total", "counter", "Processor time used.", Environment.CpuUsage.TotalTime.TotalSeconds);
        Single(text, "process_resident_memory_bytes", "gauge", "Memory in use.", Environment.WorkingSet);
        Single(text, "dotnet_gc_allocated_bytes_total", "counter", "Bytes allocated on the managed heap.", GC.GetTotalAllocatedBytes());
        if (desk is not null) Write(text, desk);
        if (shadow is not null) Write(text, shadow);
        if (log is not null) Write(text, log);
        return text.ToString();
    }

    private static void Write(StringBuilder text, DecisionDesk desk)
    {
        var counts = desk.Counts;
        Head(text, "sunqar_decisions_total", "counter", "Payments decided, by outcome.");
        for (var outcome = Outcome.Allow; outcome <= Outcome.Block; outcome++)
        {
            text.Append(CultureInfo.InvariantCulture, $"sunqar_decisions_total{{outcome=\"{outcome.Name()}\"}} {counts.Decided(outcome)}\n");
        }
        Single(text, "sunqar_duplicates_total", "counter", "Payments sent again with the same content.", counts.Duplicates);
        Single(text, "sunqar_conflicts_total", "counter", "Ids sent again with another content.", counts.Conflicts);
        Single(text, "sunqar_refused_total", "counter", "Payments refused because too many waited.", counts.Refused);
        Single(text, "sunqar_failed_total", "counter", "Payments without an answer because nothing could be made durable.", counts.Failed);
        Single(text, "sunqar_holds_lapsed_total", "counter", "Holds that lapsed to allow.", counts.Lapsed);
        Single(text, "sunqar_waiting", "gauge", "Payments that wait to be decided.", desk.Waiting);
        Single(text, "sunqar_flushes_total", "counter", "Groups of facts flushed to disk.", counts.Groups);
        Single(text, "sunqar_facts_total", "counter", "Facts flushed to disk.", counts.Facts);
        Head(text, "sunqar_answer_seconds", "histogram", "From the question at the desk to its durable answer.");
        var sum = 0L;
        for (var bucket = 0; bucket <= DeskCounts.LatencyBoundsUs.Count; bucket++)
        {
            sum += counts.LatencyBucket(bucket);
            var bound = bucket == DeskCounts.LatencyBoundsUs.Count ? "+Inf" : (DeskCounts.LatencyBoundsUs[bucket] / 1e6).ToString(CultureInfo.InvariantCulture);
            text.Append(CultureInfo.InvariantCulture, $"sunqar_answer_seconds_bucket{{le=\"{bound}\"}} {sum}\n");
        }
        text.Append(CultureInfo.InvariantCulture, $"sunqar_answer_seconds_sum {counts.LatencySumUs / 1e6}\nsunqar_answer_seconds_count {sum}\n");
    }

    private static void Write(StringBuilder text, ShadowRun shadow)
    {
        var seen = shadow.Seen;
        Head(text, "sunqar_shadow_decisions_total", "counter", "Payments decided by the candidate rulebook in shadow, by the live outcome and the candidate's.");
        foreach (var (live, candidate, payments) in seen.Outcomes)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"sunqar_shadow_decisions_total{{live=\"{live.Name()}\",candidate=\"{candidate.Name()}\"}} {payments}\n");
        }
        Single(text, "sunqar_shadow_changed_total", "counter", "Payments that the candidate would have answered otherwise.", seen.Changed);
        Single(text, "sunqar_shadow_behind", "gauge", "Facts that the shadow has still to meet.", shadow.Behind);
    }

    private static void Write(StringBuilder text, OversightLog log)
    {
        Single(text, "sunqar_log_trouble", "gauge", "1 when the oversight log signs nothing more: look into it at once.", log.Trouble is null ? 0 : 1);
        if (log.Head?.Head is not { } head) return;
        Single(text, "sunqar_log_leaves", "gauge", "Acts under the newest signed head.", head.Size);
        Single(text, "sunqar_log_head_time_seconds", "gauge", "When the newest head was signed, seconds since 1970.", head.TimeUs / 1_000_000);
    }

    private static void Single(StringBuilder text, string name, string type, string help, double value)
    {
        Head(text, name, type, help);
        text.Append(CultureInfo.InvariantCulture, $"{name} {value}\n");
    }

    private static void Head(StringBuilder text, string name, string type, string help) =>
        text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {type}\n");
}
