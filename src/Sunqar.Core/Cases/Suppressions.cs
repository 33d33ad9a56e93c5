using Sunqar.Core.Facts;
using Sunqar.Core.Identity;

namespace Sunqar.Core.Cases;

/// <summary>The suppressions as a fold over facts. One covers an alert only where all payments of it lie within its time, so an expired one
/// hides nothing new.</summary>
public sealed class Suppressions
{
    private readonly Dictionary<(SubjectId Subject, string Rule), List<AlertSuppressed>> _all = [];

    public void Apply(Fact fact)
    {
        if (fact is not AlertSuppressed suppressed)
            return;
        var key = (suppressed.Subject, suppressed.Rule);
        if (!_all.TryGetValue(key, out var some))
            _all[key] = some = [];
        some.Add(suppressed);
    }

    /// <summary>The first suppression that covers all event times from the first to the last; null where none does.</summary>
    public AlertSuppressed? Covering(SubjectId subject, string rule, long firstUs, long lastUs) =>
        _all.TryGetValue((subject, rule), out var some) ? some.Find(s => s.FromUs <= firstUs && lastUs < s.ExpiresUs) : null;
}
