namespace Sunqar.Core.Patterns;

/// <summary>
/// A typology of laundering. All that is particular to it stands in the one file of its type; with it go a line in the list of typologies
/// that is passed to whoever mines, and a page in docs/patterns.
/// </summary>
/// <param name="kind">The name that findings carry, in snake_case; also of its page.</param>
/// <param name="title">What people call one.</param>
/// <param name="titles">What people call several.</param>
public abstract class Typology(string kind, string title, string titles)
{
    public string Kind => kind;

    public string Title => title;

    public string Titles => titles;

    /// <summary>What is looked for, in one sentence or two.</summary>
    public abstract string Definition { get; }

    /// <summary>The roles that its members play.</summary>
    public abstract IReadOnlyList<string> Roles { get; }

    /// <summary>What its sightings observe, beside <see cref="EvidenceKeys.OfAll"/>.</summary>
    public abstract IReadOnlyList<EvidenceKey> Evidence { get; }

    /// <summary>The red flags that it covers, by their ids in <c>rulebooks/red.flags</c>; none shows as a mark that is missing.</summary>
    public virtual IReadOnlyList<string> Flags => [];

    /// <summary>The causes that its sightings tell apart.</summary>
    public virtual IReadOnlyList<Cause> Causes => [Cause.None];

    /// <summary>
    /// Whether every member is vetted by what it does. Then a finding is a network by itself: it names the network that it is a part of,
    /// and what it explains is not told again as a shape. Otherwise it is a shape, which takes whoever stands in it.
    /// </summary>
    public virtual bool IsNetwork => false;

    /// <summary>Whether the probability that its own search claims stands. Otherwise the file of weights must speak of each of its
    /// causes.</summary>
    public virtual bool KeepsOwnScore => false;

    /// <summary>Begins to mine a graph, which may grow. Null where another typology's search finds this one too.</summary>
    public abstract IMiner? Begin(MiningGround ground);

    /// <summary>What a network did that such a sighting leads, in plain sentences: numbers and roles, no names.</summary>
    public virtual IEnumerable<string> Tell(Sighting lead, NetworkFlow flow) =>
        [$"{lead.Says(EvidenceKeys.Transfers)} transfers within {EvidenceKeys.Span(lead)}."];

    /// <summary>What speaks against such a finding, by what it observed.</summary>
    public abstract Doubt Doubt(IReadOnlyDictionary<string, string> evidence);

    /// <summary>Its sightings in a graph that stands still, weak and small ones too, in an order that depends on the graph alone.</summary>
    public IReadOnlyList<Sighting> Mine(MiningGround ground) => Begin(ground)?.Mine(MiningStep.Everything(ground)) ?? [];
}

/// <summary>The search of one typology over one graph. What it keeps between two steps is its own. Not thread-safe.</summary>
public interface IMiner
{
    /// <summary>All sightings as they stand now, weak and small ones too. After any steps they are those that a search begun anew
    /// gives.</summary>
    IReadOnlyList<Sighting> Mine(MiningStep step);

    /// <summary>What was looked at so far; a measure of work.</summary>
    long Looks => 0;
}
