namespace Sunqar.Storage.Keys;

/// <summary>
/// The hash that tells a command sent again from another one under the same key. Keyed from the root key, so that what a command said
/// cannot be guessed from it.
/// </summary>
public sealed class ActHasher(KeyStore keys)
{
    private readonly SipHash _hash = SipHash.FromKey(keys.Root.ForActs());

    public UInt128 Hash(ReadOnlySpan<byte> command)
    {
        _hash.Compute(command, out var low, out var high);
        return new UInt128(high, low);
    }
}
