using System.Collections.Immutable;

namespace Sunqar.Core.Patterns;

/// <summary>One step of mining: all there is to look at, and what of it is new since the step before.</summary>
public sealed class MiningStep
{
    private static readonly ImmutableHashSet<int> Nothing = [];

    private readonly List<Sighting> _networks = [];

    public required MiningGround Ground { get; init; }

    /// <summary>Whether to look at everything: the first step, and whenever something changed that touches all. What else is said of
    /// changes may then be left unread.</summary>
    public bool IsAnew { get; init; }

    /// <summary>Rows that came, and rows at whose ends an account turned out to be of another kind.</summary>
    public IReadOnlyCollection<int> Rows { get; init; } = Nothing;

    /// <summary>Accounts whose transfers, or the kind of whose counterparties, changed.</summary>
    public IReadOnlySet<int> Accounts { get; init; } = Nothing;

    /// <summary>One-off pairs that came to be or are no more.</summary>
    public IReadOnlySet<int> Pairs { get; init; } = Nothing;

    /// <summary>One-off pairs of which something else is thought.</summary>
    public IReadOnlySet<int> Rethought { get; init; } = Nothing;

    /// <summary>Accounts at the ends of those pairs; of all pairs where every habit is measured anew.</summary>
    public IReadOnlySet<int> Paired { get; init; } = Nothing;

    /// <summary>Whether the suspect pairs, or what is thought of one, changed.</summary>
    public bool HotChanged { get; init; }

    /// <summary>Whether there are more or fewer pairs around at some time.</summary>
    public bool DensityChanged { get; init; }

    /// <summary>Wallets that were measured otherwise than before.</summary>
    public IReadOnlySet<int> Wallets { get; init; } = Nothing;

    /// <summary>Accounts of which something besides their own transfers changed: their class, or the kind of one they deal with.</summary>
    public IReadOnlySet<int> Reclassified { get; init; } = Nothing;

    /// <summary>Hours (microseconds / 3.6e9) whose tenge rate changed.</summary>
    public IReadOnlySet<long> Hours { get; init; } = ImmutableHashSet<long>.Empty;

    /// <summary>The step in which everything is new.</summary>
    public static MiningStep Everything(MiningGround ground) =>
        new()
        {
            Ground = ground,
            IsAnew = true,
            HotChanged = true,
            DensityChanged = true,
        };

    /// <summary>Members of the networks that typologies earlier in the list found in this step.</summary>
    /// <param name="kinds">Of these kinds only; all where none is named.</param>
    public IReadOnlySet<int> Explained(params ReadOnlySpan<string> kinds)
    {
        var members = new HashSet<int>();
        foreach (var sighting in _networks)
        {
            if (kinds.IsEmpty || kinds.Contains(sighting.Kind))
                members.UnionWith(sighting.Members.Select(member => member.Account));
        }
        return members;
    }

    internal void Explain(IEnumerable<Sighting> networks) => _networks.AddRange(networks);
}
