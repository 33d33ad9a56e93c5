using System.Buffers;
using Sunqar.Core.Identity;
using Sunqar.Core.Registry;

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

    /// <summary>The address in the spelling of its chain, as the registry is asked for it; letter case that says nothing is kept as it
    /// came.</summary>
    public static string Spelling(string address)
    {
        var form = AccountForm.Of(address);
        return WalletComparer.Instance.Equals(form, address) ? address : form;
    }

    /// <summary>Why the text is no address on its chain, where the house knows the chain's rules: a label of it could match nothing. Null
    /// where it is one, or nobody knows.</summary>
    public static WalletFault? Fault(string chain, string address) =>
        WalletChains.TryParse(chain, out var known) && !WalletAddress.TryParse(known, Spelling(address), out _, out var fault)
            ? fault
            : null;

    /// <param name="currency">A coin's or token's code, in any case; may be empty.</param>
    /// <returns>The chain's name in snake_case; the lower-case code where the house has no name; empty where nothing tells.</returns>
    public static string Of(string address, string currency)
    {
        var stated = ByCurrency.GetValueOrDefault(currency);
        // Lists write coins beside addresses of other chains: where a chain's own rule knows the address, that tells more. Forks of a chain
        // share its addresses, so what is stated as one of them is believed.
        if (stated is null or "bitcoin" or "ethereum" or "tron")
        {
            foreach (var chain in (ReadOnlySpan<WalletChain>)[WalletChain.Tron, WalletChain.Ethereum, WalletChain.Bitcoin])
            {
                if (IsShaped(chain, address, currency) && chain.Name() != stated && WalletAddress.TryParse(chain, address, out _, out _))
                {
                    return chain.Name();
                }
            }
        }
        if (stated is not null)
        {
            return stated;
        }
        // Mistyped ones too are of the chain that they look like.
        return IsShaped(WalletChain.Tron, address, currency) ? "tron"
            : IsShaped(WalletChain.Ethereum, address, currency) ? "ethereum"
            : IsShaped(WalletChain.Bitcoin, address, currency) ? "bitcoin"
            : currency.ToLowerInvariant();
    }

    private static bool IsShaped(WalletChain chain, string address, string currency) =>
        chain switch
        {
            WalletChain.Tron => address.Length == 34
                && address[0] == 'T'
                && currency.ToUpperInvariant() is "" or "TRX" or "USDT" or "USDC" or "BTC" or "XBT" or "ETH",
            WalletChain.Ethereum => address.Length == 42
                && address.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
                && !address.AsSpan(2).ContainsAnyExcept(Hexadecimal),
            _ => address.StartsWith("bc1", StringComparison.OrdinalIgnoreCase)
                || (address.Length is >= 26 and <= 35 && address[0] is '1' or '3'),
        };
}
