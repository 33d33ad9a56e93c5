namespace Sunqar.Server.Entrance;

/// <summary>Whether the state is loaded. <c>/ready</c> answers 200 only after <see cref="MarkReady"/> or <see cref="Watch"/>.</summary>
public sealed class Readiness
{
    private volatile Func<string?> _waitingFor = () => "Waiting for the journal to be replayed.";

    /// <summary>What is being waited for, or what is wrong, in one sentence; null when ready.</summary>
    public string? WaitingFor => _waitingFor();

    public void MarkReady() => _waitingFor = () => null;

    /// <summary>Ready as long as this gives null.</summary>
    public void Watch(Func<string?> trouble) => _waitingFor = trouble;
}
