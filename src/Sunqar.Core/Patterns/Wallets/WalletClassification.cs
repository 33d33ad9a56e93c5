using System.Globalization;

namespace Sunqar.Core.Patterns.Wallets;

/// <summary>Verdicts of all wallets with what names them.</summary>
/// <param name="services">Names of services, by the numbers that profiles carry.</param>
public sealed class WalletClassification(IReadOnlyList<string> services)
{
    private readonly Dictionary<int, WalletVerdict> _of = [];
    private WalletVerdict[]? _ranked;

    /// <summary>Likeliest exchange office first, ties by account number.</summary>
    public IReadOnlyList<WalletVerdict> Verdicts => _ranked ??= Ranked();

    /// <summary>Private for what is no wallet at all.</summary>
    public WalletClass ClassOf(int account) => _of.GetValueOrDefault(account).Class;

    /// <summary>False for what is no wallet at all.</summary>
    public bool TryGet(int account, out WalletVerdict verdict) => _of.TryGetValue(account, out verdict);

    internal void Set(in WalletVerdict verdict)
    {
        _of[verdict.Wallet] = verdict;
        _ranked = null;
    }

    private WalletVerdict[] Ranked()
    {
        WalletVerdict[] ranked = [.. _of.Values];
        Array.Sort(ranked, (a, b) => b.Score != a.Score ? b.Score.CompareTo(a.Score) : a.Wallet.CompareTo(b.Wallet));
        return ranked;
    }

    /// <summary>What was observed, in words and numbers a person can read.</summary>
    public IReadOnlyDictionary<string, string> Evidence(in WalletVerdict verdict)
    {
        var p = verdict.Profile;
        var evidence = new Dictionary<string, string>
        {
            ["why"] = verdict.Why,
            ["seen"] =
                p.In == 0 ? "outflow only"
                : p.Out == 0 ? "inflow only"
                : p.OutOverIn > WalletClassifier.Limits.OutOverInMax ? "partly"
                : "both sides",
            ["transfers_in"] = Text(p.In),
            ["transfers_out"] = Text(p.Out),
            ["senders"] = Text(p.Senders),
            ["receivers"] = Text(p.Receivers),
            ["amount_in"] = Tokens(p.InMicro),
            ["amount_out"] = Tokens(p.OutMicro),
            ["out_over_in"] = Ratio(p.OutOverIn),
            ["in_from_services"] = Ratio(p.InFromServices),
            ["out_to_services"] = Ratio(p.OutToServices),
            ["out_to_top_receiver"] = Ratio(p.OutToTop),
            ["multiples_of_100"] = Ratio(p.Round),
            ["receivers_that_paid_before"] = Ratio(p.PaidBefore),
        };
        if (p.HoldUs >= 0)
        {
            evidence["median_hold_hours"] = (p.HoldUs / 3.6e9).ToString("0.0", CultureInfo.InvariantCulture);
        }
        if (p.TopService >= 0)
        {
            evidence["top_receiver"] = services[p.TopService];
        }
        return evidence;
    }

    private static string Text(int count) => count.ToString(CultureInfo.InvariantCulture);

    private static string Ratio(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);

    /// <summary>Whole tokens and two digits, cut.</summary>
    private static string Tokens(Int128 micro) =>
        string.Create(CultureInfo.InvariantCulture, $"{micro / 1_000_000}.{micro % 1_000_000 / 10_000:00}");
}
