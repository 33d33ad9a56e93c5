using Sunqar.Core.Oversight;
using Sunqar.Server.Access;
using Sunqar.Server.Cases;
using Sunqar.Server.Entrance;
using Sunqar.Server.Pages.State;
using Sunqar.Server.Registry;
using Sunqar.Server.Rules;
using Sunqar.Server.Screening;
using Sunqar.Storage;
using Sunqar.Storage.Backups;
using Sunqar.Storage.Disk;
using Sunqar.Storage.Journal;
using Sunqar.Storage.Keys;
using Sunqar.Storage.Leases;
using Sunqar.Storage.Log;
using Sunqar.Work.Acting;
using Sunqar.Work.Alerts;
using Sunqar.Work.Blinding;
using Sunqar.Work.Deciding;
using Sunqar.Work.Footage;
using Sunqar.Work.Forgetting;
using Sunqar.Work.Imports;
using Sunqar.Work.Mining;
using Sunqar.Work.Objections;
using Sunqar.Work.Oversight;
using Sunqar.Work.Registers;
using Sunqar.Work.Reports;
using Sunqar.Work.Screening;
using Sunqar.Work.Situation;
using Sunqar.Work.Summaries;
using Sunqar.Work.Tracing;

namespace Sunqar.Server.Hosting;

/// <summary>What stands behind the doors of a live server: the open data folder, the desks on it, and the followers behind it.</summary>
/// <param name="followed">The folder of a node that leads from now on; null where the folder is opened here.</param>
internal sealed class LiveHouse(DataFiles files, LiveServerOptions live, Doors doors, FollowedFolder? followed = null) : IAsyncDisposable
{
    private static readonly TimeSpan MiningPatience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan StandbyPace = TimeSpan.FromMilliseconds(300);

    private readonly List<Task> _following = [];
    private DataFolder? _folder;
    private Lookups? _lookups;
    private DecisionDesk? _desk;
    private ActDesk? _people;
    private OversightLog? _log;
    private KeyRecord? _keys;
    private MinedFolder? _minedFirst;
    private Task<MinedFolder?> _mining = Task.FromResult<MinedFolder?>(null);

    /// <summary>Bytes that the folder's disk has free at least: below it every write may be the one that fails.</summary>
    private const long FreeBytesMin = 16 << 20;

    /// <summary>Why the house cannot do its work as it should: a desk, the oversight log, the disk, or the file of keys; null where all
    /// is well.</summary>
    public string? Trouble =>
        _desk?.Trouble
        ?? _desk?.Fullness
        ?? _people?.Trouble
        ?? _log?.Trouble
        ?? DiskRoom.Trouble(files.Path, FreeBytesMin)
        ?? _keys?.Trouble;

    /// <summary>Ends when another node took the journal over.</summary>
    public CancellationToken Lost => _folder?.Lost ?? CancellationToken.None;

    /// <summary>Opens the folder, replays it, and opens the doors one after another.</summary>
    /// <exception cref="IOException">The folder cannot be opened.</exception>
    public async Task OpenAsync(CancellationToken stop)
    {
        if (FolderRestore.IsPending(files.Path))
            throw new IOException($"A backup was put at {files.Path}: two persons let it be the history from now on (./sunqar restore).");
        var folder = _folder = followed?.Folder ?? await Task.Run(() => OpenFolderAsync(stop), stop);
        doors.Access.Open(new CredentialFile(files.Path, folder.Keys), folder.Keys.SessionFile(files.Path), folder.Keys.TicketKey());
        doors.Access.Tell(SimulatedData.IsHeldBy(folder.Journal, isAboutTo: live.First is not null));
        if (live.First is { } first)
            _minedFirst = await Task.Run(() => first(folder, stop), stop);
        var people = _people = await Task.Run(() => new ActDesk(folder.Journal, folder.Keys, ActFolds.Fresh, live.Time), stop);
        // Before anything is appended: a stream that is not the one of the last mark is nobody's to go on with.
        if (people.Read(state => StreamGuard.Fault(folder.Journal, state.Of<StreamBook>())) is { } fault)
            throw new IOException(fault);
        var rulebook = live.Rulebook ?? RulebookFollower.InForce(people);
        // Windows that were filled for other rules are no windows of these.
        var warm = followed?.Warm.Rulebook.Version == rulebook.Version ? followed.Warm : null;
        var lookups = _lookups = warm?.Lookups ?? await Task.Run(() => Lookups.Of(folder.Journal), stop);
        doors.Zone.Watch(() => lookups.Registry.Snapshot);
        doors.Registry.Open(lookups, folder);
        doors.Registry.Attestation = live.Attestation;
        if (live.IsExactMatchOn)
            doors.Registry.ExactMatch = new RistrettoEvaluator(folder.Keys.ExactMatchSeed());
        var desk = _desk = await Task.Run(
            () =>
                new DecisionDesk(
                    folder,
                    lookups,
                    new DeskOptions
                    {
                        Latency = doors.Desk.Meters.Answers,
                        WindowBytesMax = live.WindowBytesMax,
                        Time = live.Time,
                        Rulebook = rulebook,
                        // Nodes that follow keep the engine's state: who hands over has no time for it.
                        SnapshotFactsMin = warm is null ? DeskOptions.SnapshotFactsMinOfOne : long.MaxValue,
                    },
                    cancel: stop,
                    warm: warm
                ),
            stop
        );
        var keys = new InstitutionKeyFile(files.Path, folder.Keys);
        _keys = new KeyRecord(people, keys);
        // A file that lies far away is read before it is asked, not when.
        if (folder.IsShared)
            await Task.Run(_keys.SyncAsync, stop);
        doors.EndOpennessByPayments(people);
        doors.Desk.Open(desk, folder, keys);
        var log = _log = await Task.Run(() => LogFollower.Open(folder), stop);
        doors.Acts.Open(people, log);
        doors.Footage.Open(new FootageOffice(folder, people));
    }

    private async Task<DataFolder> OpenFolderAsync(CancellationToken stop)
    {
        for (var isFirst = true; ; isFirst = false)
        {
            try
            {
                return files.Open();
            }
            catch (LeaseHeldException held) when (live.IsStandby)
            {
                if (isFirst)
                    await Console.Error.WriteLineAsync($"standby: {held.Message}");
            }
            await Task.Delay(StandbyPace, stop);
        }
    }

    /// <summary>The path of a link by which the first admin enrols; null where there is an account.</summary>
    public Task<string?> InviteFirstAdminAsync() => FirstAdmin.InviteAsync(_people!);

    /// <summary>Where the streams stand goes into a leaf before each head that is signed.</summary>
    private async Task MarkAsync()
    {
        if (await StreamGuard.MarkAsync(_folder!.Journal, _people!) is { } leaf)
            doors.Acts.Mark(leaf);
    }

    /// <summary>Starts what keeps up with the journal behind the answers. A new follower is a line here.</summary>
    public void Follow(CancellationToken stop)
    {
        var (journal, warn) = (_folder!.Journal, (Action<string>)Console.Error.WriteLine);
        _following.Add(LogFollower.RunAsync(_log!, live.LogPace, warn, stop, MarkAsync));
        _following.Add(_keys!.RunAsync(warn, stop));
        if (live.Shadow is { } candidate)
            _following.Add(ShadowFollower.RunAsync(journal, candidate, run => doors.Desk.Shadow = run, warn, stop));
        if (live.Rulebook is null)
            _following.Add(RulebookFollower.RunAsync(journal, _people!, _desk!, doors.Desk, live.Shadow is null, warn, stop));
        CaseFollowers.Start(files.Path, _folder, _desk!, _people!, live.Partners, doors.Cases, _following, stop);
        _following.Add(LookupsFollower.RunAsync(journal, _lookups!, _desk!, warn, stop));
        _following.Add(RescreeningFollower.RunAsync(_folder, doors.Registry, _people!, warn, stop));
        _following.Add(LicenceFollower.RunAsync(journal, warn, stop));
        _following.Add(SurveyFollower.RunAsync(journal, warn, stop));
        var inbox = new ListInbox(files.Path, _folder.Keys.Seal(ListInbox.SealUse));
        var imports = new ImportJob(journal, _folder.Sealer);
        Task Imported() => doors.Access.EndAsync(_people!, "A list was imported.");
        _following.Add(ListInboxFollower.RunAsync(inbox, imports, warn, stop, Imported));
        _following.Add(ForgetFollower.RunAsync(_folder, new KeyBackups(files.Path), _people!, live.Limits, warn, stop));
        _following.Add(new ObjectionFollower(doors.Desk.Current!.Stops!, _people!, _desk!).RunAsync(warn, stop));
        _following.Add(FootageFollower.RunAsync(doors.Footage.Current!, () => _people!.NowUs, warn, stop));
        var situation = new SituationBook(journal);
        doors.Situation.Open(situation);
        _following.Add(SituationFollower.RunAsync(situation, warn, stop));
        _following.Add(AlertsFollower.RunAsync(journal, Publish, warn, stop));
    }

    /// <summary>Mines what the folder holds for the console, unless that was done first; then keeps up with what is decided
    /// meanwhile.</summary>
    public async Task MineAsync(CancellationToken stop)
    {
        if (live.IsMiningOff)
            return;
        if (live.First is null)
            _mining = MiningThread.Run(() => Mine(_folder!))!;
        var start = _minedFirst ?? await _mining.WaitAsync(stop);
        _minedFirst = null;
        if (start is not null)
            doors.Canvases.Open(start.Found.Mined.Graph, start.Found.Mined.Lookups, start.Growing?.Gate ?? new Lock());
        var pace = new MiningPace(TimeProvider.System, () => Environment.CpuUsage.TotalTime, Environment.ProcessorCount);
        _following.Add(FormingFollower.RunAsync(start, pace, live.State.Publish, Console.Error.WriteLine, stop));
    }

    private MinedFolder Mine(DataFolder folder)
    {
        live.State.Progress.Start(MineJob.Steps);
        try
        {
            var progress = new RunProgress(live.State.Progress);
            var mined = MineJob.Run(folder, files.Findings, progress, follows: true);
            var (lookups, fold) = (mined.Found.Mined.Lookups, mined.Found.Mined.Fold);
            var years = AnnualBook.Of(folder.Journal, lookups.Rates, files, fold.Cash);
            live.State.Publish(mined, years, mined.Summary(files.Path, progress));
            return mined;
        }
        finally
        {
            live.State.Progress.Finish();
        }
    }

    private void Publish(AlertBook alerts) =>
        live.State.Publish(new AlertsView(alerts.List(), alerts.Forgotten, new PseudonymKey(_folder!.Keys).In));

    /// <summary>Waits for the followers, whose token was cancelled.</summary>
    public Task EndFollowingAsync() => Task.WhenAll(_following);

    public async ValueTask DisposeAsync()
    {
        doors.Desk.Close();
        doors.Footage.Close();
        doors.Acts.Close();
        if (_desk is not null)
            await _desk.DisposeAsync();
        // Where the streams stand, and then the last acts, go under a head before the server is gone.
        if (_log is not null && _people is { Trouble: null })
            await MarkAsync();
        if (_people is not null)
            await _people.DisposeAsync();
        if (_log is not null)
            LogFollower.Advance(_log, Console.Error.WriteLine);
        _log?.Dispose();
        // What is mined for the console can be mined again: a stop waits for it no longer than a moment, and then leaves the folder to the
        // end of the process.
        await Task.WhenAny(_mining, Task.Delay(MiningPatience, CancellationToken.None));
        if (_mining.IsCompleted)
            _folder?.Dispose();
        else if (followed is not null)
            _ = EndLaterAsync();
    }

    /// <summary>Another node may lead at once, while this one's mining still reads.</summary>
    private async Task EndLaterAsync()
    {
        _folder!.Resign();
        await Task.WhenAny(_mining);
        _folder.Dispose();
    }
}
