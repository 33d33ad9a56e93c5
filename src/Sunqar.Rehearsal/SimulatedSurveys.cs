using Sunqar.Core.Chain;
using Sunqar.Core.Transfers;
using Sunqar.Storage.Journal;
using Sunqar.Work.Deciding;
using Sunqar.Work.Mining;
using Sunqar.Work.Registers;
using Sunqar.Work.Tracing;

namespace Sunqar.Rehearsal;

/// <summary>A simulated country's chain, surveyed for exposures every night; the next day's decisions look up what came of it.</summary>
internal sealed class SimulatedSurveys
{
    private readonly LiveTransfers _transfers = new();
    private readonly JournalTransfers _fold;
    private readonly ChainSpans _spans = [];
    private readonly IJournal _journal;
    private readonly Lookups _lookups;

    /// <param name="lookups">As the country begins; nobody else folds into them.</param>
    public SimulatedSurveys(IJournal journal, Lookups lookups)
    {
        (_journal, _lookups) = (journal, lookups);
        _fold = new JournalTransfers(_transfers);
    }

    /// <summary>Takes a day of the chain.</summary>
    /// <param name="decider">Is given what the survey says; the stream of payments says where, so that a replay can tell.</param>
    public void Take(IReadOnlyList<TokenTransfer> day, Decider decider)
    {
        foreach (var transfer in day.Where(transfer => UsdtContracts.IsGenuine(transfer.Token)))
            _fold.Add(transfer);
        _spans.Add(day);
        var facts = SurveyFacts.Of(_transfers, _lookups.Registry.Snapshot, _spans);
        if (facts.Count == 0)
            return;
        RegisterStream.AppendAsync(_journal, facts).GetAwaiter().GetResult();
        _lookups.Advance(_journal);
        decider.Registry = _lookups.Picture.Registry;
        decider.Open.Mark(_lookups.Picture.AsOf);
    }
}
