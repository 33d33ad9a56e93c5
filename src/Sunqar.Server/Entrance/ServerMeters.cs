using System.Diagnostics.Metrics;
using Sunqar.Core.Decisions;
using Sunqar.Core.Rulebook;
using Sunqar.Storage.Log;
using Sunqar.Work.Deciding;

namespace Sunqar.Server.Entrance;

/// <summary>
/// What a server counts, as .NET's meters: OpenTelemetry collects the meter <see cref="Name"/> as it is, and <c>/metrics</c> writes it as
/// text. No label names an institution or a person, and none has more than a handful of values.
/// </summary>
public sealed class ServerMeters : IDisposable
{
    public const string Name = DeskTraces.Name;

    private static readonly double[] LatencyBounds = [0.00025, 0.0005, 0.001, 0.002, 0.003, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1];

    private readonly DeskDoor _door;
    private readonly Counter<long> _messages;

    internal ServerMeters(DeskDoor door)
    {
        _door = door;
        Meter = new Meter(Name);
        Text = new MeterText(Meter);
        Gauge("sunqar.ready", "", "1 when payments are decided.", () => door.Current?.Desk is { Trouble: null } ? 1 : 0);
        Count("process.cpu", "s", "Processor time used.", () => Environment.CpuUsage.TotalTime.TotalSeconds);
        Gauge("process.resident.memory", "By", "Memory in use.", () => Environment.WorkingSet);
        Count("dotnet.gc.allocated", "By", "Bytes allocated on the managed heap.", () => GC.GetTotalAllocatedBytes());
        Meter.CreateObservableCounter("sunqar.decisions", Decisions, "", "Payments decided, by outcome.");
        OfWindows("sunqar.window.entries", "", "Entries that the windows of decisions hold.", counts => counts.WindowEntries);
        OfWindows("sunqar.window.bytes", "By", "Bytes of memory that these windows take.", counts => counts.WindowBytes);
        OfWindows("sunqar.window.limit", "By", "Bytes of windows beyond which no new payment is decided.", counts => counts.WindowBytesMax);
        OfDesk("sunqar.duplicates", "Payments sent again with the same content.", counts => counts.Duplicates);
        OfDesk("sunqar.conflicts", "Ids sent again with another content.", counts => counts.Conflicts);
        OfDesk("sunqar.refused", "Payments refused because too many waited.", counts => counts.Refused);
        OfDesk("sunqar.failed", "Payments without an answer because nothing could be made durable.", counts => counts.Failed);
        OfDesk("sunqar.holds.lapsed", "Holds that lapsed to allow.", counts => counts.Lapsed);
        OfDesk("sunqar.flushes", "Groups of facts flushed to disk.", counts => counts.Groups);
        OfDesk("sunqar.facts", "Facts flushed to disk.", counts => counts.Facts);
        OfDesk(
            "sunqar.lookups.taken",
            "Times that decisions began to look things up in newer registers, lists or rates.",
            counts => counts.LookupsTaken
        );
        Gauge("sunqar.waiting", "", "Payments that wait to be decided.", () => door.Current?.Desk.Waiting ?? 0);
        Answers = Meter.CreateHistogram(
            "sunqar.answer",
            "s",
            "From the question at the desk to its durable answer.",
            null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = LatencyBounds }
        );
        _messages = Meter.CreateCounter<long>(
            "sunqar.gateway.messages",
            "",
            "Messages or payments answered by a gateway, by the standard's own code."
        );
        Connections = Meter.CreateUpDownCounter<long>("sunqar.gateway.connections", "", "Connections of card switches that are open.");
        Meter.CreateObservableCounter(
            "sunqar.shadow.decisions",
            ShadowDecisions,
            "",
            "Payments decided by the candidate rulebook in shadow, by the live outcome and the candidate's."
        );
        OfShadow("sunqar.shadow.changed", "Payments that the candidate would have answered otherwise.", shadow => shadow.Seen.Changed);
        Meter.CreateObservableGauge(
            "sunqar.shadow.behind",
            () => door.Shadow is { } shadow ? [new Measurement<long>(shadow.Behind)] : (Measurement<long>[])[],
            "",
            "Facts that the shadow has still to meet."
        );
    }

    /// <summary>For OpenTelemetry's exporters.</summary>
    public Meter Meter { get; }

    /// <summary>Takes every latency, in seconds.</summary>
    public Histogram<double> Answers { get; }

    internal UpDownCounter<long> Connections { get; }

    internal MeterText Text { get; }

    /// <param name="gateway">iso8583 or iso20022.</param>
    /// <param name="code">Field 39, or the status of the payment in a pacs.002.</param>
    internal void Answered(string gateway, string code) =>
        _messages.Add(1, new KeyValuePair<string, object?>("gateway", gateway), new KeyValuePair<string, object?>("code", code));

    /// <summary>Counts of the oversight log, once it stands.</summary>
    internal void Watch(Func<OversightLog?> log)
    {
        OfLog(
            "sunqar.log.trouble",
            "",
            "1 when the oversight log signs nothing more: look into it at once.",
            known => known.Trouble is null ? 0 : 1
        );
        OfLog("sunqar.log.leaves", "", "Acts under the newest signed head.", known => known.Head?.Head.Size);
        OfLog(
            "sunqar.log.head_time",
            "s",
            "When the newest head was signed, seconds since 1970.",
            known => known.Head?.Head.TimeUs / 1_000_000
        );

        void OfLog(string name, string unit, string help, Func<OversightLog, long?> value) =>
            Meter.CreateObservableGauge(
                name,
                () => log() is { } known && value(known) is { } now ? [new Measurement<long>(now)] : (Measurement<long>[])[],
                unit,
                help
            );
    }

    private void Gauge(string name, string unit, string help, Func<double> value) => Meter.CreateObservableGauge(name, value, unit, help);

    private void Count(string name, string unit, string help, Func<double> value) => Meter.CreateObservableCounter(name, value, unit, help);

    private void OfDesk(string name, string help, Func<DeskCounts, long> value) =>
        Meter.CreateObservableCounter(
            name,
            () => _door.Current?.Counts is { } counts ? [new Measurement<long>(value(counts))] : (Measurement<long>[])[],
            "",
            help
        );

    private void OfWindows(string name, string unit, string help, Func<DeskCounts, long> value) =>
        Meter.CreateObservableGauge(
            name,
            () => _door.Current?.Counts is { } counts ? [new Measurement<long>(value(counts))] : (Measurement<long>[])[],
            unit,
            help
        );

    private void OfShadow(string name, string help, Func<ShadowRun, long> value) =>
        Meter.CreateObservableCounter(
            name,
            () => _door.Shadow is { } shadow ? [new Measurement<long>(value(shadow))] : (Measurement<long>[])[],
            "",
            help
        );

    private IEnumerable<Measurement<long>> Decisions()
    {
        if (_door.Current?.Counts is not { } counts)
            yield break;
        for (var outcome = Outcome.Allow; outcome <= Outcome.Block; outcome++)
        {
            yield return new Measurement<long>(counts.Decided(outcome), new KeyValuePair<string, object?>("outcome", outcome.Name()));
        }
    }

    private IEnumerable<Measurement<long>> ShadowDecisions() =>
        (_door.Shadow?.Seen.Outcomes ?? []).Select(seen => new Measurement<long>(
            seen.Payments,
            new KeyValuePair<string, object?>("live", seen.Live.Name()),
            new KeyValuePair<string, object?>("candidate", seen.Candidate.Name())
        ));

    public void Dispose()
    {
        Text.Dispose();
        Meter.Dispose();
    }
}
