using Sunqar.Core.Chain;
using Sunqar.Core.Facts;
using Sunqar.Core.Registry;
using Sunqar.Core.Transfers;
using Sunqar.Core.Tuning;

namespace Sunqar.Work.Tracing;

/// <summary>From when to when a chain's transfers were seen, microseconds since 1970-01-01T00:00:00Z.</summary>
internal readonly record struct SeenSpan(long FromUs, long ToUs);

/// <summary>Which spans of which chains were seen.</summary>
internal sealed class ChainSpans : Dictionary<string, SeenSpan>
{
    public void Add(IEnumerable<TokenTransfer> transfers)
    {
        foreach (var transfer in transfers)
        {
            this[transfer.Chain] = TryGetValue(transfer.Chain, out var span)
                ? new(Math.Min(span.FromUs, transfer.TimeUs), Math.Max(span.ToUs, transfer.TimeUs))
                : new(transfer.TimeUs, transfer.TimeUs);
        }
    }
}

/// <summary>Surveys what is known of chains for exposures, and says what has changed since the register was told last.</summary>
internal static class SurveyFacts
{
    /// <summary>Wallets of one fact, so that it stays well below a record's limit.</summary>
    private const int RunMax = 500;

    /// <summary>The facts for the stream of registers, in their order; none where no chain was seen for long enough.</summary>
    public static IReadOnlyList<Fact> Of(TransferGraph graph, RegistrySnapshot registry, ChainSpans spans)
    {
        var limits = MiningTuning.Shipped.Of<SurveyLimits>();
        var chains = spans.Where(chain => chain.Value.ToUs - chain.Value.FromUs >= limits.HistoryMinUs).ToList();
        if (chains.Count == 0)
            return [];
        // Statements hold as of the eldest of what they rest on.
        var asOfUs = chains.Min(chain => chain.Value.ToUs);
        var survey = new ExposureSurvey(
            graph,
            Attributed(registry),
            MiningTuning.Shipped.Of<ExposureLimits>(),
            limits,
            MiningTuning.Shipped.Of<BridgeLimits>()
        );
        var stated = new HashSet<string>(WalletComparer.Instance);
        var changed = new List<WalletExposure>();
        foreach (var (address, shares) in Listed(registry).Concat(survey.Exposed()))
        {
            if (stated.Add(address) && Own(registry.Exposure(address)) is var before && !(before?.Shares.SequenceEqual(shares) ?? false))
                changed.Add(new WalletExposure("", address, shares));
        }
        // Who is no longer near anybody is told so; what lists say of them stays.
        changed.AddRange(
            registry
                .Exposures.Where(known => !stated.Contains(known.Key) && Own(known.Value) is { Shares.Count: > 0 })
                .OrderBy(known => known.Key, StringComparer.Ordinal)
                .Select(known => new WalletExposure("", known.Key, []))
        );
        return
        [
            .. changed.Chunk(RunMax).Select(run => new WalletsExposed(WalletsExposed.OwnTracing, asOfUs, run)),
            .. chains
                .Where(chain => registry.SurveyedUs(chain.Key) != chain.Value.ToUs)
                .OrderBy(chain => chain.Key, StringComparer.Ordinal)
                .Select(chain => new ChainSurveyed(chain.Key, chain.Value.ToUs)),
        ];
    }

    /// <summary>Who stands behind wallets, as registers, packs and lists say.</summary>
    private static Attribution Attributed(RegistrySnapshot registry)
    {
        var attribution = new Attribution();
        foreach (var actor in registry.Actors.OrderBy(actor => actor.Id, StringComparer.Ordinal))
            attribution.Add(actor);
        foreach (var listing in registry.AllListings.Where(listing => listing.Kind == "platform"))
            attribution.Add(listing);
        foreach (var label in registry.Wallets.SelectMany(wallet => wallet.Value.Labels))
            attribution.Add(label);
        foreach (var (address, record) in registry.Wallets.Where(wallet => IsSanctioned(wallet.Value)))
            attribution.Add(address, RiskCategories.Sanctioned, record.Sanctions[0].List, LabelConfidence.Percent("authority_data"));
        foreach (var (address, record) in registry.Exposures)
        {
            foreach (var statement in record.Statements.Where(statement => !statement.IsOwn))
            {
                foreach (var share in statement.Shares.Where(share => share is { Hop: 0, ShareMicro: > 0 }))
                    attribution.Add(address, share.Category, statement.Source, share.ConfidencePercent);
            }
        }
        return attribution;
    }

    /// <summary>Wallets that labels and sanctions lists call high-risk are exposed to themselves; lists of high-risk wallets say so on
    /// their own.</summary>
    private static IEnumerable<(string Address, IReadOnlyList<ExposureShare> Shares)> Listed(RegistrySnapshot registry) =>
        registry
            .Wallets.Select(wallet =>
                (
                    wallet.Key,
                    (IReadOnlyList<ExposureShare>)
                        [
                            .. wallet
                                .Value.Labels.Where(label => RiskCategories.IsKnown(label.Category))
                                .Select(label => (label.Category, Percent: LabelConfidence.Percent(label.Confidence)))
                                .Concat(
                                    IsSanctioned(wallet.Value)
                                        ? [(RiskCategories.Sanctioned, LabelConfidence.Percent("authority_data"))]
                                        : []
                                )
                                .GroupBy(said => said.Category, StringComparer.Ordinal)
                                .OrderBy(said => said.Key, StringComparer.Ordinal)
                                .Select(said => new ExposureShare(said.Key, FlowDirection.In, 0, 1_000_000, said.Max(one => one.Percent))),
                        ]
                )
            )
            .Where(wallet => wallet.Item2.Count > 0)
            .OrderBy(wallet => wallet.Key, StringComparer.Ordinal);

    private static bool IsSanctioned(WalletRecord record) => record.Sanctions.Any(sanction => sanction.ToUs == long.MaxValue);

    private static ExposureStatement? Own(ExposureRecord record) => record.Statements.FirstOrDefault(statement => statement.IsOwn);
}
