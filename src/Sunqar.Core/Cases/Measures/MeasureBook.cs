using Sunqar.Core.Acts;
using Sunqar.Core.Blocking;
using Sunqar.Core.Facts;

namespace Sunqar.Core.Cases.Measures;

/// <summary>The measures of all cases, as a fold over acts.</summary>
public sealed class MeasureBook : IActFold
{
    private readonly SortedDictionary<string, Measure> _measures = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _ofCase = new(StringComparer.Ordinal);

    /// <summary>Every measure, by id.</summary>
    public IReadOnlyCollection<Measure> All => _measures.Values;

    public Measure? Find(string? id) => id is not null && _measures.TryGetValue(id, out var one) ? one : null;

    /// <summary>The measures of a case, in the order in which they were asked for.</summary>
    public IEnumerable<Measure> OfCase(string caseId) => _ofCase.TryGetValue(caseId, out var ids) ? ids.Select(id => _measures[id]) : [];

    /// <summary>The measures that were asked for at once, in that order; none where there is no such group.</summary>
    public IReadOnlyList<Measure> OfGroup(string group) =>
        Find(group) is { } first ? [.. OfCase(first.CaseId).Where(one => one.Group == group)] : [];

    public void Apply(Act act, Fact what)
    {
        switch (what)
        {
            case MeasureRequested requested when !_measures.ContainsKey(requested.MeasureId):
                _measures[requested.MeasureId] = new Measure(requested, act.Author, act.Unit, act.Basis, act.AtUs)
                {
                    Group = act.What.OfType<MeasureRequested>().First().MeasureId,
                };
                if (!_ofCase.TryGetValue(requested.CaseId, out var ids))
                    _ofCase[requested.CaseId] = ids = [];
                ids.Add(requested.MeasureId);
                break;
            case MeasureStepped stepped when _measures.TryGetValue(stepped.MeasureId, out var one):
                if (MeasureTransitions.Next(one.Stepped, stepped.Step) is { } next)
                    _measures[one.Id] = Step(one, next, stepped, act);
                break;
            // An order may also be lifted where orders are kept.
            case BlockLifted lifted when _measures.TryGetValue(lifted.OrderId, out var blocked) && blocked.Stepped.IsInForce():
                _measures[blocked.Id] = Step(
                    blocked,
                    MeasureStatus.Lifted,
                    new MeasureStepped(blocked.Id, MeasureStep.Lift, lifted.Reason, "", 0),
                    act
                );
                break;
        }
    }

    private static Measure Step(Measure one, MeasureStatus next, MeasureStepped stepped, Act act) =>
        one with
        {
            Stepped = next,
            Steps = one.Steps.Add(new StepTaken(stepped.Step, act.AtUs, act.Author, stepped.Reason, stepped.Reference)),
            ApprovedUs = stepped.Step == MeasureStep.Approve ? act.AtUs : one.ApprovedUs,
            ConfirmedUs = stepped.Step switch
            {
                MeasureStep.Confirm => act.AtUs,
                MeasureStep.TakeBack => 0,
                _ => one.ConfirmedUs,
            },
            CaughtMicro = stepped.Step switch
            {
                MeasureStep.Confirm => stepped.QuantityMicro,
                MeasureStep.TakeBack => 0,
                _ => one.CaughtMicro,
            },
            IsAppealed = stepped.Step switch
            {
                MeasureStep.Appeal => true,
                MeasureStep.Uphold or MeasureStep.Grant => false,
                _ => one.IsAppealed,
            },
        };
}
