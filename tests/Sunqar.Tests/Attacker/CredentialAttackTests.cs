using System.Net;
using System.Runtime.Versioning;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Sunqar.Core.Acts;
using Sunqar.Core.People;
using Sunqar.Server.Access;
using Sunqar.Server.Entrance;
using Sunqar.Storage.Keys;
using Sunqar.Tests.Access;
using Sunqar.Tests.People;
using Xunit;

namespace Sunqar.Tests.Attacker;

/// <summary>What somebody tries with a stolen cookie; and what a restart of the server leaves of sessions.</summary>
[SupportedOSPlatform("linux")]
public sealed class CredentialAttackTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static async Task<(StaffedServer Server, Account Account, string Name, byte[] Secret, HttpClient Thief)> StolenAsync(
        StaffedServer server
    )
    {
        var (account, name, secret) = await server.EnrolledAsync(Role.Officer);
        server.Access.Credentials!.Change(
            account.Id,
            one => one with { Passkeys = [new Passkey("own", [1], [2], default, 0, [], false, false)] }
        );
        return (server, account, name, secret, server.Browser(account));
    }

    private static Attack Removal(string what, Func<StaffedServer, byte[], (string Password, string Code)> proof, bool isDone) =>
        new(
            what,
            isDone ? "it is gone, every other session ends, and its holder is told" : "it stays, and the try counts as a failed sign-in",
            isDone ? typeof(PasskeyRemoved) : typeof(ActRefused),
            async on =>
            {
                var (server, account, name, secret, thief) = await StolenAsync(on);
                using (thief)
                {
                    var (password, code) = proof(server, secret);
                    using var other = server.Browser(server.Acts.Read(acts => acts.Of<Staff>().Find(account.Id))!);
                    await StaffedServer.PostAsync(thief, "/account/passkeys/own/removal", ("password", password), ("code", code));
                    var now = server.Acts.Read(acts => acts.Of<Staff>().Find(account.Id))!;
                    Assert.Equal(isDone ? 0 : 1, server.Access.Credentials!.OfAccount(account.Id)!.Passkeys.Count);
                    Assert.Equal(isDone ? 0 : 1, now.FailedInRow);
                    Assert.Equal(
                        isDone ? HttpStatusCode.SeeOther : HttpStatusCode.OK,
                        (await other.GetAsync("/account", Cancel)).StatusCode
                    );
                    if (!isDone)
                        return;
                    using var holder = server.Browser();
                    var signedIn = await StaffedServer.SignInAsync(holder, name, StaffedServer.Password, server.CodeOf(secret, 1));
                    Assert.Equal("/account", signedIn.Headers.Location?.ToString());
                    Assert.Contains("was not you", await holder.GetStringAsync("/account", Cancel), StringComparison.Ordinal);
                    await StaffedServer.PostAsync(holder, "/account/changes");
                    Assert.DoesNotContain("was not you", await holder.GetStringAsync("/account", Cancel), StringComparison.Ordinal);
                }
            }
        )
        {
            Time = new SetTime(),
        };

    private static readonly Attack[] Table =
    [
        Removal("removes a passkey by a stolen cookie alone", (_, _) => ("", ""), isDone: false),
        Removal("removes a passkey with a guessed password", (server, secret) => ("not it at all", server.CodeOf(secret)), isDone: false),
        Removal("removes a passkey with a wrong code", (_, _) => (StaffedServer.Password, "000000"), isDone: false),
        Removal(
            "removes a passkey with password and code",
            (server, secret) => (StaffedServer.Password, server.CodeOf(secret)),
            isDone: true
        ),
    ];

    public static TheoryData<string> Rows => [.. Table.Select(row => row.ToString())];

    [Theory]
    [MemberData(nameof(Rows))]
    public Task What_must_happen_happens(string row) => Table.Single(one => one.ToString() == row).RunAsync();

    /// <summary>The same for what is added: decided by the same command.</summary>
    [Theory]
    [InlineData(false, 9, RefusalKind.Forbidden)]
    [InlineData(true, 0, RefusalKind.Forbidden)]
    [InlineData(true, 1, RefusalKind.Forbidden)]
    [InlineData(true, 9, RefusalKind.None)]
    public void A_passkey_is_added_by_password_and_a_fresh_code(bool isRight, long step, RefusalKind expected)
    {
        var room = new StaffRoom();
        var actor = room.Hire("a", Role.Analyst);
        var before = room.Staff.Find("a")!.Version;
        Assert.Equal(expected, room.Refusal(new AddPasskey("k", "p", "s2", isRight, step), actor));
        var after = room.Staff.Find("a")!;
        Assert.Equal(expected == RefusalKind.None ? before + 1 : before, after.Version);
        Assert.Equal(expected == RefusalKind.None, room.Staff.HasSession("a", "s2"));
        Assert.Equal(expected == RefusalKind.None, after.ChangedUs > after.ToldUs);
    }

    /// <summary>A session goes on over a restart if the acts know of its beginning and of no end; and the file lets nobody in.</summary>
    [Fact]
    public async Task Sessions_survive_a_restart_and_ended_ones_do_not_come_back()
    {
        await using var server = await StaffedServer.StartAsync(time: new SetTime());
        var (account, name, secret) = await server.EnrolledAsync(Role.Officer);
        using var stays = server.Browser();
        using var leaves = server.Browser();
        await StaffedServer.SignInAsync(stays, name, StaffedServer.Password, server.CodeOf(secret, -1));
        await StaffedServer.SignInAsync(leaves, name, StaffedServer.Password, server.CodeOf(secret));
        var forged = server.SessionOf(account);
        var older = await File.ReadAllBytesAsync(Path.Combine(server.DataPath, "sessions"), Cancel);
        await StaffedServer.PostAsync(leaves, "/sign-out");
        Assert.Equal((UnixFileMode)0b110_000_000, File.GetUnixFileMode(Path.Combine(server.DataPath, "sessions")));
        Assert.DoesNotContain(account.Id, Encoding.Latin1.GetString(older), StringComparison.Ordinal);
        foreach (var (file, isKept) in ((byte[], bool)[])[(older, true), ([1, 2, 3], false)])
        {
            // An older file that somebody put back, and one that he made.
            await File.WriteAllBytesAsync(Path.Combine(server.DataPath, "sessions"), file, Cancel);
            var doors = server.Services;
            var again = new SessionStore(doors.GetRequiredService<AccessDoor>(), doors.GetRequiredService<Sunqar.Work.Acting.ActDoor>());
            string CookieOf(HttpClient browser) => server.CookieOf(browser);
            Assert.Equal(isKept, again.Find(CookieOf(stays)) is not null);
            Assert.Null(again.Find(CookieOf(leaves)));
            Assert.Null(again.Find(forged));
        }
    }

    /// <summary>No answer that holds a secret beside what a visitor wrote is compressed (BREACH): only files that are the same for
    /// everybody are.</summary>
    [Theory]
    [InlineData("/")]
    [InlineData("/account")]
    [InlineData("/cases")]
    [InlineData("/blocking")]
    [InlineData("/sign-in?returnUrl=/aaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("/v1/blocklist")]
    [InlineData("/log/head")]
    public async Task Nothing_that_differs_by_visitor_is_compressed(string path)
    {
        await using var server = await StaffedServer.StartAsync();
        using var browser = await server.SignedInAsync(Role.Officer);
        using var ask = new HttpRequestMessage(HttpMethod.Get, path);
        ask.Headers.Add("Accept-Encoding", "gzip, deflate, br, zstd");
        using var answer = await browser.SendAsync(ask, Cancel);
        Assert.Empty(answer.Content.Headers.ContentEncoding);
    }
}
