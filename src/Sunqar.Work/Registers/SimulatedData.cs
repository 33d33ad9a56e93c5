using Sunqar.Core.Acts;
using Sunqar.Core.Facts;
using Sunqar.Core.People;
using Sunqar.Core.Transfers;
using Sunqar.Formats.Lists;
using Sunqar.Storage.Journal;

namespace Sunqar.Work.Registers;

/// <summary>Whether nobody stands behind what a journal holds.</summary>
public static class SimulatedData
{
    /// <summary>
    /// A country was simulated into it, and nothing of anybody came beside it: no payment by an institution's key, no list, no transfers of
    /// accounts, no account of a person. An empty folder is none, unless the caller is about to simulate one.
    /// </summary>
    public static bool IsHeldBy(IJournal journal, bool isAboutTo)
    {
        if (journal.Read<Act>(Streams.Acts).Any(act => act.What.Any(what => what is AccountCreated or OpennessEnded)))
            return false;
        if (!journal.Heads().Any(head => head.Stream != Streams.Acts))
            return isAboutTo;
        return Lookups.Of(journal).Simulated is not null
            && !journal
                .Read(Streams.Imports)
                .Any(recorded =>
                    recorded.Fact is ImportCompleted completed && ListFile.FormatNames.Contains(completed.Format)
                    || recorded.Fact is ImportPart { Content: TransfersImported imported } && imported.Transfers.Any(IsOfSomebody)
                );
    }

    /// <summary>Wallets are open to anyone; an account that was sealed is somebody's.</summary>
    private static bool IsOfSomebody(ImportedTransfer transfer) => transfer.From.Open is null || transfer.To.Open is null;
}
