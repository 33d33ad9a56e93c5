using Sunqar.Core.Acts;
using Sunqar.Tests.Access;
using Sunqar.Tests.Api;
using Sunqar.Tests.ConsolePages;
using Xunit;

namespace Sunqar.SystemTests;

/// <summary>Every page that the menu offers a role, opened in a real browser: it has a heading, runs no script into an error, and none is
/// wider than the window, and nothing on it keeps anybody from using it (in the whole suite on every page, else on a sample in both
/// themes).</summary>
public sealed class MenuTests
{
    private static readonly string[] Sample = ["/queue", "/cases", "/alerts", "/people", "/blocking", "/check"];

    [Theory]
    [InlineData(360, false, false, Traits = ["Suite", "Whole"])]
    [InlineData(360, true, false, Traits = ["Suite", "Whole"])]
    [InlineData(1440, false, false, Traits = ["Suite", "Whole"])]
    [InlineData(1440, true, true)]
    [InlineData(1440, true, false, Traits = ["Suite", "Whole"])]
    [InlineData(2560, false, false, Traits = ["Suite", "Whole"])]
    [InlineData(2560, true, false, Traits = ["Suite", "Whole"])]
    public async Task Every_page_of_the_menu_fits_the_window_and_runs_without_complaint(int width, bool isDark, bool isSample)
    {
        await using var server = await StaffedServer.StartAsync(time: ShiftedTime.OfTests, state: SampleConsole.Create());
        using var browser = new Browser(width, 900);
        browser.PretendWidth(width, 900);
        browser.PretendTheme(isDark);
        var (seen, offences) = (new HashSet<string>(StringComparer.Ordinal), new List<string>());
        foreach (var role in (Role[])[Role.Officer, Role.Head, Role.Analyst, Role.Supervisor, Role.Overseer, Role.Admin])
        {
            var (account, _, _) = await server.EnrolledAsync(role);
            browser.Keep(server.Address, "sunqar", server.SessionOf(account));
            browser.Open(new Uri(server.Address, "/account").ToString());
            var links = (string)
                browser.Run("return [...document.querySelectorAll('nav a[href]')].map(a => a.getAttribute('href')).join('\\n')")!;
            // What a page shows hangs on the role most where roles differ most.
            foreach (var path in links.Split('\n').Where(path => path.StartsWith('/') && seen.Add(path)).ToList())
            {
                browser.Complaints();
                browser.Open(new Uri(server.Address, path).ToString());
                var where = $"{role}, {path} at {width} px";
                Assert.True(browser.Count("h1") == 1, $"{where} has {browser.Count("h1")} headings");
                var wide = (long)browser.Run("return document.documentElement.scrollWidth - document.documentElement.clientWidth")!;
                Assert.True(wide <= 0, $"{where} is {wide} px too wide");
                // What this host does not run says that it is starting.
                Assert.All(browser.Complaints(), said => Assert.Contains("503 (Service Unavailable)", said, StringComparison.Ordinal));
                if (!isSample || Sample.Contains(path))
                    offences.AddRange(Axe.Offences(browser).Select(said => $"{where}, {(isDark ? "dark" : "light")}: {said}"));
                if (isSample && Sample.Contains(path))
                {
                    browser.PretendTheme(!isDark);
                    offences.AddRange(Axe.Offences(browser).Select(said => $"{where}, {(isDark ? "light" : "dark")}: {said}"));
                    browser.PretendTheme(isDark);
                }
                browser.Picture($"menu-{role}-{path.Trim('/').Replace('/', '-')}-{width}-{(isDark ? "dark" : "light")}");
            }
        }
        // What looks for offences finds one that is put there.
        browser.Run("document.querySelector('main').innerHTML = '<button></button><input type=text>'; return null");
        Assert.NotEmpty(Axe.Offences(browser));
        Assert.True(offences.Count == 0, string.Join('\n', offences));
        Assert.True(seen.Count > 20, $"only {seen.Count} pages were met");
    }
}
