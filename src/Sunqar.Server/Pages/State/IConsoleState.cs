using Sunqar.Work.Reports;
using Sunqar.Work.Summaries;

namespace Sunqar.Server.Pages.State;

/// <summary>
/// What the console shows: folds over the journal, read-only. Lists are held in memory and replaced whole; a single network or case
/// is asked for asynchronously, because each such look will be recorded durably before a byte of it leaves.
/// </summary>
public interface IConsoleState
{
    /// <summary>The last finished run; null before the first.</summary>
    RunSummary? Summary { get; }

    /// <summary>Every network, the likeliest first.</summary>
    IReadOnlyList<NetworkView> Networks { get; }

    /// <summary>What the years' reports are made of; null before the first run.</summary>
    AnnualBook? Years { get; }

    /// <summary>Cases, the newest first.</summary>
    IReadOnlyList<CaseView> Cases { get; }

    /// <summary>The alerts, as far as they are folded.</summary>
    AlertsView Alerts { get; }

    /// <summary>The steps of the run that is under way, or of the last one.</summary>
    ProgressBoard Progress { get; }

    /// <summary>One network, or null where there is none of that id.</summary>
    ValueTask<NetworkDetail?> NetworkAsync(string id, CancellationToken cancel);

    /// <summary>One page of a network's transfers in time order, or null where there is no such network.</summary>
    ValueTask<TransferPage?> TransfersAsync(string networkId, TransferFilter filter, CancellationToken cancel);

    /// <summary>One case, or null where there is none of that id.</summary>
    ValueTask<CaseDetail?> CaseAsync(string id, CancellationToken cancel);
}
