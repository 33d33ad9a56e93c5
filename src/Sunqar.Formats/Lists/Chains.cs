using System.Buffers;

namespace Sunqar.Formats.Lists;

/// <summary>On which chain a wallet of a list lives, told by its address and, where that leaves it open, by the currency's code.</summary>
internal static class Chains
{
    private static readonly SearchValues<char> Hexadecimal = SearchValues.Create("0123456789abcdefABCDEF");

    private static readonly Dictionary<string, string> ByCurrency = new(StringComparer.OrdinalIgnoreCase)
    {
        ["BTC"] = "bitcoin",
        ["XBT"] = "bitcoin",
        ["ETH"] = "ethereum",
        ["TRX"] = "tron",
        ["BCH"] = "bitcoin_cash",
        ["BSV"] = "bitcoin_sv",
        ["BTG"] = "bitcoin_gold",
        ["LTC"] = "litecoin",
        ["DOGE"] = "dogecoin",
        ["ZEC"] = "zcash",
        ["DASH"] = "dash",
        ["XMR"] = "monero",
        ["XVG"] = "verge",
        ["XRP"] = "ripple",
        ["SOL"] = "solana",
        ["ETC"] = "ethereum_classic",
        ["BSC"] = "bsc",
        ["BEP20"] = "bsc",
        ["BNB"] = "bsc",
        ["BEP2"] = "binance_chain",
        ["ARB"] = "arbitrum",
        ["MATIC"] = "polygon",
        ["AVAX"] = "avalanche",
        ["KCS"] = "kucoin_chain",
    };

    /// <param name="currency">A coin's or token's code, in any case; may be empty.</param>
    /// <returns>The chain's name in snake_case; the lower-case code where the house has no name; empty where nothing tells.</returns>
    public static string Of(string address, string currency)
    {
        if (address.Length == 34 && address[0] == 'T' && currency.ToUpperInvariant() is "" or "TRX" or "USDT" or "USDC")
        {
            return "tron";
        }
        var isHexadecimal =
            address.Length == 42
            && address.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            && !address.AsSpan(2).ContainsAnyExcept(Hexadecimal);
        if (ByCurrency.TryGetValue(currency, out var chain))
        {
            // A token's or a wrongly written coin's address still tells an EVM chain from others.
            return isHexadecimal && chain is "bitcoin" or "tron" ? "ethereum" : chain;
        }
        return isHexadecimal ? "ethereum"
            : address.StartsWith("bc1", StringComparison.OrdinalIgnoreCase)
            || (address.Length is >= 26 and <= 35 && address[0] is '1' or '3')
                ? "bitcoin"
            : currency.ToLowerInvariant();
    }
}
