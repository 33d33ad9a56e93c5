using Sunqar.Core.Decisions;
using Sunqar.Core.Rulebook;
using Sunqar.Storage.Journal;

namespace Sunqar.Work.Replaying;

/// <summary>A stored decision and the one that the replay came to.</summary>
public sealed record ReplayDifference(long Sequence, string PaymentId, Decision Stored, Decision Computed);

/// <summary>What a replay found.</summary>
/// <param name="Unverifiable">Decisions whose rulebook the journal does not hold.</param>
/// <param name="Differences">The first of them; <paramref name="Different"/> counts all.</param>
public sealed record ReplayResult(
    long Decisions,
    long Equal,
    long Different,
    long Unverifiable,
    IReadOnlyList<ReplayDifference> Differences
);

/// <summary>Computes every stored decision again under the rulebook of its day: they must be equal, or something was changed or is not
/// deterministic.</summary>
public static class ReplayJob
{
    private const int DifferencesKept = 20;

    public static ReplayResult Verify(IJournal journal, Action<long>? report = null)
    {
        var history = new History(journal);
        DecisionEngine? engine = null;
        var differences = new List<ReplayDifference>();
        var (decisions, equal, different, unverifiable) = (0L, 0L, 0L, 0L);
        foreach (var recorded in history.Walk())
        {
            switch (recorded.Fact)
            {
                case RulebookPublished published:
                    engine =
                        LoadedRulebook.Load(published.Text) is RulebookLoaded loaded && loaded.Rulebook.Version == published.Version
                            ? history.EngineAt(loaded.Rulebook, recorded.Sequence)
                            : null;
                    continue;
                case PaymentDecided decided:
                    decisions++;
                    if (engine is null || engine.RulebookVersion != decided.Decision.RulebookVersion)
                    {
                        unverifiable++;
                        break;
                    }
                    var computed = engine.Decide(decided.Payment, history.Registry);
                    if (IsSame(computed, decided.Decision))
                    {
                        equal++;
                    }
                    else if (++different <= DifferencesKept)
                    {
                        differences.Add(new ReplayDifference(recorded.Sequence, decided.Payment.Id, decided.Decision, computed));
                    }
                    if (decisions % 50_000 == 0)
                    {
                        report?.Invoke(decisions);
                    }
                    break;
            }
            engine?.Fold(recorded.Fact);
        }
        return new ReplayResult(decisions, equal, different, unverifiable, differences);
    }

    /// <summary>A hold lasts from the moment of its decision, which no fact tells to the microsecond: never less long than from the
    /// payment's own time.</summary>
    private static bool IsSame(Decision computed, Decision stored) =>
        computed.Outcome == stored.Outcome
        && computed.ExpiresUs <= stored.ExpiresUs
        && computed.ExpiresUs == 0 == (stored.ExpiresUs == 0)
        && computed.RulebookVersion == stored.RulebookVersion
        && computed.Reasons.SequenceEqual(stored.Reasons);
}
