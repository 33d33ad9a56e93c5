using System.Security.Cryptography;
using System.Text;

namespace Sunqar.Formats.Fm1;

/// <summary>
/// Signs a form. The order names a provider (Tumar) whose algorithm and format are not public, so whoever files plugs in the provider that
/// is issued to them; what ships is <see cref="StandInSigner"/>.
/// </summary>
public interface IFormSigner
{
    /// <summary>What the signature is, for whoever writes or reads forms.</summary>
    string Says { get; }

    /// <param name="signedData">The element SignedData without its signature, as UTF-16.</param>
    /// <returns>Base64.</returns>
    string Sign(ReadOnlySpan<byte> signedData);
}

/// <summary>Stands where the official provider's signature belongs, and says so: a hash in words. It proves nothing, and no authority takes
/// it.</summary>
public sealed class StandInSigner : IFormSigner
{
    public string Says => "a test signature stands where the official provider's belongs: not fit to be filed";

    public string Sign(ReadOnlySpan<byte> signedData) =>
        Convert.ToBase64String(
            Encoding.ASCII.GetBytes(
                "TEST SIGNATURE, NOT THE OFFICIAL PROVIDER'S; SHA-256 " + Convert.ToHexStringLower(SHA256.HashData(signedData))
            )
        );
}
