using System.Net;
using System.Net.Http.Headers;
using Sunqar.Core.Acts;
using Sunqar.Tests.Access;
using Sunqar.Tests.Access.Attacks;
using Sunqar.Work.Reports;
using Xunit;

namespace Sunqar.Tests.Attacker;

/// <summary>What lies about outside the data folder while evidence comes in and documents go out.</summary>
public sealed class EvidenceAttackTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static HashSet<string> Spooled() => [.. Directory.EnumerateFiles(Path.GetTempPath(), "ASPNETCORE_*")];

    /// <summary>Sends its first megabytes, waits, and sends the rest.</summary>
    private sealed class HeldContent(byte[] bytes, Task until) : HttpContent
    {
        public TaskCompletionSource Half { get; } = new();

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(bytes.AsMemory(0, bytes.Length / 2), Cancel);
            await stream.FlushAsync(Cancel);
            Half.SetResult();
            await until;
            await stream.WriteAsync(bytes.AsMemory(bytes.Length / 2), Cancel);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = bytes.Length;
            return true;
        }
    }

    [Fact]
    public async Task Evidence_on_its_way_lies_on_no_disk()
    {
        await using var server = await StaffedServer.StartAsync();
        using var officer = await server.SignedInAsync(Role.Officer);
        var id = await CaseAttackTests.OpenAsync(officer);
        var before = Spooled();
        using var content = new MultipartFormDataContent();
        var form = await StaffedServer.FormAsync(officer, ("title", "Phone image"), ("from_whom", "Act of search 3"), ("basis", "search"));
        foreach (var pair in (await form.ReadAsStringAsync(Cancel)).Split('&').Select(field => field.Split('=')))
            content.Add(new StringContent(WebUtility.UrlDecode(pair[1])), pair[0]);
        var go = new TaskCompletionSource();
        var file = new HeldContent(new byte[6 << 20], go.Task);
        file.Headers.ContentType = new MediaTypeHeaderValue("application/zip");
        content.Add(file, "file", "phone.zip");
        var sending = officer.PostAsync($"/cases/{id}/evidence", content, Cancel);
        await file.Half.Task;
        for (var look = 0; look < 10; look++)
        {
            Assert.Subset(before, Spooled());
            await Task.Delay(50, Cancel);
        }
        go.SetResult();
        Assert.Equal(HttpStatusCode.SeeOther, (await sending).StatusCode);
        Assert.Subset(before, Spooled());
    }

    /// <summary>A server that was killed leaves its browser's folder; the next one clears it away, and none that is in use.</summary>
    [Fact]
    public void A_killed_servers_browser_folder_is_swept()
    {
        var (left, used) = (Directory.CreateTempSubdirectory("sunqar-chromium-"), Directory.CreateTempSubdirectory("sunqar-chromium-"));
        File.WriteAllText(Path.Combine(left.FullName, "in-use"), "");
        File.WriteAllText(Path.Combine(left.FullName, "page.html"), "a name");
        using (new FileStream(Path.Combine(used.FullName, "in-use"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None))
        {
            ChromiumPipe.Sweep();
            Assert.False(Directory.Exists(left.FullName));
            Assert.True(Directory.Exists(used.FullName));
        }
        used.Delete(recursive: true);
    }
}
