using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Sunqar.Core.Acts;
using Sunqar.Core.Cases;
using Sunqar.Core.Chain;
using Sunqar.Core.Decisions;
using Sunqar.Core.Facts;
using Sunqar.Core.Identity;
using Sunqar.Core.Payments;
using Sunqar.Core.Registry;
using Sunqar.Rehearsal;
using Sunqar.Server.Pages.State;
using Sunqar.Simulation;
using Sunqar.Storage;
using Sunqar.Storage.Journal;
using Sunqar.Storage.Keys;
using Sunqar.Tests.Access;
using Sunqar.Tests.ConsolePages;
using Sunqar.Work.Alerts;
using Sunqar.Work.Mining;
using Sunqar.Work.Reports;
using Sunqar.Work.Summaries;
using Xunit;
using Role = Sunqar.Core.Acts.Role;

namespace Sunqar.Tests.Oversight;

/// <summary>
/// A country's payments in a folder that does not say that it is simulated, so that somebody stands behind each: every page that a role may
/// open, every export and every answer is walked, and nobody is named in any. The walkers read Russian or Kazakh, and meet no word of
/// English but under <c>lang="en"</c>.
/// </summary>
public sealed partial class NamelessTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>What may stand nowhere.</summary>
    private sealed class Secrets
    {
        private readonly HashSet<string> _words = new(StringComparer.Ordinal);
        private readonly HashSet<string> _names = new(StringComparer.Ordinal);

        public int Count => _words.Count + _names.Count;

        public void Add(Payment payment)
        {
            foreach (var party in new[] { payment.Sender, payment.Recipient })
            {
                foreach (var word in new[] { party?.Iin, party?.Account, party?.Card })
                {
                    if (!string.IsNullOrEmpty(word))
                        _words.Add(word);
                }
                if (!string.IsNullOrEmpty(party?.Name))
                    _names.Add(party.Name);
            }
            if (!string.IsNullOrEmpty(payment.Device))
                _words.Add(payment.Device);
        }

        public void Add(SubjectId subject) => _words.Add(subject.ToString());

        /// <summary>Words of a text that are somebody's, and names of two words.</summary>
        public IEnumerable<string> In(string text)
        {
            var before = "";
            foreach (Match word in WordPattern().Matches(text))
            {
                if (_words.Contains(word.Value))
                    yield return word.Value;
                if (_names.Contains(before + " " + word.Value))
                    yield return before + " " + word.Value;
                before = word.Value;
            }
        }
    }

    /// <param name="pagesMax">Pages that each role walks: all that the menus lead to, and so many of those behind them.</param>
    [Theory]
    [InlineData(40)]
    [InlineData(400, Traits = ["Suite", "Whole"])]
    public async Task No_page_export_or_answer_names_anybody(int pagesMax)
    {
        var (secrets, state) = (new Secrets(), new LiveConsoleState());
        await using var server = await StaffedServer.StartAsync(state: state, fill: folder => Fill(folder, state, secrets));
        Assert.True(secrets.Count > 5_000, $"{secrets.Count} secrets");
        Assert.True(state.Networks.Count > 0 && state.Alerts.Alerts.Count > 0, "nothing was found, so nothing is shown");
        var (pages, untranslated, english) = (0, Names(), new List<string>());
        foreach (var role in new[] { Role.Analyst, Role.Officer, Role.Head, Role.Supervisor, Role.Overseer, Role.Admin })
        {
            using var browser = await server.SignedInAsync(role);
            browser.DefaultRequestHeaders.Add("Accept-Language", role is Role.Analyst or Role.Head or Role.Overseer ? "kk" : "ru");
            pages += await WalkAsync(server, browser, role, secrets, (untranslated, english), pagesMax);
        }
        Assert.True(pages > 5 * Math.Min(pagesMax, 60), $"{pages} pages were walked");
        Assert.True(english.Count == 0, string.Join('\n', english));
        AssertNameless(secrets, "findings.ndjson", await File.ReadAllTextAsync(Path.Combine(server.DataPath, "findings.ndjson"), Cancel));
        AssertNameless(secrets, "summary.json", await File.ReadAllTextAsync(Path.Combine(server.DataPath, "summary.json"), Cancel));
        using var alerts = new MemoryStream();
        var names = new PseudonymKey(server.Folder.Keys);
        foreach (var alert in state.Alerts.Alerts)
            AlertJson.Write(alerts, alert, names.In(alert.Id));
        AssertNameless(secrets, "alerts", Encoding.UTF8.GetString(alerts.ToArray()));
    }

    [Fact]
    public void The_walk_catches_each_kind_of_name()
    {
        var secrets = new Secrets();
        secrets.Add(
            new Payment
            {
                Id = "1",
                Kind = PaymentKind.CardTopUp,
                TimeUs = 0,
                Amount = new Money(1, Currency.Kzt),
                Institution = "CASPKZKA",
                Sender = new Party(Iin: "800416100254", Name: "Aigerim Sadykova"),
                Recipient = new Party(Card: "card_9f"),
                Device = "dev-1",
            }
        );
        secrets.Add(new SubjectId(0xabcdef));
        Assert.Equal(
            ["800416100254", "Aigerim Sadykova", "card_9f", "0000000000abcdef", "dev-1"],
            secrets.In("<td>800416100254</td><b>Aigerim Sadykova</b>,\"card_9f\" /networks/x?account=0000000000abcdef&dev-1")
        );
    }

    private static void AssertNameless(Secrets secrets, string where, string text) =>
        Assert.Equal([], secrets.In(WebUtility.HtmlDecode(text)).Take(3).Select(found => $"{found} in {where}"));

    /// <summary>Words of names that no page translates: of the country's platforms, of its wallets' labels, of the tests' units.</summary>
    private static HashSet<string> Names()
    {
        var country = Simulated();
        return
        [
            .. country
                .Registry.Select(platform => platform.Name)
                .Concat(country.WalletLabels.Select(label => label.Label))
                .SelectMany(name => name.Split(' '))
                .Concat(["unit-a", "house"]),
        ];
    }

    private static Country Simulated() =>
        Country.Create(
            new CountryOptions
            {
                People = 3_000,
                Days = 20,
                Seed = 7,
            }
        );

    /// <summary>Every address of the table that needs no more than reading, and every page that they lead to.</summary>
    private static async Task<int> WalkAsync(
        StaffedServer server,
        HttpClient browser,
        Role role,
        Secrets secrets,
        (IReadOnlySet<string> Names, List<string> Met) english,
        int pagesMax
    )
    {
        var starts = server
            .Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Where(one =>
                one.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("GET") == true
                && one.RoutePattern.Parameters.Count == 0
            )
            // What never ends is no page: it tells that something changed, and nothing of what.
            .Where(one =>
                one.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName.StartsWith("events:", StringComparison.Ordinal) != true
            )
            .Select(one => "/" + one.RoutePattern.RawText!.TrimStart('/'));
        // Of each kind of page one is walked before a second of another.
        var waiting = new PriorityQueue<string, int>();
        var (met, kinds) = (new HashSet<string>(StringComparer.Ordinal), new Dictionary<string, int>(StringComparer.Ordinal));
        void Wait(string path)
        {
            if (!met.Add(path))
                return;
            var kind = IdPattern().Replace(path.Split('?')[0], "*");
            waiting.Enqueue(path, kinds[kind] = kinds.GetValueOrDefault(kind) + 1);
        }
        foreach (var start in starts)
            Wait(start);
        var walked = 0;
        while (walked < pagesMax && waiting.TryDequeue(out var path, out _))
        {
            using var answer = await browser.GetAsync(path, Cancel);
            var text = await answer.Content.ReadAsStringAsync(Cancel);
            AssertNameless(secrets, $"{path} for {role}: {(int)answer.StatusCode}", text + " " + answer.Headers + " " + path);
            if (!answer.IsSuccessStatusCode)
                continue;
            walked++;
            if (answer.Content.Headers.ContentType?.MediaType == "text/html")
            {
                if (LatinWords.In(text, english.Names) is { Count: > 0 } latin)
                    english.Met.Add($"{path} for {role}: {string.Join(' ', latin)}");
            }
            foreach (Match link in LinkPattern().Matches(WebUtility.HtmlDecode(text)))
            {
                var to = link.Groups[1].Value.Split('#')[0];
                if (!to.StartsWith("/assets", StringComparison.Ordinal))
                    Wait(to);
                if (to.StartsWith("/networks/", StringComparison.Ordinal) && !to.Contains('?', StringComparison.Ordinal))
                    Wait(to + "/graph");
                if (to.StartsWith("/cases/", StringComparison.Ordinal) && !to[7..].Contains('/', StringComparison.Ordinal))
                    Wait(to + "/people");
            }
        }
        return walked;
    }

    [GeneratedRegex("(?<=/)[^/]*[0-9][^/]*")]
    private static partial Regex IdPattern();

    /// <summary>As intake does it, without the fact that says that nobody stands behind the accounts.</summary>
    private static void Fill(DataFolder folder, LiveConsoleState state, Secrets secrets)
    {
        var country = Simulated();
        var (registry, engine, batch, run) = (
            new RegistryFold(),
            new DecisionEngine(ShippedRulebook.Instance),
            new FactBatch(),
            new SealedBatch()
        );
        var lists = new List<Fact> { new PlatformsListed("register", country.Registry), new LabelsAttributed(country.WalletLabels) };
        lists.AddRange(country.Rates);
        foreach (var fact in lists)
        {
            registry.Apply(fact);
            if (fact is RatePublished rate)
                engine.Apply(rate);
            batch.Add(fact);
        }
        Append(folder.Journal, Streams.Registry, batch);
        batch.Add(new RulebookPublished(engine.RulebookVersion, engine.Rulebook.Text, 0));
        foreach (var day in country.Days(Cancel))
        {
            foreach (var some in day.Payments.Chunk(4096))
            {
                foreach (var payment in some)
                    secrets.Add(payment);
                folder.Sealer.Seal(some, run);
                foreach (var introduction in run.Introductions)
                {
                    if (introduction is SubjectIntroduced { Subject: var subject })
                        secrets.Add(subject);
                    batch.Add(introduction);
                }
                foreach (ref readonly var payment in run.Payments)
                {
                    var decision = engine.Decide(in payment, registry.Snapshot);
                    engine.Apply(in payment, decision);
                    batch.Add(in payment, decision);
                }
                Append(folder.Journal, Streams.Payments, batch);
            }
            foreach (var transfers in day.Chain.Chunk(1000))
                batch.Add(new ChainSeen(transfers));
            Append(folder.Journal, Streams.Chain, batch);
        }
        var (files, progress) = (new DataFiles(folder.Place), new RunProgress(new ProgressBoard()));
        var mined = MineJob.Run(folder, files.Findings, progress);
        var found = mined.Found.Mined;
        var summary = mined.Summary(files.Path, progress);
        SummaryFile.Write(files.Summary, summary);
        state.Publish(mined, AnnualBook.Of(folder.Journal, found.Lookups.Rates, files, found.Fold.Cash), summary);
        var book = new AlertBook(folder.Journal);
        book.Advance(int.MaxValue, Cancel);
        state.Publish(new AlertsView(book.List(), book.Forgotten, new PseudonymKey(folder.Keys).In));
    }

    private static void Append(IJournal journal, string stream, FactBatch batch)
    {
        if (batch.Count == 0)
            return;
        using var writer = journal.Open(stream);
        writer.Enqueue(batch).OrThrow();
        writer.Flush().OrThrow();
        batch.Clear();
    }

    [GeneratedRegex(@"[\p{L}\p{N}_-]+")]
    private static partial Regex WordPattern();

    [GeneratedRegex("(?:href|hx-get|data-src)=\"(/[^\"]*)\"")]
    private static partial Regex LinkPattern();
}
