using System.Security.Cryptography;
using Sunqar.Core.Acts;
using Sunqar.Core.People;
using Sunqar.Storage.Keys;
using Sunqar.Work.Acting;

namespace Sunqar.Server.Entrance;

/// <summary>
/// What has to be known of the data folder before anybody is let in. The server listens before the folder is open, so it is told later;
/// until then nobody signs in.
/// </summary>
public sealed class AccessDoor(TimeProvider? time = null)
{
    private readonly TaskCompletionSource<bool> _simulated = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile CredentialFile? _credentials;
    private volatile bool _hasEnded;

    /// <summary>By which sessions and codes end.</summary>
    public TimeProvider Time { get; } = time ?? TimeProvider.System;

    /// <summary>Null until the folder is open.</summary>
    public CredentialFile? Credentials => _credentials;

    /// <summary>Whether nobody stands behind what the folder held when it was opened; completes when that is known.</summary>
    public Task<bool> IsSimulated => _simulated.Task;

    /// <summary>Something of somebody came since: nobody is let in any more who has not signed in.</summary>
    public bool HasEnded => _hasEnded;

    /// <param name="sessions">Where sessions are kept over a restart; null for in memory alone.</param>
    /// <param name="ticketKey">Seals what is given out to be brought back, so that it holds over a restart; null for a key of this
    /// process.</param>
    public void Open(CredentialFile credentials, SealedFile? sessions = null, byte[]? ticketKey = null) =>
        (SessionFile, TicketKey, _credentials) = (sessions, ticketKey ?? TicketKey, credentials);

    /// <summary>Where sessions are kept; null where nowhere.</summary>
    public SealedFile? SessionFile { get; private set; }

    /// <summary>32 bytes.</summary>
    public byte[] TicketKey { get; private set; } = RandomNumberGenerator.GetBytes(32);

    /// <summary>Says what the folder holds, once.</summary>
    public void Tell(bool isSimulated) => _simulated.TrySetResult(isSimulated);

    /// <summary>Ends openness at once, and for good by an act. Where the folder is not open it says so and does nothing.</summary>
    /// <param name="reason">What came, in one sentence; no personal data.</param>
    public async Task EndAsync(ActDesk desk, string reason)
    {
        if (_hasEnded || !_simulated.Task.IsCompletedSuccessfully || !await _simulated.Task)
            return;
        _hasEnded = true;
        await desk.DoAsync(new EndOpenness("openness", reason), Actor.House);
    }
}
