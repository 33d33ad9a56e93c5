namespace Sunqar.Core.Registry;

/// <summary>
/// When two texts are the same wallet: byte by byte, but hexadecimal (EVM) and Bech32 addresses whatever their case, since their case
/// carries a checksum or nothing. Other spellings are brought to their chain's own where they come in (<see cref="Identity.AccountForm"/>),
/// so that a decision need not. The chain is not compared: one key holds the same address on every chain of a family.
/// </summary>
public sealed class WalletComparer : IEqualityComparer<string>
{
    public static readonly WalletComparer Instance = new();

    public bool Equals(string? x, string? y) =>
        ReferenceEquals(x, y)
        || (
            x is not null
            && y is not null
            && string.Equals(x, y, IgnoresCase(x) && IgnoresCase(y) ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal)
        );

    public int GetHashCode(string address) =>
        IgnoresCase(address)
            ? string.GetHashCode(address, StringComparison.OrdinalIgnoreCase)
            : string.GetHashCode(address, StringComparison.Ordinal);

    /// <summary>Whether the case of the address tells nothing but a checksum.</summary>
    private static bool IgnoresCase(string address) =>
        address.StartsWith("0x", StringComparison.OrdinalIgnoreCase) || address.StartsWith("bc1", StringComparison.OrdinalIgnoreCase);
}
