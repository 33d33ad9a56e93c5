using Sunqar.Core.Acts;
using Sunqar.Core.Facts;
using Sunqar.Core.Payments;

namespace Sunqar.Core.Cases.Ledger;

/// <summary>What is booked under: a standing of one asset in one case.</summary>
public readonly record struct AssetAccount(string CaseId, string Asset, AssetStanding Standing);

/// <summary>One side of a movement.</summary>
/// <param name="QuantityMicro">Below zero where it leaves, above where it comes; the two entries of a movement add up to nothing.</param>
public sealed record AssetEntry(AssetAccount Account, AssetMoved Movement, Int128 QuantityMicro);

/// <summary>How much of an asset of a case has a standing; millionths of its unit.</summary>
public sealed record AssetBalance(
    string CaseId,
    string Asset,
    string Unit,
    string? Chain,
    Int128 Frozen,
    Int128 Seized,
    Int128 Forfeited,
    Int128 Returned
) { }

/// <summary>Why a movement is not booked.</summary>
public sealed record LedgerFault(RefusalKind Kind, string Reason, string? Field);

/// <summary>
/// The asset ledger: what of whose case is frozen, seized, forfeited and returned, in double entry, as a fold over
/// <see cref="AssetMoved"/>. Each movement takes from one standing what it gives to another, so the standings of an asset always add up to
/// nothing; no standing but <see cref="AssetStanding.Held"/> is ever below zero. A movement met twice counts once.
/// </summary>
public sealed class AssetLedger : IActFold, IFactFold
{
    /// <summary>Characters of an id, an asset, a transaction.</summary>
    public const int IdLengthMax = 128;

    /// <summary>Characters of a document's name.</summary>
    public const int DocumentLengthMax = 200;

    /// <summary>Largest quantity of one movement: 10^15 units, so that no sum of movements can overflow.</summary>
    public static readonly Int128 QuantityMicroMax = (Int128)1_000_000_000_000_000 * 1_000_000;

    /// <summary>What the law lets pass: freezing and seizing, letting go, forfeiting what was seized, giving back to victims from wherever
    /// it is kept.</summary>
    private static readonly HashSet<(AssetStanding From, AssetStanding To)> Ways =
    [
        (AssetStanding.Held, AssetStanding.Frozen),
        (AssetStanding.Held, AssetStanding.Seized),
        (AssetStanding.Frozen, AssetStanding.Seized),
        (AssetStanding.Frozen, AssetStanding.Held),
        (AssetStanding.Seized, AssetStanding.Held),
        (AssetStanding.Seized, AssetStanding.Forfeited),
        (AssetStanding.Frozen, AssetStanding.Returned),
        (AssetStanding.Seized, AssetStanding.Returned),
        (AssetStanding.Forfeited, AssetStanding.Returned),
    ];

    private readonly List<AssetMoved> _movements = [];
    private readonly Dictionary<string, AssetMoved> _byId = new(StringComparer.Ordinal);
    private readonly SortedDictionary<(string CaseId, string Asset), Holding> _holdings = [];
    private readonly HashSet<(string Chain, string Transaction, string CaseId, string Asset, AssetStanding To)> _transactions = [];

    /// <summary>Every movement, in the order in which it was booked.</summary>
    public IReadOnlyList<AssetMoved> Movements => _movements;

    /// <summary>Both entries of every movement, what leaves before what comes.</summary>
    public IEnumerable<AssetEntry> Entries => _movements.SelectMany(Both);

    /// <summary>What is known of each asset, by case and asset.</summary>
    public IEnumerable<AssetBalance> Balances => _holdings.Values.Select(holding => holding.Balance);

    public IEnumerable<AssetMoved> MovementsOf(string caseId) => _movements.Where(moved => moved.CaseId == caseId);

    /// <summary>Millionths of the asset's unit; below zero for <see cref="AssetStanding.Held"/> alone.</summary>
    public Int128 Balance(string caseId, string asset, AssetStanding standing) =>
        _holdings.TryGetValue((caseId, asset), out var holding) ? holding.Of(standing) : 0;

    public void Apply(Act act, Fact what) => Apply(what);

    /// <summary>Books a movement; anything else, and one that is booked, changes nothing.</summary>
    public void Apply(Fact fact)
    {
        if (fact is not AssetMoved moved || !_byId.TryAdd(moved.Id, moved))
            return;
        _movements.Add(moved);
        if (!_holdings.TryGetValue((moved.CaseId, moved.Asset), out var holding))
            _holdings[(moved.CaseId, moved.Asset)] = holding = new Holding(moved);
        foreach (var entry in Both(moved))
            holding.Add(entry);
        if (Paid(moved) is { } paid)
            _transactions.Add(paid);
    }

    /// <summary>Why a movement may not be booked now; null where it may. Whoever makes the fact asks first.</summary>
    /// <param name="nowUs">Microseconds since 1970-01-01T00:00:00Z; nothing is booked ahead of its time.</param>
    public LedgerFault? Fault(AssetMoved moved, long nowUs) => Spelt(moved) ?? Dated(moved, nowUs) ?? Covered(moved);

    private LedgerFault? Spelt(AssetMoved moved)
    {
        if (moved.Id.Length is 0 or > IdLengthMax)
            return Invalid("id", $"An id has 1 to {IdLengthMax} characters.");
        if (_byId.ContainsKey(moved.Id))
            return new LedgerFault(RefusalKind.Conflict, "A movement of this id is booked.", "id");
        if (moved.CaseId.Length is 0 or > IdLengthMax)
            return Invalid("case", "A movement belongs to a case.");
        if (moved.Asset.Length is 0 or > IdLengthMax)
            return Invalid("asset", $"An asset's name has 1 to {IdLengthMax} characters.");
        if (moved.Unit.Length is < 2 or > 12 || !moved.Unit.All(c => c is >= 'A' and <= 'Z' or >= '0' and <= '9'))
            return Invalid("unit", "A unit has 2 to 12 capital letters and digits.");
        if (!Ways.Contains((moved.From, moved.To)))
            return Invalid("to", $"From {Name(moved.From)} to {Name(moved.To)} no law leads.");
        if (moved.QuantityMicro <= 0 || moved.QuantityMicro > QuantityMicroMax)
            return Invalid("quantity", "A quantity is above zero and at most 10^15 units.");
        if (string.IsNullOrWhiteSpace(moved.Document) || moved.Document.Length > DocumentLengthMax)
            return Invalid("document", $"A movement rests on a document, 1 to {DocumentLengthMax} characters.");
        if (moved.StatedKztMicro < 0 || moved.StatedKztMicro > QuantityMicroMax)
            return Invalid("stated", "A stated value is not below zero and at most 10^15 tenge.");
        if (moved.StatedKztMicro == 0 && !Currencies.TryParseOfPayment(moved.Unit, out _))
            return Invalid("stated", $"There is no rate of {moved.Unit}: the appraiser's value in tenge is needed.");
        if (moved.Chain is null ? moved.Transaction is not null : moved.Transaction is null && moved.To != AssetStanding.Forfeited)
        {
            // A court's ruling changes whose it is, and nothing moves on chain.
            return Invalid("transaction", "On chain a movement names its transaction, off chain none.");
        }
        if (moved.Transaction is { Length: 0 or > IdLengthMax })
            return Invalid("transaction", $"A transaction has 1 to {IdLengthMax} characters.");
        return null;
    }

    private LedgerFault? Dated(AssetMoved moved, long nowUs)
    {
        if (moved.AtUs > nowUs)
            return Invalid("at", "Nothing is booked ahead of its time.");
        if (!_holdings.TryGetValue((moved.CaseId, moved.Asset), out var holding))
            return null;
        if (moved.Unit != holding.First.Unit)
            return new LedgerFault(RefusalKind.Conflict, $"This asset is counted in {holding.First.Unit}.", "unit");
        if (moved.Chain != holding.First.Chain)
        {
            return new LedgerFault(
                RefusalKind.Conflict,
                $"This asset is booked {(holding.First.Chain is { } chain ? "on " + chain : "off chain")}.",
                "chain"
            );
        }
        // Balances would otherwise have been below zero in between.
        return moved.AtUs < holding.LastUs
            ? new LedgerFault(RefusalKind.Conflict, "A later movement of this asset is booked.", "at")
            : null;
    }

    private LedgerFault? Covered(AssetMoved moved)
    {
        if (Paid(moved) is { } paid && _transactions.Contains(paid))
            return new LedgerFault(RefusalKind.Conflict, "This transaction is booked for this asset.", "transaction");
        var there = Balance(moved.CaseId, moved.Asset, moved.From);
        return moved.From != AssetStanding.Held && there < moved.QuantityMicro
            ? new LedgerFault(RefusalKind.Conflict, $"Less than that is {Name(moved.From)}.", "quantity")
            : null;
    }

    private static IEnumerable<AssetEntry> Both(AssetMoved moved) =>
        [
            new(new AssetAccount(moved.CaseId, moved.Asset, moved.From), moved, -moved.QuantityMicro),
            new(new AssetAccount(moved.CaseId, moved.Asset, moved.To), moved, moved.QuantityMicro),
        ];

    private static (string, string, string, string, AssetStanding)? Paid(AssetMoved moved) =>
        moved is { Chain: { } chain, Transaction: { } transaction } ? (chain, transaction, moved.CaseId, moved.Asset, moved.To) : null;

    private static string Name(AssetStanding standing) => standing.ToString().ToLowerInvariant();

    private static LedgerFault Invalid(string field, string reason) => new(RefusalKind.Invalid, reason, field);

    /// <summary>One asset of one case.</summary>
    private sealed class Holding(AssetMoved first)
    {
        private readonly Int128[] _standings = new Int128[Enum.GetValues<AssetStanding>().Length];

        public AssetMoved First => first;

        public long LastUs { get; private set; } = first.AtUs;

        public AssetBalance Balance =>
            new(
                first.CaseId,
                first.Asset,
                first.Unit,
                first.Chain,
                Of(AssetStanding.Frozen),
                Of(AssetStanding.Seized),
                Of(AssetStanding.Forfeited),
                Of(AssetStanding.Returned)
            );

        public Int128 Of(AssetStanding standing) => _standings[(int)standing];

        public void Add(AssetEntry entry)
        {
            _standings[(int)entry.Account.Standing] += entry.QuantityMicro;
            LastUs = Math.Max(LastUs, entry.Movement.AtUs);
        }
    }
}
