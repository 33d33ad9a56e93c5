using System.Diagnostics;
using System.Text;

namespace Sunqar.Work.Reports;

/// <summary>How printing ended.</summary>
public abstract record PdfOutcome
{
    private PdfOutcome() { }

    public sealed record Printed(byte[] Pdf) : PdfOutcome;

    public sealed record Failed(string Reason) : PdfOutcome;
}

/// <summary>
/// Prints a document of ours with Debian's Chromium. It is given a folder of its own, and no network; what it prints, whose own policy
/// forbids scripts, is written by <see cref="HtmlText"/>, which lets no markup in, so that it may run without the browser's own sandbox,
/// which needs rights that containers lack.
/// </summary>
public static class PdfPrinter
{
    /// <summary>Names the browser where it is none of the usual ones.</summary>
    public const string Variable = "SUNQAR_CHROMIUM";

    private static readonly string[] Usual = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>The browser; null where there is none.</summary>
    public static string? Chromium() =>
        (string?[])[Environment.GetEnvironmentVariable(Variable), .. Usual] is var all
            ? Array.Find(all, path => path is { Length: > 0 } && File.Exists(path))
            : null;

    public static async Task<PdfOutcome> PrintAsync(string html, CancellationToken cancel)
    {
        if (Chromium() is not { } chromium)
            return new PdfOutcome.Failed($"There is no Chromium to print with; install Debian's chromium, or name one in {Variable}.");
        var folder = Directory.CreateTempSubdirectory("sunqar-print");
        try
        {
            var (page, pdf) = (Path.Combine(folder.FullName, "page.html"), Path.Combine(folder.FullName, "page.pdf"));
            await File.WriteAllTextAsync(page, html, new UTF8Encoding(false), cancel);
            var start = new ProcessStartInfo(chromium)
            {
                RedirectStandardError = true,
                RedirectStandardOutput = true,
                UseShellExecute = false,
            };
            foreach (
                var argument in (string[])
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
                        "--host-resolver-rules=MAP * ~NOTFOUND",
                        $"--user-data-dir={Path.Combine(folder.FullName, "profile")}",
                        "--no-pdf-header-footer",
                        $"--print-to-pdf={pdf}",
                        new Uri(page).AbsoluteUri,
                    ]
            )
            {
                start.ArgumentList.Add(argument);
            }
            using var process = Process.Start(start)!;
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            limit.CancelAfter(Patience);
            // Read, or a full pipe would stop it; what it says may hold paths and is shown to nobody.
            var said = Task.WhenAll(process.StandardError.ReadToEndAsync(limit.Token), process.StandardOutput.ReadToEndAsync(limit.Token));
            try
            {
                await process.WaitForExitAsync(limit.Token);
                await said;
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                cancel.ThrowIfCancellationRequested();
                return new PdfOutcome.Failed("Chromium did not finish in two minutes.");
            }
            return process.ExitCode == 0 && File.Exists(pdf)
                ? new PdfOutcome.Printed(await File.ReadAllBytesAsync(pdf, cancel))
                : new PdfOutcome.Failed($"Chromium ended with {process.ExitCode} and printed nothing.");
        }
        finally
        {
            Remove(folder);
        }
    }

    private static void Remove(DirectoryInfo folder)
    {
        try
        {
            folder.Delete(recursive: true);
        }
        catch (IOException)
        {
            // A helper of the browser may still be leaving; what stays lies in the system's temporary folder.
        }
    }
}
