using System.Security.Cryptography;
using Sunqar.Core.Identity;

namespace Sunqar.Storage.Keys;

/// <summary>How a key store behaves; the defaults are for real use.</summary>
public sealed record KeyStoreOptions
{
    /// <summary>Where ids, keys and nonces come from: the system's cryptographic generator. Only tests put another in its place.</summary>
    public Action<Span<byte>> Chance { get; init; } = RandomNumberGenerator.Fill;

    /// <summary>The form of accounts that is hashed; tests put 0 in its place, which is how older stores hashed.</summary>
    internal byte Form { get; init; } = AccountForm.Version;

    /// <summary>Is told when something was repaired that a person should know of.</summary>
    public Action<string> Warn { get; init; } = _ => { };
}
