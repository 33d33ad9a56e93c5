namespace Sunqar.Core.Payments;

/// <summary>Crypto assets by their ticker, with the decimals that make the smallest unit one coin. A ticker is a claim: on a chain the
/// token's contract tells.</summary>
public static class Assets
{
    /// <summary>Decimals of an asset that is not in the table: most tokens have these.</summary>
    public const int DecimalsElsewhere = 18;

    // The chain's or the contract's own figure; USDT and USDC as on TRON and Ethereum.
    private static readonly (string Ticker, int Decimals)[] Known =
    [
        ("USDT", 6),
        ("USDC", 6),
        ("BTC", 8),
        ("ETH", 18),
        ("TRX", 6),
        ("BNB", 18),
        ("SOL", 9),
        ("TON", 9),
        ("XRP", 6),
        ("LTC", 8),
        ("DOGE", 8),
        ("BCH", 8),
    ];

    /// <summary>Decimals of an asset, by its upper-case ticker.</summary>
    public static int Decimals(string ticker)
    {
        foreach (var (known, decimals) in Known)
        {
            if (known == ticker)
            {
                return decimals;
            }
        }
        return DecimalsElsewhere;
    }
}
