using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Sunqar.Core.Acts;
using Sunqar.Core.Biometrics.Faces;
using Sunqar.Core.Confirmations;
using Sunqar.Core.Payments;
using Sunqar.Core.Registry;
using Sunqar.Server.Verifying;
using Sunqar.Simulation.Fingers;
using Sunqar.Storage.Journal;
using Sunqar.Storage.Keys;
using Sunqar.Storage.Templates;
using Sunqar.Tests.Api;
using Sunqar.Tests.Biometrics;
using Sunqar.Work.Verifying;
using Xunit;

namespace Sunqar.Tests.Confirmations;

/// <summary>Faces as a second kind of the verifier that a bank runs: alone, beside fingers, and with a test of liveness.</summary>
public sealed class FaceVerifierTests : IDisposable
{
    private const string Aru = "00000000000000000001",
        Bek = "00000000000000000002";

    /// <summary>Drawn faces are much alike to the network: these two are the least so of the first forty.</summary>
    private const int AruFace = 32,
        OtherFace = 39;

    private readonly string _root = Directory.CreateTempSubdirectory("sunqar-verifier-").FullName;

    private string Folder => Path.Combine(_root, "templates");

    private static string Face(int face, int picture = 1) => Base64Url.EncodeToString(Faces.File(Faces.Drawn(face, picture)));

    private static string Finger(int finger, int impression = 0)
    {
        var print = new SyntheticFinger(5, finger).Impression(impression);
        return Base64Url.EncodeToString([.. Encoding.ASCII.GetBytes($"P5\n{print.Width} {print.Height}\n255\n"), .. print.Grey]);
    }

    [Fact]
    public async Task A_held_withdrawal_is_released_by_finger_and_face_together_and_by_no_one_of_them()
    {
        var reader = Faces.Reader();
        await using var api = await ConfirmingApi.StartAsync();
        using var desk = new VerifierDesk(TemplateVault.Open(Folder), RunningApi.Bank, [new FingerKind(), new FaceKind(reader)], api.Time);
        await using var host = VerifierHost.Create(desk, "door", 0);
        await host.StartAsync(TestContext.Current.CancellationToken);
        using var verifier = new HttpClient { BaseAddress = new Uri(host.Urls.Single()) };
        verifier.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "door");
        await api.PinAsync(desk.KeyId, desk.PublicKey);
        var person = (await api.PostAsync("/v1/persons", $$"""{"iin":"{{ConfirmingApi.AruIin}}"}"""))
            .Body.GetProperty("person")
            .GetString()!;
        foreach (var (kind, picture) in new[] { ("finger", Finger(1)), ("face", Face(AruFace)) })
        {
            var told = await SendAsync(
                verifier,
                "/enrol",
                $$"""{"person":"{{person}}","kind":"{{kind}}","position":0,"picture":"{{picture}}"}"""
            );
            Assert.Equal(200, told.Status);
        }
        await VerifierTests.HoldWithdrawalAsync(api);
        foreach (
            var (finger, face, outcome) in new[]
            {
                (2, AruFace, "verify_biometrics"),
                (1, OtherFace, "verify_biometrics"),
                (1, AruFace, "allow"),
            }
        )
        {
            var challenge = await api.AskAsync("W6", "verifier");
            var bytes = Base64Url.EncodeToString(challenge.ToBytes());
            var told = await SendAsync(
                verifier,
                "/verify",
                $$"""{"challenge":"{{bytes}}","device":"atm-7","samples":[{"kind":"finger","picture":"{{Finger(finger, 1)}}"},{"kind":"face","picture":"{{Face(face, 2)}}"}]}"""
            );
            Assert.Equal(outcome == "allow", told.Body.GetProperty("match").GetBoolean());
            var statement = told.Body.GetProperty("statement").GetString();
            Assert.Equal(
                outcome,
                await api.ToldAsync(
                    "/v1/payments/W6/confirmations",
                    $$"""{"by":"verifier","challenge":"{{bytes}}","statement":"{{statement}}"}"""
                )
            );
        }
        Assert.Equal(new KeyProof(true, true, 0, 0), api.Desk.Find(RunningApi.Bank, "W6")!.Payment.Sender.Proof);
        // The record says what was compared, and which one was not the person's.
        var said = api
            .Folder.Journal.Read<Act>(Streams.Acts)
            .Where(act => act.What.Any(what => what is ChallengeAnswered))
            .Select(act => act.Basis)
            .ToList();
        Assert.Collection(
            said,
            one => Assert.Matches("^finger:0\\+face:[1-4] 0/1 ", one),
            one => Assert.Matches("^finger:[1-4]\\+face:0 0/1 ", one),
            one => Assert.Matches("^finger:[1-4]\\+face:[1-4] [1-4]/1 ", one)
        );
    }

    [Fact]
    public void A_face_is_enrolled_once_and_told_under_a_second_name()
    {
        using var desk = Desk(new FaceKind(Faces.Reader()));
        Assert.Empty(Enrolled(desk.Enrol(Aru, "face", 0, Faces.File(Faces.Drawn(AruFace)))).Doubts);
        Assert.Empty(Enrolled(desk.Enrol(Bek, "face", 0, Faces.File(Faces.Drawn(OtherFace)))).Doubts);
        Assert.Contains(Aru, Enrolled(desk.Enrol(Bek, "face", 0, Faces.File(Faces.Drawn(AruFace, 2)))).Doubts);
        Assert.Equal(422, Refused(desk.Enrol(Aru, "face", 2, Faces.File(Faces.Drawn(AruFace)))));
        Assert.Equal(422, Refused(desk.Enrol(Aru, "face", 0, [1, 2, 3])));
        Assert.Equal(422, Refused(desk.Enrol(Aru, "face", 0, Faces.File(new FaceImage(64, 64, new byte[3 * 64 * 64])))));
        Assert.Equal(400, Refused(desk.Enrol(Aru, "finger", 0, Faces.File(Faces.Drawn(AruFace)))));
    }

    [Fact]
    public void Templates_of_faces_outlive_a_restart_and_a_service_without_the_networks_leaves_them_be()
    {
        var reader = Faces.Reader();
        using (var desk = Desk(new FaceKind(reader)))
            Enrolled(desk.Enrol(Aru, "face", 0, Faces.File(Faces.Drawn(AruFace))));
        using (var desk = Desk(new FingerKind()))
            Assert.Equal(400, Refused(desk.Verify(Challenge(Aru, '1'), "atm", [("face", Faces.File(Faces.Drawn(AruFace, 2)))])));
        using (var desk = Desk(new FaceKind(reader)))
        {
            var stated = Stated(desk.Verify(Challenge(Aru, '2'), "atm", [("face", Faces.File(Faces.Drawn(AruFace, 2)))]));
            Assert.Equal(("face", "none", true), (stated.Compared, stated.Liveness, stated.IsMatch));
        }
    }

    [Fact]
    public void What_a_test_of_liveness_turns_away_is_not_compared_and_what_it_lets_pass_names_it()
    {
        var reader = Faces.Reader();
        var test = new FixedLiveness();
        using var desk = Desk(new FaceKind(reader, test));
        Enrolled(desk.Enrol(Aru, "face", 0, Faces.File(Faces.Drawn(AruFace))));
        Assert.Equal(
            "certified-1",
            Stated(desk.Verify(Challenge(Aru, '1'), "atm", [("face", Faces.File(Faces.Drawn(AruFace, 2)))])).Liveness
        );
        test.Answer = false;
        Assert.Equal(422, Refused(desk.Verify(Challenge(Aru, '2'), "atm", [("face", Faces.File(Faces.Drawn(AruFace, 2)))])));
        Assert.Equal(422, Refused(desk.Enrol(Bek, "face", 0, Faces.File(Faces.Drawn(AruFace)))));
    }

    [Fact]
    public void Samples_are_one_of_each_kind()
    {
        using var desk = Desk(new FaceKind(Faces.Reader()), new FingerKind());
        var face = Faces.File(Faces.Drawn(AruFace));
        Enrolled(desk.Enrol(Aru, "face", 0, face));
        Assert.Equal(400, Refused(desk.Verify(Challenge(Aru, '1'), "atm", [])));
        Assert.Equal(400, Refused(desk.Verify(Challenge(Aru, '1'), "atm", [("face", face), ("face", face)])));
        // A finger that nobody enrolled is no reason to believe the face alone.
        var finger = Base64Url.DecodeFromChars(Finger(1));
        Assert.Equal(404, Refused(desk.Verify(Challenge(Aru, '1'), "atm", [("face", face), ("finger", finger)])));
    }

    private VerifierDesk Desk(params IBiometricKind[] kinds) =>
        new(TemplateVault.Open(Folder), RunningApi.Bank, kinds, TimeProvider.System);

    private static byte[] Challenge(string person, char id) =>
        new ConfirmationChallenge(
            new string(id, 32),
            ProofMeans.Biometrics,
            RunningApi.Bank,
            "P-1",
            1,
            Core.Payments.Currency.Kzt,
            "r",
            person,
            (DateTimeOffset.UtcNow.AddMinutes(4) - DateTimeOffset.UnixEpoch).Ticks / 10
        ).ToBytes();

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

    private sealed class FixedLiveness : ILivenessTest
    {
        public bool Answer { get; set; } = true;

        public string Name => "certified-1";

        public bool IsLive(FaceImage picture, FoundFace face) => Answer && face.EyeDistance > 0 && picture.Width > 0;
    }
}
