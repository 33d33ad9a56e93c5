using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Sunqar.Formats.Payments;
using Sunqar.Server.Access;
using Sunqar.Server.Entrance;
using Sunqar.Storage.Keys;
using Sunqar.Work.Deciding;

namespace Sunqar.Server.Api;

/// <summary>
/// <c>POST /v1/payments/batch</c>: a payment a line in, an answer a line out, in the same order and while the body still comes. A line that
/// cannot be taken is answered by its problem and stops nothing. Some tickets are under way at once; a client that reads no answers is not
/// read from either.
/// </summary>
internal sealed class BatchEndpoint(DeskDoor door)
{
    /// <summary>Bytes of one batch.</summary>
    public const long BytesMax = 1L << 30;

    private const string Ndjson = "application/x-ndjson";
    private const int TicketsUnderWay = 8;

    public void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/v1/payments/batch", (RequestDelegate)(context => RunAsync(context, isHistory: false))).WithName("payments:batch");
        app.MapPost("/v1/history/batch", (RequestDelegate)(context => RunAsync(context, isHistory: true))).WithName("history:batch");
    }

    /// <param name="isHistory">Payments of any time before now, by a key that was made for it.</param>
    private async Task RunAsync(HttpContext context, bool isHistory)
    {
        if (Caller.Admit(context, door, out var caller, isHistory ? InstitutionKey.HistoryRoom : "payments") is { } refusal)
        {
            await refusal.Send(context);
            return;
        }
        if (caller.Opening.Payments.Trouble is { } trouble)
        {
            await Problem.Of(DeskAnswer.Unavailable(trouble)).Send(context);
            return;
        }
        if (caller.Opening.Payments.IsBusyForBatches)
        {
            await Problem.Of(DeskAnswer.Busy).Send(context);
            return;
        }
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = BytesMax;
        context.Response.ContentType = Ndjson;
        var batch = new Batch(context, caller, door.Rates, isHistory);
        try
        {
            await batch.RunAsync();
        }
        finally
        {
            await batch.EndAsync();
        }
    }

    /// <summary>One batch on its way.</summary>
    private sealed class Batch(HttpContext context, Caller caller, RateLimits rates, bool isHistory)
    {
        private readonly Queue<BatchChunk> _underWay = new();
        private readonly PipeReader _input = context.Request.BodyReader;
        private readonly PipeWriter _output = context.Response.BodyWriter;
        private BatchChunk? _filling;
        private long _line;
        private bool _isSkipping;
        private bool _foreign;

        public async Task RunAsync()
        {
            var reader = caller.Opening.TakeReader();
            try
            {
                while (true)
                {
                    if (!_input.TryRead(out var read))
                    {
                        // Nothing more has come: what was taken is answered before waiting, so that a client may send a line and wait for
                        // its answer.
                        await DrainAsync(0);
                        await _output.FlushAsync(context.RequestAborted);
                        read = await _input.ReadAsync(context.RequestAborted);
                    }
                    var rest = read.Buffer;
                    while (TakeLine(ref rest, read.IsCompleted, reader))
                    {
                        if (_filling is { IsFull: true })
                            await SubmitAsync();
                    }
                    _input.AdvanceTo(rest.Start, rest.End);
                    if (read.IsCompleted)
                        break;
                }
            }
            finally
            {
                caller.Opening.GiveBack(reader);
            }
            await DrainAsync(0);
            if (_foreign)
                await context.NoteRefusalAsync(Caller.ActorOf(caller.Key), "payments:batch", "foreign-institution");
        }

        /// <summary>Reads one line off the front; false where no whole line is left.</summary>
        private bool TakeLine(ref ReadOnlySequence<byte> rest, bool isLast, PaymentJson reader)
        {
            var end = rest.PositionOf((byte)'\n');
            if (end is null && !(isLast && rest.Length > 0))
            {
                // A line without end is dropped as it comes: memory stays bounded.
                if (rest.Length <= PaymentLimits.BytesMax)
                    return false;
                Begin().AddProblem(++_line, BatchChunk.TooLong, !_isSkipping);
                _line -= _isSkipping ? 1 : 0;
                _isSkipping = true;
                rest = rest.Slice(rest.End);
                return false;
            }
            var line = end is { } at ? rest.Slice(0, at) : rest;
            rest = end is { } behind ? rest.Slice(rest.GetPosition(1, behind)) : rest.Slice(rest.End);
            if (_isSkipping)
            {
                _isSkipping = false;
                return true;
            }
            _line++;
            if (line.IsSingleSegment)
                Take(line.FirstSpan, reader);
            else if (line.Length > PaymentLimits.BytesMax + 1)
                Begin().AddProblem(_line, BatchChunk.TooLong);
            else
                TakeJoined(line, reader);
            return true;
        }

        private void TakeJoined(in ReadOnlySequence<byte> line, PaymentJson reader)
        {
            var joined = ArrayPool<byte>.Shared.Rent((int)line.Length);
            line.CopyTo(joined);
            Take(joined.AsSpan(0, (int)line.Length), reader);
            // Personal data has stood in it.
            ArrayPool<byte>.Shared.Return(joined, clearArray: true);
        }

        private void Take(ReadOnlySpan<byte> line, PaymentJson reader)
        {
            if (line.EndsWith("\r"u8))
                line = line[..^1];
            if (line.IsEmpty)
                return;
            var chunk = Begin();
            var payment = chunk.Next();
            if (reader.Read(line, payment, chunk.LatestUs) is { } refused)
            {
                chunk.AddProblem(_line, Problem.Of(refused));
            }
            else if (payment.Institution != caller.Institution)
            {
                chunk.AddProblem(_line, Problem.ForeignInstitution);
                _foreign = true;
            }
            else if (!rates.TryTake(caller.Institution, 1))
            {
                chunk.AddProblem(_line, Problem.RateExceeded);
            }
            else
            {
                chunk.AddNext(_line);
            }
        }

        private BatchChunk Begin() =>
            _filling ??= BatchChunk.Rent(caller.Opening.Payments.Clock.NowUs() + PaymentLimits.AheadUsMax, isHistory);

        private async Task SubmitAsync()
        {
            var chunk = _filling!;
            _filling = null;
            await DrainAsync(TicketsUnderWay - 1);
            await chunk.AskAsync(caller.Opening.Payments, context.RequestAborted);
            _underWay.Enqueue(chunk);
        }

        /// <summary>Writes answers out until no more than so many chunks are under way.</summary>
        private async Task DrainAsync(int chunksLeft)
        {
            if (chunksLeft == 0 && _filling is not null)
                await SubmitAsync();
            while (_underWay.Count > chunksLeft)
            {
                var chunk = _underWay.Peek();
                await chunk.WaitAsync();
                _underWay.Dequeue();
                chunk.WriteAndReturn(_output);
                await _output.FlushAsync(context.RequestAborted);
            }
        }

        /// <summary>A batch that broke off leaves nobody's ticket behind.</summary>
        public async Task EndAsync()
        {
            while (_underWay.TryDequeue(out var chunk))
            {
                await chunk.WaitAsync();
                chunk.Return();
            }
            _filling?.Return();
        }
    }
}
