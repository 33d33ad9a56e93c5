using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Xunit;

namespace Sunqar.SystemTests;

/// <summary><c>./sunqar wallet</c> beside a real server: a held top-up is confirmed by a telephone's key, and refused by its
/// holder.</summary>
public class WalletTests
{
    [Fact]
    public async Task A_held_top_up_is_confirmed_by_the_wallet_and_another_is_refused()
    {
        using var folder = new TemporaryFolder();
        var data = ("SUNQAR_DATA", folder.At("data"));
        using var server = ServerProcess.Start(folder);
        using var client = new HttpClient { BaseAddress = new Uri(await ServerProcess.AddressAsync(server)) };
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while ((await client.GetAsync("/ready", patience.Token)).StatusCode != HttpStatusCode.OK)
            await Task.Delay(50, patience.Token);
        var key = Shell.Run($"'{ServerProcess.Sunqar}' keys create CASPKZKA", folder.Path, data).Output.Trim();
        await File.WriteAllTextAsync(folder.At("bank.key"), key, patience.Token);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        string Wallet(string words) => Shell.Run($"'{ServerProcess.Sunqar}' wallet {words}", folder.Path).Output;
        var online = $"--server {client.BaseAddress} --bank-key bank.key";
        Wallet("create phone.json --iin 800416100254 --device phone-1");
        Assert.Contains("\"attestation\":\"unattested\"", Wallet($"enrol phone.json {online}"), StringComparison.Ordinal);
        foreach (var id in new[] { "A", "B" })
            Assert.Contains("\"outcome\":\"verify_sender\"", await TopUpAsync(client, id, patience.Token), StringComparison.Ordinal);
        Assert.Contains("\"outcome\":\"allow\"", Wallet($"confirm phone.json A {online}"), StringComparison.Ordinal);
        Assert.Contains("\"outcome\":\"verify_sender\"", Wallet($"refuse phone.json B {online}"), StringComparison.Ordinal);
        Assert.Contains("nothing-to-do", Wallet($"confirm phone.json A {online}"), StringComparison.Ordinal);
        Assert.Equal("", Wallet($"waiting phone.json {online}"));
        server.Kill();
        await server.WaitForExitAsync(patience.Token);
    }

    private static async Task<string> TopUpAsync(HttpClient client, string id, CancellationToken cancel)
    {
        var now = DateTimeOffset.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var json =
            $$$"""{"id":"{{{id}}}","kind":"card_top_up","time":"{{{now}}}","amount":"612000.00","currency":"KZT","institution":"CASPKZKA","sender":{"iin":"800416100254"},"recipient":{"card":"card_A-1"}}""";
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync(new Uri("/v1/payments", UriKind.Relative), content, cancel);
        return await answer.Content.ReadAsStringAsync(cancel);
    }
}
