using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Sunqar.Core.Payments;
using Sunqar.Formats.Payments;
using Sunqar.Server.Entrance;
using Sunqar.Work.Deciding;

namespace Sunqar.Server.Api;

/// <summary>Some lines of a batch that are asked about together, and those among them that cannot be. Used again when it is
/// returned.</summary>
internal sealed class BatchChunk
{
    private static readonly ConcurrentBag<BatchChunk> Free = [];

    private DeskTicket _ticket = null!;
    private readonly List<(long Line, Problem? Problem)> _lines = [];
    private ValueTask _answered;

    public static Problem TooLong { get; } =
        Problem.TooLarge with
        {
            Detail = string.Create(CultureInfo.InvariantCulture, $"A line has at most {PaymentLimits.BytesMax} bytes."),
        };

    private BatchChunk() { }

    /// <summary>The latest time that a payment may bear.</summary>
    public long LatestUs { get; private set; }

    /// <param name="isHistory">Its payments may be of any time before now.</param>
    public static BatchChunk Rent(long latestUs, bool isHistory)
    {
        if (!Free.TryTake(out var chunk))
            chunk = new BatchChunk();
        (chunk._ticket, chunk.LatestUs) = (DeskTicket.Rent(), latestUs);
        chunk._ticket.IsHistory = isHistory;
        return chunk;
    }

    public bool IsFull => _ticket.IsFull || _lines.Count >= 2 * DeskTicket.PaymentsMax;

    /// <summary>What the next line's payment is read into.</summary>
    public SentPayment Next() => _ticket.Next();

    public void AddNext(long line)
    {
        _ticket.AddNext();
        _lines.Add((line, null));
    }

    /// <param name="isNew">False where the line has its problem already.</param>
    public void AddProblem(long line, Problem problem, bool isNew = true)
    {
        if (isNew)
            _lines.Add((line, problem));
    }

    /// <summary>How long the lines of a batch wait for room, and with them whoever sends it. A stream is held back for a moment; beyond, no
    /// is the better answer.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Puts the payments before the desk; where too much waits, so does the batch for a moment, and is told so then.</summary>
    public async ValueTask AskAsync(IPaymentDesk desk, CancellationToken cancel)
    {
        if (_ticket.Count == 0)
            return;
        for (var began = Stopwatch.GetTimestamp(); !desk.TryAskOfBatch(_ticket, out _answered); )
        {
            var isOver = Stopwatch.GetElapsedTime(began) >= Patience;
            if (desk.Trouble is null && !isOver)
            {
                await Task.Delay(2, cancel);
                continue;
            }
            _ticket.Refuse(desk.Trouble);
            desk.CountRefused(_ticket.Count);
            _answered = default;
            return;
        }
    }

    public ValueTask WaitAsync()
    {
        var answered = _answered;
        _answered = default;
        return answered;
    }

    public void WriteAndReturn(IBufferWriter<byte> output)
    {
        var json = JsonText.OfThread();
        var payment = 0;
        foreach (var (line, problem) in _lines)
        {
            if (problem is not null)
            {
                problem.Write(json, line);
            }
            else
            {
                ref readonly var answer = ref _ticket.Answers[payment];
                if (answer.IsDecision)
                {
                    AnswerJson.Write(
                        json,
                        _ticket.Payments[payment].Id,
                        answer.Decision!,
                        answer.Status == DeskStatus.Duplicate,
                        answer.Sequence
                    );
                }
                else
                {
                    Problem.Of(answer).Write(json, line, _ticket.Payments[payment].Id);
                }
                payment++;
            }
            json.Raw("\n"u8);
        }
        output.Write(json.Written);
        Return();
    }

    /// <summary>Nothing of it may be touched afterwards.</summary>
    public void Return()
    {
        _ticket.Return();
        _ticket = null!;
        _lines.Clear();
        Free.Add(this);
    }
}
