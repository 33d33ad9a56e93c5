using System.Globalization;
using System.Net;
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
        Assert.Equal(0, Shell.Run($"'{ServerProcess.Sunqar}' run --no-serve --people 1000 --days 8 --seed 3", folder.Path, data).ExitCode);
        var key = Shell.Run($"'{ServerProcess.Sunqar}' keys create CASPKZKA --scope history", folder.Path, data).Output.Trim();
        var link = Analyst.Invite(folder);
        using var server = ServerProcess.Start(folder);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(300));
        using var client = await ReadyAsync(server, new CookieContainer(), patience.Token);
        // The first payment of a bank ends the openness of a simulated folder.
        await Analyst.EnrolAsync(client, link);
        await PostAsync(client, key, Scheme(0, 4), patience.Token);
        var first = await ShownAsync(client, 8, patience.Token);
        await PostAsync(client, key, Scheme(4, 6), patience.Token);
        var grown = await ShownAsync(client, 12, patience.Token);
        Assert.NotEqual(first, grown);
        Assert.Contains("plant-5", await client.GetStringAsync($"/networks/{grown}/transfers", patience.Token), StringComparison.Ordinal);
        server.Kill();
        await server.WaitForExitAsync(patience.Token);
    }

    [Fact]
    [Trait("Suite", "Whole")]
    public async Task An_exchanger_whose_customers_pay_while_the_server_runs_appears_and_grows_and_is_listed_once()
    {
        using var folder = new TemporaryFolder();
        (string, string) data = ("SUNQAR_DATA", folder.At("data"));
        Assert.Equal(0, Shell.Run($"'{ServerProcess.Sunqar}' run --no-serve --people 1500 --days 15 --seed 3", folder.Path, data).ExitCode);
        // What the desk sends on the chain was followed before; what its customers pay to a card comes while the server runs.
        await File.WriteAllLinesAsync(
            folder.At("desk.csv"),
            ["id,time,from,to,amount,currency,kind", .. Enumerable.Range(0, 30).Select(Sent)],
            TestContext.Current.CancellationToken
        );
        Assert.Equal(0, Shell.Run($"'{ServerProcess.Sunqar}' import desk.csv", folder.Path, data).ExitCode);
        var key = Shell.Run($"'{ServerProcess.Sunqar}' keys create CASPKZKA --scope history", folder.Path, data).Output.Trim();
        var (link, cookies) = (Analyst.Invite(folder), new CookieContainer());
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(240));
        string grown;
        using (var server = ServerProcess.Start(folder))
        {
            using var client = await ReadyAsync(server, cookies, patience.Token);
            await Analyst.EnrolAsync(client, link);
            await PostAsync(client, key, Enumerable.Range(0, 18).Select(Paid), patience.Token);
            var first = await ShownAsync(client, 18 + 30, patience.Token, "exchanger");
            await PostAsync(client, key, Enumerable.Range(18, 7).Select(Paid), patience.Token);
            grown = await ShownAsync(client, 25 + 30, patience.Token, "exchanger");
            Assert.DoesNotContain(first, await client.GetStringAsync("/networks?kind=exchanger", patience.Token), StringComparison.Ordinal);
            server.Kill();
            await server.WaitForExitAsync(patience.Token);
        }
        using var again = ServerProcess.Start(folder);
        // Killed and started again, and the session goes on.
        using var reader = await ReadyAsync(again, cookies, patience.Token);
        Assert.Equal(grown, await ShownAsync(reader, 25 + 30, patience.Token, "exchanger"));
        await PostAsync(reader, key, Enumerable.Range(25, 5).Select(Paid), patience.Token);
        await ShownAsync(reader, 30 + 30, patience.Token, "exchanger");
        Assert.DoesNotContain(grown, await reader.GetStringAsync("/networks?kind=exchanger", patience.Token), StringComparison.Ordinal);
        Assert.Contains("plant-3-in", await PagesAsync(reader, grown, patience.Token), StringComparison.Ordinal);
        again.Kill();
        await again.WaitForExitAsync(patience.Token);
    }

    private static string Sent(int i) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"plant-{i}-out,2026-01-{Day(i):D2}T{Hour(i):D2}:{i:D2}:00Z,TPlantedDeskWallet,TCustomer{i},{50 + (7 * i)},USDT,chain"
        );

    /// <summary>Within the hour before the tokens, at some three percent above the day's rate.</summary>
    private static string Paid(int i) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"id":"plant-{{i}}-in","kind":"card_transfer","time":"2026-01-{{Day(i):D2}}T{{Hour(i) - 1:D2}}:{{50 + (i / 4):D2}}:00Z","amount":"{{(50 + (7 * i)) * 530}}.00","currency":"KZT","institution":"CASPKZKA","sender":{"card":"planted-buyer-{{i}}"},"recipient":{"card":"planted-drop"} }"""
        );

    private static int Day(int i) => 2 + (i % 12);

    private static int Hour(int i) => 6 + (i / 12 * 3) + (i % 3);

    private static async Task<HttpClient> ReadyAsync(System.Diagnostics.Process server, CookieContainer cookies, CancellationToken cancel)
    {
        var client = new HttpClient(new HttpClientHandler { CookieContainer = cookies })
        {
            BaseAddress = new Uri(await ServerProcess.AddressAsync(server)),
        };
        _ = server.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        while (!(await client.GetAsync("/ready", cancel)).IsSuccessStatusCode)
            await Task.Delay(50, cancel);
        return client;
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

    private static string Payment(string id, int hour, string from, string to) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"id":"{{id}}","kind":"card_transfer","time":"2026-01-12T{{hour:D2}}:30:00+05:00","amount":"400000.00","currency":"KZT","institution":"CASPKZKA","sender":{"card":"{{from}}"},"recipient":{"card":"{{to}}"} }"""
        );

    private static async Task PostAsync(HttpClient client, string key, IEnumerable<string> payments, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/history/batch")
        {
            Content = new StringContent(string.Join('\n', payments), Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var response = await client.SendAsync(request, cancel);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(cancel));
    }

    /// <summary>The id of the one network of a kind that holds exactly so many of the planted payments, once it is shown.</summary>
    private static async Task<string> ShownAsync(HttpClient client, int planted, CancellationToken cancel, string kind = "scatter_gather")
    {
        while (true)
        {
            var holding = new List<string>();
            foreach (
                var id in Ids()
                    .Matches(await client.GetStringAsync("/networks?kind=" + kind, cancel))
                    .Select(match => match.Groups[1].Value)
                    .Distinct()
            )
            {
                if (Plants().Matches(await PagesAsync(client, id, cancel)).Select(match => match.Value).Distinct().Count() == planted)
                    holding.Add(id);
            }
            if (holding.Count > 0)
                return Assert.Single(holding);
            await Task.Delay(200, cancel);
        }
    }

    /// <summary>The first pages of a network's transfers, as many as a planted one has; past the end the last page comes again.</summary>
    private static async Task<string> PagesAsync(HttpClient client, string id, CancellationToken cancel)
    {
        var pages = new StringBuilder();
        for (var page = 1; page <= 4; page++)
        {
            using var answer = await client.GetAsync($"/networks/{id}/transfers?page={page}", cancel);
            // A network that grew into another since the list was read is told under that one's id.
            if (answer.StatusCode == HttpStatusCode.NotFound)
                return "";
            pages.Append(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync(cancel));
        }
        return pages.ToString();
    }

    [GeneratedRegex("/networks/([a-z_0-9-]+)")]
    private static partial Regex Ids();

    [GeneratedRegex("plant-[0-9]+-(in|out)")]
    private static partial Regex Plants();
}
