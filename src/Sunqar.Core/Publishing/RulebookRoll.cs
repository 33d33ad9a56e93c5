using Sunqar.Core.Acts;
using Sunqar.Core.Decisions;
using Sunqar.Core.Facts;

namespace Sunqar.Core.Publishing;

/// <summary>A rulebook that was put in force.</summary>
/// <param name="FromUs">Since when, microseconds since 1970-01-01T00:00:00Z; 0 for the one that ships with the program.</param>
/// <param name="AskedBy">Whose wish it was; empty for the one that ships.</param>
/// <param name="AgreedBy">The second person.</param>
/// <param name="Basis">Why, as whoever asked said.</param>
public sealed record OrderedRulebook(string Version, string Text, long FromUs, string AskedBy, string AgreedBy, string Basis);

/// <summary>The rulebooks that were put in force, one after another: the one that ships until another is published.</summary>
public sealed class RulebookRoll : IActFold
{
    private readonly List<OrderedRulebook> _ordered = [new(ShippedRulebook.Instance.Version, ShippedRulebook.Instance.Text, 0, "", "", "")];
    private readonly Dictionary<string, (string By, string Basis)> _asked = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);

    /// <summary>All of them, the oldest first.</summary>
    public IReadOnlyList<OrderedRulebook> All => [.. _ordered];

    /// <summary>The one that decides.</summary>
    public OrderedRulebook Current => _ordered[^1];

    /// <summary>The newest order of a version; null where none was in force.</summary>
    public OrderedRulebook? Find(string version) => _ordered.FindLast(one => one.Version == version);

    public void Apply(Act act, Fact what)
    {
        switch (what)
        {
            case ActProposed { Comes: [RulebookOrdered wished] }:
                _asked[wished.Version] = (act.Author, act.Basis);
                break;
            case RulebookOrdered ordered:
                // Who goes back and forth between two versions holds each text once.
                _texts.TryAdd(ordered.Version, ordered.Text);
                var (by, basis) = _asked.GetValueOrDefault(ordered.Version, ("", ""));
                _ordered.Add(new OrderedRulebook(ordered.Version, _texts[ordered.Version], ordered.FromUs, by, act.Author, basis));
                break;
        }
    }
}
