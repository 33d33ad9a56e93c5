using System.Text.Json.Serialization;
using Sunqar.Core.Acts;
using Sunqar.Core.Blocking;
using Sunqar.Core.Cases.Commands;
using Sunqar.Core.Facts;

namespace Sunqar.Core.Cases.Measures;

/// <summary>An officer asks for one measure against many: one request, one reason, one document. All of it is asked for in one act, or
/// nothing; what stands in the way is told with whom it is about.</summary>
/// <param name="Targets">Each once, 1 to <see cref="TargetsMax"/>.</param>
/// <param name="Licensed">As <see cref="RequestMeasure.Licensed"/>.</param>
public sealed record RequestMeasures(
    string Key,
    string OfCase,
    string Basis,
    string Kind,
    IReadOnlyList<MeasureTarget> Targets,
    string Document,
    string Reason,
    [property: JsonIgnore] LicensedDomains? Licensed = null
) : CaseCommand(Key, OfCase, Basis)
{
    /// <summary>What a second person can still answer for.</summary>
    public const int TargetsMax = 100;

    public override string Name => "measure.request-many";

    protected override CommandOutcome Decide(ActState state, Case one, Actor actor, long nowUs)
    {
        if (Targets.Count is 0 or > TargetsMax)
            return Unfit($"Choose 1 to {TargetsMax} at once.", "target");
        if (Targets.Distinct().Count() != Targets.Count)
            return Unfit("Each is chosen once.", "target");
        var facts = new List<Fact>();
        var first = "";
        for (var at = 0; at < Targets.Count; at++)
        {
            var request = new RequestMeasure(Key, OfCase, Basis, Kind, Targets[at], MeasureValue.None, Document, Reason, 0, 0, Licensed);
            switch (request.Draft(state, one, actor, nowUs, at))
            {
                case CommandOutcome.Refused refused:
                    // By its place and never by its id: the id is nobody's name.
                    return refused with
                    {
                        Reason = Targets.Count == 1 ? refused.Reason : $"Number {at + 1} of {Targets.Count}: {refused.Reason}",
                    };
                case CommandOutcome.Done done:
                    facts.AddRange(done.Facts);
                    first = first.Length == 0 ? done.Answer : first;
                    break;
            }
        }
        // The clock of all of them is one task.
        var tasks = facts.OfType<TaskSet>().Skip(1).ToHashSet<Fact>();
        return new CommandOutcome.Done([.. facts.Where(fact => !tasks.Contains(fact))], first);
    }
}

/// <summary>A command about measures that were asked for at once: each is judged as if it were alone, and all of it is done, or
/// nothing.</summary>
/// <param name="Measures">Ids, each once; all of one group.</param>
public abstract record GroupCommand(string Key, string OfCase, string Basis, string Group, IReadOnlyList<string> Measures)
    : CaseCommand(Key, OfCase, Basis)
{
    protected override bool IsForAnswering => false;

    /// <summary>What is done with one of them.</summary>
    protected abstract Command Each(string measureId);

    protected sealed override CommandOutcome Decide(ActState state, Case one, Actor actor, long nowUs)
    {
        var known = state.Of<MeasureBook>().OfGroup(Group).Select(measure => measure.Id).ToHashSet(StringComparer.Ordinal);
        if (Measures.Count is 0 or > RequestMeasures.TargetsMax || Measures.Distinct().Count() != Measures.Count)
            return Unfit($"Choose 1 to {RequestMeasures.TargetsMax}, each once.", "measure");
        if (!Measures.All(known.Contains))
            return Refused(RefusalKind.NotFound, "There is no such measure in this request.", "measure");
        var facts = new List<Fact>();
        foreach (var id in Measures)
        {
            switch (Each(id).Decide(state, actor, nowUs))
            {
                case CommandOutcome.Refused refused:
                    return refused with { Reason = $"{id}: {refused.Reason}" };
                case CommandOutcome.Done done:
                    facts.AddRange(done.Facts);
                    break;
            }
        }
        return new CommandOutcome.Done(facts, Group);
    }
}

/// <summary>A second person agrees to measures that were asked for at once, or does not. Those that are not named stay to be
/// decided.</summary>
/// <param name="Licensed">As <see cref="DecideMeasure.Licensed"/>.</param>
public sealed record DecideMeasures(
    string Key,
    string OfCase,
    string Basis,
    string Group,
    IReadOnlyList<string> Measures,
    bool Approve,
    string Reason,
    [property: JsonIgnore] LicensedDomains? Licensed = null
) : GroupCommand(Key, OfCase, Basis, Group, Measures)
{
    public override string Name => Approve ? "measure.approve-many" : "measure.reject-many";

    protected override bool IsFor(Actor actor) => actor.Role is Role.Officer or Role.Head or Role.Supervisor;

    protected override Command Each(string measureId) => new DecideMeasure(Key, OfCase, Basis, measureId, Approve, Reason, Licensed);
}

/// <summary>Ends measures that were asked for at once before their time, as far as the law lets each be undone.</summary>
public sealed record LiftMeasures(string Key, string OfCase, string Basis, string Group, IReadOnlyList<string> Measures, string Reason)
    : GroupCommand(Key, OfCase, Basis, Group, Measures)
{
    public override string Name => "measure.lift-many";

    protected override Command Each(string measureId) => new LiftMeasure(Key, OfCase, Basis, measureId, Reason);
}
