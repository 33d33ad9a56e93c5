using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.IO.Pipelines;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sunqar.Work.Reports;

/// <summary>The browser refused a command.</summary>
internal sealed class DevToolsException(string message) : Exception(message);

/// <summary>
/// A headless Chromium that is spoken to in its own DevTools protocol over a pipe: messages in JSON, each ended by a zero byte. It listens
/// nowhere, and it ends when the pipe does, so none is left behind even where this process is killed. A document goes in by the pipe and
/// comes out by it, in a context of its own that is kept nowhere, so its folder holds no page. It has no network and runs no script; what
/// it prints is written by <see cref="HtmlText"/>, which lets no markup in, so that it may run without the browser's own sandbox, which
/// needs rights that containers lack.
/// </summary>
internal sealed class ChromiumPipe : IAsyncDisposable
{
    private static readonly string[] Options =
    [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-dev-shm-usage",
        "--disable-breakpad",
        "--host-resolver-rules=MAP * ~NOTFOUND",
        "--remote-debugging-pipe",
    ];

    private const string ProfilePrefix = "sunqar-chromium-";

    private readonly Process _process;
    private readonly DirectoryInfo _profile;
    private readonly FileStream _mark;
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonNode>> _asked = new();
    private readonly SemaphoreSlim _writing = new(1);
    private readonly Task _reading;
    private readonly Task _said;
    private volatile bool _isGone;
    private int _lastId;

    private ChromiumPipe(Process process, DirectoryInfo profile, FileStream mark)
    {
        (_process, _profile, _mark) = (process, profile, mark);
        // Read, or a full pipe would stop it; what it says may hold paths and is shown to nobody.
        _said = process.StandardError.BaseStream.CopyToAsync(Stream.Null);
        _reading = ReadAsync();
    }

    public bool IsRunning => !_isGone && !_process.HasExited;

    public int ProcessId => _process.Id;

    /// <summary>Clears away the folders of browsers whose server was killed: nobody holds their marks any more.</summary>
    public static void Sweep()
    {
        foreach (var folder in Directory.EnumerateDirectories(Path.GetTempPath(), ProfilePrefix + "*"))
        {
            try
            {
                // A folder without a mark belongs to a browser that is being started, or to an older version.
                using (new FileStream(MarkOf(folder), FileMode.Open, FileAccess.ReadWrite, FileShare.None)) { }
                Directory.Delete(folder, recursive: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Somebody else's, or a browser runs on it.
            }
        }
    }

    private static string MarkOf(string folder) => Path.Combine(folder, "in-use");

    public static ChromiumPipe Start(string chromium)
    {
        // Readable by its owner alone, as .NET makes such folders; the browser's own temporary files go there too.
        var profile = Directory.CreateTempSubdirectory(ProfilePrefix);
        // Held until this process ends, however it does.
        var mark = new FileStream(MarkOf(profile.FullName), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        // The protocol wants descriptors 3 and 4, which .NET cannot hand over; the shell can.
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec \"$0\" \"$@\" 3<&0 4>&1 </dev/null >&2", chromium, .. Options])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add($"--user-data-dir={profile.FullName}");
        start.Environment["TMPDIR"] = profile.FullName;
        return new ChromiumPipe(Process.Start(start)!, profile, mark);
    }

    /// <summary>Prints a document on A4, pages numbered at the foot.</summary>
    /// <exception cref="IOException">The browser is gone.</exception>
    /// <exception cref="DevToolsException">It refused.</exception>
    public async Task<byte[]> PrintAsync(string html, CancellationToken cancel)
    {
        var context = Text(await AskAsync("Target.createBrowserContext", [], null, cancel), "browserContextId");
        try
        {
            var target = Text(
                await AskAsync("Target.createTarget", new() { ["url"] = "about:blank", ["browserContextId"] = context }, null, cancel),
                "targetId"
            );
            var session = Text(
                await AskAsync("Target.attachToTarget", new() { ["targetId"] = target, ["flatten"] = true }, null, cancel),
                "sessionId"
            );
            await AskAsync("Emulation.setScriptExecutionDisabled", new() { ["value"] = true }, session, cancel);
            var frame = Text((await AskAsync("Page.getFrameTree", [], session, cancel))["frameTree"]!["frame"]!, "id");
            await AskAsync("Page.setDocumentContent", new() { ["frameId"] = frame, ["html"] = html }, session, cancel);
            var printed = await AskAsync(
                "Page.printToPDF",
                new()
                {
                    ["preferCSSPageSize"] = true,
                    ["printBackground"] = true,
                    ["displayHeaderFooter"] = true,
                    ["headerTemplate"] = "<span></span>",
                    ["footerTemplate"] =
                        "<div style=\"font: 7pt sans-serif; width: 100%; text-align: center\"><span "
                        + "class=\"pageNumber\"></span> / <span class=\"totalPages\"></span></div>",
                },
                session,
                cancel
            );
            return Convert.FromBase64String(Text(printed, "data"));
        }
        finally
        {
            if (IsRunning)
                await AskAsync("Target.disposeBrowserContext", new() { ["browserContextId"] = context }, null, CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _isGone = true;
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        await Task.WhenAll(_reading, _said);
        await _mark.DisposeAsync();
        try
        {
            _profile.Delete(recursive: true);
        }
        catch (Exception e) when (e is IOException or DirectoryNotFoundException)
        {
            // A process of the browser may still be leaving; the folder holds its settings, none of what it printed.
        }
    }

    private async Task<JsonNode> AskAsync(string method, JsonObject parameters, string? session, CancellationToken cancel)
    {
        var id = Interlocked.Increment(ref _lastId);
        var answer = new TaskCompletionSource<JsonNode>(TaskCreationOptions.RunContinuationsAsynchronously);
        _asked[id] = answer;
        var message = new JsonObject
        {
            ["id"] = id,
            ["method"] = method,
            ["params"] = parameters,
        };
        if (session is not null)
            message["sessionId"] = session;
        await _writing.WaitAsync(cancel);
        try
        {
            // Written whole or not at all: half a message would spoil every later one.
            await _process.StandardInput.BaseStream.WriteAsync((byte[])[.. JsonSerializer.SerializeToUtf8Bytes(message), 0], default);
            await _process.StandardInput.BaseStream.FlushAsync(default);
        }
        finally
        {
            _writing.Release();
        }
        if (_isGone)
            answer.TrySetException(new IOException("The browser is gone."));
        return await answer.Task.WaitAsync(cancel);
    }

    private async Task ReadAsync()
    {
        var pipe = PipeReader.Create(_process.StandardOutput.BaseStream);
        try
        {
            while (true)
            {
                var read = await pipe.ReadAsync();
                var rest = read.Buffer;
                while (rest.PositionOf((byte)0) is { } end)
                {
                    Take(JsonNode.Parse(rest.Slice(0, end).ToArray())!);
                    rest = rest.Slice(rest.GetPosition(1, end));
                }
                pipe.AdvanceTo(rest.Start, rest.End);
                if (read.IsCompleted)
                    break;
            }
        }
        finally
        {
            _isGone = true;
            foreach (var waiting in _asked.Values)
                waiting.TrySetException(new IOException("The browser is gone."));
        }
    }

    private void Take(JsonNode message)
    {
        // Without an id it is an event, and none is waited for.
        if (message["id"] is not { } id || !_asked.TryRemove((int)id, out var answer))
            return;
        if (message["error"] is { } error)
            answer.TrySetException(new DevToolsException((string?)error["message"] ?? "no reason given"));
        else
            answer.TrySetResult(message["result"]!);
    }

    private static string Text(JsonNode node, string name) => (string)node[name]!;
}
