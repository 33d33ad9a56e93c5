using System.Globalization;
using Sunqar.Core.Chain;
using Sunqar.Core.Patterns.Scores;
using Sunqar.Core.Transfers;
using Sunqar.Core.Tuning;

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

/// <summary>Limits of <see cref="WalletClassifier"/>, section <c>wallet</c> of rulebooks/mining.limits.</summary>
[Limits("wallet")]
internal sealed record WalletLimits(
    double ForwardShareMin,
    double PassThroughMin,
    double OutOverInMax,
    int DeskReceiversMin,
    int DeskPartiesMin,
    double DeskPaidBeforeMax,
    double DeskScoreMin,
    int SweepersMin,
    int SingleSweepersMin,
    int SharedSendersMin,
    double SweptShareMin,
    int RoundTokens,
    double DeskBias,
    double DeskPerDoubling,
    double RoundOdds,
    double WholeOdds,
    double HoldOdds,
    long QuickHoldUs,
    long SlowHoldUs,
    double DepositBias,
    double DepositPerDoubling,
    double PrivateScoreMax,
    double WholeFactor,
    double PartFactor
);

/// <summary>
/// Tells exchange desks, deposit addresses, services and private wallets apart on chain data alone (definitions:
/// docs/patterns/exchange_desk.md). The limits below were set on the shapes measured on 43 seized wallets (docs/results.md) and hold for
/// files that show only part of a wallet.
/// </summary>
public sealed class WalletClassifier
{
    internal static readonly WalletLimits Limits = MiningTuning.Shipped.Of<WalletLimits>();

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

    /// <summary>Labels wallets that at least <see cref="WalletLimits.SweepersMin"/> others forward everything to.</summary>
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
        p is { TopService: < 0, TopPaysBack: false, In: >= 2, Out: > 0 }
        && p.OutToTop >= Limits.SweptShareMin
        && IsWhole(p)
        && (IsShared(p) || p.Out >= 2);

    /// <summary>Whether a deposit address is one that several people pay to.</summary>
    internal static bool IsShared(in WalletProfile sweeper) => sweeper.Senders >= Limits.SharedSendersMin;

    /// <summary>Whether so many wallets that forward everything to one make that one a service.</summary>
    internal static bool AreEnough(int shared, int single) => shared >= Limits.SweepersMin || shared + single >= Limits.SingleSweepersMin;

    private static bool IsWhole(in WalletProfile p) => p.PassThrough >= Limits.PassThroughMin && p.OutOverIn <= Limits.OutOverInMax;

    /// <param name="own">The service that the wallet belongs to, or −1.</param>
    /// <param name="services">Names of services by number.</param>
    internal static WalletVerdict Judge(in WalletProfile p, int own, IReadOnlyList<string> services)
    {
        if (own >= 0)
        {
            return new(p, WalletClass.Service, 0, $"belongs to {services[own]}");
        }
        if (p.Out > 0 && p.In > 0 && p.TopService >= 0 && p.OutToTop >= Limits.ForwardShareMin && IsWhole(p))
        {
            return new(p, WalletClass.Deposit, DepositScore(p), $"forwards nearly all to {services[p.TopService]}");
        }
        if (
            p.In > 0
            && p.Receivers >= Limits.DeskReceiversMin
            && p.Senders + p.Receivers >= Limits.DeskPartiesMin
            && IsWhole(p)
            && p.PaidBefore < Limits.DeskPaidBeforeMax
        )
        {
            var score = DeskScore(p);
            if (score >= Limits.DeskScoreMin)
            {
                return new(p, WalletClass.Desk, score, "many pay in, many are paid, what comes in goes out again");
            }
        }
        return new(
            p,
            WalletClass.Private,
            Math.Min(Limits.PrivateScoreMax, DeskScore(p) * (IsWhole(p) ? Limits.WholeFactor : Limits.PartFactor)),
            WhyPrivate(p)
        );
    }

    private static string WhyPrivate(in WalletProfile p)
    {
        if (p.Out == 0)
            return "unknown: only what comes in is seen";
        if (p.In == 0)
            return "unknown: only what goes out is seen";
        if (p.OutOverIn > Limits.OutOverInMax)
            return "unknown: more goes out than is seen to come in";
        if (p.PassThrough < Limits.PassThroughMin)
            return "keeps a part of what it takes, or not all that goes out is seen";
        if (p.PaidBefore >= Limits.DeskPaidBeforeMax && p.Receivers >= Limits.DeskReceiversMin)
            return "pays mostly those who paid it before";
        return p.Senders + p.Receivers < Limits.DeskPartiesMin ? "few counterparties" : "no shape of a desk";
    }

    /// <summary>By customers on either side, round sums, and how soon tokens leave.</summary>
    private static double DeskScore(in WalletProfile p)
    {
        var odds =
            Limits.DeskBias
            + (Limits.DeskPerDoubling * Math.Log2(1 + p.Senders))
            + (Limits.DeskPerDoubling * Math.Log2(1 + p.Receivers))
            + (Limits.RoundOdds * p.Round);
        odds += IsWhole(p) ? Limits.WholeOdds : -Limits.WholeOdds;
        odds +=
            p.HoldUs < 0 ? 0
            : p.HoldUs <= Limits.QuickHoldUs ? Limits.HoldOdds
            : p.HoldUs > Limits.SlowHoldUs ? -Limits.HoldOdds
            : 0;
        return Logistic.Probability(odds);
    }

    /// <summary>One person's deposit address has a few senders; a desk's has dozens.</summary>
    private static double DepositScore(in WalletProfile p) =>
        Logistic.Probability(Limits.DepositBias + (Limits.DepositPerDoubling * Math.Log2(1 + p.Senders)) + (Limits.RoundOdds * p.Round));
}
