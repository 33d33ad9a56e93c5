using Sunqar.Core.Acts;
using Sunqar.Core.Facts;

namespace Sunqar.Core.Cases.Outbox;

/// <summary>The register of partners, as a fold over acts: nothing leaves to a name that is not in it.</summary>
public sealed class PartnerBook : IActFold
{
    /// <summary>The address of a partner that takes its messages from a folder.</summary>
    public const string Folder = "folder";

    /// <summary>Measures under pseudonyms.</summary>
    public const string Measures = "measures";

    /// <summary>Beside a pseudonym, the identifier that the partner itself once sent.</summary>
    public const string Identifiers = "identifiers";

    private readonly SortedDictionary<string, PartnerListed> _partners = new(StringComparer.Ordinal);

    /// <summary>What a partner may receive.</summary>
    public static IReadOnlyList<string> Topics { get; } = [Measures, Identifiers];

    /// <summary>Those that are told, by name.</summary>
    public IReadOnlyCollection<PartnerListed> All => _partners.Values;

    /// <summary>Null where there is no such partner, or none any more.</summary>
    public PartnerListed? Find(string name) => _partners.GetValueOrDefault(name);

    public void Apply(Act act, Fact what)
    {
        switch (what)
        {
            case PartnerListed listed:
                _partners[listed.Name] = listed;
                break;
            case PartnerEnded ended:
                _partners.Remove(ended.Name);
                break;
        }
    }
}
