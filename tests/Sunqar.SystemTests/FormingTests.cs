using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using Xunit;

namespace Sunqar.SystemTests;

/// <summary>A network is shown while it forms: its payments come to a running server, which is never started again.</summary>
public sealed partial class FormingTests
{
    [Fact]
    public async Task Payments_of_a_scheme_posted_to_a_running_server_make_its_network_appear_and_grow()
    {
        using var folder = new TemporaryFolder();
        (string, string) data = ("SUNQAR_DATA", folder.At("data"));
        Assert.Equal(0, Shell.Run($"'{ServerProcess.Sunqar}' run --no-serve --people 1500 --days 15 --seed 3", folder.Path, data).ExitCode);
        var key = Shell.Run($"'{ServerProcess.Sunqar}' keys create CASPKZKA", folder.Path, data).Output.Trim();
        using var server = ServerProcess.Start(folder);
        using var client = new HttpClient { BaseAddress = new Uri(await ServerProcess.AddressAsync(server)) };
        _ = server.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(300));
        while (!(await client.GetAsync("/ready", patience.Token)).IsSuccessStatusCode) await Task.Delay(50, patience.Token);
        await PostAsync(client, key, Scheme(0, 4), patience.Token);
        var first = await ShownAsync(client, 8, patience.Token);
        await PostAsync(client, key, Scheme(4, 6), patience.Token);
        var grown = await ShownAsync(client, 12, patience.Token);
        Assert.NotEqual(first, grown);
        Assert.Contains("plant-5", await client.GetStringAsync($"/networks/{grown}/transfers", patience.Token), StringComparison.Ordinal);
        server.Kill();
        await server.WaitForExitAsync(patience.Token);
    }

    /// <summary>One card pays middles, each of which pays the same card an hour later, within the simulated days.</summary>
    private static IEnumerable<string> Scheme(int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            yield return Payment($"plant-{i}-in", 10, "source-card", $"middle-{i}");
            yield return Payment($"plant-{i}-out", 11, $"middle-{i}", "gather-card");
        }
    }

    private static string Payment(string id, int hour, string from, string to) => string.Create(CultureInfo.InvariantCulture,
        $$"""{"id":"{{id}}","kind":"card_transfer","time":"2026-01-12T{{hour:D2}}:30:00+05:00","amount":"400000.00","currency":"KZT","institution":"CASPKZKA","sender":{"card":"{{from}}"},"recipient":{"card":"{{to}}"} }""");

    private static async Task PostAsync(HttpClient client, string key, IEnumerable<string> payments, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/payments/batch") { Content = new StringContent(string.Join('\n', payments), Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var response = await client.SendAsync(request, cancel);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(cancel));
    }

    /// <summary>The id of the network that holds exactly so many of the planted payments, once it is shown.</summary>
    private static async Task<string> ShownAsync(HttpClient client, int planted, CancellationToken cancel)
    {
        while (true)
        {
            foreach (var id in Ids().Matches(await client.GetStringAsync("/networks?kind=scatter_gather", cancel)).Select(match => match.Groups[1].Value).Distinct())
            {
                var transfers = await client.GetStringAsync($"/networks/{id}/transfers", cancel);
                if (Plants().Matches(transfers).Select(match => match.Value).Distinct().Count() == planted) return id;
            }
            await Task.Delay(200, cancel);
        }
    }

    [GeneratedRegex("/networks/([a-z_0-9-]+)")]
    private static partial Regex Ids();

    [GeneratedRegex("plant-[0-9]+-(in|out)")]
    private static partial Regex Plants();
}
