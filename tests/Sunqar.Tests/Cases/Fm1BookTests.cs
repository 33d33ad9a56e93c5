using Sunqar.Core.Acts;
using Sunqar.Core.Cases.Reports;
using Sunqar.Core.Law;
using Sunqar.Core.Times;
using Sunqar.Formats.Fm1;
using Sunqar.Tests.Reports;
using Xunit;

namespace Sunqar.Tests.Cases;

/// <summary>Forms and what is said about them: an answer changes its form alone, an unknown one nothing.</summary>
public class Fm1BookTests
{
    private const long Hour = 3_600_000_000;
    private static readonly string Hash = new('a', 64);
    private readonly CaseRoom _room = new();
    private int _messages;

    private Fm1Book Book => _room.State.Of<Fm1Book>();

    private static string Guid(int number) => $"00000000-0000-0000-0000-{number:D12}";

    private string Sent(int number, params string[] cases)
    {
        _room.Done(
            new SendFm1(_room.NextKey(), "order", [new Fm1Sent(Guid(number), Guid(number + 500), $"S-{number}", cases, Hash)], Hash, 10),
            CaseRoom.Officer
        );
        return Guid(number);
    }

    private TakeFm1Answer Answer(
        Fm1AnswerKind kind,
        string parent,
        long atUs = 0,
        int days = 0,
        string words = "",
        string? message = null
    ) =>
        new(
            _room.NextKey(),
            kind,
            parent,
            message ?? Guid(900_000 + ++_messages),
            Hash,
            atUs == 0 ? _room.NowUs : atUs,
            kind == Fm1AnswerKind.Refused ? 7 : 0,
            words,
            days
        );

    [Fact]
    public void An_answer_stands_with_its_form_and_with_its_case()
    {
        var one = _room.Examined();
        var (form, other) = (Sent(1, one), Sent(2));
        Assert.Null(Book.Find(form)!.Last);
        _room.Done(Answer(Fm1AnswerKind.Refused, form, words: "The sign is unknown"), CaseRoom.Officer);
        var standing = Assert.Single(Book.OfCase(one));
        Assert.Equal(
            ("not accepted, code 7: The sign is unknown", LawRegister.Shipped.EndUs("report.fm1_correct", _room.NowUs)),
            (standing.Words, standing.Last!.DueUs)
        );
        Assert.Null(Book.Find(other)!.Last);
        Assert.Contains(_room.Book.Find(one)!.Timeline, entry => entry.Text.Contains("S-1: not accepted", StringComparison.Ordinal));
        var task = Assert.Single(_room.Book.Find(one)!.Tasks.Values, task => task.Title.Contains("S-1", StringComparison.Ordinal));
        Assert.Equal((standing.Last.DueUs, false), (task.DueUs, task.IsDone));
        // Written again, it waits; accepted, its task is done.
        _room.NowUs += 2 * Hour;
        Sent(1, one);
        Assert.Equal("written again, no answer yet", Book.Find(form)!.Words);
        _room.Done(Answer(Fm1AnswerKind.Accepted, form), CaseRoom.Officer);
        Assert.Equal("accepted", Book.Find(form)!.Words);
        Assert.True(_room.Book.Find(one)!.Tasks[task.Id].IsDone);
    }

    [Fact]
    public void A_request_is_due_when_its_days_are_over_and_is_answered_by_its_own_guid()
    {
        var one = _room.Examined();
        var form = Sent(1, one);
        var request = Guid(77);
        _room.Done(Answer(Fm1AnswerKind.Asked, form, days: 3, words: "Send the documents of the payer", message: request), CaseRoom.Head);
        var asked = Book.Find(form)!.Last!;
        Assert.Equal(LocalTime.Kazakhstan.EndUs(LocalTime.Kazakhstan.Day(_room.NowUs).AddDays(3)), asked.DueUs);
        Assert.Empty(asked.Reason);
        _room.NowUs += Hour;
        _room.Done(Answer(Fm1AnswerKind.Answered, request), CaseRoom.Head);
        Assert.Equal(Fm1AnswerKind.Answered, Book.Find(form)!.Last!.Kind);
        Assert.All(
            _room.Book.Find(one)!.Tasks.Values.Where(task => task.Id.StartsWith("fm1-answer", StringComparison.Ordinal)),
            task => Assert.True(task.IsDone)
        );
    }

    [Fact]
    public void The_latest_answer_by_its_own_time_stands_whichever_way_they_come()
    {
        var (accepted, refused) = (_room.NowUs + 1, _room.NowUs + 2);
        foreach (
            var (first, second, number) in ((Fm1AnswerKind, Fm1AnswerKind, int)[])
                [(Fm1AnswerKind.Accepted, Fm1AnswerKind.Refused, 1), (Fm1AnswerKind.Refused, Fm1AnswerKind.Accepted, 2)]
        )
        {
            var form = Sent(number);
            foreach (var kind in (Fm1AnswerKind[])[first, second])
                _room.Done(Answer(kind, form, kind == Fm1AnswerKind.Accepted ? accepted : refused), CaseRoom.Officer);
            Assert.Equal(Fm1AnswerKind.Refused, Book.Find(form)!.Last!.Kind);
        }
    }

    [Fact]
    public void What_fits_no_form_is_refused_with_what_is_wrong()
    {
        var form = Sent(1);
        Assert.Equal((RefusalKind.NotFound, "OriginalDocumentGuid"), Kind(Answer(Fm1AnswerKind.Accepted, Guid(2)), CaseRoom.Officer));
        Assert.Equal((RefusalKind.Conflict, "OriginalDocumentGuid"), Kind(Answer(Fm1AnswerKind.Answered, form), CaseRoom.Officer));
        Assert.Equal((RefusalKind.Conflict, "OriginalDocumentGuid"), Kind(Answer(Fm1AnswerKind.RequestAccepted, form), CaseRoom.Officer));
        Assert.Equal(
            (RefusalKind.Invalid, "AcceptanceDateTime"),
            Kind(Answer(Fm1AnswerKind.Accepted, form, _room.NowUs + 25 * Hour), CaseRoom.Officer)
        );
        Assert.Equal((RefusalKind.Invalid, "ErrorCode"), Kind(Answer(Fm1AnswerKind.Refused, form) with { Code = 0 }, CaseRoom.Officer));
        Assert.Equal((RefusalKind.Invalid, "ErrorCode"), Kind(Answer(Fm1AnswerKind.Accepted, form) with { Code = 7 }, CaseRoom.Officer));
        Assert.Equal(RefusalKind.Forbidden, Kind(Answer(Fm1AnswerKind.Accepted, form), CaseRoom.Analyst).Item1);
        var taken = Answer(Fm1AnswerKind.Accepted, form);
        _room.Done(taken, CaseRoom.Officer);
        Assert.Equal((RefusalKind.Conflict, "DocumentUniqueIdentifier"), Kind(taken with { Key = "again" }, CaseRoom.Officer));
        Assert.Single(Book.Find(form)!.Answers);
    }

    [Fact]
    public void What_names_no_case_that_is_there_is_not_sent() =>
        Assert.Equal(
            RefusalKind.NotFound,
            _room
                .Refused(new SendFm1("k", "order", [new Fm1Sent(Guid(1), Guid(2), "S-1", ["case-none"], Hash)], Hash, 1), CaseRoom.Officer)
                .Kind
        );

    /// <summary>The GUID that a form's bytes bear is the one by which its answer finds it.</summary>
    [Fact]
    public void An_answer_to_a_written_form_finds_it()
    {
        var form = Fm1XmlTests.Written(Fm1XmlTests.Report())[0];
        _room.Done(
            new SendFm1("k", "order", [new Fm1Sent(form.Guid, form.Version, form.Number, form.Cases, Hash)], Hash, form.Bytes.Length),
            Actor.House
        );
        var message = Fm1AnswerTests.Message("ack1", 3);
        message.Only("SignedData").Only("Data").Only("Check").Put("OriginalDocumentGuid", form.Guid);
        var read = Assert.IsType<Fm1Reading.Read>(Fm1Answers.Read(Fm1AnswerTests.Bytes(message), "f")).Message;
        _room.Done(
            new TakeFm1Answer("a", read.Kind, read.Parent, read.Guid, Hash, _room.NowUs, read.Code, read.Words, read.Days),
            Actor.House
        );
        Assert.Equal("accepted", Book.Find(form.Guid)!.Words);
    }

    private (RefusalKind, string?) Kind(TakeFm1Answer command, Actor actor)
    {
        var refused = _room.Refused(command, actor);
        return (refused.Kind, refused.Field);
    }
}
