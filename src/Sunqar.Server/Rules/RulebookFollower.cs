using Sunqar.Core.Acts;
using Sunqar.Core.Publishing;
using Sunqar.Core.Rulebook;
using Sunqar.Server.Entrance;
using Sunqar.Storage.Journal;
using Sunqar.Work.Acting;
using Sunqar.Work.Deciding;

namespace Sunqar.Server.Rules;

/// <summary>Has the desk decide by what two persons published, and runs what waits for the second of them in shadow meanwhile.</summary>
internal static class RulebookFollower
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    /// <summary>The rulebook that a desk starts with.</summary>
    /// <exception cref="IOException">What was published cannot be read by this program: milder rules may not take its place
    /// unasked.</exception>
    public static LoadedRulebook InForce(ActDesk people) => InForce(people.Read(state => state.Of<RulebookRoll>().Current));

    /// <inheritdoc cref="InForce(ActDesk)"/>
    public static LoadedRulebook InForce(OrderedRulebook ordered) =>
        Load(ordered.Text) ?? throw new IOException($"The published rulebook {ordered.Version} is none for this release.");

    private static LoadedRulebook? Load(string text) =>
        text == Core.Decisions.ShippedRulebook.Instance.Text
            ? Core.Decisions.ShippedRulebook.Instance
            : (LoadedRulebook.Load(text) as RulebookLoaded)?.Rulebook;

    /// <summary>Runs until cancelled.</summary>
    /// <param name="mayShadow">False where the server was started with a candidate of its own.</param>
    public static async Task RunAsync(
        IJournal journal,
        ActDesk people,
        DecisionDesk desk,
        DeskDoor door,
        bool mayShadow,
        Action<string> warn,
        CancellationToken stop
    )
    {
        var shadow = new Shadowing(journal, door, warn);
        var unread = "";
        try
        {
            while (true)
            {
                var (wanted, waits) = people.Read(state =>
                    (state.Of<RulebookRoll>().Current, RuleEndpoints.WaitingIn(state.Of<ProposalBook>(), people.NowUs)?.Wished)
                );
                if (wanted.Version != desk.Rulebook.Version && wanted.Version != unread)
                {
                    if (await Task.Run(() => Load(wanted.Text), stop) is { } rulebook)
                        await desk.UseAsync(rulebook, stop);
                    else
                        warn($"The published rulebook {unread = wanted.Version} is none for this release: the one before decides.");
                }
                if (mayShadow)
                    await shadow.FollowAsync(waits, stop);
                await Task.Delay(Pace, stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The server stops.
        }
        finally
        {
            await shadow.EndAsync();
        }
    }

    /// <summary>The shadow of what waits: begun when it is asked for, ended when it is judged.</summary>
    private sealed class Shadowing(IJournal journal, DeskDoor door, Action<string> warn)
    {
        private CancellationTokenSource? _end;
        private Task _running = Task.CompletedTask;
        private string? _version;

        public async Task FollowAsync(RulebookOrdered? waits, CancellationToken stop)
        {
            if (waits?.Version == _version)
                return;
            await EndAsync();
            _version = waits?.Version;
            if (waits is null || await Task.Run(() => Load(waits.Text), stop) is not { } candidate)
                return;
            _end = CancellationTokenSource.CreateLinkedTokenSource(stop);
            _running = ShadowFollower.RunAsync(journal, candidate, run => door.Shadow = run, warn, _end.Token);
        }

        public async Task EndAsync()
        {
            if (_end is null)
                return;
            await _end.CancelAsync();
            await _running;
            _end.Dispose();
            (_end, _running, door.Shadow) = (null, Task.CompletedTask, null);
        }
    }
}
