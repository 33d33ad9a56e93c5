namespace Sunqar.Server.Hosting;

/// <summary>Whether the state is loaded. <c>/ready</c> answers 200 only after <see cref="MarkReady"/>.</summary>
public sealed class Readiness
{
    private volatile string? _waitingFor = "the journal to be replayed";

    /// <summary>What is being waited for; null when ready.</summary>
    public string? WaitingFor => _waitingFor;

    public void MarkReady() => _waitingFor = null;

    /// <summary>Not ready (any more), and why.</summary>
    public void MarkWaiting(string waitingFor) => _waitingFor = waitingFor;
}
