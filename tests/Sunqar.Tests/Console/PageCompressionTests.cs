using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Sunqar.Core.Acts;
using Sunqar.Tests.Access;
using Xunit;

namespace Sunqar.Tests.ConsolePages;

/// <summary>Pages are compressed where nobody can measure a secret by their length, and nowhere else.</summary>
public sealed partial class PageCompressionTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("GET", "/people", "same-origin", "br, gzip", "br")]
    [InlineData("GET", "/people", "none", "gzip", "gzip")]
    [InlineData("GET", "/people", "cross-site", "br, gzip", null)]
    [InlineData("GET", "/people", "same-site", "br, gzip", null)]
    [InlineData("GET", "/people", null, "br, gzip", null)]
    [InlineData("GET", "/people", "same-origin", "", null)]
    [InlineData("POST", "/language", "same-origin", "br, gzip", null)]
    [InlineData("GET", "/v1/log/head", "same-origin", "br, gzip", null)]
    public async Task Only_what_the_page_itself_asked_for_is_compressed(
        string method,
        string path,
        string? site,
        string accepts,
        string? encoding
    )
    {
        await using var server = await StaffedServer.StartAsync();
        using var admin = await server.SignedInAsync(Role.Admin);
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (site is not null)
            request.Headers.Add("Sec-Fetch-Site", site);
        if (accepts.Length > 0)
            request.Headers.Add("Accept-Encoding", accepts);
        using var answer = await admin.SendAsync(request, Cancel);
        Assert.Equal(encoding, answer.Content.Headers.ContentEncoding.SingleOrDefault());
        if (encoding != "br")
            return;
        await using var unpacked = new BrotliStream(await answer.Content.ReadAsStreamAsync(Cancel), CompressionMode.Decompress);
        using var page = new MemoryStream();
        await unpacked.CopyToAsync(page, Cancel);
        Assert.Contains("</html>", Encoding.UTF8.GetString(page.ToArray()), StringComparison.Ordinal);
        Assert.True(answer.Content.Headers.ContentLength is null || answer.Content.Headers.ContentLength < page.Length / 2);
    }

    /// <summary>What is the same in two answers could be guessed byte by byte; the token against forged forms is not.</summary>
    [Fact]
    public async Task Tokens_of_forms_differ_from_answer_to_answer()
    {
        await using var server = await StaffedServer.StartAsync();
        using var admin = await server.SignedInAsync(Role.Admin);
        var tokens = new HashSet<string>(StringComparer.Ordinal);
        for (var round = 0; round < 3; round++)
            tokens.Add(Token().Match(await admin.GetStringAsync("/people", Cancel)).Groups["token"].Value);
        Assert.Equal(3, tokens.Count);
        Assert.DoesNotContain("", tokens);
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"")]
    private static partial Regex Token();
}
