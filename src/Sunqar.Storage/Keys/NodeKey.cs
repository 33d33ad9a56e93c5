using System.Security.Cryptography;
using Sunqar.Storage.Disk;

namespace Sunqar.Storage.Keys;

/// <summary>The key pair (P-256) by which nodes of one house know each other: whoever holds the root key has it, and nobody else.</summary>
public static class NodeKey
{
    private const int RoundsMax = 8;

    /// <param name="rootKey">The root key's file.</param>
    /// <exception cref="KeyStoreException">It is missing, or none.</exception>
    public static ECDsa Read(string rootKey)
    {
        using var root = RootKey.Open(OsDisk.Instance, rootKey, mayCreate: false, RandomNumberGenerator.Fill);
        // A private key is a number below the curve's order; one of 2^32 seeds is not, and the next is taken.
        for (var round = 0; ; round++)
        {
            try
            {
                return ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = root.ForNodes(round) });
            }
            catch (CryptographicException) when (round < RoundsMax)
            {
                // Above the order.
            }
        }
    }
}
