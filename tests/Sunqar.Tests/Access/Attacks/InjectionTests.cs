using System.Net;
using System.Text.RegularExpressions;
using Sunqar.Core.Acts;
using Sunqar.Core.People;
using Sunqar.Server.Access;
using Sunqar.Server.Pages;
using Xunit;

namespace Sunqar.Tests.Access.Attacks;

/// <summary>Texts that want to be markup, headers, lines of a log or paths of files.</summary>
public sealed partial class InjectionTests
{
    private const string Evil = "\"><img src=x onerror=alert(1)>'<script>alert(1)</script>";
    private const int PagesMax = 80;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Every form that a role can reach gets evil text in every field, and then no page that the role can reach shows it as
    /// markup. New pages and forms are found by their links.</summary>
    [Theory]
    [InlineData(Role.Admin, Traits = ["Suite", "Whole"])]
    [InlineData(Role.Overseer, Traits = ["Suite", "Whole"])]
    [InlineData(Role.Analyst, Traits = ["Suite", "Whole"])]
    [InlineData(Role.Officer)]
    [InlineData(Role.Head, Traits = ["Suite", "Whole"])]
    [InlineData(Role.Supervisor, Traits = ["Suite", "Whole"])]
    public async Task Whatever_is_typed_stays_text(Role role)
    {
        await using var server = await StaffedServer.StartAsync();
        await server.HireAsync(Role.Officer);
        using var browser = await server.SignedInAsync(role);
        var forms = new List<(string Action, string Html)>();
        var before = await CrawlAsync(browser, role, forms);
        Assert.Equal(Bar.Of(role, isOpen: false).Any(), before > 0);
        foreach (var (action, html) in forms.Where(form => form.Action != "/sign-out"))
        {
            using var form = await StaffedServer.FormAsync(browser, [.. Fields(html)]);
            var answer = await browser.PostAsync(action, form, Cancel);
            Assert.True((int)answer.StatusCode < 500, $"{action}: {answer.StatusCode}");
            AssertText(action, await answer.Content.ReadAsStringAsync(Cancel));
        }
        await CrawlAsync(browser, role, []);
    }

    private static readonly Navigation Bar = new(AccessTable.Shipped, []);

    private static async Task<int> CrawlAsync(HttpClient browser, Role role, List<(string Action, string Html)> forms)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Queue<string>(Bar.Of(role, isOpen: false).Select(line => line.Path));
        while (open.TryDequeue(out var path) && seen.Count < PagesMax)
        {
            if (!seen.Add(path))
                continue;
            var answer = await browser.GetAsync(path, Cancel);
            // What is saved as a file is no page of this origin, whatever it holds.
            if (
                answer.Content.Headers.ContentType?.MediaType != "text/html"
                || answer.Content.Headers.ContentDisposition?.DispositionType == "attachment"
            )
            {
                continue;
            }
            var html = await answer.Content.ReadAsStringAsync(Cancel);
            // A file to be kept is opened beside the console, not in it, and brings its own styles.
            var isFile = answer.Content.Headers.ContentDisposition?.DispositionType == "attachment";
            AssertText(path, html, isFile);
            if (isFile)
                continue;
            foreach (Match link in LinkPattern().Matches(html))
                open.Enqueue(WebUtility.HtmlDecode(link.Groups[1].Value));
            forms.AddRange(
                FormPattern()
                    .Matches(html)
                    .Select(form => (WebUtility.HtmlDecode(form.Groups[1].Value), form.Groups[2].Value))
                    .Where(form => forms.All(known => known.Action != form.Item1))
            );
        }
        return seen.Count;
    }

    private static IEnumerable<(string, string)> Fields(string form)
    {
        foreach (Match select in SelectPattern().Matches(form))
            yield return (select.Groups[1].Value, select.Groups[2].Value);
        foreach (
            Match input in InputPattern()
                .Matches(form)
                .Where(one => one.Groups[1].Value is not ("key" or "__RequestVerificationToken" or "from"))
        )
        {
            yield return (input.Groups[1].Value, Evil);
        }
        yield return ("from", "/" + Evil);
    }

    private static void AssertText(string where, string html, bool isFile = false)
    {
        Assert.False(html.Contains("<img src=x", StringComparison.OrdinalIgnoreCase), where);
        Assert.False(html.Contains("<script>alert", StringComparison.OrdinalIgnoreCase), where);
        Assert.DoesNotMatch(isFile ? HandlerPattern() : InlinePattern(), html);
    }

    [Fact]
    public async Task A_reason_is_shown_as_it_was_typed()
    {
        await using var server = await StaffedServer.StartAsync();
        var officer = await server.HireAsync(Role.Officer);
        using var browser = await server.SignedInAsync(Role.Admin);
        await StaffedServer.PostAsync(browser, $"/people/{officer.Id}/standing", ("standing", "Limited"), ("reason", Evil));
        var page = await browser.GetStringAsync("/people", Cancel);
        Assert.Contains(System.Text.Encodings.Web.HtmlEncoder.Default.Encode(Evil), page, StringComparison.Ordinal);
        AssertText("/people", page);
    }

    [Theory]
    [InlineData("left\r\n2026-11-21 admin signed in")]
    [InlineData("left\u0000")]
    [InlineData("left\u001b[2J")]
    [InlineData("")]
    public async Task A_reason_is_one_line(string reason)
    {
        await using var server = await StaffedServer.StartAsync();
        var officer = await server.HireAsync(Role.Officer);
        using var browser = await server.SignedInAsync(Role.Admin);
        var answer = await StaffedServer.PostAsync(browser, $"/people/{officer.Id}/standing", ("standing", "Limited"), ("reason", reason));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(
            server.ActsSoFar(),
            act => act.Refusal is { } refusal && (refusal.Field == "reason" || refusal.Reason == "people:standing: unfit-form")
        );
        Assert.Equal(Standing.Good, server.Acts.Read(acts => acts.Of<Staff>().Find(officer.Id))!.Standing);
    }

    [Theory]
    [InlineData("/cases/a%0d%0aSet-Cookie:%20sunqar=x")]
    [InlineData("/alerts?page=%0d%0aSet-Cookie:%20sunqar=x")]
    [InlineData("/sign-in?returnUrl=%0d%0aSet-Cookie:%20sunqar=x")]
    [InlineData("/enrol/%0d%0aSet-Cookie:%20sunqar=x")]
    [InlineData("/%E2%80%A8/cases")]
    public async Task A_line_break_in_an_address_begins_no_header_and_no_line_of_a_record(string path)
    {
        await using var server = await StaffedServer.StartAsync();
        foreach (var browser in new[] { server.Browser(), await server.SignedInAsync(Role.Admin) })
        {
            using var ask = new HttpRequestMessage(HttpMethod.Get, path);
            ask.Headers.TryAddWithoutValidation("User-Agent", "x {\"level\":\"fatal\"} %0d%0a");
            var answer = await browser.SendAsync(ask, Cancel);
            Assert.False(
                answer.Headers.TryGetValues("Set-Cookie", out var set)
                    && set.Any(one => one.StartsWith("sunqar=", StringComparison.Ordinal))
            );
            Assert.True((int)answer.StatusCode < 500);
        }
        await server.FlushRefusalsAsync();
        Assert.All(server.ActsSoFar().SelectMany(act => act.What), what => Assert.DoesNotMatch("[\\r\\n]|Set-Cookie", what.ToString()));
    }

    [Theory]
    [InlineData("/assets/../credentials")]
    [InlineData("/assets/..%2fcredentials")]
    [InlineData("/assets/%2e%2e/%2e%2e/etc/passwd")]
    [InlineData("/assets/..%5c..%5ccredentials")]
    [InlineData("/assets/%2fetc%2fpasswd")]
    [InlineData("/assets/console.css%00.js")]
    [InlineData("/assets/....//credentials")]
    [InlineData("/assets/CONSOLE.CSS")]
    public async Task No_address_of_a_file_leads_out_of_the_files(string path)
    {
        await using var server = await StaffedServer.StartAsync();
        var answer = await RawHttp.SendAsync(
            server.Address,
            $"GET {path} HTTP/1.1\r\nHost: {server.Address.Authority}\r\nConnection: close\r\n\r\n",
            Cancel
        );
        Assert.Matches(@"^HTTP/1\.1 (404|400)", answer);
    }

    [Fact]
    public async Task The_link_that_an_admin_is_shown_is_of_this_server_whatever_the_headers_say()
    {
        await using var server = await StaffedServer.StartAsync();
        using var browser = await server.SignedInAsync(Role.Admin);
        using var ask = new HttpRequestMessage(HttpMethod.Post, "/people/invitations")
        {
            Content = await StaffedServer.FormAsync(browser, ("role", "Officer"), ("unit", "unit-a")),
        };
        ask.Headers.TryAddWithoutValidation("X-Forwarded-Host", "evil.example");
        ask.Headers.TryAddWithoutValidation("Forwarded", "host=evil.example");
        var page = await (await browser.SendAsync(ask, Cancel)).Content.ReadAsStringAsync(Cancel);
        Assert.Contains(server.Address + "enrol/", page, StringComparison.Ordinal);
        Assert.DoesNotContain("evil.example", page, StringComparison.Ordinal);
        Assert.Equal("/", LocalAddress.Or("//evil.example", "/"));
    }

    [GeneratedRegex("href=\"(/[^\"#]*)\"")]
    private static partial Regex LinkPattern();

    [GeneratedRegex("<form method=\"post\" action=\"([^\"]+)\"[^>]*>(.*?)</form>", RegexOptions.Singleline)]
    private static partial Regex FormPattern();

    [GeneratedRegex("<(?:input|textarea)[^>]*? name=\"([^\"]+)\"")]
    private static partial Regex InputPattern();

    [GeneratedRegex("<select[^>]*? name=\"([^\"]+)\".*?<option value=\"([^\"]+)\"", RegexOptions.Singleline)]
    private static partial Regex SelectPattern();

    [GeneratedRegex("<[a-z][^>\"]*(?:\"[^\"]*\"[^>\"]*)* on[a-z]+=|<script>|javascript:")]
    private static partial Regex HandlerPattern();

    /// <summary>What the policy forbids: handlers and styles in a tag, scripts in a page.</summary>
    [GeneratedRegex("<[a-z][^>\"]*(?:\"[^\"]*\"[^>\"]*)* (?:on[a-z]+|style)=|<script>|<style|javascript:")]
    private static partial Regex InlinePattern();
}
