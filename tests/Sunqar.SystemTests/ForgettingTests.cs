using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Sunqar.Core.Identity;
using Sunqar.Formats.Payments;
using Sunqar.Storage;
using Sunqar.Tests.Api;
using Sunqar.Work.Deciding;
using Sunqar.Work.Registers;
using Xunit;

namespace Sunqar.SystemTests;

/// <summary>Planted people, and a search for them in every byte that a server leaves anywhere: while it lives, when it crashes, and after
/// they were forgotten.</summary>
public class ForgettingTests
{
    private const string Bank = "CASPKZKA",
        Old = "800416100254",
        Recent = "680503250034";

    // Generated identities, as rare as texts can be.
    private static readonly string[] Planted =
    [
        Old,
        Recent,
        "Zhalgasbek Qoshanbaiuly",
        "Zhalgasbek",
        "Жалғасбек",
        "KZ75125KZT1001300335",
        "KZ48125KZT1001300336",
        "dev-planted-77aa",
        "dev-planted-88bb",
    ];

    [Fact]
    public async Task Nobody_is_found_in_any_byte_and_who_is_past_every_limit_is_gone_for_good()
    {
        using var folder = new TemporaryFolder();
        var key = Run(folder, $"keys create {Bank}").Trim();
        var log = folder.At("log.txt");
        await PayBeforeAsync(folder);
        using (var server = Start(folder, log))
        {
            using var client = await ReadyAsync(log, key);
            await SendAsync(client);
            var shown =
                await client.GetStringAsync(new Uri("/metrics", UriKind.Relative))
                + await (await client.GetAsync(new Uri("/alerts", UriKind.Relative))).Content.ReadAsStringAsync();
            Assert.DoesNotContain(Planted, word => shown.Contains(word, StringComparison.OrdinalIgnoreCase));
            Assert.Equal("0", Shell.Run($"awk '/Max core file size/ {{ print $6 }}' /proc/{server.Id}/limits", folder.Path).Output.Trim());
            Search(folder);
            Run(folder, "key-backup create keys.backup");
            // A crash by a signal that the runtime does not catch, where the shell allowed core files.
            Shell.Run($"kill -SYS {server.Id}", folder.Path);
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            await server.WaitForExitAsync(patience.Token);
        }
        Assert.NotEqual(0, new FileInfo(log).Length);
        Search(folder);
        var before = Read(folder);
        Assert.True(before.Old && before.Recent);

        var limits = folder.At("limits");
        File.WriteAllText(limits, Limits("10 days"));
        var dry = JsonDocument.Parse(Run(folder, $"forget --dry-run --limits {limits}")).RootElement;
        Assert.Equal(
            (7, 3, 0),
            (dry.GetProperty("known").GetInt32(), dry.GetProperty("due").GetInt32(), dry.GetProperty("forgotten").GetInt32())
        );
        Assert.True(Read(folder).Old);
        var done = JsonDocument.Parse(Run(folder, $"forget --limits {limits}")).RootElement;
        Assert.Equal(3, done.GetProperty("forgotten").GetInt32());
        Assert.Equal((false, true), Read(folder));
        Search(folder);
        Assert.Contains("\"faults\":0", Run(folder, "verify-log"), StringComparison.Ordinal);
        Assert.Contains("\"different\":0", Run(folder, "replay --verify"), StringComparison.Ordinal);

        ForgetAgainFromTheBackup(folder);
    }

    /// <summary>A payment of each planted person, and requests that are refused.</summary>
    private static async Task SendAsync(HttpClient client)
    {
        await PayAsync(
            client,
            "P-recent",
            Recent,
            "KZ48125KZT1001300336",
            "Жалғасбек Қошанбайұлы",
            "dev-planted-88bb",
            DateTimeOffset.UtcNow.AddDays(-2)
        );
        // What is refused must not be repeated anywhere either.
        await client.PostAsync(
            "/v1/payments",
            Json(
                Payment("P-bad", Old, "KZ75125KZT1001300335", "Zhalgasbek Qoshanbaiuly", "dev-planted-77aa", DateTimeOffset.UtcNow)
                    .Replace("12000.00", "Zhalgasbek", StringComparison.Ordinal)
            )
        );
        await client.PostAsync(
            "/v1/payments",
            new StringContent("{\"id\":\"Zhalgasbek\",\"" + Old + "\":1", Encoding.UTF8, "application/json")
        );
        await client.GetAsync(new Uri($"/v1/payments/{Old}?name=Zhalgasbek", UriKind.Relative));
    }

    private static void ForgetAgainFromTheBackup(TemporaryFolder folder)
    {
        // The backup still knows the forgotten, who are forgotten again; and once its time is over it knows nobody.
        Directory.Move(folder.At("data/keys"), folder.At("lost"));
        Assert.Contains("\"forgotten\":3", Run(folder, "key-backup restore keys.backup"), StringComparison.Ordinal);
        Assert.Equal((false, true), Read(folder));
        foreach (var secret in Directory.GetFiles(folder.At("data.backup-keys")))
        {
            File.Move(
                secret,
                folder.At("data.backup-keys/" + 1_700_000_000_000_000.ToString("x16", CultureInfo.InvariantCulture) + ".key")
            );
        }
        Assert.Contains("\"expired\":1", Run(folder, "key-backup expire"), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder.At("data.backup-keys")));
        Directory.Delete(folder.At("data/keys"), recursive: true);
        var closed = Shell.Run($"'{ServerProcess.Sunqar}' key-backup restore keys.backup", folder.Path, ("SUNQAR_DATA", folder.At("data")));
        Assert.Equal(1, closed.ExitCode);
        Assert.Contains("time is over", closed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_that_would_write_dumps_does_not_start()
    {
        using var folder = new TemporaryFolder();
        var result = Shell.Run(
            $"'{ServerProcess.Sunqar}' serve --urls http://127.0.0.1:0",
            folder.Path,
            ("SUNQAR_DATA", folder.At("data")),
            ("DOTNET_DbgEnableMiniDump", "1")
        );
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("crash dump", result.Error, StringComparison.Ordinal);
    }

    private static string Limits(string length) =>
        "version 2026-11-21\n" + string.Concat(Core.Retention.RetentionLimits.Kinds.Select(kind => $"{kind} {length} \"a test\"\n"));

    /// <summary>Whether each is known by IIN, and the name can be opened, by whoever has the folder and the root key.</summary>
    private static (bool Old, bool Recent) Read(TemporaryFolder folder)
    {
        using var data = DataFolder.Open(folder.At("data"));
        var names = data.Journal.Read<SubjectNamed>("payments").ToList();
        bool Knows(string iin)
        {
            var subject = data.Keys.Find(SubjectKind.Person, iin);
            return !subject.IsNone
                && names
                    .Where(named => named.Subject == subject)
                    .Any(named => data.Keys.Unseal(subject, named.Name, Storage.Keys.SealedField.Name) is not null);
        }
        Assert.Equal(2, names.Count);
        var opened = names.Count(named => data.Keys.Unseal(named.Subject, named.Name, Storage.Keys.SealedField.Name) is not null);
        var (old, recent) = (Knows(Old), Knows(Recent));
        Assert.Equal((old ? 1 : 0) + (recent ? 1 : 0), opened);
        return (old, recent);
    }

    /// <summary>Every file in the folder: data, keys, logs, backups, whatever a crash left; in UTF-8 and in the UTF-16 of a process's
    /// memory.</summary>
    private static void Search(TemporaryFolder folder)
    {
        var wanted = Planted.SelectMany(word => new[] { Encoding.UTF8.GetBytes(word), Encoding.Unicode.GetBytes(word) }).ToArray();
        var files = Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories);
        Assert.True(files.Length > 5);
        foreach (var file in files.Where(file => !file.EndsWith("lock", StringComparison.Ordinal)))
        {
            var bytes = File.ReadAllBytes(file);
            Assert.DoesNotContain(wanted, word => bytes.AsSpan().IndexOf(word) >= 0);
        }
        // The search itself finds what is there.
        Assert.Contains(wanted, word => Encoding.UTF8.GetBytes("..." + Old).AsSpan().IndexOf(word) >= 0);
    }

    private static string Run(TemporaryFolder folder, string arguments)
    {
        var result = Shell.Run($"'{ServerProcess.Sunqar}' {arguments}", folder.Path, ("SUNQAR_DATA", folder.At("data")));
        Assert.True(result.ExitCode == 0, $"{arguments}: {result.Output}{result.Error}");
        return result.Output;
    }

    private static Process Start(TemporaryFolder folder, string log)
    {
        var start = new ProcessStartInfo(
            "bash",
            ["-c", $"ulimit -c unlimited; exec '{ServerProcess.Sunqar}' serve --urls http://127.0.0.1:0 >> '{log}' 2>&1"]
        )
        {
            WorkingDirectory = folder.Path,
        };
        start.Environment["SUNQAR_DATA"] = folder.At("data");
        return Process.Start(start)!;
    }

    private static async Task<HttpClient> ReadyAsync(string log, string key)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        while (true)
        {
            await Task.Delay(100, patience.Token);
            var address = File.Exists(log)
                ? File.ReadAllText(log).Split('\n').FirstOrDefault(line => line.Contains("console at ", StringComparison.Ordinal))
                : null;
            if (address is null)
                continue;
            var client = new HttpClient { BaseAddress = new Uri(address[(address.IndexOf("http", StringComparison.Ordinal))..].Trim()) };
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
            while (!(await client.GetAsync(new Uri("/ready", UriKind.Relative), patience.Token)).IsSuccessStatusCode)
                await Task.Delay(100, patience.Token);
            return client;
        }
    }

    /// <summary>A payment of forty days ago, taken on its day: a door takes none today, and the later of event and record counts.</summary>
    private static async Task PayBeforeAsync(TemporaryFolder folder)
    {
        var then = new ShiftedTime(DateTimeOffset.UtcNow.AddDays(-40));
        using var data = DataFolder.Open(folder.At("data"), clock: then);
        await using var desk = new DecisionDesk(data, Lookups.Of(data.Journal), new DeskOptions { Time = then });
        var payment = Payment("P-old", Old, "KZ75125KZT1001300335", "Zhalgasbek Qoshanbaiuly", "dev-planted-77aa", then.GetUtcNow());
        var reading = new PaymentJson(data.Keys.CardTokeniser()).Read(Encoding.UTF8.GetBytes(payment));
        Assert.True((await desk.DecideAsync(Assert.IsType<PaymentReading.Read>(reading).Payment)).IsDecision);
    }

    private static async Task PayAsync(
        HttpClient client,
        string id,
        string iin,
        string account,
        string name,
        string device,
        DateTimeOffset at
    )
    {
        var answer = await client.PostAsync("/v1/payments", Json(Payment(id, iin, account, name, device, at)));
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static string Payment(string id, string iin, string account, string name, string device, DateTimeOffset at) =>
        JsonSerializer.Serialize(
            new
            {
                id,
                kind = "card_top_up",
                time = at.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture),
                amount = "12000.00",
                currency = "KZT",
                institution = Bank,
                sender = new
                {
                    iin,
                    account,
                    name,
                },
                recipient = new { card = "card_A-1" },
                device,
            }
        );

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");
}
