using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Sunqar.Work.Reports;
using Xunit;

namespace Sunqar.Tests.Reports;

/// <summary>One browser prints many documents, is replaced where it dies, and leaves nothing behind.</summary>
public sealed partial class PdfPrinterTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Trait("Suite", "Whole")]
    [Fact]
    public async Task A_case_file_is_printed_and_the_browser_stays_for_the_next()
    {
        await using var printer = Printer();
        await PrintedAsync(printer, CaseFileHtml.Write(SampleCase.File()));
        var first = printer.ProcessId;
        var all = await Task.WhenAll(Enumerable.Range(1, 5).Select(pages => PrintedAsync(printer, Pages(pages))));
        Assert.Equal([1, 2, 3, 4, 5], all.Select(PagesOf));
        Assert.NotNull(first);
        Assert.Equal(first, printer.ProcessId);
    }

    [Trait("Suite", "Whole")]
    [Fact]
    public async Task A_browser_that_died_is_replaced()
    {
        await using var printer = Printer();
        await PrintedAsync(printer, Pages(1));
        var first = printer.ProcessId!.Value;
        using (var browser = Process.GetProcessById(first))
        {
            browser.Kill(entireProcessTree: true);
            await browser.WaitForExitAsync(Cancel);
        }
        Assert.Equal(2, PagesOf(await PrintedAsync(printer, Pages(2))));
        Assert.NotEqual(first, printer.ProcessId);
    }

    [Fact]
    public async Task Neither_scripts_run_nor_is_anything_loaded_and_nothing_is_left()
    {
        string folder;
        int process;
        await using (var printer = Printer())
        {
            // Written on one page, or on more where a script ran.
            var markup =
                $"<body><p>secret-of-a-case<script>document.write('{Pages(3).Replace("'", "", StringComparison.Ordinal)}')</script>";
            Assert.Equal(1, PagesOf(await PrintedAsync(printer, markup)));
            process = printer.ProcessId!.Value;
            folder = Regex
                .Match(await File.ReadAllTextAsync($"/proc/{process}/cmdline", Cancel), "--user-data-dir=([^\\0]+)")
                .Groups[1]
                .Value;
            Assert.DoesNotContain(
                Directory
                    .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                    .Where(file => new FileInfo(file).LinkTarget is null && Path.GetFileName(file) is not ("in-use" or "SingletonSocket")),
                file => Holds(file, "secret-of-a-case"u8)
            );
        }
        Assert.False(Directory.Exists($"/proc/{process}"));
        Assert.False(Directory.Exists(folder), folder);
    }

    private static bool Holds(string file, ReadOnlySpan<byte> text)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[stream.Length];
        return bytes.AsSpan(0, stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)).IndexOf(text) >= 0;
    }

    private static PdfPrinter Printer()
    {
        Assert.SkipWhen(PdfPrinter.Chromium() is null, "a browser is absent (Debian's chromium)");
        return new PdfPrinter();
    }

    private static async Task<byte[]> PrintedAsync(PdfPrinter printer, string html)
    {
        var pdf = Assert.IsType<PdfOutcome.Printed>(await printer.PrintAsync(html, Cancel)).Pdf;
        Assert.True(pdf.AsSpan().StartsWith("%PDF-"u8));
        Assert.True(pdf.AsSpan().TrimEnd("\r\n"u8).EndsWith("%%EOF"u8));
        return pdf;
    }

    private static string Pages(int count) =>
        "<body>" + string.Concat(Enumerable.Range(1, count).Select(page => $"<p style=\"break-before: page\">page {page}</p>"));

    private static int PagesOf(byte[] pdf) => PageObject().Count(Encoding.Latin1.GetString(pdf));

    [GeneratedRegex("/Type\\s*/Page\\b(?!s)")]
    private static partial Regex PageObject();
}
