namespace Sunqar.Core.Chain;

/// <summary>The genuine USDT token of each chain. Others bear the symbol and are worth nothing: match the contract, never the
/// name.</summary>
public static class UsdtContracts
{
    /// <summary>TRON, six decimals.</summary>
    public const string Tron = "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t";

    /// <summary>Ethereum, six decimals.</summary>
    public const string Ethereum = "0xdAC17F958D2ee523a2206206994597C13D831ec7";

    /// <summary>Whether a token is USDT by its contract; hexadecimal ones match in either case.</summary>
    public static bool IsGenuine(string token) => token == Tron || string.Equals(token, Ethereum, StringComparison.OrdinalIgnoreCase);
}
