namespace Sunqar.Server.Gateways;

/// <summary>What a listener takes before it says no.</summary>
public sealed record GatewayLimits
{
    /// <summary>Connections of one institution; one more is closed at once.</summary>
    public int ConnectionsMax { get; init; } = 64;

    /// <summary>Messages of one connection that wait for their replies; then nothing more is read from it.</summary>
    public int InFlightMax { get; init; } = 256;

    /// <summary>How long a connection may be silent between messages.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a message may take from its first byte to its last, a reply to be taken by the peer, and a TLS
    /// handshake.</summary>
    public TimeSpan Message { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>At a stop: how long replies that are on their way may take.</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(10);

    public static GatewayLimits Default { get; } = new();
}
