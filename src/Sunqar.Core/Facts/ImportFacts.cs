namespace Sunqar.Core.Facts;

/// <summary>
/// A part of an import: a fact that counts only when <see cref="ImportCompleted"/> of the same import follows. So an import that was broken
/// off leaves nothing half-imported, and is begun again without harm.
/// </summary>
/// <param name="Import">The import's id: SHA-256 of the file's bytes and the format read, in hexadecimal. The same file is the same
/// import.</param>
/// <param name="Attempt">Random: tells the parts of a new attempt from those that a broken one left.</param>
/// <param name="Part">From 0, without gaps.</param>
public sealed record ImportPart(string Import, ulong Attempt, int Part, Fact Content) : Fact;

/// <summary>Every part of an import is in the journal; from here on they count.</summary>
/// <param name="Format">The layout that was read.</param>
/// <param name="Rows">Rows, labels or entries taken.</param>
/// <param name="LeftOut">Rows understood and left out on purpose.</param>
/// <param name="Skipped">Bad rows passed over at the user's wish.</param>
/// <param name="Parts">How many parts came before.</param>
/// <param name="Currency">The code of the currency that the caller gave transfers that state none; empty where none was given, or all state
/// one.</param>
public sealed record ImportCompleted(
    string Import,
    ulong Attempt,
    string Format,
    long Rows,
    long LeftOut,
    long Skipped,
    int Parts,
    string Currency = ""
) : Fact;

/// <summary>
/// Stands before every fold: holds the parts of an import back until it is complete, then lets them through in order; other facts pass at
/// once. A second completion of the same import lets nothing through.
/// </summary>
public sealed class ImportGate
{
    private readonly Dictionary<(string Import, ulong Attempt), List<Fact>> _held = [];
    private readonly HashSet<string> _completed = [];

    /// <summary>The facts that count now that this one was met, in order; an import's own facts are never among them.</summary>
    public IReadOnlyList<Fact> Pass(Fact fact)
    {
        switch (fact)
        {
            case ImportPart part when !_completed.Contains(part.Import):
                if (!_held.TryGetValue((part.Import, part.Attempt), out var parts))
                {
                    _held[(part.Import, part.Attempt)] = parts = [];
                }
                parts.Add(part.Content);
                return [];
            case ImportPart:
                return [];
            case ImportCompleted completed:
                _held.Remove((completed.Import, completed.Attempt), out var whole);
                return _completed.Add(completed.Import) && whole is not null && whole.Count == completed.Parts ? whole : [];
            default:
                return [fact];
        }
    }

    /// <summary>A stream of the journal as folds may read it; an import's facts bear the place of its completion.</summary>
    public IEnumerable<RecordedFact> Pass(IEnumerable<RecordedFact> facts)
    {
        foreach (var recorded in facts)
        {
            foreach (var fact in Pass(recorded.Fact))
            {
                yield return recorded with
                {
                    Fact = fact,
                };
            }
        }
    }
}
