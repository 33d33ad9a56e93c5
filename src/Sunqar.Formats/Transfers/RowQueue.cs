using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;

namespace Sunqar.Formats.Transfers;

/// <summary>
/// Hands rows on to a sink that runs on a thread of its own, in the order in which they come: a file is split and checked on one core while
/// another numbers accounts and fills columns. The sink sees the same rows whatever the number of cores.
/// </summary>
public sealed class RowQueue : ITransferSink, IDisposable
{
    private const int RunRows = 4_096,
        RunsWaitingMax = 8;

    private readonly BlockingCollection<Run> _full = new(RunsWaitingMax);
    private readonly ConcurrentBag<Run> _empty = [];
    private readonly Thread _taker;
    private Run _run = new();
    private ExceptionDispatchInfo? _failed;

    public RowQueue(ITransferSink sink)
    {
        _taker = new Thread(() => Take(sink)) { IsBackground = true, Name = "rows" };
        _taker.Start();
    }

    private readonly record struct Row(long TimeUs, long AmountMicro, int Id, int From, int To, Currency Currency, TransferKind Kind);

    /// <summary>Rows and their texts, one after the other: id, sender, receiver.</summary>
    private sealed class Run
    {
        public byte[] Bytes = new byte[RunRows * 96];
        public int Used;
        public int Count;

        public readonly Row[] Rows = new Row[RunRows];

        public int Put(ReadOnlySpan<byte> text)
        {
            if (Bytes.Length - Used < text.Length)
                Array.Resize(ref Bytes, (Bytes.Length * 2) + text.Length);
            text.CopyTo(Bytes.AsSpan(Used));
            Used += text.Length;
            return text.Length;
        }
    }

    public void Add(in TransferRow row)
    {
        var run = _run;
        run.Rows[run.Count++] = new Row(
            row.TimeUs,
            row.AmountMicro,
            run.Put(row.Id),
            run.Put(row.From),
            run.Put(row.To),
            row.Currency,
            row.Kind
        );
        if (run.Count == RunRows)
            Send();
    }

    /// <summary>Waits until the sink has all rows.</summary>
    /// <exception cref="Exception">What the sink threw, if anything; it got no row after that.</exception>
    public void Complete()
    {
        if (_run.Count > 0)
            Send();
        _full.CompleteAdding();
        _taker.Join();
        _failed?.Throw();
    }

    /// <summary>Lets the sink's thread end; rows that were not completed may not have reached it.</summary>
    public void Dispose()
    {
        _full.CompleteAdding();
        _taker.Join();
        _full.Dispose();
    }

    private void Send()
    {
        _full.Add(_run);
        _run = _empty.TryTake(out var run) ? run : new Run();
    }

    private void Take(ITransferSink sink)
    {
        foreach (var run in _full.GetConsumingEnumerable())
        {
            try
            {
                // After a failure runs are still taken, so that the reader never waits for room; it hears of it at the end.
                if (_failed is null)
                    Hand(run, sink);
            }
            catch (Exception e)
            {
                _failed = ExceptionDispatchInfo.Capture(e);
            }
            (run.Used, run.Count) = (0, 0);
            _empty.Add(run);
        }
    }

    private static void Hand(Run run, ITransferSink sink)
    {
        var texts = run.Bytes.AsSpan();
        foreach (ref readonly var row in run.Rows.AsSpan(0, run.Count))
        {
            sink.Add(
                new TransferRow
                {
                    Id = texts[..row.Id],
                    TimeUs = row.TimeUs,
                    From = texts.Slice(row.Id, row.From),
                    To = texts.Slice(row.Id + row.From, row.To),
                    AmountMicro = row.AmountMicro,
                    Currency = row.Currency,
                    Kind = row.Kind,
                }
            );
            texts = texts[(row.Id + row.From + row.To)..];
        }
    }
}
