using Sunqar.Core.Acts;
using Sunqar.Core.Facts;

namespace Sunqar.Core.Cases.Outbox;

/// <summary>A message as it stands.</summary>
/// <param name="PostedUs">Microseconds since 1970-01-01T00:00:00Z.</param>
/// <param name="Tries">Attempts made.</param>
/// <param name="NextUs">When it is tried next; <see cref="long.MaxValue"/> where it is not tried any more.</param>
/// <param name="Last">How the last attempt ended; null before the first.</param>
public sealed record OutboxMessage(
    MessagePosted Posted,
    string? CaseId,
    long PostedUs,
    int Tries,
    long NextUs,
    Delivery? Last,
    string LastReason
)
{
    public string Id => Posted.MessageId;
}

/// <summary>What was approved and has not reached its partner yet, as a fold over acts. Tried again with growing pauses until the partner
/// has it or refuses it.</summary>
public sealed class OutboxBook : IActFold
{
    private const long FirstPauseUs = 5_000_000,
        LongestPauseUs = 3_600_000_000;

    private readonly Dictionary<string, OutboxMessage> _messages = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _ofSubject = new(StringComparer.Ordinal);
    private readonly SortedSet<(long NextUs, string Id)> _waiting = [];

    /// <summary>Messages that still have to reach their partners.</summary>
    public int Waiting => _waiting.Count;

    public OutboxMessage? Find(string id) => _messages.GetValueOrDefault(id);

    /// <summary>The messages about a measure, an order or a report, in the order in which they were posted.</summary>
    public IEnumerable<OutboxMessage> About(string subject) =>
        _ofSubject.TryGetValue(subject, out var ids) ? ids.Select(id => _messages[id]) : [];

    /// <summary>What is due by a moment, the longest due first.</summary>
    public IReadOnlyList<OutboxMessage> Due(long nowUs, int most) =>
        [.. _waiting.TakeWhile(line => line.NextUs <= nowUs).Take(most).Select(line => _messages[line.Id])];

    /// <summary>The pause after so many attempts that failed: it doubles from 5 seconds up to an hour.</summary>
    public static long PauseUs(int tries) => Math.Min(LongestPauseUs, FirstPauseUs << Math.Clamp(tries - 1, 0, 20));

    public void Apply(Act act, Fact what)
    {
        switch (what)
        {
            case MessagePosted posted when !_messages.ContainsKey(posted.MessageId):
                _messages[posted.MessageId] = new OutboxMessage(posted, act.CaseId, act.AtUs, 0, act.AtUs, null, "");
                _waiting.Add((act.AtUs, posted.MessageId));
                if (!_ofSubject.TryGetValue(posted.Subject, out var ids))
                    _ofSubject[posted.Subject] = ids = [];
                ids.Add(posted.MessageId);
                break;
            case MessageTried tried when _messages.TryGetValue(tried.MessageId, out var message):
                _waiting.Remove((message.NextUs, message.Id));
                var next = tried.Delivery == Delivery.Failed ? act.AtUs + PauseUs(message.Tries + 1) : long.MaxValue;
                _messages[message.Id] = message with
                {
                    Tries = message.Tries + 1,
                    NextUs = next,
                    Last = tried.Delivery,
                    LastReason = tried.Reason,
                };
                if (next != long.MaxValue)
                    _waiting.Add((next, message.Id));
                break;
        }
    }
}
