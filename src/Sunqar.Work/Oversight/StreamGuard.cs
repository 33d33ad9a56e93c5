using System.Globalization;
using Sunqar.Core.Acts;
using Sunqar.Core.Oversight;
using Sunqar.Storage.Journal;
using Sunqar.Work.Acting;

namespace Sunqar.Work.Oversight;

/// <summary>Marks where the journal's streams stand, and tells an older copy in the place of a newer one: the oversight log covers the acts
/// alone, and by the marks among them every other stream.</summary>
public static class StreamGuard
{
    /// <summary>Where every stream but the log's own stands.</summary>
    public static IReadOnlyList<StreamMark> Marks(IJournal journal) =>
        [
            .. journal
                .Heads()
                .Where(head => head.Stream != Streams.Acts)
                .Select(head => new StreamMark(head.Stream, head.Next, journal.ChainAt(head.Stream, head.Next)!)),
        ];

    /// <summary>Puts a mark on record where a stream grew; where nothing did, nothing.</summary>
    /// <returns>The mark's leaf; null where none was made.</returns>
    public static async Task<long?> MarkAsync(IJournal journal, ActDesk desk)
    {
        var marks = Marks(journal);
        if (desk.Read(state => state.Of<StreamBook>().Fresh(marks).Count) == 0)
            return null;
        var answer = await desk.DoAsync(new MarkStreams(Guid.NewGuid().ToString("N"), marks), Actor.House);
        return answer.IsDone ? answer.Sequence : null;
    }

    /// <summary>The last marks of a journal, read from its acts.</summary>
    public static StreamBook Read(IJournal journal)
    {
        var book = new StreamBook();
        foreach (var act in journal.Read<Act>(Streams.Acts))
        {
            foreach (var what in act.What)
                book.Apply(act, what);
        }
        return book;
    }

    /// <summary>Why the journal is not the one that was marked; null where it is.</summary>
    public static string? Fault(IJournal journal, StreamBook book)
    {
        foreach (var mark in book.Marks)
        {
            var next = journal.Head(mark.Stream).Next;
            if (next >= mark.Next && journal.ChainAt(mark.Stream, mark.Next) == mark.Chain)
                continue;
            var counts = string.Create(CultureInfo.InvariantCulture, $"{mark.Next} facts were, {next} are here");
            return $"Stream {mark.Stream} of the journal is not the one that was marked in the oversight log: {counts}"
                + $"{(next < mark.Next ? "" : ", and others than those")}. An older copy was put in its place. "
                + "Put the right one back, or let two persons restore it (./sunqar restore).";
        }
        return null;
    }
}
