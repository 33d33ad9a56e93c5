using System.Runtime.InteropServices;
using Sunqar.Core.Patterns.Live;
using Sunqar.Core.Patterns.Pairs;
using Sunqar.Core.Patterns.Rates;
using Sunqar.Core.Patterns.Wallets;
using Sunqar.Core.Payments;
using Sunqar.Core.Transfers;
using Sunqar.Core.Tuning;

namespace Sunqar.Core.Patterns;

/// <summary>An amount at which someone must be told: what structuring stays just below.</summary>
/// <param name="AmountMicro">Millionths of one unit of <paramref name="Currency"/>.</param>
/// <param name="FromUs">In force from this time, microseconds since the epoch.</param>
/// <param name="Source">The rule, for people.</param>
public sealed record ReportingThreshold(Currency Currency, long AmountMicro, long FromUs, string Source)
{
    /// <summary>No longer in force from this time on, microseconds since the epoch.</summary>
    public long UntilUs { get; init; } = long.MaxValue;
}

/// <summary>What a run of mining is told besides the transfers: dated configuration, never constants of a pattern.</summary>
/// <param name="Thresholds">Amounts that structuring stays below.</param>
public sealed record MiningLimits(IReadOnlyList<ReportingThreshold> Thresholds)
{
    public static MiningLimits None { get; } = new([]);
}

/// <summary>Limits of what all typologies look at, section <c>ground</c> of rulebooks/mining.limits.</summary>
[Limits("ground")]
public sealed record GroundLimits(long WindowMaxUs, long FolderWindowUs, long MotifReachUs);

/// <summary>What all typologies of one run look at; the costly views are made once, when first asked for.</summary>
public sealed class MiningGround
{
    private static readonly GroundLimits Reach = MiningTuning.Shipped.Of<GroundLimits>();

    private const long HourUs = 3_600_000_000,
        DayUs = 86_400_000_000;

    /// <summary>Hours of the longest window a pattern may span.</summary>
    public static int WindowHoursMax { get; } = (int)(Reach.WindowMaxUs / HourUs);

    private readonly Lazy<PairEvidence> _evidence;
    private readonly Lazy<Suspicion> _suspicion;
    private readonly Lazy<HotPairs> _hot;
    private readonly Lazy<Dictionary<int, int>> _links;
    private readonly Lazy<IReadOnlyList<Sighting>> _brief;
    private readonly Lazy<IEnumerable<PairCycle>> _cycles;
    private readonly Lazy<WalletClassification> _wallets;
    private readonly Lazy<TengeRates> _rates;
    private readonly Lazy<UsualAmounts> _usual;

    /// <param name="windowUs">Most microseconds from the first to the last transfer of a finding; at most 30 days.</param>
    /// <param name="context">What is known besides the transfers; null for nothing.</param>
    public MiningGround(TransferGraph graph, long windowUs, MiningLimits? limits = null, MiningContext? context = null)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(windowUs, WindowHoursMax * HourUs);
        ArgumentOutOfRangeException.ThrowIfLessThan(windowUs, 1);
        Graph = graph;
        WindowUs = windowUs;
        ObservedUs = graph.Table.Count == 0 ? 0 : (graph.Table.LastUs - graph.Table.FirstUs) / DayUs * DayUs;
        Limits = limits ?? MiningLimits.None;
        Context = context ?? MiningContext.Bare();
        _evidence = new(() => PairEvidence.Gather(BriefPairs.Build(graph, windowUs, transfersMax: 1), ReachUs(windowUs)));
        _suspicion = new(() => Suspicion.Judge(_evidence.Value));
        _hot = new(() => HotPairs.Of(this));
        _links = new(() => LayeringChain.Links(this));
        _usual = new(() => UsualAmounts.Of(Table));
        _brief = new(() => BriefShapes.Mine(this, BriefMeetings.Of(this)));
        _cycles = new(() => _evidence.Value.Cycles);
        _wallets = new(() => WalletClassifier.Classify(graph, Context.Labels));
        _rates = new(() => new TengeRates(Context.Rates, graph));
    }

    public TransferGraph Graph { get; }

    public TransferTable Table => Graph.Table;

    /// <summary>Most microseconds from the first to the last transfer of a finding.</summary>
    public long WindowUs { get; }

    /// <summary>From the first to the last transfer, in whole days: what an account's habit is measured over.</summary>
    public long ObservedUs { get; }

    public MiningLimits Limits { get; }

    public MiningContext Context { get; }

    /// <summary>What wallets are used for.</summary>
    public WalletClassification Wallets => _wallets.Value;

    public TengeRates Rates => _rates.Value;

    /// <summary>What a large transfer is here.</summary>
    public UsualAmounts Usual => _usual.Value;

    /// <summary>Accounts that are open to everyone.</summary>
    public PublicPlaces Places => OneOff.Places;

    /// <summary>Pairs of one transfer only.</summary>
    public BriefPairs OneOff => _evidence.Value.Pairs;

    public PairEvidence Evidence => _evidence.Value;

    /// <summary>What is thought of each pair of <see cref="OneOff"/>.</summary>
    public Suspicion Suspicion => _suspicion.Value;

    /// <summary>
    /// Whether the rows move enough in some currency to matter: together as much as one large transfer of the file. People pay each other
    /// for lunch in every shape there is.
    /// </summary>
    public bool IsMaterial(ReadOnlySpan<int> rows)
    {
        var totals = new Dictionary<Currency, Int128>();
        foreach (var row in rows)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(totals, Table.CurrencyOf(row), out _) += Table.AmountMicro[row];
        }
        foreach (var (currency, total) in totals)
        {
            if (total > 0 && total >= Usual.Of(currency))
                return true;
        }
        return false;
    }

    /// <summary>
    /// Whether a sighting is told at all: it matters, it is no savings circle, and where it says that something came and went again (a
    /// relay), half of the time observed is silent. Asked of the transfers there are, so that the answer is the same whenever they came.
    /// </summary>
    internal bool Tells(Sighting sighting) =>
        IsMaterial(sighting.Rows)
        && !SavingsCircle.Is(this, sighting)
        && (sighting.Cause != Cause.Relay || 2 * (Table.TimeUs[sighting.Rows[^1]] - Table.TimeUs[sighting.Rows[0]]) <= ObservedUs);

    internal HotPairs Hot => _hot.Value;

    /// <summary>Pairs that hand on what another brought, where nobody else meets the account between
    /// (<see cref="LayeringChain"/>).</summary>
    internal Dictionary<int, int> Links => _links.Value;

    /// <summary>What brief meetings come to, of all kinds.</summary>
    internal IReadOnlyList<Sighting> Brief => _brief.Value;

    /// <summary>The cycles of one-off pairs.</summary>
    internal IEnumerable<PairCycle> Cycles => _cycles.Value;

    /// <summary>A ground on which something is thought of pairs already.</summary>
    internal MiningGround(TransferGraph graph, long windowUs, PairEvidence evidence, Suspicion suspicion)
        : this(graph, windowUs)
    {
        _evidence = new(evidence);
        _suspicion = new(suspicion);
    }

    /// <summary>A ground over views that are kept up elsewhere.</summary>
    internal MiningGround(LiveViews views, MiningLimits limits, MiningContext context)
        : this(views.Transfers, views.WindowUs, limits, context)
    {
        _usual = new(() => views.Usual);
        _evidence = new(() => views.Judged.Evidence);
        _suspicion = new(() => views.Judged.Suspicion);
        _hot = new(() => views.Judged.Hot);
        _links = new(() => views.Links);
        _brief = new(() => views.Brief);
        _cycles = new(() => views.Judged.Cycles);
        _wallets = new(() => views.Wallets);
        _rates = new(() => views.Rates);
    }

    /// <summary>How far around a pair motifs are looked for within a window.</summary>
    internal static long ReachUs(long windowUs) => Math.Min(windowUs, Reach.MotifReachUs);
}
