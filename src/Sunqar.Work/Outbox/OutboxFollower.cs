using System.Security.Cryptography;
using System.Text;
using Sunqar.Core.Acts;
using Sunqar.Core.Cases.Outbox;
using Sunqar.Work.Acting;

namespace Sunqar.Work.Outbox;

/// <summary>
/// Carries out of the house what was approved: takes what is due from the outbox, gives it to its partner, and notes how that ended as an
/// act of the house. What is noted is not sent again; what was sent and not noted (a crash between the two) is sent again under the same
/// id, by which the partner knows it.
/// </summary>
public sealed class OutboxFollower
{
    /// <summary>Messages of one round.</summary>
    private const int RoundMax = 64;

    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(250);

    private readonly ActDesk _desk;
    private readonly Func<string, IPartner> _partners;
    private readonly Func<PartnerMessage, string, string> _complete;

    /// <param name="partners">Who stands behind a partner's name.</param>
    /// <param name="complete">Puts in what a partner may know beside a message's pseudonyms: message and partner → body.</param>
    public OutboxFollower(ActDesk desk, Func<string, IPartner> partners, Func<PartnerMessage, string, string>? complete = null) =>
        (_desk, _partners, _complete) = (desk, partners, complete ?? ((message, _) => message.Body));

    /// <summary>Tries what is due once. A partner that fails is left alone for the rest of the round.</summary>
    /// <returns>Messages tried.</returns>
    public async Task<int> AdvanceAsync(CancellationToken cancel)
    {
        var due = _desk.Read(state => state.Of<OutboxBook>().Due(_desk.NowUs, RoundMax));
        var tried = await Task.WhenAll(
            due.GroupBy(message => message.Posted.Partner).Select(messages => TryAsync(messages.Key, [.. messages], cancel))
        );
        return tried.Sum();
    }

    private async Task<int> TryAsync(string name, IReadOnlyList<OutboxMessage> messages, CancellationToken cancel)
    {
        var tried = 0;
        foreach (var message in messages)
        {
            var answer = await SendAsync(name, message, cancel);
            tried++;
            var reason = answer.Reason.Length > NoteDelivery.ReasonMax ? answer.Reason[..NoteDelivery.ReasonMax] : answer.Reason;
            await _desk.DoAsync(new NoteDelivery(KeyOf(message), message.CaseId, message.Id, answer.Delivery, reason), Actor.House);
            if (answer.Delivery == Delivery.Failed)
                break;
        }
        return tried;
    }

    private async Task<PartnerAnswer> SendAsync(string name, OutboxMessage message, CancellationToken cancel)
    {
        try
        {
            var raw = new PartnerMessage(message.Id, message.Posted.Topic, message.Posted.Body);
            return await _partners(name).SendAsync(raw with { Body = _complete(raw, name) }, cancel);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // A partner's bug is the partner's trouble: the message waits.
            return PartnerAnswer.Failed($"{error.GetType().Name} while sending.");
        }
    }

    /// <summary>One key an attempt, so that the same attempt noted twice is noted once.</summary>
    private static string KeyOf(OutboxMessage message) =>
        $"try-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(message.Id)).AsSpan(0, 12))}-{message.Tries}";

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(Action<string> warn, CancellationToken cancel)
    {
        try
        {
            while (true)
            {
                if (await AdvanceAsync(cancel) == 0)
                    await Task.Delay(Between, cancel);
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // The server stops; what was not sent waits in the outbox.
        }
        catch (Exception error)
        {
            warn($"Nothing leaves the outbox any more until the next start: {error.Message}");
        }
    }
}
