using Sunqar.Core.Acts;
using Sunqar.Core.Oversight;
using Sunqar.Storage.Journal;
using Sunqar.Storage.Log;
using Sunqar.Storage.Memory;
using Sunqar.Tests.Access;
using Xunit;

namespace Sunqar.SystemTests;

/// <summary>The oversight log in a real browser, which believes nobody: what holds, and that a changed entry, a forked, rewritten and
/// shortened log and another key are caught by the page itself.</summary>
public sealed class LogBrowserTests
{
    private static Look Seen(int i) =>
        new($"l{i}", null, i % 3 == 0 ? "alert 7" : "oversight", LookKind.View, [], LookFields.None, 0, 0, 1, null);

    private static string Verdicts(Browser browser) =>
        (string)browser.Run("return [...document.querySelectorAll('#log-verdicts li')].map(li => li.dataset.verdict).join(' ')")!;

    private static void Check(Browser browser)
    {
        browser.Run("document.getElementById('log').dataset.state = ''; document.getElementById('log-again').click()");
        browser.Await(
            "the page has checked",
            () => browser.Run("return document.getElementById('log').dataset.state") as string == "checked"
        );
    }

    /// <summary>What the server answers comes changed, as by whoever stands between, or by the server itself.</summary>
    private static void Lie(Browser browser, string how, params object[] with) =>
        browser.Run(
            "const real = window.honest ??= window.fetch; const given = [...arguments];"
                + "window.fetch = async (address, ...rest) => { const answer = await real(address, ...rest);"
                + "if (!String(address).includes('entries')) return answer; const told = await answer.json();"
                + how
                + "; return new Response(JSON.stringify(told), { status: 200 }); }",
            with
        );

    [Fact]
    [Trait("Suite", "Whole")]
    public async Task What_was_changed_forked_rewritten_or_signed_by_another_is_caught_by_the_page()
    {
        await using var server = await StaffedServer.StartAsync();
        var (overseer, _, _) = await server.EnrolledAsync(Role.Overseer);
        var officers = new[] { await server.HireAsync(Role.Officer), await server.HireAsync(Role.Officer, "unit-b") };
        for (var i = 0; i < 12; i++)
            await server.Acts.DoAsync(Seen(i), officers[i % 2].Actor);
        using var log = server.OpenLog();
        using var browser = new Browser(1440, 900);
        browser.Keep(server.Address, "sunqar", server.SessionOf(overseer));
        browser.Open(new Uri(server.Address, "/oversight/log").ToString());
        browser.Await(
            "the page has checked",
            () => browser.Run("return document.getElementById('log').dataset.state") as string == "checked"
        );
        Assert.Equal("signed first all_hold", Verdicts(browser));
        Assert.Equal("12", browser.Find("#log-looked").Text);

        // The log grows, and each time it is seen to begin with what was seen before.
        for (var i = 12; i < 21; i++)
        {
            await server.Acts.DoAsync(Seen(i), officers[0].Actor);
            log.Advance(server.Acts.NowUs);
            Check(browser);
            Assert.StartsWith("signed extends all_hold", Verdicts(browser), StringComparison.Ordinal);
        }
        browser.Picture("log");

        // An entry is not what was recorded: its time, a byte of its record, or its place.
        foreach (
            var how in new[]
            {
                "told.leaves[3].recordedUs += 1",
                "told.leaves[3].record = btoa(atob(told.leaves[3].record).replace('unit-a', 'unit-b'))",
                "[told.leaves[3].record, told.leaves[4].record] = [told.leaves[4].record, told.leaves[3].record]",
            }
        )
        {
            Lie(browser, how);
            Check(browser);
            Assert.Contains("changed", Verdicts(browser), StringComparison.Ordinal);
            Assert.Equal(1, browser.Count("#log-rows tr.fails[data-leaf='3']"));
        }
        browser.Picture("log-changed");

        await ForkAsync(server, log, browser, officers[0].Actor);

        // A signature of nobody, a browser without the algorithm, another key, and a log that became shorter.
        Lie(browser, "told.note = told.note.replace(/time \\d{4}/, 'time 2031')");
        Check(browser);
        Assert.StartsWith("forged", Verdicts(browser), StringComparison.Ordinal);
        browser.Run("window.fetch = window.honest; window.imports = crypto.subtle.importKey");
        browser.Run("crypto.subtle.importKey = () => Promise.reject(new DOMException('', 'NotSupportedError'))");
        Check(browser);
        Assert.StartsWith("no_algorithm extends all_hold", Verdicts(browser), StringComparison.Ordinal);
        browser.Run("crypto.subtle.importKey = window.imports");
        var before = log.Head!.Note;
        await server.Acts.DoAsync(Seen(41), officers[0].Actor);
        log.Advance(server.Acts.NowUs);
        Check(browser);
        Assert.StartsWith("signed extends all_hold", Verdicts(browser), StringComparison.Ordinal);
        Lie(browser, "told.note = given[0]", before);
        Check(browser);
        Assert.Equal("signed shrunk", Verdicts(browser));
        Assert.Equal([], browser.Complaints());

        using var narrow = new Browser(360, 780);
        narrow.Keep(server.Address, "sunqar", server.SessionOf(overseer));
        narrow.Open(new Uri(server.Address, "/oversight/log").ToString());
        narrow.Await(
            "the page has checked",
            () => narrow.Run("return document.getElementById('log').dataset.state") as string == "checked"
        );
        narrow.Picture("log-narrow");
        Assert.Equal(false, narrow.Run("return document.documentElement.scrollWidth > innerWidth + 1"));
    }

    /// <summary>Another history of the same size under the same key, which only whoever has the key can sign.</summary>
    private static async Task ForkAsync(StaffedServer server, OversightLog log, Browser browser, Actor officer)
    {
        using var other = new MemoryJournal();
        using (var writer = other.Open(Streams.Acts))
        {
            foreach (var act in server.ActsSoFar())
                (await writer.AppendAsync(act with { Unit = "unit-z" })).OrThrow();
        }
        var folder = Directory.CreateTempSubdirectory("sunqar-fork-").FullName;
        using (var fork = new OversightLog(Path.Combine(folder, "log"), LogKeyFile.DefaultPath(server.DataPath), other))
        {
            fork.Advance(server.Acts.NowUs);
            Assert.Equal(log.Head!.Head.Size, fork.Head!.Head.Size);
            Lie(browser, "told.note = given[0]", fork.Head.Note);
            Check(browser);
            Assert.Equal("signed forked", Verdicts(browser));
            Assert.Contains(fork.Head.Note.Split('\n')[2], browser.Find("#log-proof").Text, StringComparison.Ordinal);
            Assert.Equal(0, browser.Count("#log-rows tr"));
            Assert.True((await server.Acts.DoAsync(Seen(40), officer)).IsDone);
            log.Advance(server.Acts.NowUs);
            // The fork grows too; the honest proof between the sizes does not lead to it.
            using (var writer = other.Open(Streams.Acts))
                (await writer.AppendAsync(server.ActsSoFar()[^1])).OrThrow();
            fork.Advance(server.Acts.NowUs);
            Lie(browser, "told.note = given[0]", fork.Head.Note);
            Check(browser);
            Assert.Equal("signed rewritten", Verdicts(browser));
        }
        Directory.Delete(folder, recursive: true);
    }
}
