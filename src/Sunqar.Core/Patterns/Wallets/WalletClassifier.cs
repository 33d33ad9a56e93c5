using System.Globalization;
using Sunqar.Core.Chain;
using Sunqar.Core.Patterns.Scores;
using Sunqar.Core.Transfers;

namespace Sunqar.Core.Patterns.Wallets;

/// <summary>What a wallet is used for, as far as its transfers tell.</summary>
public enum WalletClass : byte
{
    /// <summary>Too little is seen, or it is seen whole and has no shape of a business.</summary>
    Private = 0,

    /// <summary>Many pay in, many are paid, nearly all that comes in goes out again soon, and not to one service.</summary>
    Desk = 1,

    /// <summary>Takes from some and forwards nearly all to one service: an exchange's deposit address (Victor, FC'20).</summary>
    Deposit = 2,

    /// <summary>Labelled as a service, or the common target of many deposit-like wallets.</summary>
    Service = 3,
}

/// <summary>The classes by the names that files carry.</summary>
public static class WalletClasses
{
    public static string Name(this WalletClass wallet) =>
        wallet switch
        {
            WalletClass.Desk => "desk",
            WalletClass.Deposit => "deposit",
            WalletClass.Service => "service",
            _ => "private",
        };
}

/// <param name="Score">Probability 0..1 that an exchange office works with this wallet: a desk's own, or the deposit address that it takes
/// customers' tokens on.</param>
public readonly record struct WalletVerdict(WalletProfile Profile, WalletClass Class, double Score, string Why)
{
    public int Wallet => Profile.Wallet;
}

/// <summary>
/// Tells exchange desks, deposit addresses, services and private wallets apart on chain data alone (definitions:
/// docs/patterns/exchange_desk.md). The limits below were set on the shapes measured on 43 seized wallets (docs/results.md) and hold for
/// files that show only part of a wallet.
/// </summary>
public sealed class WalletClassifier
{
    /// <summary>Forwarding: this share of the outflow goes to one service. TRON sweeps batch and use several hot wallets, so not all to one
    /// wallet.</summary>
    private const double ForwardShareMin = 0.9;

    /// <summary>A file that shows a wallet whole shows about as much going out as coming in.</summary>
    private const double PassThroughMin = 0.8;

    /// <summary>More going out than came in proves that a part of the inflow is not in the file; this much is left for rounding and
    /// fees.</summary>
    private const double OutOverInMax = 1.1;

    private const int DeskReceiversMin = 5;
    private const int DeskPartiesMin = 12;

    /// <summary>So many wallets that forward everything to one and the same make that one a service.</summary>
    private const int SweepersMin = 8;

    /// <summary>Deposit addresses of one person each show less: it takes so many of them.</summary>
    private const int SingleSweepersMin = 150;

    /// <summary>This part of what a deposit address sends goes to the one wallet that it empties into.</summary>
    internal const double SweptShareMin = 0.97;

    private const long HourUs = 3_600_000_000;

    private const int Parts = 32;

    private readonly TransferGraph _graph;
    private readonly int[] _serviceOf;
    private readonly List<string> _services = [];

    private WalletClassifier(TransferGraph graph)
    {
        _graph = graph;
        _serviceOf = new int[graph.Accounts];
        Array.Fill(_serviceOf, -1);
    }

    /// <summary>Every wallet that a chain transfer touches, likeliest exchange office first, ties by account number.</summary>
    public static WalletClassification Classify(TransferGraph graph, ServiceLabels labels)
    {
        var classifier = new WalletClassifier(graph);
        var wallets = classifier.Wallets();
        classifier.Label(wallets, labels);
        var profiles = classifier.Profiles(wallets);
        if (classifier.InferServices(profiles))
        {
            profiles = classifier.Profiles(wallets);
        }
        var classification = new WalletClassification(classifier._services);
        foreach (var profile in profiles)
        {
            classification.Set(Judge(profile, classifier._serviceOf[profile.Wallet], classifier._services));
        }
        return classification;
    }

    private int[] Wallets()
    {
        var table = _graph.Table;
        var isWallet = new bool[_graph.Accounts];
        for (var row = 0; row < table.Count; row++)
        {
            if (WalletProfiler.IsOnChain(table, row))
            {
                isWallet[table.From[row]] = isWallet[table.To[row]] = true;
            }
        }
        return [.. Enumerable.Range(0, isWallet.Length).Where(w => isWallet[w])];
    }

    private void Label(int[] wallets, ServiceLabels labels)
    {
        var numberOf = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var wallet in wallets)
        {
            if (labels.EntityOf(_graph.Table.Accounts.Id(wallet)) is { } entity)
            {
                if (!numberOf.TryGetValue(entity, out var number))
                {
                    numberOf[entity] = number = _services.Count;
                    _services.Add(entity);
                }
                _serviceOf[wallet] = number;
            }
        }
    }

    private WalletProfile[] Profiles(int[] wallets)
    {
        // Wallets are independent of each other, so the result is the same on any number of cores.
        var profiles = new WalletProfile[wallets.Length];
        Parallel.For(
            0,
            Parts,
            part =>
            {
                var profiler = new WalletProfiler(_graph, _serviceOf);
                for (var w = (int)((long)wallets.Length * part / Parts); w < (int)((long)wallets.Length * (part + 1) / Parts); w++)
                {
                    profiles[w] = profiler.Of(wallets[w]);
                }
            }
        );
        return profiles;
    }

    /// <summary>Labels wallets that at least <see cref="SweepersMin"/> others forward everything to.</summary>
    private bool InferServices(WalletProfile[] profiles)
    {
        var sweepers = new Dictionary<int, (int Shared, int Single)>();
        foreach (var p in profiles)
        {
            if (IsSweeper(p))
            {
                var (shared, single) = sweepers.GetValueOrDefault(p.TopReceiver);
                sweepers[p.TopReceiver] = IsShared(p) ? (shared + 1, single) : (shared, single + 1);
            }
        }
        var any = false;
        foreach (var (wallet, (shared, single)) in sweepers.OrderBy(s => s.Key))
        {
            if (AreEnough(shared, single) && _serviceOf[wallet] < 0)
            {
                _serviceOf[wallet] = _services.Count;
                _services.Add(
                    string.Create(CultureInfo.InvariantCulture, $"unnamed service that {shared + single} wallets forward everything to")
                );
                any = true;
            }
        }
        return any;
    }

    /// <summary>A deposit address is never paid by what it empties into; a member of a pyramid is, or pays once.</summary>
    internal static bool IsSweeper(in WalletProfile p) =>
        p is { TopService: < 0, TopPaysBack: false, In: >= 2, Out: > 0, OutToTop: >= SweptShareMin }
        && IsWhole(p)
        && (p.Senders >= 3 || p.Out >= 2);

    /// <summary>Whether a deposit address is one that several people pay to.</summary>
    internal static bool IsShared(in WalletProfile sweeper) => sweeper.Senders >= 3;

    /// <summary>Whether so many wallets that forward everything to one make that one a service.</summary>
    internal static bool AreEnough(int shared, int single) => shared >= SweepersMin || shared + single >= SingleSweepersMin;

    private static bool IsWhole(in WalletProfile p) => p is { PassThrough: >= PassThroughMin, OutOverIn: <= OutOverInMax };

    /// <param name="own">The service that the wallet belongs to, or −1.</param>
    /// <param name="services">Names of services by number.</param>
    internal static WalletVerdict Judge(in WalletProfile p, int own, IReadOnlyList<string> services)
    {
        if (own >= 0)
        {
            return new(p, WalletClass.Service, 0, $"belongs to {services[own]}");
        }
        if (p.Out > 0 && p.In > 0 && p.TopService >= 0 && p.OutToTop >= ForwardShareMin && IsWhole(p))
        {
            return new(p, WalletClass.Deposit, DepositScore(p), $"forwards nearly all to {services[p.TopService]}");
        }
        if (p.In > 0 && p.Receivers >= DeskReceiversMin && p.Senders + p.Receivers >= DeskPartiesMin && IsWhole(p) && p.PaidBefore < 0.5)
        {
            var score = DeskScore(p);
            if (score >= 0.5)
            {
                return new(p, WalletClass.Desk, score, "many pay in, many are paid, what comes in goes out again");
            }
        }
        return new(p, WalletClass.Private, Math.Min(0.45, DeskScore(p) * (IsWhole(p) ? 0.6 : 0.4)), WhyPrivate(p));
    }

    private static string WhyPrivate(in WalletProfile p)
    {
        if (p.Out == 0)
            return "unknown: only what comes in is seen";
        if (p.In == 0)
            return "unknown: only what goes out is seen";
        if (p.OutOverIn > OutOverInMax)
            return "unknown: more goes out than is seen to come in";
        if (p.PassThrough < PassThroughMin)
            return "keeps a part of what it takes, or not all that goes out is seen";
        if (p.PaidBefore >= 0.5 && p.Receivers >= DeskReceiversMin)
            return "pays mostly those who paid it before";
        return p.Senders + p.Receivers < DeskPartiesMin ? "few counterparties" : "no shape of a desk";
    }

    /// <summary>Log-odds by hand: each doubling of customers on either side adds 0.8, quick turnover 1, each tenth of round amounts
    /// 0.2.</summary>
    private static double DeskScore(in WalletProfile p)
    {
        var odds = -7 + (0.8 * Math.Log2(1 + p.Senders)) + (0.8 * Math.Log2(1 + p.Receivers)) + (2 * p.Round);
        odds += IsWhole(p) ? 1 : -1;
        odds +=
            p.HoldUs < 0 ? 0
            : p.HoldUs <= 72 * HourUs ? 1
            : p.HoldUs > 21 * 24 * HourUs ? -1
            : 0;
        return Logistic.Probability(odds);
    }

    /// <summary>One person's deposit address has a few senders; a desk's has dozens.</summary>
    private static double DepositScore(in WalletProfile p) => Logistic.Probability(-5 + (1.2 * Math.Log2(1 + p.Senders)) + (2 * p.Round));
}
