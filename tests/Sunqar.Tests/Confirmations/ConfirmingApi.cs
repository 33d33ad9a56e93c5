using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Sunqar.Core.Confirmations;
using Sunqar.Formats.Attestations;
using Sunqar.Server.Entrance;
using Sunqar.Server.Hosting;
using Sunqar.Storage;
using Sunqar.Storage.Journal;
using Sunqar.Storage.Keys;
using Sunqar.Tests.Api;
using Sunqar.Tests.ConsolePages;
using Sunqar.Work.Acting;
using Sunqar.Work.Deciding;
using Sunqar.Work.Registers;
using Xunit;

namespace Sunqar.Tests.Confirmations;

/// <summary>The real server with both desks, on a folder that outlives it: stopped and started again it is the same house.</summary>
internal sealed class ConfirmingApi : IAsyncDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("sunqar-confirm-").FullName;
    private readonly ShiftedTime _time = ShiftedTime.OfTests;
    private WebApplication _app = null!;
    private DecisionDesk _desk = null!;
    private Lookups _lookups = null!;
    private string _key = "";

    public const string AruIin = "800416100254",
        BekIin = "680503250034";

    public TimeProvider Time => _time;

    private AndroidKeyAttestation? Attestation { get; init; }

    public DataFolder Folder { get; private set; } = null!;

    public ActDesk Acts { get; private set; } = null!;

    public DecisionDesk Desk => _desk;

    public HttpClient Client { get; private set; } = null!;

    /// <param name="attestation">Judges what platforms say of devices' keys; null for nobody.</param>
    public static async Task<ConfirmingApi> StartAsync(AndroidKeyAttestation? attestation = null)
    {
        var api = new ConfirmingApi { Attestation = attestation };
        await api.OpenAsync();
        return api;
    }

    private async Task OpenAsync()
    {
        var data = Path.Combine(_root, "data");
        Folder = DataFolder.Open(data);
        _lookups = Lookups.Of(Folder.Journal);
        var door = new DeskDoor { Rates = new RateLimits(0) };
        _desk = new DecisionDesk(Folder, _lookups, new DeskOptions { Time = _time });
        Acts = new ActDesk(Folder.Journal, Folder.Keys, ActFolds.Fresh, _time, _ => { });
        var options = ((ServerOptionsOutcome.Accepted)ServerOptions.Read("http://127.0.0.1:0")).Options;
        var doors = new Doors { Desk = door };
        _app = ServerHost.Create(options, SampleConsole.Create(), new Readiness(), doors);
        await _app.StartAsync();
        if (_key.Length == 0)
            _key = DataFolder.KeysBeside(data, null, null).Create(RunningApi.Bank);
        door.Open(_desk, Folder, new InstitutionKeyFile(data, Folder.Keys));
        doors.Acts.Open(Acts);
        doors.Registry.Open(_lookups, Folder);
        doors.Registry.Attestation = Attestation;
        Client = new HttpClient { BaseAddress = new Uri(_app.Urls.Single()) };
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", _key);
    }

    private async Task CloseAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        await Acts.DisposeAsync();
        await _desk.DisposeAsync();
        Folder.Dispose();
    }

    /// <summary>As after a supervisor asked and a second one agreed.</summary>
    public async Task PinAsync(string keyId, string point)
    {
        await CloseAsync();
        using (var folder = DataFolder.Open(Path.Combine(_root, "data")))
        {
            using var acts = folder.Journal.Open(Streams.Acts);
            var pinned = new VerifierPinned(keyId, RunningApi.Bank, point);
            await acts.AppendAsync([
                new Core.Acts.Act("pin", "second.agree", "s", Core.Acts.Role.Supervisor, "u", null, "", 1, default, "", [pinned]),
            ]);
        }
        await OpenAsync();
    }

    public async Task RestartAsync()
    {
        await CloseAsync();
        await OpenAsync();
    }

    public async Task AppendAsync(string stream, Core.Facts.Fact fact)
    {
        using var writer = Folder.Journal.Open(stream);
        Assert.True((await writer.AppendAsync([fact])).IsAppended);
    }

    /// <summary>As the server's followers do: what stands in the acts and the register is looked up from now on.</summary>
    public async Task FollowAsync()
    {
        await LicenceFollower.AdvanceAsync(Folder.Journal, LicenceFollower.Carried(Folder.Journal));
        if (_lookups.Advance(Folder.Journal))
            _desk.Use(_lookups.Picture);
    }

    public async Task<(int Status, JsonElement Body)> PostAsync(string path, string json)
    {
        using var answer = await Client.PostAsync(path, RunningApi.Content(json), TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return ((int)answer.StatusCode, JsonDocument.Parse(text).RootElement);
    }

    /// <summary>The problem's kind, or the outcome.</summary>
    public async Task<string> ToldAsync(string path, string json)
    {
        var (_, body) = await PostAsync(path, json);
        return body.TryGetProperty("outcome", out var outcome)
            ? outcome.GetString()!
            : body.GetProperty("type").GetString()!.Split(':')[^1];
    }

    public Task<string> TopUpAsync(string id, string more = "", string time = "2026-01-16T09:30:00+05:00") =>
        ToldAsync(
            "/v1/payments",
            $$"""{"id":"{{id}}","kind":"card_top_up","time":"{{time}}","amount":"612000.00","currency":"KZT","institution":"{{RunningApi.Bank}}","sender":{"iin":"{{AruIin}}"{{more}}},"recipient":{"card":"card_A-1"} }"""
        );

    public async Task<PhoneKey> EnrolAsync(string iin = AruIin, string device = "phone-1", string relyingParty = "")
    {
        var phone = new PhoneKey(relyingParty);
        var rp = relyingParty.Length > 0 ? $",\"relying_party\":\"{relyingParty}\"" : "";
        var (status, body) = await PostAsync(
            "/v1/devices",
            $$"""{"iin":"{{iin}}","device":"{{device}}","key":"{{Base64Url.EncodeToString(phone.Spki)}}"{{rp}}}"""
        );
        Assert.Equal(200, status);
        phone.Id = body.GetProperty("key").GetString()!;
        return phone;
    }

    public async Task<ConfirmationChallenge> AskAsync(string id, string by = "device")
    {
        var (status, body) = await PostAsync($"/v1/payments/{id}/challenges", $$"""{"by":"{{by}}"}""");
        Assert.Equal(200, status);
        return ConfirmationChallenge.Read(Base64Url.DecodeFromChars(body.GetProperty("challenge").GetString()))!;
    }

    public static string Body(AnswerByDevice answer) =>
        answer.ClientData.Length == 0
            ? $$"""{"by":"device","challenge":"{{answer.Signed}}","key":"{{answer.EnrolmentId}}","flags":{{answer.Flags}},"signature":"{{answer.Signature}}"}"""
            : $$"""{"by":"device","challenge":"{{answer.Signed}}","key":"{{answer.EnrolmentId}}","client_data":"{{answer.ClientData}}","authenticator_data":"{{answer.AuthenticatorData}}","signature":"{{answer.Signature}}"}""";

    public Task<string> AnswerAsync(AnswerByDevice answer) => ToldAsync($"/v1/payments/{answer.PaymentId}/confirmations", Body(answer));

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        Directory.Delete(_root, recursive: true);
    }
}
