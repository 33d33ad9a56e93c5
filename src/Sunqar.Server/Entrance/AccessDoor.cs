using Sunqar.Core.Facts;
using Sunqar.Core.Transfers;
using Sunqar.Storage.Journal;
using Sunqar.Storage.Keys;

namespace Sunqar.Server.Entrance;

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
}
