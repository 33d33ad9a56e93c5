using Sunqar.Core.Facts;
using Sunqar.Core.Identity;
using Sunqar.Core.Oversight;
using Sunqar.Storage;
using Sunqar.Storage.Journal;
using Sunqar.Storage.Keys;
using Sunqar.Work.Registers;

namespace Sunqar.Work.Mining;

/// <summary>
/// How the members of findings are shown. People have names that hold in one case (<see cref="Pseudonyms"/>); nobody stands behind the
/// accounts of a simulated country, which show themselves as its files do.
/// </summary>
internal sealed class MemberNames(DataFolder folder)
{
    private readonly HashSet<int> _shown = [];

    /// <summary>The names of one case, by its id; null where nobody stands behind the accounts.</summary>
    public Func<string, Pseudonyms>? InCase { get; } =
        SimulatedData.IsHeldBy(folder.Journal, isAboutTo: false) ? null : new PseudonymKey(folder.Keys).In;

    /// <summary>What was mined, with its networks, under the names that may be shown.</summary>
    public FoundNetworks Name(Mined mined)
    {
        if (InCase is null)
            Reveal(mined);
        return new FoundNetworks(mined, mined.Findings(), mined.Networks(), InCase, new PseudonymKey(folder.Keys).In);
    }

    private void Reveal(Mined mined)
    {
        var members = mined.Sightings.SelectMany(sighting => sighting.Members).Select(member => member.Account).ToHashSet();
        if (members.IsSubsetOf(_shown))
            return;
        _shown.UnionWith(members);
        var wanted = mined.Fold.BankNodes.Where(node => members.Contains(node.Value)).ToDictionary(node => node.Key, node => node.Value);
        foreach (var introduced in folder.Journal.Read<SubjectIntroduced>(Streams.Payments))
        {
            if (
                wanted.TryGetValue(introduced.Subject, out var account)
                && folder.Keys.Unseal(introduced.Subject, introduced.Identifier, SealedField.Identifier) is { } identifier
            )
            {
                mined.Table.Accounts.ShowAs(account, identifier);
            }
        }
    }
}
