using System.Globalization;
using Sunqar.Core.Acts;
using Sunqar.Core.Facts;
using Sunqar.Core.Law;
using Sunqar.Core.Times;

namespace Sunqar.Core.Cases.Reports;

/// <summary>Lets forms FM-1 out, each of which may be answered; asked before a byte of them leaves.</summary>
/// <param name="Sha256">Of all their bytes, one form after the other.</param>
public sealed record SendFm1(string Key, string Basis, IReadOnlyList<Fm1Sent> Forms, string Sha256, long Bytes) : Command(Key, null, Basis)
{
    /// <summary>Forms of one act at most.</summary>
    public const int FormsMax = 500;

    public override string Name => "fm1.send";

    public override CommandOutcome Decide(ActState state, Actor actor, long nowUs)
    {
        if (actor.Role is not (Role.Analyst or Role.Officer or Role.Head or Role.System))
            return Refused(RefusalKind.Forbidden, "Not by this role.");
        if (Forms is not { Count: > 0 and <= FormsMax } || Sha256 is not { Length: 64 } || Bytes < 0)
            return Refused(RefusalKind.Invalid, string.Create(CultureInfo.InvariantCulture, $"1 to {FormsMax} forms are sent at once."));
        if (string.IsNullOrWhiteSpace(Basis))
            return Refused(RefusalKind.Invalid, "A report needs its basis.", "basis");
        if (Forms.Any(form => form is not { Guid.Length: 36, Version.Length: 36, Sha256.Length: 64, Number.Length: > 0, Cases: not null }))
            return Refused(RefusalKind.Invalid, "A form has two GUIDs, a number and a hash.");
        var cases = state.Of<CaseBook>();
        if (Forms.SelectMany(form => form.Cases).Any(one => cases.Find(one) is null))
            return Refused(RefusalKind.NotFound, "A form names a case that is not there.", "case");
        return Done(Sha256, [new ReportExported("", "fm1-xml", Sha256, Bytes, Forms.Count), .. Forms]);
    }
}

/// <summary>Takes in what was said about a form: what it says becomes part of the case, and what is due a task of it.</summary>
/// <param name="Parent">GUID that the answer names: of the form, or of a request about it.</param>
/// <param name="Words">Name of the error; kept where it names nobody.</param>
/// <param name="Days">For an answer to a request, counted from the day after it as the register of law counts days.</param>
public sealed record TakeFm1Answer(
    string Key,
    Fm1AnswerKind Kind,
    string Parent,
    string Message,
    string Sha256,
    long AtUs,
    long Code,
    string Words,
    int Days
) : Command(Key, null, "")
{
    /// <summary>Characters of a reason that are kept.</summary>
    private const int ReasonMax = 300;

    /// <summary>By when a form that was not accepted is sent again: a key of the register of law.</summary>
    private const string CorrectTerm = "report.fm1_correct";

    /// <summary>How far another house's clock may be ahead.</summary>
    private const long AheadUs = 86_400_000_000;

    public override string Name => "fm1.answer";

    public override CommandOutcome Decide(ActState state, Actor actor, long nowUs)
    {
        if (actor.Role is not (Role.Officer or Role.Head or Role.System))
            return Refused(RefusalKind.Forbidden, "Not by this role.");
        if (!Enum.IsDefined(Kind) || Sha256 is not { Length: 64 } || Message is not { Length: 36 } || Code < 0 || Days is < 0 or > 999)
            return Refused(RefusalKind.Invalid, "An answer has a kind, a GUID and a hash.");
        if ((Kind == Fm1AnswerKind.Refused) != (Code != 0))
            return Refused(RefusalKind.Invalid, "A refusal has a code other than 0, and nothing else has one.", "ErrorCode");
        if (AtUs > nowUs + AheadUs || AtUs < 0)
            return Refused(RefusalKind.Invalid, "The answer is dated ahead of now.", "AcceptanceDateTime");
        if (state.Of<Fm1Book>().Parent(Parent) is not { } form)
            return Refused(RefusalKind.NotFound, "No form of this GUID was written here.", "OriginalDocumentGuid");
        if (form.Answers.Any(answer => answer.Message == Message))
            return Refused(RefusalKind.Conflict, "This answer was taken before.", "DocumentUniqueIdentifier");
        if (
            Kind is Fm1AnswerKind.Answered or Fm1AnswerKind.RequestAccepted
            && form.Answers.All(answer => answer.Kind != Fm1AnswerKind.Asked)
        )
        {
            return Refused(RefusalKind.Conflict, "Nothing was asked about this form.", "OriginalDocumentGuid");
        }
        var dueUs = Kind switch
        {
            Fm1AnswerKind.Refused => LawRegister.Shipped.EndUs(CorrectTerm, AtUs),
            Fm1AnswerKind.Asked => LocalTime.Kazakhstan.EndUs(LocalTime.Kazakhstan.Day(AtUs).AddDays(Days)),
            _ => 0,
        };
        var answered = new Fm1Answered(
            form.Sent.Guid,
            form.Sent.Number,
            form.Sent.Cases,
            Kind,
            Message,
            Sha256,
            AtUs,
            Code,
            Reason(),
            dueUs
        );
        return Done(form.Sent.Number, [answered, .. Tasks(state.Of<CaseBook>(), answered)]);
    }

    /// <summary>Only a refusal's reason is kept, and only where it seems to name nobody: the words of a request are often about
    /// people.</summary>
    private string Reason()
    {
        if (Kind != Fm1AnswerKind.Refused || Words is null)
            return "";
        var shown = Words.Length <= ReasonMax ? Words : Words[..(ReasonMax - 1)] + "…";
        return CaseText.Fault(shown, ReasonMax) is null ? shown : "";
    }

    /// <summary>What is due becomes a task of each open case; what settles it ends the task.</summary>
    private static IEnumerable<Fact> Tasks(CaseBook book, Fm1Answered answered)
    {
        foreach (var one in answered.Cases.Select(book.Find).OfType<Case>().Where(one => one.IsOpen))
        {
            string Id(Fm1AnswerKind kind) =>
                $"fm1-{(kind == Fm1AnswerKind.Refused ? "correct" : "answer")}-{answered.Guid[..8].ToLowerInvariant()}";
            if (answered.DueUs > 0)
            {
                var title =
                    answered.Kind == Fm1AnswerKind.Refused ? "Correct and send again" : "Answer the request for more information on";
                yield return new TaskSet(one.Id, Id(answered.Kind), $"{title} form FM-1 {answered.Number}", answered.DueUs, "", false, "");
            }
            var settles = answered.Kind switch
            {
                Fm1AnswerKind.Accepted => Id(Fm1AnswerKind.Refused),
                Fm1AnswerKind.Answered => Id(Fm1AnswerKind.Asked),
                _ => "",
            };
            if (one.Tasks.TryGetValue(settles, out var task) && !task.IsDone)
                yield return new TaskSet(one.Id, task.Id, task.Title, task.DueUs, task.Officer, true, "answered");
        }
    }
}
