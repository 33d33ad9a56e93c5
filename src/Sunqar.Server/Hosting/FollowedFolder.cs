using Sunqar.Core.Acts;
using Sunqar.Core.People;
using Sunqar.Core.Publishing;
using Sunqar.Server.Entrance;
using Sunqar.Server.Rules;
using Sunqar.Storage;
using Sunqar.Storage.Journal;
using Sunqar.Storage.Keys;
using Sunqar.Storage.Leases;
using Sunqar.Storage.Postgres;
using Sunqar.Work.Deciding;
using Sunqar.Work.Summaries;

namespace Sunqar.Server.Hosting;

/// <summary>The data folder of a node while another leads: kept up with what that one writes, so that this one can go on at once.</summary>
internal sealed class FollowedFolder : IDisposable
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    private const int RoundsBetweenKeys = 5;

    private readonly InstitutionKeys _recorded = new();
    private readonly RulebookRoll _rulebooks = new();
    private readonly InstitutionKeyFile _keys;
    private long _actsNext;

    private FollowedFolder(DataFolder folder, InstitutionKeyFile keys, CancellationToken stop)
    {
        (Folder, _keys) = (folder, keys);
        keys.IsRecorded = IsRecorded;
        TakeActs();
        Warm = new WarmDesk(folder, RulebookFollower.InForce(_rulebooks.Current), stop);
    }

    public DataFolder Folder { get; }

    public WarmDesk Warm { get; }

    /// <summary>Opens it, and lets the node take payments, whoever decides them.</summary>
    /// <exception cref="IOException">The databases or the root key cannot be used.</exception>
    public static FollowedFolder Open(DataFiles files, string address, DeskDoor door, CancellationToken stop)
    {
        var folder = DataFolder.Follow(files.Path, files.RootKey!, files.Shared(address)!, Console.Error.WriteLine);
        try
        {
            var keys = new InstitutionKeyFile(files.Path, folder.Keys);
            var followed = new FollowedFolder(folder, keys, stop);
            door.OpenFront(keys, folder.Keys.CardTokeniser());
            return followed;
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>A key opens nothing before its making is an act, which the node that leads sees to.</summary>
    private bool IsRecorded(InstitutionKey key)
    {
        lock (_recorded)
        {
            return _recorded.UntilUs.TryGetValue(key.Id, out var untilUs)
                && untilUs > (DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        }
    }

    /// <summary>The keys that were made or ended, and which rulebook decides.</summary>
    private void TakeActs()
    {
        foreach (var recorded in Folder.Journal.Read(Streams.Acts, _actsNext))
        {
            _actsNext = recorded.Sequence + 1;
            if (recorded.Fact is not Act act)
                continue;
            lock (_recorded)
            {
                foreach (var what in act.What)
                    _recorded.Apply(act, what);
            }
            foreach (var what in act.What)
                _rulebooks.Apply(act, what);
        }
        _keys.List();
    }

    /// <summary>Keeps up until this node leads, or is stopped.</summary>
    /// <returns>Whether it leads.</returns>
    /// <exception cref="IOException">What was read is not so any more, or cannot be read: begin again.</exception>
    public async Task<bool> FollowAsync(CancellationToken stop)
    {
        for (var round = 0; !stop.IsCancellationRequested; round++)
        {
            if (await Task.Run(() => Step(round, stop), CancellationToken.None))
                return true;
            await Task.Delay(Pace, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        return false;
    }

    private bool Step(int round, CancellationToken stop)
    {
        Warm.Advance(stop);
        Folder.CatchUp();
        if (round % RoundsBetweenKeys == 0)
            TakeActs();
        if (_rulebooks.Current.Version != Warm.Rulebook.Version)
            throw new IOException("Another rulebook decides: windows are filled anew for it.");
        if (((PostgresJournal)Folder.Journal).Holder() is null)
        {
            try
            {
                Folder.Lead();
                return true;
            }
            catch (LeaseHeldException)
            {
                // Another node was first.
            }
        }
        else
        {
            Warm.KeepSnapshot();
        }
        return false;
    }

    public void Dispose() => Folder.Dispose();
}
