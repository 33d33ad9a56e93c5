using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Sunqar.Core.Acts;
using Sunqar.Core.People;
using Sunqar.Server.Entrance;
using Sunqar.Work.Acting;

namespace Sunqar.Server.Access;

/// <summary>
/// Every refusal becomes an act, and nobody can fill the disk by being refused: somebody known gets an act each, up to a limit a minute;
/// strangers, and what is above the limit, are counted and become one act a minute for each address and reason.
/// </summary>
internal sealed class RefusalBook(ActDoor acts, AccessDoor access) : BackgroundService
{
    /// <summary>Acts of refusals that one caller gets in a minute.</summary>
    public const int OfCallerMax = 240;

    private static readonly TimeSpan Pace = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<(string Endpoint, string Why), (long Count, long SinceUs)> _counts = new();
    private readonly ConcurrentDictionary<string, int> _ofCaller = new(StringComparer.Ordinal);

    /// <summary>Puts on record that somebody was refused at an address; complete when the act is on disk. Strangers are counted.</summary>
    /// <param name="why">One word.</param>
    public async Task NoteAsync(Actor actor, string endpoint, string why)
    {
        if (
            actor.Role == Role.Nobody
            || acts.Current is not { } desk
            || _ofCaller.AddOrUpdate(actor.Id, 1, (_, count) => count + 1) > OfCallerMax
        )
        {
            Count(endpoint, why);
            return;
        }
        await desk.DoAsync(new EnterAddress(Guid.NewGuid().ToString("N"), endpoint, why), actor);
    }

    public void Count(string endpoint, string why)
    {
        var nowUs = access.Time.GetUtcNow().ToUnixTimeMilliseconds() * 1000;
        _counts.AddOrUpdate((endpoint, why), (1, nowUs), (_, line) => (line.Count + 1, line.SinceUs));
    }

    /// <summary>Puts on record what has been counted.</summary>
    public async Task FlushAsync()
    {
        _ofCaller.Clear();
        if (acts.Current is not { } desk)
            return;
        foreach (var key in _counts.Keys)
        {
            if (_counts.TryRemove(key, out var line))
            {
                await desk.DoAsync(
                    new NoteRefusals(Guid.NewGuid().ToString("N"), key.Endpoint, key.Why, line.Count, line.SinceUs),
                    Actor.House
                );
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pace, access.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await FlushAsync();
        }
        catch (OperationCanceledException)
        {
            await FlushAsync();
        }
    }
}
