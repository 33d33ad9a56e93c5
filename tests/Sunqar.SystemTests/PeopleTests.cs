using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Xunit;

namespace Sunqar.SystemTests;

/// <summary>From the first start to an officer at work, in a real browser on a real server.</summary>
public partial class PeopleTests
{
    internal const string Password = "a falcon over the steppe";

    [Fact]
    public async Task The_first_link_makes_an_admin_who_invites_an_officer_who_signs_in_works_and_signs_out()
    {
        using var folder = new TemporaryFolder();
        using var server = ServerProcess.Start(folder);
        try
        {
            var link = await FirstLinkAsync(server);
            using var browser = new Browser();
            browser.Open(link);
            browser.Picture("enrol");
            await EnrolAsync(browser, "the.admin");
            browser.Await("the admin begins at the queue", () => browser.Address.EndsWith("/queue", StringComparison.Ordinal));
            browser.Find("nav a[href='/people']").Click();
            browser.Await("the admin sees the people", () => browser.Find("h1").Text.StartsWith("People", StringComparison.Ordinal));
            browser.Picture("people");

            Choose(browser, ".panel > .form [name=role]", "Officer");
            browser.Find(".panel > .form [name=unit]").Fill("unit-a");
            browser.Find(".panel > .form button.primary").Click();
            var invitation = browser.Find("code.link").Text;
            browser.Picture("invited");
            browser.Find(".who button").Click();
            browser.Await("the admin is out", () => browser.Address.EndsWith("/sign-in", StringComparison.Ordinal));

            browser.Open(invitation);
            var secret = await EnrolAsync(browser, "an.officer");
            browser.Await("the officer begins at the queue", () => browser.Address.EndsWith("/queue", StringComparison.Ordinal));
            browser.Find(".who button").Click();
            browser.Await("the officer is out", () => browser.Address.EndsWith("/sign-in", StringComparison.Ordinal));

            var cases = new Uri(new Uri(link), "/cases").ToString();
            browser.Open(cases);
            Assert.Contains("/sign-in?returnUrl=%2Fcases", browser.Address, StringComparison.Ordinal);
            SignIn(browser, "an.officer", Code(secret, 0));
            browser.Await("a code is good once", () => browser.Count("p.wrong") == 1);
            browser.Picture("sign-in");
            SignIn(browser, "an.officer", Code(secret, 1));
            browser.Await("the officer is where he wanted to be", () => browser.Address == cases);
            Assert.Equal(0, browser.Count("nav a[href='/people']"));
            browser.Picture("officer");
            browser.Open(invitation);
            Assert.Contains("leads nowhere", browser.Find("main").Text, StringComparison.Ordinal);
            // The browser notes each answer of 4xx; nothing else may be wrong.
            Assert.All(browser.Complaints(), complaint => Assert.Contains("Failed to load resource", complaint, StringComparison.Ordinal));
        }
        finally
        {
            server.Kill(entireProcessTree: true);
            await server.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
        AssertNothingIsKeptOpen(folder);
    }

    [Trait("Suite", "Whole")]
    [Fact]
    public async Task A_passkey_signs_in_without_password_and_code_until_it_is_removed()
    {
        using var folder = new TemporaryFolder();
        using var server = ServerProcess.Start(folder);
        try
        {
            // A passkey belongs to a name; an address such as 127.0.0.1 is none.
            var link = (await FirstLinkAsync(server)).Replace("127.0.0.1", "localhost", StringComparison.Ordinal);
            using var browser = new Browser();
            browser.HasAuthenticator();
            browser.Open(link);
            var secret = await EnrolAsync(browser, "the.admin");
            browser.Await("the admin is in", () => browser.Count(".who button") == 1);
            browser.Open(new Uri(new Uri(link), "/account").ToString());
            browser.Find("[action='/account/passkeys'] [name=password]").Fill(Password);
            browser.Find("[action='/account/passkeys'] [name=code]").Fill(Code(secret, 1));
            browser.Find("[data-passkey=create]").Click();
            browser.Await("the passkey is kept", () => browser.Count(".events li") == 1);
            browser.Picture("account");
            browser.Find(".who button").Click();
            browser.Await("the admin is out", () => browser.Address.EndsWith("/sign-in", StringComparison.Ordinal));

            browser.Find("[data-passkey=get]").Click();
            // Whoever signs in after a change hears of it first.
            browser.Await("the admin is told", () => browser.Address.EndsWith("/account", StringComparison.Ordinal));
            browser.Find("[action='/account/changes'] button").Click();
            browser.Await("the admin knows", () => browser.Count("[action='/account/changes']") == 0);
            // A code is good once: the next comes with its time.
            var used = DateTimeOffset.UtcNow.ToUnixTimeSeconds() / 30 + 1;
            while (DateTimeOffset.UtcNow.ToUnixTimeSeconds() / 30 + 1 <= used)
                await Task.Delay(200, TestContext.Current.CancellationToken);
            browser.Find(".events [name=password]").Fill(Password);
            browser.Find(".events [name=code]").Fill(Code(secret, 1));
            browser.Find(".events button").Click();
            browser.Await("the passkey is gone", () => browser.Count(".events li") == 0);
            browser.Find(".who button").Click();
            browser.Await("the admin is out again", () => browser.Address.EndsWith("/sign-in", StringComparison.Ordinal));
            browser.Find("[data-passkey=get]").Click();
            browser.Await("the removed passkey is refused", () => browser.Count("p.wrong") == 1);
        }
        finally
        {
            server.Kill(entireProcessTree: true);
            await server.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public void The_owner_of_the_folder_invites_beside_a_stopped_server()
    {
        using var folder = new TemporaryFolder();
        var invited = Shell.Run(
            $"'{ServerProcess.Sunqar}' people invite overseer --unit oversight",
            folder.Path,
            ("SUNQAR_DATA", folder.At("data"))
        );
        Assert.True(invited.ExitCode == 0, invited.Error);
        Assert.Matches("^/enrol/[A-Za-z0-9_-]{43}\n$", invited.Output);
        Assert.Equal(
            2,
            Shell.Run($"'{ServerProcess.Sunqar}' people invite bank --unit x", folder.Path, ("SUNQAR_DATA", folder.At("data"))).ExitCode
        );
        Assert.Equal(
            2,
            Shell
                .Run($"'{ServerProcess.Sunqar}' people invite officer --unit 'Unit A'", folder.Path, ("SUNQAR_DATA", folder.At("data")))
                .ExitCode
        );
    }

    private static async Task<string> FirstLinkAsync(Process server)
    {
        while (await server.StandardError.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (LinkPattern().Match(line) is { Success: true } match)
                return match.Value;
        }
        throw new InvalidOperationException("The server gave no link for the first admin.");
    }

    /// <summary>Fills in the page that a link leads to; gives the second factor's secret.</summary>
    private static async Task<byte[]> EnrolAsync(Browser browser, string name)
    {
        var secret = Base32(browser.Find("code.secret").Text);
        Assert.True(browser.Find(".qr path").Attribute("d")!.Length > 1000);
        browser.Find("[name=name]").Fill(name);
        browser.Find("[name=password]").Fill(Password);
        // Not in the last moment of a step, so that the code is still of it when it arrives.
        while (DateTimeOffset.UtcNow.ToUnixTimeSeconds() % 30 > 26)
            await Task.Delay(200, TestContext.Current.CancellationToken);
        browser.Find("[name=code]").Fill(Code(secret, 0));
        browser.Find("button.primary").Click();
        return secret;
    }

    private static void SignIn(Browser browser, string name, string code)
    {
        foreach (var (field, text) in new[] { ("name", name), ("password", Password), ("code", code) })
        {
            browser.Find($"[name={field}]").Fill(text);
        }
        browser.Find("button.primary").Click();
    }

    private static void Choose(Browser browser, string css, string option) => browser.Find(css).Select(option);

    /// <summary>Neither names nor passwords stand in any file, and what lets people in is readable by the owner alone.</summary>
    private static void AssertNothingIsKeptOpen(TemporaryFolder folder)
    {
        foreach (var file in Directory.GetFiles(folder.At("data"), "*", SearchOption.AllDirectories))
        {
            var bytes = System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(file));
            Assert.DoesNotContain("the.admin", bytes, StringComparison.Ordinal);
            Assert.DoesNotContain("an.officer", bytes, StringComparison.Ordinal);
            Assert.DoesNotContain(Password, bytes, StringComparison.Ordinal);
        }
        Assert.Equal("600", Shell.Run("stat -c %a data/credentials", folder.Path).Output.Trim());
    }

    /// <summary>RFC 6238, written a second time.</summary>
    internal static string Code(byte[] secret, int stepsAhead)
    {
        var counter = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, DateTimeOffset.UtcNow.ToUnixTimeSeconds() / 30 + stepsAhead);
#pragma warning disable CA5350 // RFC 6238
        var mac = HMACSHA1.HashData(secret, counter);
#pragma warning restore CA5350
        var at = mac[19] & 15;
        var number = ((mac[at] & 127) << 24) | (mac[at + 1] << 16) | (mac[at + 2] << 8) | mac[at + 3];
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    internal static byte[] Base32(string text)
    {
        var bits = string.Concat(
            text.Where(c => c != ' ')
                .Select(c => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0'))
        );
        return [.. Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(i * 8, 8), 2))];
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+/enrol/[A-Za-z0-9_-]+")]
    private static partial Regex LinkPattern();
}
