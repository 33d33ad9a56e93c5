using Sunqar.Core.Acts;
using Sunqar.Core.Facts;

namespace Sunqar.Core.Blocking;

/// <summary>Where an order stands.</summary>
public enum BlockStatus : byte
{
    Requested = 0,
    InForce = 1,
    Rejected = 2,
    Lifted = 3,
    Expired = 4,
}

/// <summary>An order as it stands.</summary>
/// <param name="Basis">The legal basis as the requester stated it.</param>
/// <param name="Lifted">Domains for which it was lifted alone.</param>
public sealed record BlockOrder(
    string Id,
    IReadOnlyList<string> Domains,
    BlockGround Ground,
    string Basis,
    string Evidence,
    string? CaseId,
    string Requester,
    long RequestedUs,
    long ExpiresUs,
    string? Approver,
    long ApprovedUs,
    string? RejectedFor,
    string? LiftedFor,
    IReadOnlySet<string> Lifted
)
{
    /// <param name="nowUs">Microseconds since 1970-01-01T00:00:00Z.</param>
    public BlockStatus Status(long nowUs) =>
        RejectedFor is not null ? BlockStatus.Rejected
        : LiftedFor is not null && Lifted.Count == Domains.Count ? BlockStatus.Lifted
        : nowUs >= ExpiresUs ? BlockStatus.Expired
        : Approver is null ? BlockStatus.Requested
        : BlockStatus.InForce;
}

/// <summary>The blocking orders as a fold over acts. Whether one still holds is a question of the moment, so nothing has to happen when it
/// expires.</summary>
public sealed class BlockOrders(PublicSuffixes suffixes) : IActFold
{
    /// <summary>Domains of one order: what a person can still answer for, and an act can hold.</summary>
    public const int DomainsMax = 10_000;

    /// <summary>Characters of the name of a zone that publishes orders, and of a name that is ordered: with <c>*.</c> before it and the
    /// zone behind it, it fits in the 253 of a domain name, so that nothing is in force that is not published.</summary>
    public const int ZoneLengthMax = 60,
        NameLengthMax = DomainName.LengthMax - 2 - 1 - ZoneLengthMax;

    private static readonly HashSet<string> NoDomains = [];

    private readonly Dictionary<string, BlockOrder> _orders = new(StringComparer.Ordinal);

    /// <summary>Grows with every fact about an order, so that who keeps a zone knows when to make it anew.</summary>
    public long Version { get; private set; }

    /// <summary>Every order, in no order.</summary>
    public IReadOnlyCollection<BlockOrder> All => _orders.Values;

    /// <summary>Why a name cannot be ordered, for a person; null where it can.</summary>
    public string? Unfit(string text, out DomainName name) =>
        !DomainName.TryParse(text, out name, out var why) ? why
        : DomainName.IsOfPolicyZones(name.Ascii) ? "resolvers read a label that begins with rpz- as an order to themselves, not as a name"
        : name.Ascii.EndsWith(".orders", StringComparison.Ordinal) ? "the zone keeps its own records there"
        : name.Ascii.Length > NameLengthMax ? $"zones have room for names of at most {NameLengthMax} characters; name the site above it"
        : suffixes.IsSuffix(name) ? "anybody may register below it (a public suffix); name the sites"
        : null;

    public BlockOrder? Find(string id) => _orders.GetValueOrDefault(id);

    public void Apply(Act act, Fact what)
    {
        switch (what)
        {
            case BlockRequested asked:
                _orders[asked.OrderId] = new BlockOrder(
                    asked.OrderId,
                    asked.Domains,
                    asked.Ground,
                    act.Basis,
                    asked.Evidence,
                    act.CaseId,
                    act.Author,
                    act.AtUs,
                    asked.ExpiresUs,
                    null,
                    0,
                    null,
                    null,
                    NoDomains
                );
                break;
            case BlockApproved approved:
                _orders[approved.OrderId] = _orders[approved.OrderId] with { Approver = act.Author, ApprovedUs = act.AtUs };
                break;
            case BlockRejected rejected:
                _orders[rejected.OrderId] = _orders[rejected.OrderId] with { RejectedFor = rejected.Reason };
                break;
            case BlockLifted lifted:
                var order = _orders[lifted.OrderId];
                var domains = lifted.Domains.Count == 0 ? order.Domains : lifted.Domains;
                _orders[lifted.OrderId] = order with
                {
                    LiftedFor = lifted.Reason,
                    Lifted = order.Lifted.Concat(domains).ToHashSet(StringComparer.Ordinal),
                };
                break;
            default:
                return;
        }
        Version++;
    }
}
