using Sunqar.Core.Acts;
using Sunqar.Tests.Access;
using Sunqar.Tests.Api;
using Sunqar.Tests.ConsolePages;
using Xunit;

namespace Sunqar.SystemTests;

/// <summary>Every page that the menu offers a role, opened in a real browser: it has a heading, runs no script into an error, and none is
/// wider than the window.</summary>
public sealed class MenuTests
{
    [Theory]
    [InlineData(360, false, Traits = ["Suite", "Whole"])]
    [InlineData(360, true, Traits = ["Suite", "Whole"])]
    [InlineData(1440, false, Traits = ["Suite", "Whole"])]
    [InlineData(1440, true)]
    [InlineData(2560, false, Traits = ["Suite", "Whole"])]
    public async Task Every_page_of_the_menu_fits_the_window_and_runs_without_complaint(int width, bool isDark)
    {
        await using var server = await StaffedServer.StartAsync(time: ShiftedTime.OfTests, state: SampleConsole.Create());
        using var browser = new Browser(width, 900);
        browser.PretendWidth(width, 900);
        browser.PretendTheme(isDark);
        var seen = new HashSet<string>(StringComparer.Ordinal);
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
                browser.Picture($"menu-{role}-{path.Trim('/').Replace('/', '-')}-{width}-{(isDark ? "dark" : "light")}");
            }
        }
        Assert.True(seen.Count > 20, $"only {seen.Count} pages were met");
    }
}
