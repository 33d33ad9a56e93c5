using Sunqar.Core.Acts;
using Sunqar.Core.Facts;

namespace Sunqar.Core.Cases.Reports;

/// <summary>How a form stands.</summary>
/// <param name="SentUs">When it was written last, microseconds since 1970-01-01T00:00:00Z.</param>
/// <param name="Answers">Since it was first written, in the order in which they came.</param>
public sealed record Fm1Standing(Fm1Sent Sent, long SentUs, IReadOnlyList<Fm1Answered> Answers)
{
    /// <summary>What it waits for or came to: the latest answer by its own time. Null where none came since it was written last.</summary>
    public Fm1Answered? Last => Answers.Where(answer => answer.AtUs >= SentUs - ClockUs).MaxBy(answer => answer.AtUs);

    /// <summary>Clocks of two houses differ, and theirs tells no fractions: an answer may seem a minute older than its form.</summary>
    private const long ClockUs = 60_000_000;

    /// <summary>In words for people.</summary>
    public string Words => Last?.Words ?? (Answers.Count == 0 ? "written, no answer yet" : "written again, no answer yet");
}

/// <summary>Forms FM-1 and their answers, as a fold over acts.</summary>
public sealed class Fm1Book : IActFold
{
    private readonly Dictionary<string, Fm1Standing> _forms = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _formOfRequest = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _formsOfCase = new(StringComparer.Ordinal);

    public void Apply(Act act, Fact what)
    {
        switch (what)
        {
            case Fm1Sent sent:
                _forms[sent.Guid] = new Fm1Standing(sent, act.AtUs, Find(sent.Guid)?.Answers ?? []);
                foreach (var one in sent.Cases)
                {
                    if (!_formsOfCase.TryGetValue(one, out var forms))
                        _formsOfCase[one] = forms = [];
                    if (!forms.Contains(sent.Guid))
                        forms.Add(sent.Guid);
                }
                break;
            case Fm1Answered answered when Find(answered.Guid) is { } form:
                _forms[answered.Guid] = form with { Answers = [.. form.Answers, answered] };
                if (answered.Kind == Fm1AnswerKind.Asked)
                    _formOfRequest[answered.Message] = answered.Guid;
                break;
        }
    }

    /// <summary>The form of a GUID; null where none was written here.</summary>
    public Fm1Standing? Find(string guid) => _forms.GetValueOrDefault(guid);

    /// <summary>The form that a message belongs to by the GUID that it names: its own, or of a request about it.</summary>
    public Fm1Standing? Parent(string guid) => Find(guid) ?? (_formOfRequest.TryGetValue(guid, out var form) ? Find(form) : null);

    /// <summary>Forms of a case, in the order in which they were first written.</summary>
    public IReadOnlyList<Fm1Standing> OfCase(string caseId) =>
        _formsOfCase.TryGetValue(caseId, out var forms) ? [.. forms.Select(guid => _forms[guid])] : [];
}
