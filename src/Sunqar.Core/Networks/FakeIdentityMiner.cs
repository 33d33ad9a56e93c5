using Sunqar.Core.Identity;
using Sunqar.Core.Patterns;
using Sunqar.Core.Transfers;
using Sunqar.Core.Tuning;

namespace Sunqar.Core.Networks;

/// <summary>Limits of <see cref="FakeIdentityMiner"/>, section <c>identity</c> of rulebooks/mining.limits.</summary>
[Limits("identity")]
internal sealed record IdentityLimits(int InvalidCardsMin, int CardsOfOneMin, double Score);

/// <summary>
/// Cards on identities that are not their holders': one device works several cards whose IINs cannot have been issued, or more cards on one
/// IIN than a person has use for. Bank rules: at most ten cards a person at a bank, watched closely from five; FATF red flags (2020),
/// senders and recipients: false documents, shared device. Needs what the journal knows of devices and holders; a file of bare transfers
/// says neither. A sighting is kept until a transfer of one of its cards comes. Not thread-safe.
/// </summary>
public sealed class FakeIdentityMiner(TransferGraph graph)
{
    internal static readonly IdentityLimits Limits = MiningTuning.Shipped.Of<IdentityLimits>();

    private readonly Dictionary<SubjectId, HashSet<DeviceUse>> _usesOf = [];
    private readonly Dictionary<(SubjectId Device, SubjectId Holder), int> _counts = [];
    private readonly SortedSet<SubjectId> _suspects = [];
    private readonly Kept<Roster<DeviceUse>, Sighting> _kept = new(graph, Sight);

    /// <summary>How many sightings were worked out so far; a measure of work.</summary>
    public long Looks => _kept.WorkedOut;

    /// <summary>A card was seen to be worked from a device; again adds nothing.</summary>
    public void Add(DeviceUse use)
    {
        if (!_usesOf.TryGetValue(use.Device, out var uses))
            _usesOf[use.Device] = uses = [];
        if (!uses.Add(use))
            return;
        // Leaving out cards that others explain makes no device worse, so most are never looked at; nobody as a holder counts the
        // impossible IINs.
        if (use.IinInvalid)
            Count((use.Device, default), Limits.InvalidCardsMin);
        if (!use.Holder.IsNone)
            Count((use.Device, use.Holder), Limits.CardsOfOneMin);
    }

    private void Count((SubjectId Device, SubjectId Holder) key, int min)
    {
        if ((_counts[key] = _counts.GetValueOrDefault(key) + 1) == min)
            _suspects.Add(key.Device);
    }

    /// <summary>A transfer came, or an account at one of its ends turned out to be of another kind.</summary>
    public void Touch(int row)
    {
        _kept.Touch(graph.Table.From[row], graph.Table.TimeUs[row]);
        _kept.Touch(graph.Table.To[row], graph.Table.TimeUs[row]);
    }

    /// <summary>One sighting a device, largest first, ties by device; each card in one of them only.</summary>
    /// <param name="taken">Cards that another scheme explains.</param>
    public IReadOnlyList<Sighting> Mine(IReadOnlySet<int> taken)
    {
        var sightings = new List<Sighting>();
        var seen = new HashSet<int>();
        var devices = _suspects
            .Select(device => Suspect(_usesOf[device].Where(use => !taken.Contains(use.Account))))
            .OrderByDescending(cards => cards.Count);
        foreach (var cards in devices)
        {
            var fresh = cards.Where(card => seen.Add(card.Account)).ToList();
            if (fresh.Count >= Limits.InvalidCardsMin)
            {
                sightings.Add(_kept.Of(new Roster<DeviceUse>(fresh)));
            }
        }
        _kept.ForgetUnasked();
        return sightings;
    }

    /// <summary>The cards that give the device away, by number; none where it is like any other.</summary>
    private static List<DeviceUse> Suspect(IEnumerable<DeviceUse> uses)
    {
        var ordered = uses.OrderBy(use => use.Account).ThenBy(use => use.Holder).ToList();
        var invalid = ordered.Where(use => use.IinInvalid).DistinctBy(use => use.Account).ToList();
        if (invalid.Count >= Limits.InvalidCardsMin)
        {
            return invalid;
        }
        return ordered
            .Where(use => !use.Holder.IsNone)
            .DistinctBy(use => (use.Account, use.Holder))
            .GroupBy(use => use.Holder)
            .Where(holder => holder.Count() >= Limits.CardsOfOneMin)
            .OrderByDescending(holder => holder.Count())
            .ThenBy(holder => holder.Key)
            .Select(holder => holder.ToList())
            .FirstOrDefault([]);
    }

    private static Sighting Sight(TransferGraph graph, Roster<DeviceUse> cards)
    {
        var table = graph.Table;
        var accounts = cards.Select(card => card.Account).ToHashSet();
        var rows = new HashSet<int>();
        var passedOn = new Dictionary<int, Int128>();
        Int128 sent = 0;
        foreach (var account in accounts)
        {
            foreach (var row in graph.In(account))
            {
                rows.Add(row);
            }
            foreach (var row in graph.Out(account))
            {
                rows.Add(row);
                sent += table.AmountMicro[row];
                passedOn[table.To[row]] = passedOn.GetValueOrDefault(table.To[row]) + table.AmountMicro[row];
            }
        }
        var members = accounts.Order().Select(account => new Member(account, "fake_card")).ToList();
        // Whoever gets more than half of what the cards pass on works them; a shop or a cash machine takes from everybody and is none.
        foreach (var (receiver, amount) in passedOn.OrderByDescending(item => item.Value).ThenBy(item => item.Key).Take(1))
        {
            if (
                amount > sent / 2
                && !accounts.Contains(receiver)
                && table.Accounts.Kind(receiver) is AccountKind.Card or AccountKind.Account
            )
            {
                members.Add(new Member(receiver, "organiser"));
            }
        }
        var invalid = cards.Count(card => card.IinInvalid);
        var evidence = EvidenceKeys.Evidence(
            FakeIdentity.Cards.Is(accounts.Count),
            FakeIdentity.CardsMin.Is(invalid > 0 ? Limits.InvalidCardsMin : Limits.CardsOfOneMin),
            FakeIdentity.NeverIssued.Is(invalid),
            FakeIdentity.Holders.Is(cards.Select(card => card.Holder).Where(holder => !holder.IsNone).Distinct().Count())
        );
        return new Sighting(FakeIdentity.Name, table.InTimeOrder(rows), members, Limits.Score, evidence);
    }
}
