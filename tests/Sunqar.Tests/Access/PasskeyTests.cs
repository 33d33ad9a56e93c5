using System.Net;
using System.Text.Json;
using Sunqar.Core.Acts;
using Sunqar.Core.People;
using Xunit;

namespace Sunqar.Tests.Access;

/// <summary>What a device must not be able to prove. That a real one can is shown with a browser (SystemTests/PeopleTests).</summary>
public sealed class PasskeyTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static async Task<JsonElement> OptionsAsync(HttpClient browser, string path)
    {
        var answer = await StaffedServer.PostAsync(browser, path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel)).RootElement;
    }

    [Fact]
    public async Task A_device_is_asked_to_check_its_user_and_each_time_for_something_else()
    {
        await using var server = await StaffedServer.StartAsync();
        using var stranger = server.Browser();
        var (one, two) = (
            await OptionsAsync(stranger, "/sign-in/passkey/options"),
            await OptionsAsync(stranger, "/sign-in/passkey/options")
        );
        Assert.Equal("required", one.GetProperty("options").GetProperty("userVerification").GetString());
        // Nobody is told which accounts have a passkey.
        Assert.True(!one.GetProperty("options").TryGetProperty("allowCredentials", out var allowed) || allowed.GetArrayLength() == 0);
        Assert.NotEqual(
            one.GetProperty("options").GetProperty("challenge").GetString(),
            two.GetProperty("options").GetProperty("challenge").GetString()
        );

        var (account, _, _) = await server.EnrolledAsync(Role.Analyst);
        using var browser = server.Browser(account);
        var made = (await OptionsAsync(browser, "/account/passkeys/options")).GetProperty("options");
        Assert.Equal("required", made.GetProperty("authenticatorSelection").GetProperty("userVerification").GetString());
        Assert.Equal("required", made.GetProperty("authenticatorSelection").GetProperty("residentKey").GetString());
    }

    public static TheoryData<string> Nonsense =>
        [
            "",
            "{}",
            "null",
            "[]",
            "not JSON",
            new string('[', 4000),
            """{"id":"AAAA","rawId":"AAAA","type":"public-key","clientExtensionResults":{},"response":{"clientDataJSON":"AAAA","authenticatorData":"AAAA","signature":"AAAA","userHandle":"AAAA"}}""",
            """{"id":"AAAA","rawId":"AAAA","type":"public-key","clientExtensionResults":{},"response":{"clientDataJSON":"AAAA","attestationObject":"AAAA"}}""",
        ];

    [Theory]
    [MemberData(nameof(Nonsense))]
    public async Task What_proves_nothing_lets_nobody_in_and_is_counted(string credential)
    {
        await using var server = await StaffedServer.StartAsync();
        var (account, _, _) = await server.EnrolledAsync(Role.Analyst);
        using var stranger = server.Browser();
        var ticket = (await OptionsAsync(stranger, "/sign-in/passkey/options")).GetProperty("ticket").GetString()!;
        foreach (var tried in (string[])[ticket, ticket, "none"])
        {
            var answer = await StaffedServer.PostAsync(stranger, "/sign-in/passkey", ("ticket", tried), ("credential", credential));
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        }
        using var browser = server.Browser(account);
        var own = (await OptionsAsync(browser, "/account/passkeys/options")).GetProperty("ticket").GetString()!;
        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await StaffedServer.PostAsync(browser, "/account/passkeys", ("ticket", own), ("credential", credential))).StatusCode
        );
        Assert.Empty(server.Access.Credentials!.OfAccount(account.Id)!.Passkeys);
        await server.FlushRefusalsAsync();
        Assert.Equal(
            3,
            server
                .ActsSoFar()
                .SelectMany(act => act.What)
                .OfType<CallersRefused>()
                .Single(fact => fact is { Endpoint: "sign-in:passkey", Why: "passkey" })
                .Count
        );
        Assert.DoesNotContain(server.ActsSoFar(), act => act.Command == "people.add-passkey");
    }
}
