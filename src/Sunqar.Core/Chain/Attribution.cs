using Sunqar.Core.Identity;
using Sunqar.Core.Registry;
using Sunqar.Core.Transfers;

namespace Sunqar.Core.Chain;

/// <summary>Who is said to stand behind a wallet.</summary>
/// <param name="Category">GraphSense's word (exchange, mixing_service, black_list, ...); <see cref="Attribution.Service"/> where the source
/// has none.</param>
/// <param name="Entity">The actor's id, or the label without its number: the same for all wallets of one service.</param>
/// <param name="Label">In the source's words.</param>
/// <param name="Source">Where it was published.</param>
/// <param name="ConfidencePercent">How sure the source is, 0 to 100 (<see cref="LabelConfidence"/>).</param>
public sealed record Attributed(string Category, string Entity, string Label, string Source, int ConfidencePercent);

/// <summary>Wallets that belong together, as a heuristic says.</summary>
/// <param name="ConfidencePercent">How sure that is, 0 to 100.</param>
/// <param name="IncludesLabel">The confidence is that of the label too: a deposit address is one by the label of its hot wallet.</param>
public sealed record WalletCluster(IReadOnlyList<string> Wallets, int ConfidencePercent, bool IncludesLabel);

/// <summary>
/// Attribution of wallets from tag packs, actor packs, the supervisor's registry and the tags of an export. Several sources may speak of
/// one wallet: the surest is believed, of equally sure ones the first given.
/// </summary>
public sealed class Attribution
{
    /// <summary>The category of a tag whose source names none: explorers tag services and nobody else.</summary>
    public const string Service = "service";

    private readonly Dictionary<string, Attributed> _best = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Actor> _actors = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Wallets that somebody speaks of.</summary>
    public int Count => _best.Count;

    /// <summary>Learns who stands behind labels; give actors before the labels that name them.</summary>
    public void Add(Actor actor)
    {
        _actors.TryAdd(actor.Id, actor);
        _actors.TryAdd(actor.Name, actor);
        foreach (var alias in actor.Aliases)
        {
            _actors.TryAdd(alias, actor);
        }
    }

    /// <summary>Learns a label.</summary>
    public void Add(WalletLabel label) =>
        Add(label.Address, label.Label, label.Actor, label.Category, label.Source, LabelConfidence.Percent(label.Confidence));

    /// <summary>Learns that a wallet is of a category, as a list says.</summary>
    public void Add(string address, string category, string source, int confidencePercent) =>
        Add(address, category, "", category, source, confidencePercent);

    /// <summary>Learns the wallets that a platform gave to its supervisor.</summary>
    public void Add(PlatformListing listing)
    {
        foreach (var wallet in listing.Wallets)
        {
            Add(
                wallet.Address,
                listing.Name,
                listing.Code.ToLowerInvariant(),
                "exchange",
                "registry",
                LabelConfidence.Percent("authority_data")
            );
        }
    }

    /// <summary>Learns a tag from an explorer's export.</summary>
    public void AddTag(string address, string tag) => Add(address, tag, "", "", "export", LabelConfidence.Percent("web_crawl"));

    /// <summary>Lends the surest label of a cluster to its other wallets, no surer than the cluster; where nobody speaks of any, nothing is
    /// learnt. Give labels before clusters.</summary>
    public void Add(WalletCluster cluster)
    {
        if (cluster.Wallets.Select(Of).Where(said => said is not null).MaxBy(said => said!.ConfidencePercent) is not { } best)
            return;
        var percent = cluster.IncludesLabel
            ? Math.Min(best.ConfidencePercent, cluster.ConfidencePercent)
            : best.ConfidencePercent * cluster.ConfidencePercent / 100;
        foreach (var wallet in cluster.Wallets)
        {
            _best.TryAdd(AccountForm.Of(wallet), best with { ConfidencePercent = percent, Source = best.Source + ", cluster" });
        }
    }

    /// <summary>Who is said to stand behind an address, or null.</summary>
    public Attributed? Of(string address) => _best.GetValueOrDefault(AccountForm.Of(address));

    /// <summary>The attribution of each account of a table; null where nobody speaks of it.</summary>
    public Attributed?[] Of(AccountTable accounts)
    {
        var attributed = new Attributed?[accounts.Count];
        foreach (var (address, best) in _best)
        {
            if (accounts.TryFind(address, out var account))
            {
                attributed[account] = best;
            }
        }
        return attributed;
    }

    private void Add(string address, string label, string actorId, string category, string source, int confidence)
    {
        var entity = actorId.Length > 0 ? actorId : ServiceLabels.Entity(label);
        var actor = _actors.GetValueOrDefault(entity);
        var known = category.Length > 0 ? category : actor?.Categories.FirstOrDefault(word => word != "organization") ?? Service;
        var said = new Attributed(known, actor?.Id ?? entity, label, source, confidence);
        address = AccountForm.Of(address);
        if (!_best.TryGetValue(address, out var before) || before.ConfidencePercent < confidence)
        {
            _best[address] = said;
        }
    }
}
