using Sunqar.Core.Facts;
using Sunqar.Core.Transfers;
using Sunqar.Server.Jobs;
using Sunqar.Storage.Journal;
using Sunqar.Storage.Keys;

namespace Sunqar.Server.Access;

/// <summary>
/// What has to be known of the data folder before anybody is let in. The server listens before the folder is open, so it is told later;
/// until then nobody signs in.
/// </summary>
public sealed class AccessDoor(TimeProvider? time = null)
{
    private readonly TaskCompletionSource<bool> _simulated = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile CredentialFile? _credentials;

    /// <summary>By which sessions and codes end.</summary>
    public TimeProvider Time { get; } = time ?? TimeProvider.System;

    /// <summary>Null until the folder is open.</summary>
    public CredentialFile? Credentials => _credentials;

    /// <summary>Whether nobody stands behind what the folder holds; completes when that is known.</summary>
    public Task<bool> IsSimulated => _simulated.Task;

    public void Open(CredentialFile credentials) => _credentials = credentials;

    /// <summary>Says what the folder holds, once.</summary>
    public void Tell(bool isSimulated) => _simulated.TrySetResult(isSimulated);

    /// <summary>
    /// A country was simulated into it and no file of somebody's transfers was imported beside it. An empty folder is none, unless the
    /// caller is about to simulate one.
    /// </summary>
    public static bool HoldsSimulation(IJournal journal, bool isAboutTo)
    {
        if (!journal.Heads().Any(head => head.Stream != Streams.Acts))
            return isAboutTo;
        return Lookups.Of(journal).Simulated is not null
            && !journal
                .Read(Streams.Imports)
                .Any(recorded =>
                    recorded.Fact is ImportPart { Content: TransfersImported imported } && imported.Transfers.Any(IsOfSomebody)
                );
    }

    /// <summary>Wallets are open to anyone; an account that was sealed is somebody's.</summary>
    private static bool IsOfSomebody(ImportedTransfer transfer) => transfer.From.Open is null || transfer.To.Open is null;
}
