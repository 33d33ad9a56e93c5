using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Sunqar.Benchmarks;

/// <summary>
/// <c>bench bare FOLDER</c>: the yardstick of <c>bench decide</c>, started by it: a bare web server on the same cores that takes the same
/// posts, appends them to a file, flushes once for all that came meanwhile, and then answers 220 bytes. It reads nothing, decides nothing
/// and checks no key: whatever does more costs more, and whoever answers before its flush is no server for this.
/// </summary>
internal static class BareServer
{
    private const int AnswerBytes = 220;

    public static int Run(string[] args)
    {
        using var file = File.OpenHandle(Path.Combine(args[0], "bare"), FileMode.Create, FileAccess.Write);
        using var groups = new Groups(file);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.UseSockets(sockets =>
            (sockets.UnsafePreferInlineScheduling, sockets.WaitForDataBeforeAllocatingBuffer) = (true, false)
        );
        var app = builder.Build();
        var answer = Encoding.ASCII.GetBytes(new string('x', AnswerBytes));
        app.Run(context => HttpMethods.IsPost(context.Request.Method) ? TakeAsync(context, groups, answer) : TellAsync(context));
        app.StartAsync().GetAwaiter().GetResult();
        Console.Error.WriteLine("bare server at " + app.Urls.First());
        app.WaitForShutdownAsync().GetAwaiter().GetResult();
        return 0;
    }

    private static async Task TakeAsync(HttpContext context, Groups groups, byte[] answer)
    {
        var length = (int)context.Request.ContentLength!.Value;
        var body = await context.Request.BodyReader.ReadAtLeastAsync(length);
        var written = groups.Add(body.Buffer);
        context.Request.BodyReader.AdvanceTo(body.Buffer.End);
        await written;
        context.Response.ContentLength = answer.Length;
        answer.CopyTo(context.Response.BodyWriter.GetSpan(answer.Length));
        context.Response.BodyWriter.Advance(answer.Length);
    }

    /// <summary>Ready at once; and what was allocated, as the real server tells it.</summary>
    private static Task TellAsync(HttpContext context) =>
        context.Response.WriteAsync(
            string.Create(CultureInfo.InvariantCulture, $"dotnet_gc_allocated_bytes_total {GC.GetTotalAllocatedBytes()}\n")
        );

    /// <summary>What waits for the next flush, and the thread that makes it.</summary>
    private sealed class Groups : IDisposable
    {
        private readonly Microsoft.Win32.SafeHandles.SafeFileHandle _file;
        private readonly object _gate = new();
        private Group _open = new(),
            _flying = new();
        private bool _closed;
        private long _at;

        public Groups(Microsoft.Win32.SafeHandles.SafeFileHandle file)
        {
            _file = file;
            new Thread(Loop) { IsBackground = true }.Start();
        }

        public Task Add(in ReadOnlySequence<byte> body)
        {
            lock (_gate)
            {
                body.CopyTo(_open.Bytes.GetSpan((int)body.Length));
                _open.Bytes.Advance((int)body.Length);
                var waiter = new TaskCompletionSource();
                _open.Waiters.Add(waiter);
                if (_open.Waiters.Count == 1)
                    Monitor.Pulse(_gate);
                return waiter.Task;
            }
        }

        private void Loop()
        {
            while (true)
            {
                lock (_gate)
                {
                    while (_open.Waiters.Count == 0 && !_closed)
                        Monitor.Wait(_gate);
                    if (_closed)
                        return;
                    (_open, _flying) = (_flying, _open);
                }
                RandomAccess.Write(_file, _flying.Bytes.WrittenSpan, _at);
                RandomAccess.FlushToDisk(_file);
                _at += _flying.Bytes.WrittenCount;
                // The answers are written by the pool, some at a time, as the real server does.
                foreach (var run in _flying.Waiters.Chunk(64))
                {
                    ThreadPool.UnsafeQueueUserWorkItem(
                        static waiters =>
                        {
                            foreach (var waiter in waiters)
                                waiter.SetResult();
                        },
                        run,
                        preferLocal: false
                    );
                }
                _flying.Waiters.Clear();
                _flying.Bytes.ResetWrittenCount();
            }
        }

        public void Dispose()
        {
            lock (_gate)
            {
                _closed = true;
                Monitor.Pulse(_gate);
            }
        }

        private sealed class Group
        {
            public ArrayBufferWriter<byte> Bytes { get; } = new(1 << 16);

            public List<TaskCompletionSource> Waiters { get; } = [];
        }
    }
}
