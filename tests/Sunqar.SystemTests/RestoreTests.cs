using System.Text.Json;
using Xunit;

namespace Sunqar.SystemTests;

/// <summary>A house that is lost and put back: a backup made beside the running server, the folder gone, two persons at the machine, and
/// the server goes on with the same history under a new epoch.</summary>
public class RestoreTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>One-time codes are of half a minute, and each is good once: it waits for the next.</summary>
    [Fact]
    [Trait("Suite", "Whole")]
    public async Task A_lost_folder_is_put_back_by_two_persons_and_by_nobody_less()
    {
        using var folder = new TemporaryFolder();
        (string, string) data = ("SUNQAR_DATA", folder.At("data"));
        Shell.Result Run(string command) => Shell.Run($"'{ServerProcess.Sunqar}' {command}", folder.Path, data);
        var key = Run("keys create CASPKZKA").Output.Trim();
        var (admin, overseer) = (Analyst.Invite(folder, "admin"), Analyst.Invite(folder, "overseer"));
        byte[] first,
            second;
        string before;
        using (var server = ServerProcess.Start(folder))
        {
            var address = new Uri(await ServerProcess.AddressAsync(server));
            using var client = new HttpClient { BaseAddress = address };
            await ReadyAsync(client);
            first = await Analyst.EnrolAsync(client, admin, "the.admin");
            using var other = new HttpClient { BaseAddress = address };
            second = await Analyst.EnrolAsync(other, overseer, "an.overseer");
            before = await DecideAsync(client, key, "A");
            var made = Run("backup house.backup");
            Assert.True(made.ExitCode == 0, made.Error);
            server.Kill(entireProcessTree: true);
            await server.WaitForExitAsync(Cancel);
        }
        Directory.Delete(folder.At("data"), recursive: true);

        string Proved(string name, byte[] secret, int ahead) => $"{name}\n{PeopleTests.Password}\n{PeopleTests.Code(secret, ahead)}\n";
        // The codes of the enrolment are used: the next ones hold.
        while (DateTimeOffset.UtcNow.ToUnixTimeSeconds() % 30 > 20)
            await Task.Delay(200, Cancel);
        var alone = Run($"restore house.backup --reason 'the disk is lost' <<'END'\n{Proved("the.admin", first, 1)}END");
        Assert.NotEqual(0, alone.ExitCode);
        Assert.Contains("the second person was not proved", alone.Error, StringComparison.Ordinal);
        var refused = Run("serve --urls http://127.0.0.1:0");
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains("restore", refused.Error, StringComparison.Ordinal);

        // A code that one try used is used: the next step's, after it has begun.
        var step = DateTimeOffset.UtcNow.ToUnixTimeSeconds() / 30;
        while (DateTimeOffset.UtcNow.ToUnixTimeSeconds() / 30 == step || DateTimeOffset.UtcNow.ToUnixTimeSeconds() % 30 > 20)
            await Task.Delay(200, Cancel);
        var together = Run(
            $"restore --reason 'the disk is lost' <<'END'\n{Proved("the.admin", first, 1)}{Proved("an.overseer", second, 1)}END"
        );
        Assert.True(together.ExitCode == 0, together.Error);
        Assert.Equal(1, JsonDocument.Parse(together.Output).RootElement.GetProperty("epoch").GetInt64());

        using var again = ServerProcess.Start(folder);
        using var reader = new HttpClient { BaseAddress = new Uri(await ServerProcess.AddressAsync(again)) };
        await ReadyAsync(reader);
        // The same answer as before the loss, told as a repeat.
        Assert.Equal(
            before.Replace("\"duplicate\":false", "\"duplicate\":true", StringComparison.Ordinal),
            await DecideAsync(reader, key, "A")
        );
        again.Kill(entireProcessTree: true);
        await again.WaitForExitAsync(Cancel);
        var verified = Run("verify-log");
        Assert.True(verified.ExitCode == 0, verified.Error);
    }

    private static async Task ReadyAsync(HttpClient client)
    {
        while (!(await client.GetAsync("/ready", Cancel)).IsSuccessStatusCode)
            await Task.Delay(100, Cancel);
    }

    private static async Task<string> DecideAsync(HttpClient client, string key, string id)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, "/v1/payments")
        {
            Content = new StringContent(
                $$"""{"id":"{{id}}","kind":"card_top_up","time":"{{DateTime.UtcNow.Date:yyyy-MM-dd}}T00:00:00Z","amount":"612000.00","currency":"KZT","institution":"CASPKZKA","sender":{"iin":"800416100254"},"recipient":{"card":"card_A-1"} }""",
                System.Text.Encoding.UTF8,
                "application/json"
            ),
        };
        message.Headers.Authorization = new("Bearer", key);
        using var answer = await client.SendAsync(message, Cancel);
        return await answer.Content.ReadAsStringAsync(Cancel);
    }
}
