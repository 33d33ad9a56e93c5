using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Sunqar.Server.Entrance;

/// <summary>
/// One meter in the text format of Prometheus (0.0.4), under OpenTelemetry's names for it: dots become underscores, the unit and
/// <c>_total</c> are put behind. Own, because OpenTelemetry's exporter of this text is a beta still (docs/decisions/0052-telemetry.md). For
/// any number of threads.
/// </summary>
internal sealed class MeterText : IDisposable
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly MeterListener _listener = new();
    private readonly Lock _gate = new();
    private readonly List<Series> _series = [];

    public MeterText(Meter meter)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter != meter)
                return;
            var series = new Series(instrument);
            lock (_gate)
                _series.Add(series);
            listener.EnableMeasurementEvents(instrument, series);
        };
        _listener.SetMeasurementEventCallback<long>((_, value, tags, state) => Take((Series)state!, value, tags));
        _listener.SetMeasurementEventCallback<double>((_, value, tags, state) => Take((Series)state!, value, tags));
        _listener.Start();
    }

    public string Write()
    {
        var text = new StringBuilder();
        lock (_gate)
        {
            foreach (var series in _series)
                series.Clear();
            _listener.RecordObservableInstruments();
            foreach (var series in _series)
                series.Write(text);
        }
        return text.ToString();
    }

    public void Dispose() => _listener.Dispose();

    private void Take(Series series, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        lock (_gate)
            series.Take(value, tags);
    }

    /// <summary>What one instrument measured: the last value where it is observed, else the sum, or a histogram.</summary>
    private sealed class Series
    {
        private readonly Instrument _instrument;
        private readonly string _name;
        private readonly string _type;
        private readonly double[] _bounds;
        private readonly long[] _buckets;
        private readonly SortedDictionary<string, double> _values = new(StringComparer.Ordinal);
        private double _sum;

        public Series(Instrument instrument)
        {
            _instrument = instrument;
            var kind = instrument.GetType().GetGenericTypeDefinition();
            var isHistogram = kind == typeof(Histogram<>);
            var isCount = kind == typeof(Counter<>) || kind == typeof(ObservableCounter<>);
            _type =
                isHistogram ? "histogram"
                : isCount ? "counter"
                : "gauge";
            var unit = instrument.Unit switch
            {
                "s" => "_seconds",
                "By" => "_bytes",
                _ => "",
            };
            var name = instrument.Name.Replace('.', '_');
            // A name that says its unit says it once, as in OpenTelemetry.
            _name = name + (name.EndsWith(unit, StringComparison.Ordinal) ? "" : unit) + (isCount ? "_total" : "");
            _bounds = instrument is Histogram<double> { Advice.HistogramBucketBoundaries: { } bounds } ? [.. bounds] : [];
            _buckets = new long[isHistogram ? _bounds.Length + 1 : 0];
        }

        public void Clear()
        {
            if (_instrument.IsObservable)
                _values.Clear();
        }

        public void Take(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            if (_buckets.Length == 0)
            {
                var labels = Labels(tags);
                _values[labels] = _instrument.IsObservable ? value : _values.GetValueOrDefault(labels) + value;
                return;
            }
            _sum += value;
            var bucket = 0;
            while (bucket < _bounds.Length && value > _bounds[bucket])
                bucket++;
            _buckets[bucket]++;
        }

        public void Write(StringBuilder text)
        {
            // Also what was not measured yet: who writes an alert sees what there is.
            text.Append(CultureInfo.InvariantCulture, $"# HELP {_name} {_instrument.Description}\n# TYPE {_name} {_type}\n");
            foreach (var (labels, value) in _values)
                text.Append(CultureInfo.InvariantCulture, $"{_name}{labels} {value}\n");
            if (_buckets.Length == 0)
                return;
            var count = 0L;
            for (var bucket = 0; bucket < _buckets.Length; bucket++)
            {
                count += _buckets[bucket];
                var bound = bucket == _bounds.Length ? "+Inf" : _bounds[bucket].ToString(CultureInfo.InvariantCulture);
                text.Append(CultureInfo.InvariantCulture, $"{_name}_bucket{{le=\"{bound}\"}} {count}\n");
            }
            text.Append(CultureInfo.InvariantCulture, $"{_name}_sum {_sum}\n{_name}_count {count}\n");
        }

        /// <summary>The house's own words alone: none needs escaping.</summary>
        private static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
            tags.IsEmpty ? "" : "{" + string.Join(',', tags.ToArray().Select(tag => $"{tag.Key}=\"{tag.Value}\"")) + "}";
    }
}
