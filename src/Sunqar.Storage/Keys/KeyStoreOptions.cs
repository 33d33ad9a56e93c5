using System.Security.Cryptography;

namespace Sunqar.Storage.Keys;

/// <summary>How a key store behaves; the defaults are for real use.</summary>
public sealed record KeyStoreOptions
{
    /// <summary>Where ids, keys and nonces come from: the system's cryptographic generator. Only tests put another in its place.</summary>
    public Action<Span<byte>> Chance { get; init; } = RandomNumberGenerator.Fill;

    /// <summary>Is told when something was repaired that a person should know of.</summary>
    public Action<string> Warn { get; init; } = _ => { };
}
