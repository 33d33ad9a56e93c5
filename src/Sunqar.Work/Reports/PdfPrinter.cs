namespace Sunqar.Work.Reports;

/// <summary>How printing ended.</summary>
public abstract record PdfOutcome
{
    private PdfOutcome() { }

    public sealed record Printed(byte[] Pdf) : PdfOutcome;

    public sealed record Failed(string Reason) : PdfOutcome;
}

/// <summary>
/// Prints documents of ours with Debian's Chromium: one browser, started by the first print and kept for the next, since a start costs more
/// than a print. It ends with the printer, and with the process whatever ends that. For any number of callers; only so many print at once.
/// </summary>
public sealed class PdfPrinter : IAsyncDisposable
{
    /// <summary>Names the browser where it is none of the usual ones.</summary>
    public const string Variable = "SUNQAR_CHROMIUM";

    /// <summary>Prints at once, and how many may wait for a place; each holds a document and its pages in memory.</summary>
    public const int AtOnceMax = 2,
        WaitingMax = 8;

    private static readonly string[] Usual = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly SemaphoreSlim _places = new(AtOnceMax);
    private readonly SemaphoreSlim _starting = new(1);
    private ChromiumPipe? _browser;
    private int _asked;

    public PdfPrinter() => ChromiumPipe.Sweep();

    /// <summary>The browser's process; null where none runs.</summary>
    public int? ProcessId => _browser is { IsRunning: true } browser ? browser.ProcessId : null;

    /// <summary>The browser; null where there is none.</summary>
    public static string? Chromium() =>
        (string?[])[Environment.GetEnvironmentVariable(Variable), .. Usual] is var all
            ? Array.Find(all, path => path is { Length: > 0 } && File.Exists(path))
            : null;

    public async Task<PdfOutcome> PrintAsync(string html, CancellationToken cancel)
    {
        if (Chromium() is not { } chromium)
            return new PdfOutcome.Failed($"There is no Chromium to print with; install Debian's chromium, or name one in {Variable}.");
        if (Interlocked.Increment(ref _asked) > AtOnceMax + WaitingMax)
        {
            Interlocked.Decrement(ref _asked);
            return new PdfOutcome.Failed("Too many documents wait to be printed; try again in a minute.");
        }
        try
        {
            return await PrintInTurnAsync(chromium, html, cancel);
        }
        finally
        {
            Interlocked.Decrement(ref _asked);
        }
    }

    private async Task<PdfOutcome> PrintInTurnAsync(string chromium, string html, CancellationToken cancel)
    {
        await _places.WaitAsync(cancel);
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            limit.CancelAfter(Patience);
            // A browser that died between two prints, or under this one, is started again once.
            return await TryAsync(chromium, html, limit.Token)
                ?? await TryAsync(chromium, html, limit.Token)
                ?? new PdfOutcome.Failed("Chromium ended twice and printed nothing.");
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new PdfOutcome.Failed("Chromium did not finish in two minutes.");
        }
        finally
        {
            _places.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is { } browser)
            await browser.DisposeAsync();
        _places.Dispose();
        _starting.Dispose();
    }

    /// <summary>Null where the browser is gone.</summary>
    private async Task<PdfOutcome?> TryAsync(string chromium, string html, CancellationToken cancel)
    {
        var browser = await RunningAsync(chromium, cancel);
        try
        {
            return new PdfOutcome.Printed(await browser.PrintAsync(html, cancel));
        }
        catch (DevToolsException refused) when (browser.IsRunning)
        {
            return new PdfOutcome.Failed($"Chromium printed nothing: {refused.Message}");
        }
        catch (Exception gone) when (gone is IOException or DevToolsException)
        {
            return null;
        }
        catch (OperationCanceledException)
        {
            // Whatever it is busy with, the next print shall not wait for it.
            await browser.DisposeAsync();
            throw;
        }
    }

    private async Task<ChromiumPipe> RunningAsync(string chromium, CancellationToken cancel)
    {
        await _starting.WaitAsync(cancel);
        try
        {
            if (_browser is { IsRunning: true } running)
                return running;
            if (_browser is { } dead)
                await dead.DisposeAsync();
            return _browser = ChromiumPipe.Start(chromium);
        }
        finally
        {
            _starting.Release();
        }
    }
}
