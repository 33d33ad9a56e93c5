using System.Collections.Frozen;

namespace Sunqar.Core.Blocking;

/// <summary>Words that imitators put around a brand, and that alone name nobody. Taken from published lists of scam domains by how often
/// they stand there.</summary>
internal static class BaitWords
{
    private static readonly FrozenSet<string> Words = new[]
    {
        "account",
        "accounts",
        "active",
        "activate",
        "activation",
        "ai",
        "airdrop",
        "airdrops",
        "allocation",
        "alpha",
        "app",
        "apps",
        "asia",
        "assist",
        "assistance",
        "auth",
        "authenticate",
        "authentication",
        "authorize",
        "auto",
        "backup",
        "bank",
        "beta",
        "bit",
        "block",
        "blockchain",
        "bonus",
        "bot",
        "bridge",
        "bsc",
        "btc",
        "bug",
        "business",
        "buy",
        "card",
        "cash",
        "center",
        "chain",
        "check",
        "checker",
        "claim",
        "claiming",
        "claims",
        "client",
        "cloud",
        "club",
        "coin",
        "coins",
        "com",
        "community",
        "confirm",
        "connect",
        "connection",
        "crypto",
        "customer",
        "dao",
        "dapp",
        "dapps",
        "dashboard",
        "data",
        "dex",
        "defi",
        "desk",
        "digital",
        "distribution",
        "drop",
        "drops",
        "earn",
        "eligibility",
        "en",
        "eth",
        "event",
        "events",
        "exchange",
        "ex",
        "extension",
        "farm",
        "fast",
        "fi",
        "finance",
        "financial",
        "fix",
        "foundation",
        "free",
        "fund",
        "get",
        "gift",
        "gifts",
        "giveaway",
        "global",
        "gov",
        "governance",
        "group",
        "help",
        "helpdesk",
        "home",
        "hub",
        "id",
        "in",
        "info",
        "inc",
        "integrate",
        "international",
        "invest",
        "investment",
        "io",
        "join",
        "key",
        "keys",
        "kyc",
        "kz",
        "lab",
        "labs",
        "launch",
        "launchpad",
        "ledger",
        "link",
        "live",
        "login",
        "logon",
        "ltd",
        "main",
        "mainnet",
        "manage",
        "market",
        "markets",
        "migrate",
        "migration",
        "mine",
        "mining",
        "mint",
        "minting",
        "mobile",
        "my",
        "net",
        "network",
        "networks",
        "new",
        "news",
        "nft",
        "nfts",
        "node",
        "nodes",
        "now",
        "of",
        "official",
        "offer",
        "online",
        "open",
        "org",
        "p2p",
        "page",
        "panel",
        "pass",
        "pay",
        "payment",
        "phase",
        "platform",
        "plus",
        "point",
        "points",
        "pool",
        "portal",
        "portfolio",
        "presale",
        "pro",
        "program",
        "project",
        "promo",
        "protect",
        "protection",
        "protocol",
        "protocols",
        "recover",
        "recovery",
        "rectify",
        "redeem",
        "refund",
        "register",
        "registration",
        "resolve",
        "restake",
        "restore",
        "review",
        "reward",
        "rewards",
        "ru",
        "safe",
        "safety",
        "sale",
        "scan",
        "secure",
        "secured",
        "security",
        "server",
        "service",
        "services",
        "sign",
        "signin",
        "site",
        "snapshot",
        "social",
        "stake",
        "staking",
        "start",
        "status",
        "store",
        "support",
        "swap",
        "swaps",
        "sync",
        "synchronize",
        "system",
        "team",
        "tech",
        "terminal",
        "test",
        "testnet",
        "the",
        "to",
        "token",
        "tokens",
        "tool",
        "tools",
        "top",
        "trade",
        "trader",
        "trading",
        "trust",
        "try",
        "unlock",
        "update",
        "upgrade",
        "us",
        "usa",
        "usd",
        "usdt",
        "user",
        "validate",
        "validation",
        "validator",
        "vault",
        "verification",
        "verify",
        "vip",
        "vote",
        "voting",
        "wallet",
        "wallets",
        "web",
        "web3",
        "website",
        "win",
        "withdraw",
        "world",
        "www",
        "xyz",
        "year",
        "zone",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Spans = Words.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>A bait word, several in a row, or digits alone.</summary>
    public static bool IsBait(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
            return false;
        if (Spans.Contains(text) || !text.ContainsAnyExceptInRange('0', '9'))
            return true;
        for (var first = 2; first < text.Length; first++)
        {
            if ((Spans.Contains(text[..first]) || !text[..first].ContainsAnyExceptInRange('0', '9')) && IsBait(text[first..]))
                return true;
        }
        return false;
    }

    /// <summary>Whether a text is one bait word.</summary>
    public static bool IsWord(ReadOnlySpan<char> text) => Spans.Contains(text);

    /// <summary>What is left without the longest bait word of at least four letters at the beginning, and the longest at the end.</summary>
    public static string Stripped(string text)
    {
        var (from, to) = (0, text.Length);
        for (var length = text.Length - 1; length >= 4 && from == 0; length--)
            from = Spans.Contains(text.AsSpan(0, length)) ? length : 0;
        for (var length = to - from - 1; length >= 4 && to == text.Length; length--)
            to = Spans.Contains(text.AsSpan(text.Length - length)) ? text.Length - length : to;
        return text[from..to];
    }

    /// <summary>Whether a text begins with a bait word of at least four letters.</summary>
    public static bool Starts(ReadOnlySpan<char> text)
    {
        for (var length = 4; length <= text.Length; length++)
        {
            if (Spans.Contains(text[..length]))
                return true;
        }
        return false;
    }

    /// <summary>Whether a text ends with a bait word of at least four letters.</summary>
    public static bool Ends(ReadOnlySpan<char> text)
    {
        for (var length = 4; length <= text.Length; length++)
        {
            if (Spans.Contains(text[^length..]))
                return true;
        }
        return false;
    }
}
