using Sunqar.Core.Identity;
using Sunqar.Core.Registry;

namespace Sunqar.Core.Chain;

/// <summary>
/// Which wallets belong to a known service, by address. Built from tag packs, the registry and the tags in an export; what is labelled as
/// something other than a service (a frozen address, a user) is left out, for it says nothing about who the wallet serves.
/// </summary>
public sealed class ServiceLabels
{
    private static readonly string[] NotServices =
    [
        "user",
        "black_list",
        "sanction",
        "sanctioned",
        "abuse",
        "ponzi_scheme",
        "scam",
        "hack",
    ];

    private static readonly string[] Purposes =
    [
        "hot",
        "cold",
        "reserve",
        "deposit",
        "withdrawal",
        "wallet",
        "wallets",
        "usdt",
        "trx",
        "trc20",
        "eth",
        "btc",
    ];

    private readonly Dictionary<string, string> _entityOf = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _nameOf = new(StringComparer.Ordinal);

    /// <summary>Learns one label. An address keeps its first entity: packs given first weigh more.</summary>
    /// <param name="label">Free text as the pack or explorer gives it, e.g. <c>Binance-Hot 2</c>.</param>
    /// <param name="actor">The actor's id where the pack names one; then the label is not needed to tell the entity.</param>
    /// <param name="category">The pack's category (exchange, mixing_service, ...); null where it gives none, which is how explorers tag
    /// services.</param>
    public void Add(string address, string? label, string? actor = null, string? category = null)
    {
        if (category is not null && NotServices.Contains(category, StringComparer.OrdinalIgnoreCase))
        {
            return;
        }
        var entity = Entity(FirstWords(actor, label, category));
        if (entity.Length > 0)
        {
            _entityOf.TryAdd(AccountForm.Of(address), entity);
            _nameOf.TryAdd(entity, string.IsNullOrWhiteSpace(label) ? entity : Name(label));
        }
    }

    /// <summary>Learns an actor's name, by which its wallets' labels are shown.</summary>
    public void Add(Actor actor) => _nameOf.TryAdd(Entity(actor.Id), actor.Name);

    public void Add(WalletLabel label) => Add(label.Address, label.Label, label.Actor, label.Category);

    /// <summary>The service's name, the same for all its wallets, or null for a wallet without such a label.</summary>
    public string? EntityOf(string address) => _entityOf.GetValueOrDefault(AccountForm.Of(address));

    /// <summary>An entity as people write it: its first label without number and purpose (<c>Bybit</c>), since an actor's id is made for
    /// machines.</summary>
    public string NameOf(string entity) => _nameOf.GetValueOrDefault(entity, entity);

    private static string FirstWords(params ReadOnlySpan<string?> texts)
    {
        foreach (var text in texts)
        {
            if (!string.IsNullOrWhiteSpace(text))
            {
                return text;
            }
        }
        return "";
    }

    /// <summary>Hot wallets are numbered: what stands before number and purpose names the service.</summary>
    internal static string Entity(string label) => Name(label).ToLowerInvariant();

    private static string Name(string label)
    {
        var words = label.Split([' ', '_', ':', '-', '#'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var kept = words.Length;
        while (kept > 1 && (Purposes.Contains(words[kept - 1], StringComparer.OrdinalIgnoreCase) || words[kept - 1].All(char.IsAsciiDigit)))
        {
            kept--;
        }
        return string.Join(' ', words[..kept]);
    }
}
