using System.Collections.Immutable;
using Sunqar.Core.Acts;
using Sunqar.Core.Cases.Measures;
using Sunqar.Core.Cases.Reports;
using Sunqar.Core.Facts;
using Sunqar.Core.Networks;

namespace Sunqar.Core.Cases;

/// <summary>
/// The cases as they stand: opened by the engines (facts of their own) or by people (facts of acts), worked on by people. Facts of engines
/// and acts may come in any order between each other. Cases of years before the journal, which were never opened here, are not in it:
/// <see cref="CaseFold"/> counts them.
/// </summary>
public sealed class CaseBook : IActFold, IFactFold
{
    private readonly SortedDictionary<string, Case> _cases = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Network> _networks = new(StringComparer.Ordinal);
    private readonly Dictionary<(SourceKind Kind, string Id), string> _caseOfSource = [];
    private readonly Dictionary<string, string> _caseOfMeasure = new(StringComparer.Ordinal);

    /// <summary>Every case, by id.</summary>
    public IReadOnlyCollection<Case> Cases => _cases.Values;

    /// <summary>Cases that people opened; the next one's number.</summary>
    public int OpenedByPeople { get; private set; }

    /// <summary>Null where there is none of that id.</summary>
    public Case? Find(string? caseId) => caseId is not null && _cases.TryGetValue(caseId, out var one) ? one : null;

    /// <summary>The case that something found belongs to; null where it belongs to none.</summary>
    public string? CaseOf(SourceKind kind, string sourceId) => _caseOfSource.GetValueOrDefault((kind, sourceId));

    /// <summary>A network as it was formed; null where none was.</summary>
    public Network? Network(string networkId) => _networks.GetValueOrDefault(networkId);

    /// <summary>What the engines found.</summary>
    public void Apply(Fact fact)
    {
        switch (fact)
        {
            case NetworkFormed formed:
                _networks.TryAdd(formed.Network.Id, formed.Network);
                break;
            case CaseOpened opened when !_cases.ContainsKey(opened.CaseId):
                Open(opened, new CaseEntry(opened.OpenedUs, Actor.House.Id, "Opened by the engines."));
                break;
        }
    }

    /// <summary>What people did.</summary>
    public void Apply(Act act, Fact what)
    {
        switch (what)
        {
            case CaseOpened opened when !_cases.ContainsKey(opened.CaseId):
                OpenedByPeople += act.Author == Actor.House.Id ? 0 : 1;
                Open(opened, new CaseEntry(act.AtUs, act.Author, "Opened."));
                break;
            case CaseJoined joined:
                Change(
                    joined.CaseId,
                    one =>
                        Join(one, joined.Source)
                            .Note(act, $"Joined: {joined.Source.Kind.ToString().ToLowerInvariant()} {joined.Source.Id}.")
                );
                break;
            case CaseAssigned assigned:
                Change(
                    assigned.CaseId,
                    one =>
                        (
                            one with
                            {
                                Officers = assigned.Assigned ? one.Officers.Add(assigned.Officer) : one.Officers.Remove(assigned.Officer),
                                Answered = assigned.Assigned ? one.Answered.Add(assigned.Officer) : one.Answered,
                            }
                        ).Note(act, $"{(assigned.Assigned ? "Assigned to" : "Taken from")} {assigned.Officer}.")
                );
                break;
            case CaseMoved moved:
                Change(
                    moved.CaseId,
                    one =>
                        (one with { Status = moved.To, Result = moved.Result }).Note(
                            act,
                            $"{CaseWords.Of(moved.From)} → "
                                + $"{CaseWords.Of(moved.To)}{(moved.Result == CaseResult.None ? "" : ", " + CaseWords.Of(moved.Result))}: {moved.Reason}"
                        )
                );
                break;
            case CasesRelated related:
                Change(
                    related.CaseId,
                    one =>
                        (one with { Related = one.Related.Add(related.Other) }).Note(act, $"Belongs with {related.Other}: {related.Reason}")
                );
                Change(
                    related.Other,
                    one =>
                        (one with { Related = one.Related.Add(related.CaseId) }).Note(
                            act,
                            $"Belongs with {related.CaseId}: {related.Reason}"
                        )
                );
                break;
            default:
                Work(act, what);
                break;
        }
    }

    private void Work(Act act, Fact what)
    {
        switch (what)
        {
            case CaseQualified qualified:
                var gravity = $"Qualified: {qualified.Article}, {CaseWords.Of(qualified.Gravity)}.";
                Change(qualified.CaseId, one => (one with { Gravity = qualified.Gravity }).Note(act, gravity));
                break;
            case CaseNoted noted:
                Change(noted.CaseId, one => one.Note(act, noted.Text));
                break;
            case TaskSet task:
                Change(
                    task.CaseId,
                    one =>
                        (
                            one with
                            {
                                Tasks = one.Tasks.SetItem(
                                    task.TaskId,
                                    new CaseTask(task.TaskId, task.Title, task.DueUs, task.Officer, task.IsDone, task.Result)
                                ),
                            }
                        ).Note(act, task.IsDone ? $"Task done: {task.Title}: {task.Result}." : $"Task: {task.Title}.")
                );
                break;
            case ReportExported { CaseId.Length: > 0 } exported:
                Change(exported.CaseId, one => one.Note(act, $"Report {exported.Report}, SHA-256 {exported.Sha256}."));
                break;
            case Fm1Answered { Cases.Count: > 0 } answered:
                foreach (var id in answered.Cases)
                    Change(id, one => one.Note(act, $"Form FM-1 {answered.Number}: {answered.Words}."));
                break;
            case EvidenceTaken taken:
                var piece = new Evidence(
                    taken.EvidenceId,
                    taken.Title,
                    taken.MediaType,
                    taken.Sha256,
                    taken.Bytes,
                    [new CustodyLink(act.AtUs, taken.ReceivedFrom, act.Author, "received")]
                );
                Change(
                    taken.CaseId,
                    one =>
                        (one with { Evidence = one.Evidence.Add(piece) }).Note(
                            act,
                            $"Evidence {piece.Id}, {piece.Title}, from {taken.ReceivedFrom}."
                        )
                );
                break;
            case EvidenceHanded handed:
                Change(
                    handed.CaseId,
                    one =>
                        (one with { Evidence = [.. one.Evidence.Select(e => e.Id == handed.EvidenceId ? Hand(e, handed, act) : e)] }).Note(
                            act,
                            $"Evidence {handed.EvidenceId} passed from {handed.From} to {handed.To}: {handed.Purpose}"
                        )
                );
                break;
            case VolunteerStepped volunteer:
                var before = Find(volunteer.CaseId)?.Exemptions.Find(e => e.Subject == volunteer.Subject && e.Step == VolunteerStep.Stated);
                var exemption = new Exemption(volunteer.Subject, volunteer.Step, volunteer.Ground, before?.By ?? act.Author);
                Change(
                    volunteer.CaseId,
                    one =>
                        (one with { Exemptions = [.. one.Exemptions.Where(e => e != before), exemption] }).Note(
                            act,
                            $"Art. 232-1, {volunteer.Step.ToString().ToLowerInvariant()}: {volunteer.Ground}"
                        )
                );
                break;
            case MeasureRequested requested:
                Change(
                    requested.CaseId,
                    one => one.Note(act, $"{MeasureKinds.Of(requested.Kind).Title} asked for ({requested.MeasureId}): {requested.Reason}")
                );
                _caseOfMeasure[requested.MeasureId] = requested.CaseId;
                break;
            case MeasureStepped stepped when _caseOfMeasure.TryGetValue(stepped.MeasureId, out var ofMeasure):
                Change(ofMeasure, one => one.Note(act, $"{stepped.MeasureId}: {MeasureWords.Of(stepped.Step)}. {stepped.Reason}"));
                break;
        }
    }

    private static Evidence Hand(Evidence piece, EvidenceHanded handed, Act act) =>
        piece with
        {
            Custody = piece.Custody.Add(new CustodyLink(act.AtUs, handed.From, handed.To, handed.Purpose)),
        };

    private void Open(CaseOpened opened, CaseEntry entry)
    {
        var one = new Case(
            opened.CaseId,
            opened.Kind,
            opened.Title,
            opened.NetworkId,
            opened.OpenedUs,
            opened.TurnoverKztMicro,
            opened.TurnoverUsdMicro
        )
        {
            Timeline = [entry],
        };
        if (opened.NetworkId is { } network && _networks.TryGetValue(network, out var formed))
            one = Join(one, new CaseSource(SourceKind.Network, network, formed.Roles));
        _cases[opened.CaseId] = one;
    }

    private Case Join(Case one, CaseSource source)
    {
        _caseOfSource[(source.Kind, source.Id)] = one.Id;
        return one with { Sources = one.Sources.Add(source), Members = one.Members.SetItems(source.Members) };
    }

    private void Change(string caseId, Func<Case, Case> change)
    {
        if (_cases.TryGetValue(caseId, out var one))
            _cases[caseId] = change(one);
    }
}
