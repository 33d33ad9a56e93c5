using System.Buffers.Text;
using Sunqar.Core.Acts;
using Sunqar.Core.Confirmations;
using Sunqar.Core.Decisions;
using Sunqar.Core.Registry;
using Sunqar.Simulation.People;
using Sunqar.Storage.Journal;
using Sunqar.Storage.Memory;
using Sunqar.Tests.Api;
using Sunqar.Work.Registers;
using Sunqar.Work.Replaying;
using Xunit;

namespace Sunqar.Tests.Confirmations;

/// <summary>A held top-up and its sender's device, over HTTP and over restarts.</summary>
public sealed class ConfirmationApiTests
{
    [Theory]
    [InlineData("")]
    [InlineData(ConfirmationRoom.RelyingParty)]
    public async Task A_held_top_up_is_confirmed_by_the_senders_device(string relyingParty)
    {
        await using var api = await ConfirmingApi.StartAsync();
        using var phone = await api.EnrolAsync(relyingParty: relyingParty);
        Assert.Equal("verify_sender", await api.TopUpAsync("A"));
        var answer = phone.Answer("", await api.AskAsync("A"), "A");
        Assert.Equal("allow", await api.AnswerAsync(answer));
        // Sent again it is the same answer, and confirms nothing a second time.
        var (status, body) = await api.PostAsync("/v1/payments/A/confirmations", ConfirmingApi.Body(answer));
        Assert.Equal((200, true), (status, body.GetProperty("duplicate").GetBoolean()));
        Assert.Equal(ProofReasons.ByDevice, body.GetProperty("reasons")[0].GetProperty("rule").GetString());
        var sealedPayment = api.Desk.Find(RunningApi.Bank, "A")!.Payment;
        Assert.True(sealedPayment.Sender is { Confirmed: true, ConfirmedByKey: true });
        Assert.Equal(sealedPayment.Device, api.Acts.Read(state => state.Of<ConfirmationBook>().Key(phone.Id))!.Enrolled.Device);
        Assert.Equal(0, ReplayJob.Verify(api.Folder.Journal).Different);
    }

    /// <summary>A key says that its device was there; whose device holds the keys of many says nothing of who agreed.</summary>
    [Theory]
    [InlineData(3, 0, "Allow")]
    [InlineData(4, 0, "VerifyBiometrics many_people_one_key_device")]
    [InlineData(0, 5, "Allow")]
    [InlineData(0, 6, "VerifyBiometrics many_key_devices_one_person")]
    public async Task Keys_of_many_on_one_device_or_of_one_on_many_need_a_finger_or_a_face_besides(int people, int devices, string expected)
    {
        await using var api = await ConfirmingApi.StartAsync();
        using var phone = await api.EnrolAsync();
        for (var i = 0; i < people; i++)
            (await api.EnrolAsync(IinText.Of(1, i))).Dispose();
        for (var i = 0; i < devices; i++)
            (await api.EnrolAsync(device: $"phone-{i + 2}")).Dispose();
        await api.TopUpAsync("A");
        await api.AnswerAsync(phone.Answer("", await api.AskAsync("A"), "A"));
        var history = api.Desk.Find(RunningApi.Bank, "A")!;
        var rules = history.Standing.Reasons.Select(reason => reason.Rule).Where(rule => !ProofReasons.IsProof(rule));
        Assert.Equal(expected, string.Join(' ', rules.Prepend(history.Standing.Outcome.ToString())));
        Assert.Equal((people + 1, devices + 1), (history.Payment.Sender.Proof.DevicePeople, history.Payment.Sender.Proof.PersonDevices));
        Assert.Equal(0, ReplayJob.Verify(api.Folder.Journal).Different);
    }

    [Fact]
    public async Task The_banks_word_and_a_signature_are_told_apart_in_record_and_reason()
    {
        await using var api = await ConfirmingApi.StartAsync();
        await api.TopUpAsync("W");
        Assert.Equal("allow", await api.ToldAsync("/v1/payments/W/confirmations", """{"by":"sender"}"""));
        var history = api.Desk.Find(RunningApi.Bank, "W")!;
        Assert.True(history.Payment.Sender is { Confirmed: true, ConfirmedByKey: false, WordEnded: false });
        Assert.Empty(history.Standing.Reasons);
    }

    [Fact]
    public async Task Nobody_elses_answer_and_none_of_another_payment_confirms()
    {
        await using var api = await ConfirmingApi.StartAsync();
        using var aru = await api.EnrolAsync();
        using var bek = await api.EnrolAsync(ConfirmingApi.BekIin, "phone-2");
        await api.TopUpAsync("A");
        await api.TopUpAsync("B");
        var (a, b) = (await api.AskAsync("A"), await api.AskAsync("B"));
        Assert.Equal("confirmation-other-person", await api.AnswerAsync(bek.Answer("", a, "A")));
        Assert.Equal("confirmation-other-payment", await api.AnswerAsync(aru.Answer("", a, "B")));
        Assert.Equal("confirmation-other-payment", await api.AnswerAsync(aru.Answer("", b, "A")));
        Assert.Equal("confirmation-other-amount", await api.AnswerAsync(aru.Answer("", a with { AmountMinor = 1 }, "A")));
        Assert.All(new[] { "A", "B" }, id => Assert.Equal(Outcome.VerifySender, api.Desk.Find(RunningApi.Bank, id)!.Standing.Outcome));
        // What was tried is on record.
        Assert.Equal(4, api.Folder.Journal.Read<Act>(Streams.Acts).Count(act => act.What.Any(what => what is AnswerTried)));
    }

    [Fact]
    public async Task Of_two_answers_at_once_one_wins()
    {
        await using var api = await ConfirmingApi.StartAsync();
        using var phone = await api.EnrolAsync();
        for (var round = 0; round < 5; round++)
        {
            var id = "R" + round;
            await api.TopUpAsync(id);
            var challenge = await api.AskAsync(id);
            // ECDSA signs otherwise each time: two answers, one challenge.
            var told = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => api.AnswerAsync(phone.Answer("", challenge, id))));
            Assert.Equal(1, told.Count(one => one == "allow"));
            Assert.Equal(5, told.Count(one => one == "confirmation-used"));
        }
    }

    [Fact]
    public async Task What_was_consumed_stays_consumed_over_a_restart()
    {
        await using var api = await ConfirmingApi.StartAsync();
        using var phone = await api.EnrolAsync();
        await api.TopUpAsync("A");
        await api.TopUpAsync("B");
        var (a, b) = (await api.AskAsync("A"), await api.AskAsync("B"));
        await api.AnswerAsync(phone.Answer("", a, "A"));
        await api.ToldAsync(
            "/v1/payments/B/confirmations",
            $$"""{"by":"device","challenge":"{{Base64Url.EncodeToString(b.ToBytes())}}","declined":true}"""
        );
        await api.RestartAsync();
        Assert.Equal("confirmation-used", await api.AnswerAsync(phone.Answer("", a, "A")));
        Assert.Equal("confirmation-used", await api.AnswerAsync(phone.Answer("", b, "B")));
        Assert.Equal(Outcome.VerifySender, api.Desk.Find(RunningApi.Bank, "B")!.Standing.Outcome);
        // Nothing is lost: the customer is asked anew.
        Assert.Equal("allow", await api.AnswerAsync(phone.Answer("", await api.AskAsync("B"), "B")));
        Assert.Equal(0, ReplayJob.Verify(api.Folder.Journal).Different);
    }

    [Fact]
    public async Task From_its_day_on_the_banks_word_counts_no_more_on_any_way_in()
    {
        await using var api = await ConfirmingApi.StartAsync();
        using var phone = await api.EnrolAsync();
        Assert.Equal("allow", await api.TopUpAsync("before", ",\"confirmed\":true"));
        await api.AppendAsync(Streams.Registry, new WordEnds(RunningApi.Bank, ProofMeans.Device, api.Acts.NowUs + 1_000_000, ""));
        await api.FollowAsync();
        // Dated before the day: the word counts.
        Assert.Equal("allow", await api.TopUpAsync("still", ",\"confirmed\":true"));
        const string Later = "2026-01-16T11:01:00+05:00";
        Assert.Equal("verify_sender", await api.TopUpAsync("A", ",\"confirmed\":true", Later));
        Assert.Equal(ProofReasons.WordEnded, api.Desk.Find(RunningApi.Bank, "A")!.Standing.Reasons[^1].Rule);
        Assert.Equal("word-ended", await api.ToldAsync("/v1/payments/A/confirmations", """{"by":"sender"}"""));
        Assert.Equal("allow", await api.AnswerAsync(phone.Answer("", await api.AskAsync("A"), "A")));
        // It is another means' day that is asked for here.
        Assert.Equal("nothing-to-do", await api.ToldAsync("/v1/payments/A/confirmations", """{"by":"biometrics"}"""));
        await api.RestartAsync();
        Assert.Equal("verify_sender", await api.TopUpAsync("B", ",\"confirmed\":true", Later));
        Assert.Equal(0, ReplayJob.Verify(api.Folder.Journal).Different);
    }

    [Fact]
    public async Task What_two_supervisors_decided_reaches_the_register_once()
    {
        var ends = new WordEnds(RunningApi.Bank, ProofMeans.Biometrics, 7, "");
        using var journal = new MemoryJournal();
        using (var acts = journal.Open(Streams.Acts))
            await acts.AppendAsync([new Act("k", "second.agree", "s", Role.Supervisor, "u", null, "", 1, default, "", [ends])]);
        var next = await LicenceFollower.AdvanceAsync(journal, LicenceFollower.Carried(journal));
        Assert.Equal(next, await LicenceFollower.AdvanceAsync(journal, LicenceFollower.Carried(journal)));
        Assert.Equal([ends with { Source = "act 0" }], journal.Read<WordEnds>(Streams.Registry));
        Assert.Equal(7, Lookups.Of(journal).Picture.Registry.WordEndsUs(RunningApi.Bank, ProofMeans.Biometrics));
        Assert.Equal(long.MaxValue, Lookups.Of(journal).Picture.Registry.WordEndsUs(RunningApi.Bank, ProofMeans.Device));
    }

    [Theory]
    [InlineData("""{"by":"device"}""")]
    [InlineData("""{"by":"device","challenge":"x"}""")]
    [InlineData("""{"by":"device","challenge":"AAAA","key":"k","flags":"5","signature":"AAAA"}""")]
    [InlineData("""{"by":"device","by":"device","challenge":"AAAA"}""")]
    [InlineData("""{"by":"device","challenge":"AAAA","declined":false}""")]
    [InlineData("""{"by":"device","challenge":"AAAA","key":"k","flags":5,"signature":"AAAA","more":1}""")]
    [InlineData("""{"by":"verifier","challenge":"AAAA","statement":"!"}""")]
    [InlineData("""{"by":"verifier","challenge":"AAAA","statement":"AAAA","key":"k"}""")]
    [InlineData("""{"by":"device","challenge":{"a":{"b":{}}}}""")]
    public async Task Bad_bodies_are_refused_in_words(string body)
    {
        await using var api = await ConfirmingApi.StartAsync();
        await api.TopUpAsync("A");
        var (status, problem) = await api.PostAsync("/v1/payments/A/confirmations", body);
        Assert.Equal(400, status);
        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
    }
}
