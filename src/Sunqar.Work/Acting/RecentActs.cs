using Sunqar.Core.Acts;

namespace Sunqar.Work.Acting;

/// <summary>
/// Which acts were done under which key, so that a command sent twice is done once. The last <see cref="ActsMax"/> are remembered: a repeat
/// comes within minutes, and memory is bounded. Not thread-safe.
/// </summary>
internal sealed class RecentActs
{
    public const int ActsMax = 1 << 18;

    private readonly Dictionary<(string Author, string Key), (UInt128 Content, ActAnswer Answer)> _known = [];
    private readonly Queue<(string Author, string Key)> _order = [];

    public void Add(Act act, ActAnswer answer)
    {
        if (!_known.TryAdd((act.Author, act.Key), (act.ContentHash, answer)))
            return;
        _order.Enqueue((act.Author, act.Key));
        if (_order.Count > ActsMax)
            _known.Remove(_order.Dequeue());
    }

    /// <summary>The first answer where the same command came before; a refusal where another did; null where none did.</summary>
    public ActAnswer? Find(string author, string key, UInt128 content)
    {
        if (!_known.TryGetValue((author, key), out var known))
            return null;
        return known.Content == content
            ? known.Answer with
            {
                IsRepeat = true,
            }
            : new ActAnswer(
                ActStatus.Refused,
                RefusalKind.Conflict,
                "This key has been used for another command.",
                "key",
                known.Answer.Sequence,
                false
            );
    }
}
