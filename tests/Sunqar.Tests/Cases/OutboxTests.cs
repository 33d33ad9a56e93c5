using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Sunqar.Core.Acts;
using Sunqar.Core.Cases;
using Sunqar.Core.Cases.Commands;
using Sunqar.Core.Cases.Measures;
using Sunqar.Core.Cases.Outbox;
using Sunqar.Core.Facts;
using Sunqar.Storage.Keys;
using Sunqar.Storage.Memory;
using Sunqar.Tests.Acting;
using Sunqar.Tests.Api;
using Sunqar.Work.Acting;
using Sunqar.Work.Outbox;
using Xunit;

namespace Sunqar.Tests.Cases;

/// <summary>What was approved reaches its partner once, whatever the partner does meanwhile.</summary>
public sealed class OutboxTests : IAsyncDisposable
{
    private const string Card = "00000000000000aa";

    private readonly string _folder = Directory.CreateTempSubdirectory("outbox").FullName;
    private readonly MemoryJournal _journal = new();
    private readonly TestTime _time = new();
    private readonly KeyStore _keys;
    private ActDesk _desk;
    private int _key;

    public OutboxTests()
    {
        _keys = new KeyStore(Path.Combine(_folder, "keys"), Path.Combine(_folder, "key"));
        _desk = new ActDesk(_journal, _keys, ActFolds.Fresh, _time, _ => { });
    }

    /// <summary>Keeps what it got by id, as a partner that knows idempotency keys does; fails as told.</summary>
    private sealed class FlakyPartner(Func<int, PartnerAnswer> answer) : IPartner
    {
        private int _calls;

        public ConcurrentDictionary<string, string> Got { get; } = new();

        public int Calls => _calls;

        public Task<PartnerAnswer> SendAsync(PartnerMessage message, CancellationToken cancel)
        {
            var said = answer(Interlocked.Increment(ref _calls));
            if (said.Delivery != Delivery.Failed)
                Got.TryAdd(message.Id, message.Body);
            return Task.FromResult(said);
        }
    }

    private static PartnerAnswer Confirmed { get; } = new(Delivery.Confirmed, "ref 1");

    private async Task<string> DoneAsync(Command command, Actor actor)
    {
        var answer = await _desk.DoAsync(command, actor);
        Assert.True(answer.IsDone, answer.Text);
        return answer.Text;
    }

    private string Key() => $"k{++_key}";

    private async Task<(string Case, string Measure)> ApprovedAsync()
    {
        await _desk.HireAsync(CaseRoom.Head, CaseRoom.Officer);
        await _desk.ListPartnersAsync("bank-caspkzka");
        var source = new CaseSource(SourceKind.Alert, "alert-1", new Dictionary<string, string> { [Card] = "dropper" });
        var id = await DoneAsync(new OpenCase(Key(), "alert", "droppers", "Cards lent", [source], 0, 0), CaseRoom.Officer);
        await DoneAsync(new AssignCase(Key(), id, "duty", CaseRoom.Officer.Id), CaseRoom.Officer);
        var measure = await DoneAsync(
            new RequestMeasure(
                Key(),
                id,
                "AML law",
                "suspend_card",
                new MeasureTarget(TargetKind.Subject, Card, "CASPKZKA", ""),
                MeasureValue.None,
                "Decision 4 of 2026-01-10",
                "Cash leaves."
            ),
            CaseRoom.Officer
        );
        await DoneAsync(new DecideMeasure(Key(), id, "duty", measure, true, "Agreed."), CaseRoom.Head);
        return (id, measure);
    }

    private MeasureStatus StatusOf(string measure) => _desk.Read(state => state.Of<MeasureBook>().Find(measure)!.StatusAt(_desk.NowUs));

    [Fact]
    public async Task A_partner_that_is_down_is_asked_again_with_growing_pauses_and_gets_each_message_once()
    {
        var (_, measure) = await ApprovedAsync();
        var desk = new FlakyPartner(_ => Confirmed);
        var bank = new FlakyPartner(call => call <= 3 ? PartnerAnswer.Failed("down") : Confirmed);
        var follower = new OutboxFollower(_desk, name => name == "desk" ? desk : bank);
        var pauses = new List<long>();
        for (var minute = 0; minute < 3600 && StatusOf(measure) != MeasureStatus.Confirmed; minute++)
        {
            if (await follower.AdvanceAsync(CancellationToken.None) > 0)
                pauses.Add(minute);
            _time.Pass(TimeSpan.FromSeconds(1));
        }
        Assert.Equal([0, 5, 15, 35], pauses);
        Assert.Equal((1, 4), (desk.Calls, bank.Calls));
        Assert.Equal(0, await follower.AdvanceAsync(CancellationToken.None));
        Assert.Equal(
            ["m-2026-0001:take:bank-caspkzka"],
            bank.Got.Keys.Select(id => id.Replace(measure[..6], "m-2026", StringComparison.Ordinal))
        );
    }

    [Fact]
    public async Task A_crash_between_sending_and_noting_sends_again_under_the_same_id_and_a_restart_loses_nothing()
    {
        var (_, measure) = await ApprovedAsync();
        var desk = new FlakyPartner(_ => Confirmed);
        // The first attempt is never noted: as if the house had stopped right after sending.
        await desk.SendAsync(new PartnerMessage($"{measure}:take:desk", MeasureOrder.Take, "{}"), CancellationToken.None);
        await _desk.DisposeAsync();
        _desk = new ActDesk(_journal, _keys, ActFolds.Fresh, _time, _ => { });
        await new OutboxFollower(_desk, _ => desk).AdvanceAsync(CancellationToken.None);
        Assert.Equal(MeasureStatus.Confirmed, StatusOf(measure));
        Assert.Equal(2, desk.Got.Count);
        Assert.Equal(3, desk.Calls);
        Assert.Equal(0, await new OutboxFollower(_desk, _ => desk).AdvanceAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_partner_with_a_bug_stops_nobody_else()
    {
        var (_, measure) = await ApprovedAsync();
        var desk = new FlakyPartner(_ => Confirmed);
        Assert.Equal(
            2,
            await new OutboxFollower(_desk, name => name == "desk" ? desk : throw new InvalidOperationException("a bug")).AdvanceAsync(
                CancellationToken.None
            )
        );
        Assert.Equal(MeasureStatus.Sent, StatusOf(measure));
        Assert.Equal(Delivery.Failed, _desk.Read(state => state.Of<OutboxBook>().Find($"{measure}:take:bank-caspkzka")!.Last));
    }

    [Fact]
    public async Task A_file_is_left_whole_once_and_for_its_owner_alone()
    {
        var folder = Path.Combine(_folder, "drop");
        var partner = new FilePartner(folder);
        foreach (var body in new[] { "{\"a\":1}", "{\"a\":2}" })
        {
            Assert.Equal(
                Delivery.Accepted,
                (await partner.SendAsync(new PartnerMessage("m-1:take:bank-x", "measure.take", body), CancellationToken.None)).Delivery
            );
        }
        var file = Assert.Single(Directory.GetFiles(folder));
        Assert.Equal("{\"a\":1}", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal(
            Delivery.Failed,
            (await new FilePartner(file).SendAsync(new PartnerMessage("m-2", "t", "{}"), CancellationToken.None)).Delivery
        );
    }

    [Theory]
    [InlineData("200 OK", "{\"status\":\"confirmed\",\"reference\":\"N-7\"}", Delivery.Confirmed, "N-7")]
    [InlineData("202 Accepted", "", Delivery.Accepted, "")]
    [InlineData("409 Conflict", "", Delivery.Accepted, "")]
    [InlineData("422 Unprocessable", "{\"reference\":\"no such card\"}", Delivery.Refused, "no such card")]
    [InlineData("200 OK", "hello", Delivery.Failed, null)]
    [InlineData("503 Busy", "", Delivery.Failed, null)]
    [InlineData("302 Found", "", Delivery.Failed, null)]
    public async Task An_http_partner_gets_the_id_with_every_post_and_its_answer_is_read(
        string status,
        string body,
        Delivery expected,
        string? reason
    )
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var signature = key.SignData(Encoding.UTF8.GetBytes("m-1:take:bank-x\n" + body), HashAlgorithmName.SHA256);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var asked = Task.Run(async () =>
        {
            using var client = await listener.AcceptTcpClientAsync();
            var buffer = new byte[4096];
            var text = "";
            while (!text.Contains("{\"a\":1}", StringComparison.Ordinal))
                text += Encoding.ASCII.GetString(buffer, 0, await client.GetStream().ReadAsync(buffer));
            await client
                .GetStream()
                .WriteAsync(
                    Encoding.ASCII.GetBytes(
                        $"HTTP/1.1 {status}\r\nContent-Length: {body.Length}\r\nConnection: close\r\n"
                            + $"Sunqar-Signature: {Convert.ToBase64String(signature)}\r\n\r\n{body}"
                    )
                );
            return text;
        });
        using var partner = new HttpPartner(
            new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/orders"),
            key.ExportSubjectPublicKeyInfo()
        );
        var answer = await partner.SendAsync(new PartnerMessage("m-1:take:bank-x", "measure.take", "{\"a\":1}"), CancellationToken.None);
        Assert.Contains("Idempotency-Key: m-1:take:bank-x", await asked, StringComparison.Ordinal);
        Assert.Equal(expected, answer.Delivery);
        if (reason is not null)
            Assert.Equal(reason, answer.Reason);
        listener.Stop();
        Assert.Equal(Delivery.Failed, (await partner.SendAsync(new PartnerMessage("m-1", "t", "{}"), CancellationToken.None)).Delivery);
    }

    [Fact]
    public void The_pause_doubles_up_to_an_hour() =>
        Assert.Equal([5, 10, 20, 2560, 3600, 3600], new[] { 1, 2, 3, 10, 11, 99 }.Select(tries => OutboxBook.PauseUs(tries) / 1_000_000));

    public async ValueTask DisposeAsync()
    {
        await _desk.DisposeAsync();
        _keys.Dispose();
        _journal.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
