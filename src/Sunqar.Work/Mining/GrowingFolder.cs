using Sunqar.Core.Networks;
using Sunqar.Core.Patterns;
using Sunqar.Core.Patterns.Live;
using Sunqar.Core.Patterns.Scores;
using Sunqar.Core.Registry;
using Sunqar.Core.Transfers;
using Sunqar.Storage.Journal;
using Sunqar.Work.Registers;

namespace Sunqar.Work.Mining;

/// <summary>
/// A journal mined once, and then kept up with: each further look costs what the new payments touch (<see cref="LiveMining"/>). What is
/// found is what mining all of it anew would find, however many looks it took. Not thread-safe.
/// </summary>
internal sealed class GrowingFolder
{
    /// <summary>A journal of more payments than this is not kept up with: that costs some 310 bytes a transfer.</summary>
    public const long PaymentsMax = 10_000_000;

    private readonly IJournal _journal;
    private readonly Lookups _lookups;
    private readonly LiveMining _mining = new(
        TypologyTable.Shipped,
        MineJob.WindowHours * 3_600_000_000L,
        FileFindings.Reported,
        FileFindings.ScoreMin
    );
    private readonly JournalTransfers _fold;
    private MiningContext? _context;
    private (RegistrySnapshot Registry, int Labels) _told;
    private long _mined = -1;

    /// <summary>Loads what the journal holds; nothing is mined yet. Snapshots of the transfers are kept for the next time, so only who owns
    /// the folder may.</summary>
    public GrowingFolder(IJournal journal)
    {
        _journal = journal;
        _lookups = Lookups.Of(journal);
        _fold = new TransferSnapshots(journal).Load(_mining.Transfers, keep: true);
        FindJob.LoadRest(journal, _fold);
    }

    public TransferTable Table => _mining.Transfers.Table;

    /// <summary>Held while transfers are added: whoever reads them on another thread holds it too.</summary>
    public Lock Gate { get; } = new();

    /// <summary>Takes the payments that came; whether any did since they were mined last.</summary>
    public bool Take()
    {
        lock (Gate)
        {
            _journal.ReadPayments(Streams.Payments, _fold.Next, _fold);
        }
        return _fold.Payments != _mined;
    }

    /// <summary>What all that was taken shows.</summary>
    public Mined Mine()
    {
        _mined = _fold.Payments;
        _lookups.Advance(_journal);
        _mining.Update(Context());
        var claimed = Pieces.Fold(ScoreWeights.Shipped.Claim(_mining.Sightings, Table, _mining.Usual), Table);
        return new Mined(
            TypologyTable.Shipped,
            _mining.Transfers,
            _fold,
            _lookups,
            _context!.Labels,
            [.. claimed.Where(s => s.Score >= FindJob.ClaimedMin)]
        );
    }

    /// <summary>The labels stay the same object while they say the same, for other labels have everything mined anew.</summary>
    private MiningContext Context()
    {
        var registry = _lookups.Registry.Snapshot;
        var services =
            _context is not null && _told == (registry, _lookups.Labels.Count)
                ? _context.Labels
                : FindJob.Services(registry, _lookups.Labels);
        _told = (registry, _lookups.Labels.Count);
        return _context = new MiningContext(services, _lookups.Rates, registry, _fold.DeviceUses);
    }
}
