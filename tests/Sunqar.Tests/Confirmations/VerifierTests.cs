using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Sunqar.Core.Confirmations;
using Sunqar.Core.Decisions;
using Sunqar.Core.Payments;
using Sunqar.Core.Registry;
using Sunqar.Server.Verifying;
using Sunqar.Simulation.Fingers;
using Sunqar.Storage.Keys;
using Sunqar.Storage.Templates;
using Sunqar.Tests.Api;
using Sunqar.Work.Replaying;
using Sunqar.Work.Verifying;
using Xunit;

namespace Sunqar.Tests.Confirmations;

/// <summary>The verifier that a bank runs: what it keeps, what it answers, and what the house believes of it.</summary>
public sealed class VerifierTests : IDisposable
{
    private const string Aru = "00000000000000000001",
        Bek = "00000000000000000002";

    private readonly string _root = Directory.CreateTempSubdirectory("sunqar-verifier-").FullName;

    private string Folder => Path.Combine(_root, "templates");

    private static string Picture(int finger, int impression = 0)
    {
        var print = new SyntheticFinger(5, finger).Impression(impression);
        return Base64Url.EncodeToString([.. Encoding.ASCII.GetBytes($"P5\n{print.Width} {print.Height}\n255\n"), .. print.Grey]);
    }

    private VerifierDesk Desk(IBiometricKind kind, TimeProvider? time = null) =>
        new(TemplateVault.Open(Folder), RunningApi.Bank, [kind], time ?? TimeProvider.System);

    private static byte[] Challenge(string person, string id = "00112233445566778899aabbccddeeff", string institution = RunningApi.Bank) =>
        new ConfirmationChallenge(
            id,
            ProofMeans.Biometrics,
            institution,
            "P-1",
            1,
            Currency.Kzt,
            "r",
            person,
            (DateTimeOffset.UtcNow.AddMinutes(4) - DateTimeOffset.UnixEpoch).Ticks / 10
        ).ToBytes();

    /// <summary>A held withdrawal is verified by the finger that the bank enrolled, and by no other, through both services.</summary>
    [Fact]
    public async Task A_held_withdrawal_is_released_by_the_customers_finger_and_by_nobody_elses()
    {
        await using var api = await ConfirmingApi.StartAsync();
        using var desk = Desk(new FingerKind(), api.Time);
        await using var host = VerifierHost.Create(desk, "door", 0);
        await host.StartAsync(TestContext.Current.CancellationToken);
        using var verifier = new HttpClient { BaseAddress = new Uri(host.Urls.Single()) };
        verifier.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "door");
        await api.PinAsync(desk.KeyId, desk.PublicKey);
        var person = (await api.PostAsync("/v1/persons", $$"""{"iin":"{{ConfirmingApi.AruIin}}"}"""))
            .Body.GetProperty("person")
            .GetString()!;
        var enrolled = await SendAsync(
            verifier,
            "/enrol",
            $$"""{"person":"{{person}}","kind":"finger","position":2,"picture":"{{Picture(1)}}"}"""
        );
        Assert.Equal(0, enrolled.Body.GetProperty("doubts").GetArrayLength());
        await HoldWithdrawalAsync(api);
        foreach (var (finger, outcome) in new[] { (2, "verify_biometrics"), (1, "allow") })
        {
            var challenge = await api.AskAsync("W6", "verifier");
            var bytes = Base64Url.EncodeToString(challenge.ToBytes());
            var told = await SendAsync(
                verifier,
                "/verify",
                $$"""{"challenge":"{{bytes}}","kind":"finger","device":"sensor-7","picture":"{{Picture(finger, 1)}}"}"""
            );
            Assert.Equal(finger == 1, told.Body.GetProperty("match").GetBoolean());
            var statement = told.Body.GetProperty("statement").GetString();
            Assert.Equal(
                outcome,
                await api.ToldAsync(
                    "/v1/payments/W6/confirmations",
                    $$"""{"by":"verifier","challenge":"{{bytes}}","statement":"{{statement}}"}"""
                )
            );
        }
        var history = api.Desk.Find(RunningApi.Bank, "W6")!;
        Assert.True(history.Payment.Sender is { Attested: true, AttestedByKey: true });
        Assert.Equal(ProofReasons.ByVerifier, history.Standing.Reasons[^1].Rule);
        Assert.Equal(0, ReplayJob.Verify(api.Folder.Journal).Different);
    }

    /// <summary>Six large withdrawals at one machine within minutes: the sixth waits for biometrics (rule atm_ring).</summary>
    internal static async Task HoldWithdrawalAsync(ConfirmingApi api)
    {
        for (var card = 1; card <= 6; card++)
        {
            var told = await api.ToldAsync(
                "/v1/payments",
                $$"""{"id":"W{{card}}","kind":"cash_withdrawal","time":"2026-01-16T10:0{{card}}:00+05:00","amount":"200000.00","currency":"KZT","institution":"{{RunningApi.Bank}}","sender":{"iin":"{{ConfirmingApi.AruIin}}","card":"card_{{card}}"},"terminal":{"id":"ATM-1"} }"""
            );
            Assert.Equal(card < 6 ? "allow" : "verify_biometrics", told);
        }
    }

    [Fact]
    public void One_finger_under_two_names_is_told_at_enrolment()
    {
        using var desk = Desk(new SameBytes());
        Assert.Empty(Enrolled(desk.Enrol(Aru, "same", 0, [1, 2, 3])).Doubts);
        Assert.Empty(Enrolled(desk.Enrol(Aru, "same", 0, [1, 2, 3])).Doubts);
        Assert.Equal([Aru], Enrolled(desk.Enrol(Bek, "same", 0, [1, 2, 3])).Doubts);
        desk.Revoke(Aru);
        Assert.Empty(Enrolled(desk.Enrol(Bek, "same", 0, [1, 2, 3])).Doubts);
    }

    [Fact]
    public void Templates_outlive_a_restart_and_not_their_revocation()
    {
        using (var desk = Desk(new SameBytes()))
        {
            desk.Enrol(Aru, "same", 0, [1, 2, 3]);
            desk.Enrol(Bek, "same", 0, [4]);
        }
        using (var desk = Desk(new SameBytes()))
        {
            Assert.True(Stated(desk.Verify(Challenge(Aru), "s", [("same", [1, 2, 3])])).IsMatch);
            Assert.IsType<VerifierAnswer.Revoked>(desk.Revoke(Aru));
            Assert.Equal(404, Refused(desk.Revoke(Aru)));
            Assert.Equal(404, Refused(desk.Verify(Challenge(Aru, new string('1', 32)), "s", [("same", [1, 2, 3])])));
        }
        using (var desk = Desk(new SameBytes()))
        {
            Assert.Equal(404, Refused(desk.Verify(Challenge(Aru, new string('2', 32)), "s", [("same", [1, 2, 3])])));
            Assert.False(Stated(desk.Verify(Challenge(Bek, new string('3', 32)), "s", [("same", [1, 2, 3])])).IsMatch);
        }
    }

    [Fact]
    public void On_disk_there_is_no_template_and_a_changed_or_moved_file_opens_nothing()
    {
        byte[] template = [.. Enumerable.Repeat((byte)0x5A, 64)];
        using (var vault = TemplateVault.Open(Folder))
        {
            vault.Add(Aru, new KeptTemplate(1, 0, template));
            vault.Add(Bek, new KeptTemplate(1, 0, [9]));
            Assert.Equal(template, Assert.Single(vault.Read(Aru)).Template);
        }
        var files = Directory.GetFiles(Path.Combine(Folder, "persons"), Aru + "*");
        Assert.Equal(2, files.Length);
        Assert.All(files, file => Assert.Equal(-1, File.ReadAllBytes(file).AsSpan().IndexOf(template.AsSpan(0, 16))));
        foreach (var file in files)
        {
            var whole = File.ReadAllBytes(file);
            for (var at = 0; at < whole.Length; at += 7)
            {
                var changed = whole.ToArray();
                changed[at] ^= 1;
                File.WriteAllBytes(file, changed);
                using var vault = TemplateVault.Open(Folder);
                Assert.Throws<KeyStoreException>(() => vault.Read(Aru));
            }
            File.WriteAllBytes(file, whole);
        }
        foreach (var file in files)
            File.Copy(file, file.Replace(Aru, Bek, StringComparison.Ordinal), overwrite: true);
        using var moved = TemplateVault.Open(Folder);
        Assert.Throws<KeyStoreException>(() => moved.Read(Bek));
    }

    [Fact]
    public void Who_tries_on_is_stopped()
    {
        using var desk = Desk(new SameBytes());
        desk.Enrol(Aru, "same", 0, [1]);
        for (var i = 0; i < VerifierDesk.TriesOfChallengeMax; i++)
            Assert.True(Stated(desk.Verify(Challenge(Aru), "s", [("same", [1])])).IsMatch);
        Assert.Equal(429, Refused(desk.Verify(Challenge(Aru), "s", [("same", [1])])));
        for (var i = 0; i < VerifierDesk.MissesMax; i++)
            Assert.False(Stated(desk.Verify(Challenge(Aru, new string((char)('a' + i), 32)), "s", [("same", [2])])).IsMatch);
        Assert.Equal(429, Refused(desk.Verify(Challenge(Aru, new string('f', 32)), "s", [("same", [1])])));
        Assert.Equal(403, Refused(desk.Verify(Challenge(Aru, institution: "HSBKKZKX"), "s", [("same", [1])])));
        Assert.Equal(400, Refused(desk.Verify([1, 2, 3], "s", [("same", [1])])));
        Assert.Equal(400, Refused(desk.Verify(Challenge(Bek), "s", [("iris", [1])])));
    }

    [Fact]
    public async Task There_are_two_addresses_one_key_and_nothing_breaks_on_noise()
    {
        using var desk = Desk(new SameBytes());
        await using var host = VerifierHost.Create(desk, "door", 0);
        await host.StartAsync(TestContext.Current.CancellationToken);
        using var client = new HttpClient { BaseAddress = new Uri(host.Urls.Single()) };
        Assert.Equal(401, (await SendAsync(client, "/enrol", "{}")).Status);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "door");
        Assert.Equal(404, (await SendAsync(client, "/templates", "{}")).Status);
        var good = $$"""{"person":"{{Aru}}","kind":"same","position":2,"picture":"AAEC"}""";
        Assert.Equal(200, (await SendAsync(client, "/enrol", good)).Status);
        var dice = new Random(3);
        for (var round = 0; round < 120; round++)
        {
            var noise = good.ToCharArray();
            for (var changes = dice.Next(1, 5); changes > 0; changes--)
                noise[dice.Next(noise.Length)] = (char)dice.Next(32, 127);
            var (status, _) = await SendAsync(client, dice.Next(2) == 0 ? "/enrol" : "/verify", new string(noise));
            Assert.Contains(status, new[] { 200, 400, 422, 429 });
        }
    }

    private static async Task<(int Status, JsonElement Body)> SendAsync(HttpClient client, string path, string json)
    {
        using var answer = await client.PostAsync(
            new Uri(path, UriKind.Relative),
            RunningApi.Content(json),
            TestContext.Current.CancellationToken
        );
        return (
            (int)answer.StatusCode,
            JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement
        );
    }

    private static VerifierAnswer.Enrolled Enrolled(VerifierAnswer answer) => Assert.IsType<VerifierAnswer.Enrolled>(answer);

    private static VerifierStatement Stated(VerifierAnswer answer) => Assert.IsType<VerifierAnswer.Stated>(answer).Statement;

    private static int Refused(VerifierAnswer answer) => Assert.IsType<VerifierAnswer.Refused>(answer).Status;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    /// <summary>Whose samples are alike where their bytes are: the service is tested, not the comparison.</summary>
    private sealed class SameBytes : IBiometricKind
    {
        public string Name => "same";

        public byte Code => 200;

        public double Threshold => 0.5;

        public double ThresholdOfMany => 0.9;

        public string Liveness => "none";

        public (SampleTemplate? Template, string Why) Take(byte[] picture, byte position) =>
            picture.Length == 0 ? (null, "picture: empty") : (new SampleTemplate(picture, 80), "");

        public object Prepare(byte[] template) => Convert.ToHexString(template);

        public double Score(object one, object other) => (string)one == (string)other ? 1 : 0;
    }
}
