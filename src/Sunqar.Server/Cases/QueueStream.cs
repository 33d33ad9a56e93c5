using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Sunqar.Core.Acts;
using Sunqar.Core.People;
using Sunqar.Server.Access;
using Sunqar.Server.Entrance;
using Sunqar.Work.Acting;

namespace Sunqar.Server.Cases;

/// <summary>
/// Tells a page when its queue has changed, as server-sent events: <c>changed</c> when it has, <c>beat</c> so that a page knows within
/// seconds that the line is dead, <c>ended</c> when the session is over. Following keeps no session alive: who is gone is signed out.
/// </summary>
internal sealed class QueueStream(QueueDesk queue, ActDoor acts, SessionStore sessions, IHostApplicationLifetime lifetime)
{
    /// <summary>How often it is looked whether anything happened at all.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    private const int RoundsOfABeat = 10;

    private readonly Dictionary<string, int> _following = new(StringComparer.Ordinal);

    public IResult Open(HttpContext http, CancellationToken cancel)
    {
        var by = http.Actor();
        if (!Enter(by.Id))
            return Results.Problem("Too many pages follow the queue; close some.", statusCode: StatusCodes.Status503ServiceUnavailable);
        return TypedResults.ServerSentEvents(EventsAsync(by, http.Session(), cancel));
    }

    private bool Enter(string who)
    {
        lock (_following)
        {
            var own = _following.GetValueOrDefault(who);
            if (own >= ServerLimits.WatchersOfOneMax || _following.Values.Sum() >= ServerLimits.QueuesFollowedMax)
                return false;
            _following[who] = own + 1;
            return true;
        }
    }

    private void Leave(string who)
    {
        lock (_following)
        {
            if (--_following[who] == 0)
                _following.Remove(who);
        }
    }

    private async IAsyncEnumerable<SseItem<string>> EventsAsync(
        Actor by,
        Session? session,
        [EnumeratorCancellation] CancellationToken cancel
    )
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, lifetime.ApplicationStopping);
        try
        {
            (long, object?, object)? mark = null;
            var digest = 0;
            for (var round = 0; !either.IsCancellationRequested; round++)
            {
                if (acts.Current is not { } desk || !Goes(desk, by, session))
                {
                    yield return new SseItem<string>("The session is over.", "ended");
                    yield break;
                }
                if (queue.Mark(desk) is var now && now != mark)
                {
                    // The first look is the page's own: it was made a moment ago, and whatever came between is told by the second.
                    var seen = queue.Digest(by);
                    if (mark is not null && seen != digest)
                        yield return new SseItem<string>("The queue has changed.", "changed");
                    (mark, digest) = (now, seen);
                }
                if (round % RoundsOfABeat == 0)
                    yield return new SseItem<string>("The line is open.", "beat");
                await Task.Delay(Pace, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        finally
        {
            Leave(by.Id);
        }
    }

    private bool Goes(ActDesk desk, Actor by, Session? session) =>
        session is not null
        && sessions.Goes(session)
        && desk.Read(state => state.Of<Staff>().Find(by.Id)) is { Standing: not Standing.Suspended } account
        && account.Version == session.Version;
}
